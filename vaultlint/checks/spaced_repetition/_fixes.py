"""Repairs of lines between the parts of a card."""

from __future__ import annotations

from vaultlint.diagnostic import Change, Edit, Fix
from vaultlint.notes.facts import Note, SpacedFault
from vaultlint.text.span import Span

# Of text that follows a paragraph at once, Markdown makes a part of it.
CARDS = frozenset[Change]({"cards", "names", "blocks"})


def blank_lines_above(note: Note, offset: int) -> Span:
    """The blank lines right above the line that holds `offset`, each with its line break."""
    source = note.source
    first = last = source.line_of(offset)
    while first > 0 and not source.slice(source.line_span(first - 1)).strip():
        first -= 1
    return Span(source.line_starts[first], source.line_starts[last])


def removed(note: Note, fault: SpacedFault, lines: Span, is_safe: bool) -> Fix | None:
    """The blank lines removed, if there are any."""
    if lines.start == lines.end or lines.start <= note.body.start:
        return None
    reach = fault.span
    if fault.card is not None:
        reach = Span(min(reach.start, fault.card.start), max(reach.end, fault.card.end))
    edits = (Edit(lines, ""),)
    return Fix("Remove the blank line", edits, is_safe, CARDS, reach=reach)
