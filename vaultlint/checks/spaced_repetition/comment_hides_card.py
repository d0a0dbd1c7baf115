"""A comment that hides the cards below it from the plugin."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import card_name, faults, lost
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note, SpacedFault
from vaultlint.rule import NoOptions, NoteRule

_NAME = "comment-hides-card"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        yield Finding(fault.span, _message(note, fault))


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


RULE = NoteRule(_NAME, "spaced-repetition", Severity.ERROR, check)
