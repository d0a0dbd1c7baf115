"""A schedule that the plugin does not understand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import card_name, faults, words
from vaultlint.diagnostic import Change, Edit, Finding, Fix
from vaultlint.notes.facts import Note, SpacedFault
from vaultlint.rule import NoOptions
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_NAME = "unreadable-schedule"

_EXACT = "<!--SR:"
_OPENING = regex(r"<!--\s*SR\s*:\s*(?=!)", re.IGNORECASE)
# The words of the comment change with it.
_SCHEDULES = frozenset[Change]({"cards", "texts"})
_SM2 = "!YYYY-MM-DD,days,ease"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        yield Finding(fault.span, _message(note, fault), fix=_fix(note, fault))


def _message(note: Note, fault: SpacedFault) -> str:
    text = words(note, fault.span)
    match fault.form:
        case "spelling":
            return (
                "the plugin reads no schedule in this comment, and skips the line below it; begin "
                'it with "<!--SR:"'
            )
        case "unclosed":
            return "nothing closes this schedule on its line: it is not read; end it with -->"
        case "mark":
            what = f"schedule {text} does not begin with an exclamation mark"
            advice = f"write {_SM2}"
        case "fsrs-fields":
            what = f"review {text} does not have the 10 fields of an FSRS review"
            advice = "restore or remove it"
        case "date":
            what, advice = f"review {text} begins with no date", f"write {_SM2}"
        case _:
            what, advice = f"review {text} is not a date and two numbers", f"write {_SM2}"
    return f"{what}: the {card_name(note, fault)} starts anew; {advice}"


def _fix(note: Note, fault: SpacedFault) -> Fix | None:
    """What begins the schedule, as the plugin reads it."""
    # The line below a comment is read again when the comment is a schedule.
    start = fault.span.start if fault.card is None else min(fault.card.start, fault.span.start)
    reach = Span(start, len(note.text))
    if fault.form == "mark":
        start = fault.span.start
        return Fix(
            "Write the exclamation mark",
            (Edit(Span(start, start), "!"),),
            False,
            _SCHEDULES,
            reach=reach,
        )
    opening = _OPENING.match(note.text, fault.span.start)
    if fault.form != "spelling" or opening is None:
        return None
    edit = Edit(Span(*opening.span()), _EXACT)
    return Fix(f"Write {_EXACT}", (edit,), True, _SCHEDULES, reach=reach)
