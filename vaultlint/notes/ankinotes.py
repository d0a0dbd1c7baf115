"""The notes of Obsidian_to_Anki: what the plugin reads between START and END.

Source: Obsidian_to_Anki, src/note.ts (AbstractNote, Note, InlineNote) and src/setting-to-data.ts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from vaultlint.notes.cardmarks import WHITESPACE
from vaultlint.notes.facts import CardId
from vaultlint.notes.reading import ObsidianToAnkiSettings
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

STOCK_TYPES: dict[str, tuple[str, ...]] = {
    "Basic": ("Front", "Back"),
    "Basic (and reversed card)": ("Front", "Back"),
    "Basic (optional reversed card)": ("Front", "Back", "Add Reverse"),
    "Basic (type in the answer)": ("Front", "Back"),
    "Cloze": ("Text", "Back Extra"),
}
"""The note types that Anki comes with, and their fields."""

LEAST_DIGITS = 10  # of an id; Anki's are epoch milliseconds
TAGS = "Tags: "
COMMENT = "<!--"
ID = regex(r"ID: ([0-9]+)")

# What a line of a note whose fields are not known begins with when a field begins there.
_ANY_FIELD = regex(r"(?P<name>[^\W\d_][\w ()-]{0,40}):")
_ANY_WORD = regex(r"(?<![^ ])(?P<name>[^\W\d_a-z]\w*):(?![^ ])")
_WORD = regex(r"(?<![^ ])(?P<name>[^ \n]+):(?![^ ])")
_TYPE = regex(r"\[([^\]]*)\]")


class NoteTypes:
    """The note types of a vault's Anki, as far as they are known."""

    def __init__(self, settings: ObsidianToAnkiSettings) -> None:
        self._fields = dict(settings.note_types)
        self.names = tuple(self._fields)
        self.are_known = bool(self.names)
        self._marks = ("", settings.begin_note, settings.end_note)

    def has(self, name: str) -> bool:
        """Whether the plugin makes notes of this type; where nothing is known, of any."""
        return name in self._fields if self.are_known else name not in self._marks

    def is_usual(self, name: str) -> bool:
        """Whether a type of this name is known to exist, in any case of letters."""
        folded = name.casefold()
        return any(folded == known.casefold() for known in (*self.names, *STOCK_TYPES))

    def fields(self, name: str) -> tuple[str, ...]:
        """The fields of a type, in order; empty when they are not known."""
        return self._fields.get(name) or STOCK_TYPES.get(name, ())


class Part(NamedTuple):
    """A piece of a field. name: of the field, "" for the first of those that are not known.

    span: its text without the name before it, trimmed.
    """

    name: str
    span: Span


