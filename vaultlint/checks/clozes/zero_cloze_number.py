"""A cloze with the number 0, of which Anki makes no card."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.clozes._faults import advice
from vaultlint.checks.clozes._numbers import number_span
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for cloze in note.clozes:
        faulty = {fault.deletion for fault in cloze.faults}
        for deletion in cloze.deletions:
            if deletion.number != 0 or deletion in faulty:
                continue
            yield Finding(
                number_span(deletion),
                f"number 0 makes no card in Anki, which never asks for {quoted(deletion.text)}; "
                f"{advice(1, deletion.text)}",
            )


RULE = NoteRule("zero-cloze-number", "clozes", Severity.ERROR, check)
