"""A comment that hides the cards below it from the plugin."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import card_name, faults, lost
from vaultlint.checks.spaced_repetition._fixes import CARDS
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.facts import Note, SpacedFault
from vaultlint.rule import NoOptions
from vaultlint.text.span import Span

_NAME = "comment-hides-card"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        yield Finding(fault.span, _message(note, fault), fix=_fix(note, fault))


def _message(note: Note, fault: SpacedFault) -> str:
    match fault.form:
        case "rest":
            return (
                f"the plugin does not find the end of this comment: {lost(note, fault)}; end it on "
                "its first line"
            )
        case "blank-line":
            skipped, advice = "the blank line", "put a second blank line below"
        case _:
            skipped, advice = "the line", "put a blank line below"
    name = card_name(note, fault)
    return (
        f"the plugin skips {skipped} below a comment, and the {name} is lost or changed; {advice}"
    )


def _fix(note: Note, fault: SpacedFault) -> Fix | None:
    """A line below the comment that the plugin may skip; not in an answer, which it would end."""
    line = note.source.line_span(note.source.line_of(fault.span.start))
    is_before = fault.card is not None and fault.card.start > line.end
    if fault.form != "next-line" or not is_before:
        return None
    edits = (Edit(Span(line.end, line.end), "\n"),)
    return Fix("Put a blank line below", edits, True, CARDS, reach=Span(line.start, len(note.text)))
