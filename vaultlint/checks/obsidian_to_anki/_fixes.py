"""Repairs of Anki notes, of which only the edits differ."""

from __future__ import annotations

from vaultlint.diagnostic import Change, Edit, Fix
from vaultlint.notes.facts import Note, ToAnkiFault, ToAnkiNote
from vaultlint.text.span import Span

# An id may stand in a comment.
CARDS = frozenset[Change]({"cards", "texts"})


def fix_of(found: ToAnkiNote, title: str, is_safe: bool, *edits: Edit) -> Fix:
    """A repair of one Anki note."""
    return Fix(title, edits, is_safe, CARDS, reach=found.span)


def is_whole(found: ToAnkiNote) -> bool:
    """Whether the plugin sees where the note begins and where it ends."""
    is_begun = found.start.form == "exact" and not found.in_code
    return is_begun and found.end is not None and found.end.form == "exact"


def lines_behind(note: Note, offset: int) -> tuple[Span, Span]:
    """The blank lines below the line that holds `offset`, and the first line below them.

    Both are empty, at the end, where nothing follows.
    """
    source = note.source
    number = first = source.line_of(offset) + 1
    while number < len(source.line_starts):
        line = source.line_span(number)
        if source.slice(line).strip():
            return Span(source.line_starts[first], line.start), line
        number += 1
    end = len(note.text)
    return Span(end, end), Span(end, end)


def is_last(note: Note, found: ToAnkiNote, fault: ToAnkiFault) -> bool:
    """Whether nothing but blank lines stands between the line of a fault and the end word."""
    _, line = lines_behind(note, fault.span.end)
    return found.end is not None and line.start == found.end.span.start
