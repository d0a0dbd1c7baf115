"""A card of several lines without an answer."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import card_name, faults, words
from vaultlint.checks.spaced_repetition._fixes import blank_lines_above, removed
from vaultlint.diagnostic import Finding, Fix
from vaultlint.notes.facts import Note, SpacedFault
from vaultlint.rule import NoOptions

_NAME = "empty-multiline-answer"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        name, mark = card_name(note, fault), words(note, fault.span)
        if fault.form == "blank-line":
            message = f"a blank line below {mark} parts the {name} from its answer; remove it"
        else:
            message = f"the {name} has no answer; write it on the line below {mark}"
        yield Finding(fault.span, message, fix=_fix(note, fault))


def _fix(note: Note, fault: SpacedFault) -> Fix | None:
    """The answer right below the separator."""
    if fault.form != "blank-line":
        return None
    source = note.source
    number = source.line_of(fault.span.start) + 1
    while number < len(source.line_starts) and not source.slice(source.line_span(number)).strip():
        number += 1
    if number == len(source.line_starts):
        return None
    return removed(note, fault, blank_lines_above(note, source.line_starts[number]), False)
