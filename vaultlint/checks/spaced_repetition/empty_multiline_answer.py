"""A card of several lines without an answer."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import card_name, faults, words
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule

_NAME = "empty-multiline-answer"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        name, mark = card_name(note, fault), words(note, fault.span)
        if fault.form == "blank-line":
            message = f"a blank line below {mark} parts the {name} from its answer; remove it"
        else:
            message = f"the {name} has no answer; write it on the line below {mark}"
        yield Finding(fault.span, message)


RULE = NoteRule(_NAME, "spaced-repetition", Severity.ERROR, check)
