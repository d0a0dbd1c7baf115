"""Frontmatter whose end the plugin does not see."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import faults, lost
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule

_NAME = "frontmatter-closer-unread"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        effect = "takes the properties for the text of a card"
        if fault.form == "rest":
            effect = f"takes all down to the next --- for frontmatter, and {lost(note, fault)}"
        yield Finding(
            fault.span,
            f"the plugin wants exactly --- here: it {effect}; remove the rest of the line",
        )


RULE = NoteRule(_NAME, "spaced-repetition", Severity.ERROR, check)
