"""The values of a frontmatter one by one, and how they are told of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.notes.facts import Frontmatter, Note, Plain, Property, Value
from vaultlint.text.quote import LONGEST_QUOTE, quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

Path = tuple[str | int, ...]

_LINK = regex(r"\[\[(?![\"'])[^\[\]\n]+\]\]")
_PLACEHOLDER = regex(r"\{\{[^{}\n]*\}\}")


class Place(NamedTuple):
    """A value, the path to it, and what stands before it on its line: its key, or nothing."""

    path: Path
    value: Value
    key: str

    def written(self, value: str) -> str:
        """` and write: …`: what to write in its place; nothing when it would be too long."""
        line = f"{self.key}: {value}" if self.key else value
        return f": {line}" if len(line) <= LONGEST_QUOTE else ""


def places(frontmatter: Frontmatter) -> Iterator[Place]:
    """Every value, those inside of others too, in order."""
    pending = [Place((p.key,), p.value, p.key) for p in reversed(frontmatter.properties)]
    while pending:
        place = pending.pop()
        yield place
        path, value = place.path, place.value
        inner = [Place((*path, entry.key), entry.value, entry.key) for entry in value.properties]
        inner += [Place((*path, index), item, "") for index, item in enumerate(value.items)]
        pending += reversed(inner)


def is_unquoted_link(note: Note, value: Value) -> bool:
    """Whether it is [[Note]] without quotes, for YAML a list in a list; not one of numbers."""
    match value.plain:
        case [list() as inner]:
            is_matrix = len(inner) > 1 and all(_is_number(item) for item in inner)
            return not is_matrix and _LINK.fullmatch(note.source.slice(value.span)) is not None
    return False


def is_unquoted_placeholder(note: Note, value: Value) -> bool:
    """Whether it is {{…}} without quotes, for YAML a mapping that is the key of a mapping."""
    is_mapping = isinstance(value.plain, dict)
    return is_mapping and _PLACEHOLDER.fullmatch(note.source.slice(value.span)) is not None


def in_quotes(text: str) -> str:
    """A text as YAML in quotes, double ones where they do."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def value_span(note: Note, entry: Property) -> Span:
    """The value of a property that stands on the line of its key, else the key."""
    line = note.source.line_of(entry.key_span.end)
    is_beside = note.source.line_of(entry.value.span.end) == line
    return entry.value.span if is_beside else entry.key_span


def item_span(note: Note, item: Value, entry: Property) -> Span:
    """An item of the list of a property that stands on one line, else the key."""
    source = note.source
    is_short = source.line_of(item.span.start) == source.line_of(item.span.end)
    return item.span if is_short else entry.key_span


def part_span(note: Note, value: Value, start: int, end: int) -> Span:
    """A part of the text of a value; the whole value when it is not written as it reads."""
    text = value.plain
    written = note.source.slice(value.span)
    at = written.find(text) if isinstance(text, str) else -1
    if at < 0:
        return value.span
    return Span(value.span.start + at + start, value.span.start + at + end)


def shown(note: Note, value: Value) -> str:
    """A value in words, for the middle of a sentence."""
    match value.plain:
        case None:
            return "empty"
        case bool():
            return "true" if value.plain else "false"
        case int() | float():
            return f"the number {note.source.slice(value.span)}"
        case str() as text:
            return quoted(text)
        case list() as items:
            return "a list" if items else "an empty list"
    return "a mapping"


def _is_number(plain: Plain) -> bool:
    return isinstance(plain, int | float) and not isinstance(plain, bool)