class Inside(Struct, frozen=True):
    """What the plugin reads of one note.

    type: as written; empty when there is none. parts: in order, at least the first field.
    id_line: the line that holds the id, or the id alone in a note on one line.
    is_bare_id: nothing else is there, and the plugin stops with an error.
    """

    type: Span
    parts: tuple[Part, ...]
    tags: tuple[str, ...]
    id: CardId | None = None
    id_line: Span | None = None
    is_bare_id: bool = False

    @property
    def question(self) -> Span:
        """The text of the first field."""
        name = self.parts[0].name
        written = (part.span for part in self.parts if part.name == name and part.span.end)
        return next((span for span in written if span.start < span.end), self.parts[0].span)

    @property
    def answer(self) -> Span:
        """All that stands in the other fields; empty when there is nothing."""
        name = self.parts[0].name
        others = [p.span for p in self.parts if p.name != name and p.span.start < p.span.end]
        if not others:
            end = self.parts[-1].span.end
            return Span(end, end)
        return Span(others[0].start, others[-1].end)


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without blanks and line breaks at its ends, as JavaScript trims."""
    piece = text[start:end]
    stripped = piece.lstrip(WHITESPACE)
    start += len(piece) - len(stripped)
    return Span(start, start + len(stripped.rstrip(WHITESPACE)))


def lines_of(text: str, span: Span) -> list[Span]:
    """The lines of a span, as the plugin takes them when the file has LF line ends."""
    lines = []
    start = span.start
    for line in text[span.start : span.end].split("\n"):
        lines.append(Span(start, start + len(line.removesuffix("\r"))))
        start += len(line) + 1
    return lines


def found_id(match: re.Match[str]) -> CardId:
    """The id that an expression like ID has found."""
    return CardId(match[1], Span(*match.span()))


def read_note(text: str, between: Span, types: NoteTypes) -> Inside:
    """A note whose type and fields stand on lines of their own. between: START and END."""
    span = trimmed(text, between.start, between.end)
    lines = lines_of(text, span)
    match = ID.search(text, lines[-1].start, lines[-1].end)
    id_line = lines.pop() if match else None
    is_bare_id = not lines
    tags: tuple[str, ...] = ()
    if lines and text.startswith(TAGS, lines[-1].start, lines[-1].end):
        line = lines.pop()
        tags = words(text[line.start + len(TAGS) : line.end])
    note_type = lines[0] if lines else Span(span.start, span.start)
    names = types.fields(text[note_type.start : note_type.end])
    parts = tuple(_parts(text, note_type.end, lines[1:], names))
    note_id = found_id(match) if match else None
    return Inside(note_type, parts, tags, note_id, id_line, is_bare_id)


def _parts(text: str, start: int, lines: list[Span], names: tuple[str, ...]) -> Iterator[Part]:
    prefixes = tuple(f"{name}:" for name in names)
    name, end = names[0] if names else "", start
    for line in lines:
        content = text[line.start : line.end]
        found = ""
        if not names:
            match = _ANY_FIELD.match(content)
            found = match["name"] if match else ""
        elif content.startswith(prefixes):
            found = next(known for known in names if content.startswith(f"{known}:"))
        if found:
            yield Part(name, trimmed(text, start, end))
            name, start = found, line.start + len(found) + 1
        end = line.end
    yield Part(name, trimmed(text, start, max(start, end)))


def read_inline_note(text: str, between: Span, types: NoteTypes) -> Inside | None:
    """A note on one line. between: STARTI and ENDI. None when no [Type] stands there."""
    span = trimmed(text, between.start, between.end)
    match = ID.search(text, span.start, span.end)
    id_line: Span | None = None
    if match:
        is_comment = text.endswith(COMMENT, span.start, match.start())
        id_line = Span(match.start() - len(COMMENT) * is_comment, match.end())
        span = trimmed(text, span.start, id_line.start)
    tags: tuple[str, ...] = ()
    at = text.find(TAGS, span.start, span.end)
    if at >= 0:
        tags = words(text[at + len(TAGS) : span.end])
        span = trimmed(text, span.start, at)
    note_type = _TYPE.search(text, span.start, span.end)
    if note_type is None:
        return None
    names = types.fields(note_type[1])
    parts = tuple(_inline_parts(text, Span(note_type.end(), span.end), names))
    type_span = Span(*note_type.span(1))
    return Inside(type_span, parts, tags, found_id(match) if match else None, id_line)


def _inline_parts(text: str, span: Span, names: tuple[str, ...]) -> Iterator[Part]:
    # Only a word of its own names a field: a name of two words is never found.
    name, start = names[0] if names else "", span.start
    for match in (_ANY_WORD if not names else _WORD).finditer(text[span.start : span.end]):
        if names and match["name"] not in names:
            continue
        yield Part(name, trimmed(text, start, span.start + match.start()))
        name, start = match["name"], span.start + match.end()
    yield Part(name, trimmed(text, start, span.end))


def words(tags: str) -> tuple[str, ...]:
    """The tags of a list of tags."""
    return tuple(word for word in tags.split(" ") if word)
