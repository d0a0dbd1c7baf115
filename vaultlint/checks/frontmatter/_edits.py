"""Edits of properties in the note's own way of writing: the YAML is never written anew.

A fix is offered only if the block reads afterwards as it is meant to, which is tried out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from vaultlint.checks._once import once_a_note
from vaultlint.checks.frontmatter._values import Place, in_quotes, places
from vaultlint.diagnostic import Change, Edit, Fix
from vaultlint.notes.facts import Frontmatter, Note, Plain, Property, Value
from vaultlint.notes.formats import is_tag
from vaultlint.notes.frontmatter import read_frontmatter
from vaultlint.notes.regions import Regions
from vaultlint.notes.sync.deck import DECK_PROPERTY
from vaultlint.notes.yaml_core import core_value
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.source import source as source_of
from vaultlint.text.span import Span

# What properties that Obsidian could not read may bring.
ALL_CHANGES = frozenset[Change]({"frontmatter", "decks", "tags", "links"})

# What text may bring that becomes properties.
TEXT_CHANGES = ALL_CHANGES | frozenset[Change]({"names", "blocks", "citations"})

# Written without quotes, these read as they are, in brackets too.
_PLAIN = regex(
    r"(?:[^\W_]|[\u2600-\u27bf\U0001f000-\U0001faff])(?:[^\s#:,\[\]{}\"'\\]|[^\S\n](?=[^\s#])|:(?=[^\s,\[\]{}]))*"
)
_COMMENT = regex(r"(?<![^\s])#")
# By these properties other plugins know notes that are no text: their facts are others.
_KINDS = ("excalidraw-plugin", "kanban-plugin", "sorting-spec")


# --- values


def scalar(text: str, like: str = "") -> str:
    """A text of one line as YAML that reads as it. like: what is written there now."""
    if like.startswith("'"):
        return "'" + text.replace("'", "''") + "'"
    if not like.startswith('"') and _PLAIN.fullmatch(text) and core_value(text) == text:
        return text
    return in_quotes(text)


def flow_list(texts: Iterable[str]) -> str:
    """A list of texts in brackets."""
    return f"[{', '.join(map(scalar, texts))}]"


def as_texts(plain: Plain) -> list[str] | None:
    """The texts of a list property, or of a single one; None when something else is in it."""
    if plain is None or plain == "":
        return []
    items = plain if isinstance(plain, list) else [plain]
    texts = [item for item in items if isinstance(item, str)]
    return texts if len(texts) == len(items) else None


# --- lines


def line_feeds(text: str) -> str:
    """A text as an edit inserts it."""
    return text.replace("\r\n", "\n")


class _Lines(NamedTuple):
    """The lines of a property: from the one of its key to behind the last one of its value."""

    first: int
    behind: int


def _lines(note: Note, entry: Property) -> _Lines | None:
    """None when others stand on these lines too, or when it begins in the middle of one."""
    source = note.source
    first = source.line_of(entry.key_span.start)
    behind = source.line_of(max(entry.key_span.end, entry.value.span.end)) + 1
    frontmatter = note.frontmatter
    if frontmatter is None or source.line_starts[first] != entry.key_span.start:
        return None
    for other in frontmatter.properties:
        if other is not entry and first <= source.line_of(other.key_span.start) < behind:
            return None
    return _Lines(first, behind)


def _whole(source: Source, lines: _Lines) -> Span:
    """These lines with their line breaks."""
    starts = source.line_starts
    end = starts[lines.behind] if lines.behind < len(starts) else len(source.text)
    return Span(starts[lines.first], end)


def property_text(note: Note, entry: Property) -> str | None:
    """The lines of a property at the top level, as an edit inserts them; None as in `removal`."""
    lines = _lines(note, entry)
    return None if lines is None else line_feeds(note.source.slice(_whole(note.source, lines)))


def removal(note: Note, entry: Property) -> Edit | None:
    """Takes the lines of a property out, and leaves a comment that stands behind it.

    None when it does not stand alone on its lines, or has comments in it.
    """
    lines = _lines(note, entry)
    if lines is None:
        return None
    source = note.source
    span = _whole(source, lines)
    end = max(entry.key_span.end, entry.value.span.end)
    scalars = Regions(_scalars(entry.value))
    for found in _COMMENT.finditer(source.text, entry.key_span.end, end):
        if scalars.end_of(found.start()) is None:
            return None
    behind = source.slice(Span(end, source.line_span(lines.behind - 1).end))
    comment = behind.lstrip(": \t")
    if comment and not comment.startswith("#"):
        return None
    return Edit(span, f"{comment}\n" if comment else "")


def _scalars(value: Value) -> Iterable[Span]:
    pending = [value]
    while pending:
        each = pending.pop()
        parts = [*each.items, *(entry.value for entry in each.properties)]
        pending += parts
        yield from (entry.key_span for entry in each.properties)
        if not parts:
            yield each.span


def insertion(note: Note, lines: str) -> Edit | None:
    """Puts lines above the closer. lines: whole ones, with a "\\n" at their ends."""
    frontmatter = note.frontmatter
    if frontmatter is None:
        return None
    at = frontmatter.span.end - 3
    return Edit(Span(at, at), lines)


def with_items(note: Note, entry: Property, texts: Sequence[str]) -> Edit | None:
    """More items for a property that is a list, a single text or empty."""
    value = entry.value
    written = note.source.slice(value.span)
    if value.plain is None or value.plain == "":
        if written:
            return Edit(value.span, flow_list(texts))
        at = note.source.line_span(note.source.line_of(entry.key_span.end)).end
        return Edit(Span(at, at), f" {flow_list(texts)}") if not _behind(note, entry) else None
    if isinstance(value.plain, str):
        if "\n" in written or written[:1] in "|>&*!":
            return None
        return Edit(value.span, f"[{written}, {flow_list(texts)[1:]}")
    if not isinstance(value.plain, list):
        return None
    if written.startswith("["):
        return _in_brackets(value, written, texts)
    last = value.items[-1]
    line = note.source.line_of(value.items[0].span.start)
    start = note.source.line_starts[line]
    prefix = note.text[start : value.items[0].span.start]
    if note.source.line_of(last.span.start) != note.source.line_of(last.span.end):
        return None
    if prefix.strip() != "-" or last.span.start == last.span.end:
        return None
    at = note.source.line_span(note.source.line_of(last.span.end)).end
    return Edit(Span(at, at), "".join(f"\n{prefix}{scalar(text)}" for text in texts))


def _behind(note: Note, entry: Property) -> str:
    """What stands behind the colon of an empty property."""
    line = note.source.line_span(note.source.line_of(entry.key_span.end))
    return note.text[entry.key_span.end : line.end].lstrip(" \t:").strip()


def _in_brackets(value: Value, written: str, texts: Sequence[str]) -> Edit | None:
    at = value.span.end - 1
    if "\n" in written or not written.endswith("]") or written[:-1].rstrip().endswith(","):
        return None
    added = flow_list(texts)[1:-1]
    return Edit(Span(at, at), f", {added}" if value.items else added)


# --- what comes of it


def edited(text: str, edits: Iterable[Edit]) -> str:
    """A text after edits that are sorted and do not overlap."""
    pieces: list[str] = []
    here = 0
    for edit in edits:
        pieces += (text[here : edit.span.start], edit.text)
        here = edit.span.end
    return "".join((*pieces, text[here:]))


def read_after(note: Note, edits: Iterable[Edit]) -> Frontmatter | None:
    """The frontmatter after edits; None when there is none, or when it cannot be read."""
    frontmatter, _ = read_frontmatter(source_of(note.path, edited(note.text, edits)))
    if frontmatter is None or frontmatter.fault is not None:
        return None
    return frontmatter


def properties_of(note: Note) -> tuple[Property, ...]:
    """Those at the top level; none when they cannot be read."""
    return note.frontmatter.properties if note.frontmatter is not None else ()


def extent(entry: Property) -> Span:
    """From the key of a property to the end of its value."""
    return Span(entry.key_span.start, max(entry.key_span.end, entry.value.span.end))


def stated(frontmatter: Frontmatter | None) -> list[tuple[str, Plain]]:
    """Keys and values, in order; also those of a block in which one stands twice."""
    return [(e.key, e.value.plain) for e in frontmatter.properties] if frontmatter else []


def property_fix(
    note: Note,
    title: str,
    edits: Sequence[Edit],
    entry: Property,
    value: Plain,
    *,
    safe: bool,
    renamed: str = "",
) -> Fix | None:
    """The fix of one property of the top level, if it reads afterwards as it is meant to.

    value: of the property afterwards. renamed: its key afterwards.
    """
    new_key = renamed or entry.key
    wanted = [
        (new_key, value) if each is entry else (each.key, each.value.plain)
        for each in properties_of(note)
    ]
    after = read_after(note, edits)
    if after is None or stated(after) != wanted:
        return None
    return guarded(note, Fix(title, tuple(edits), safe, changes_of(new_key), reach=extent(entry)))


def merge_fix(
    note: Note,
    title: str,
    into: Property,
    entry: Property,
    texts: Sequence[str],
    *,
    safe: bool,
) -> Fix | None:
    """Adds texts to one property and takes another one out. safe: if there is nothing to add."""
    present = as_texts(into.value.plain)
    if present is None:
        return None
    more = [text for text in dict.fromkeys(texts) if text not in present]
    wanted: Plain = [*present, *more] if more else into.value.plain
    edits = [removal(note, entry)]
    if more:
        edits.append(with_items(note, into, more))
    made = sorted((edit for edit in edits if edit is not None), key=lambda edit: edit.span)
    if len(made) < len(edits):
        return None
    after = read_after(note, made)
    expected = [
        (each.key, wanted if each is into else each.value.plain)
        for each in properties_of(note)
        if each is not entry
    ]
    if after is None or stated(after) != expected:
        return None
    reach = Span(
        min(into.key_span.start, entry.key_span.start), max(extent(into).end, extent(entry).end)
    )
    fix = Fix(title, tuple(made), safe and not more, changes_of(into.key), reach=reach)
    return guarded(note, fix)


def quoting(note: Note, place: Place) -> Fix | None:
    """Puts a value in quotes that is written without, in brackets on one line."""
    written = note.source.slice(place.value.span)
    is_tags = str(place.path[0]).casefold() == "tags"
    if is_tags and note.kind != "template" and not is_tag(written):
        return None
    edits = (Edit(place.value.span, in_quotes(written)),)
    changes = changes_of(str(place.path[0]))
    return guarded(note, Fix("Put it in quotes", edits, True, changes))


def changes_of(*keys: str) -> frozenset[Change]:
    """What an edit of properties with these keys changes."""
    changes: set[Change] = {"frontmatter", "links"}
    folded = {key.casefold() for key in keys}
    if "tags" in folded:
        changes.add("tags")
    if DECK_PROPERTY in folded:
        changes.add("decks")
    return frozenset(changes)


@once_a_note
def _synced(note: Note) -> Regions:
    """What the plugins take for cards."""
    return Regions(card.span for card in note.sync.cards)


@once_a_note
def _more_than_clozes(note: Note) -> Regions:
    """Those of them that are more than the words of a placeholder."""
    cards = note.sync.cards
    return Regions(card.span for card in cards if card.id is not None or card.kind != "cloze")


@once_a_note
def card_places(note: Note) -> Regions:
    """Where cards and their ids stand, as the plugins read them and as they are meant."""
    spans = [card.span for card in note.sync.cards]
    spans += (card.span for card in note.cards)
    spans += (card.span for card in note.bare_cards)
    spans += (card.span for card in note.inline_cards)
    spans += (cloze.span for cloze in note.clozes)
    spans += (each.span for each in note.to_anki.notes)
    spans += (each.span for each in note.digit_ids)
    return Regions(spans)


def guarded(note: Note, fix: Fix) -> Fix | None:
    """The fix with all that it changes; None if a card may stand where it edits.

    A placeholder such as {{date}} is a cloze for the plugin, which keeps its words.
    The plugin for spaced repetition asks the tags which notes have cards, and of which deck.
    """
    hull = Span(fix.edits[0].span.start, fix.edits[-1].span.end)
    changes = fix.changes
    if _synced(note).touches(hull):
        if _more_than_clozes(note).touches(hull):
            return None
        changes |= frozenset[Change]({"texts"})
    reach = fix.reach
    if "tags" in changes and "spaced-repetition" in note.dialects:
        changes |= frozenset[Change]({"cards", "decks"})
        reach = Span(0, len(note.text))
    return replace(fix, changes=changes, reach=reach)


def has_sound_tags(frontmatter: Frontmatter) -> bool:
    """Whether Obsidian takes all that stands in the tags for tags."""
    entry = frontmatter.property("tags")
    texts = [] if entry is None else as_texts(entry.value.plain)
    return texts is not None and all(is_tag(text) for text in texts if text.strip("# "))


def is_other_kind(note: Note, frontmatter: Frontmatter) -> bool:
    """Whether these properties make something else of a note that looked like one."""
    return note.kind == "note" and any(frontmatter.property(key) for key in _KINDS)


def place_of(frontmatter: Frontmatter, path: tuple[str | int, ...]) -> Value | None:
    """The value at a path."""
    found = (place.value for place in places(frontmatter) if place.path == path)
    return next(found, None)
