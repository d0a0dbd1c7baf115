"""A second frontmatter, or the tail of one, at the top of the body: Obsidian reads it as text."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.frontmatter._edits import (
    TEXT_CHANGES,
    as_texts,
    card_places,
    guarded,
    is_other_kind,
    line_feeds,
    read_after,
    stated,
    with_items,
)
from vaultlint.checks.frontmatter._property_lines import (
    KNOWN_PROPERTIES,
    PropertyLines,
    line_text,
    lines_span,
    next_text,
    property_lines,
)
from vaultlint.diagnostic import Edit, Finding, Fix, Related
from vaultlint.notes.facts import Frontmatter, Note, Plain, Property
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_RULE_LINE = regex(r"---[ \t]*")
_HEADING = regex(r"#{1,6} ")
_MOST_LINES = 200  # a frontmatter is shorter; more is the text of the note
_MOST_NAMES = 3
_LISTS = frozenset({"tags", "aliases", "cssclasses"})


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    frontmatter = note.frontmatter
    if frontmatter is None:
        return
    source = note.source
    lines = len(source.line_starts)
    closer = source.line_of(frontmatter.span.end)
    if line_text(source, closer)[3:].strip():
        return
    first = next_text(source, closer + 1, lines)
    found = _leftover(note, first, lines)
    if found is None and _HEADING.match(line_text(source, first)):
        below = next_text(source, first + 1, lines)
        found = _block(note, below, lines)
    if found is None or not found.names_one_of(_evidence(frontmatter)):
        return
    are_many = len(found.entries) > 1
    yield Finding(
        lines_span(source, found.entries[0].line, found.end),
        f"{_names(found)} {'stand' if are_many else 'stands'} behind the closing --- of line "
        f"{closer + 1}, so Obsidian takes {'them' if are_many else 'it'} for text; "
        f"move {'them' if are_many else 'it'} into the frontmatter",
        (
            Related(
                Span(frontmatter.span.end - 3, frontmatter.span.end), "the frontmatter ends here"
            ),
        ),
        _merged(note, frontmatter, found, closer),
    )


def _leftover(note: Note, first: int, lines: int) -> PropertyLines | None:
    return _block(note, first, lines) or _tail(note, first, lines)


def _block(note: Note, opener: int, lines: int) -> PropertyLines | None:
    """The properties between two rules, of which the first is line `opener`."""
    if not _RULE_LINE.fullmatch(line_text(note.source, opener)):
        return None
    return _tail(note, opener + 1, lines)


def _tail(note: Note, first: int, lines: int) -> PropertyLines | None:
    """The properties from line `first` to a rule directly below them."""
    found = property_lines(note.source, first, min(lines, first + _MOST_LINES))
    if not found.entries or not _RULE_LINE.fullmatch(line_text(note.source, found.end)):
        return None
    return found


def _merged(note: Note, frontmatter: Frontmatter, found: PropertyLines, closer: int) -> Fix | None:
    """Moves the properties into the first block; None if the two state different things."""
    source = note.source
    first = found.entries[0].line
    yaml = source.slice(Span(source.line_starts[first], source.line_starts[found.end]))
    # Imported here: few notes have a second block.
    from vaultlint.notes.yaml_text import read_yaml

    read = read_yaml(yaml)
    if frontmatter.plain is None or read.root is None or read.duplicates:
        return None
    if card_places(note).touches(Span(0, source.line_span(found.end).end)):
        return None
    edits: list[Edit] = []
    wanted = dict(stated(frontmatter))
    lines = ""
    for entry, text in _texts(yaml, read.root.properties):
        if frontmatter.property(entry.key) is None:
            wanted[entry.key] = entry.value.plain
            lines += line_feeds(text)
            continue
        there = frontmatter.property(entry.key)
        united = None if there is None else _united(note, there, entry)
        if there is None or united is None:
            return None
        edits += united
        if united:
            wanted[there.key] = _all_items(there, entry)
    at = frontmatter.span.end - 3
    edits += [Edit(Span(at, at), lines)] if lines else []
    edits.append(Edit(_block_span(note, first, found.end, closer), ""))
    edits.sort(key=lambda edit: edit.span)
    after = read_after(note, edits)
    if after is None or stated(after) != list(wanted.items()) or is_other_kind(note, after):
        return None
    reach = Span(0, source.line_span(found.end).end)
    fix = Fix("Move them into the frontmatter", tuple(edits), False, TEXT_CHANGES, reach=reach)
    return guarded(note, fix)


def _texts(yaml: str, properties: tuple[Property, ...]) -> Iterator[tuple[Property, str]]:
    """Each property with its lines, and those of comments behind it."""
    starts = [entry.key_span.start for entry in properties]
    for entry, start, end in zip(properties, starts, [*starts[1:], len(yaml)], strict=True):
        yield entry, yaml[start:end]


def _united(note: Note, there: Property, entry: Property) -> list[Edit] | None:
    """What adds the items of a property to the one that is there; None where they contradict."""
    if entry.value.plain is None or entry.value.plain == there.value.plain:
        return []
    present, texts = as_texts(there.value.plain), as_texts(entry.value.plain)
    is_list = isinstance(there.value.plain, list) or isinstance(entry.value.plain, list)
    if present is None or texts is None or not (is_list or there.key.casefold() in _LISTS):
        return None
    more = [text for text in dict.fromkeys(texts) if text not in present]
    edit = with_items(note, there, more) if more else None
    if edit is None:
        return [] if not more else None
    return [edit]


def _all_items(there: Property, entry: Property) -> list[Plain]:
    present, texts = as_texts(there.value.plain) or [], as_texts(entry.value.plain) or []
    return list(dict.fromkeys([*present, *texts]))


def _block_span(note: Note, first: int, end: int, closer: int) -> Span:
    """The lines of the second block, its rules and the blank lines that would be too many."""
    source = note.source
    lines = len(source.line_starts)
    start = first - 1
    if start <= closer or not _RULE_LINE.fullmatch(line_text(source, start)):
        start = first
    if not line_text(source, end + 1).strip():
        while start - 1 > closer and not line_text(source, start - 1).strip():
            start -= 1
    behind = source.line_starts[end + 1] if end + 1 < lines else len(source.text)
    return Span(source.line_starts[start], behind)


def _evidence(frontmatter: Frontmatter) -> frozenset[str]:
    """Keys that tell properties from prose."""
    return KNOWN_PROPERTIES | {entry.key for entry in frontmatter.properties}


def _names(found: PropertyLines) -> str:
    names = [quoted(name) for name in found.names]
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
