"""A cloze whose text begins with a digit, which the sync plugin takes for its number."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.clozes._faults import advice, faulty_deletions
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault, deletion in faulty_deletions(note, "no-colon"):
        digit = note.source.slice(fault.span)
        yield Finding(
            fault.span,
            f'the sync plugin takes the digit "{digit}" for the number of the cloze and drops it '
            f"from the text; {advice(1, deletion.text)}",
        )


RULE = NoteRule("cloze-number-without-colon", "clozes", Severity.ERROR, check)
