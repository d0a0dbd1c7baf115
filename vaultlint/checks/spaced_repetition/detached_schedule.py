"""A schedule that belongs to no card."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import card_name, faults, words
from vaultlint.checks.spaced_repetition._fixes import blank_lines_above, removed
from vaultlint.diagnostic import Finding, Fix
from vaultlint.notes.facts import Note, SpacedFault
from vaultlint.rule import NoOptions

_NAME = "detached-schedule"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        yield Finding(fault.span, _message(note, fault), fix=_fix(note, fault))


def _message(note: Note, fault: SpacedFault) -> str:
    match fault.form:
        case "blank-line":
            return (
                f"a blank line parts this schedule from the {card_name(note, fault)}, which starts "
                "anew; remove the blank line"
            )
        case "second":
            return (
                f"the {card_name(note, fault)} has a schedule already, and this one is not read; "
                "remove one of the two"
            )
        case "no-card":
            return (
                f"this schedule belongs to no card: {words(note, fault.card)} is none; restore its "
                "separator or its cloze, or remove the schedule"
            )
    return "this schedule belongs to no card; put it below its card, or remove it"


def _fix(note: Note, fault: SpacedFault) -> Fix | None:
    """The schedule right below its card, if a blank line alone parts the two."""
    line = note.source.line_span(note.source.line_of(fault.span.start))
    if fault.form != "blank-line" or line.start != fault.span.start:
        return None
    return removed(note, fault, blank_lines_above(note, line.start), True)
