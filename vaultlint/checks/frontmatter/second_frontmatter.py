"""A second frontmatter, or the tail of one, at the top of the body: Obsidian reads it as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultlint.checks.frontmatter._property_lines import (
    KNOWN_PROPERTIES,
    PropertyLines,
    line_text,
    lines_span,
    next_text,
    property_lines,
)
from vaultlint.diagnostic import Finding, Related, Severity
from vaultlint.notes.facts import Frontmatter, Note
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span

_RULE_LINE = re.compile(r"---[ \t]*")
_HEADING = re.compile(r"#{1,6} ")
_MOST_LINES = 200  # a frontmatter is shorter; more is the text of the note
_MOST_NAMES = 3


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    frontmatter = note.frontmatter
    if frontmatter is None:
        return
    source = note.source
    lines = len(source.line_starts)
    closer = source.line_of(frontmatter.span.end)
    first = next_text(source, closer + 1, lines)
    if line_text(source, closer)[3:].strip():
        return
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
    ends_in_rule = _RULE_LINE.fullmatch(line_text(note.source, found.end)) is not None
    return found if found.entries and ends_in_rule else None


def _evidence(frontmatter: Frontmatter) -> frozenset[str]:
    """Keys that tell properties from prose."""
    return KNOWN_PROPERTIES | {entry.key for entry in frontmatter.properties}


def _names(found: PropertyLines) -> str:
    names = [quoted(name) for name in found.names]
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


RULE = NoteRule(
    name="second-frontmatter",
    family="frontmatter",
    severity=Severity.ERROR,
    check=check,
)
