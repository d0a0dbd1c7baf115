"""A base that Obsidian refuses, or does not read as it is meant."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for base in note.bases:
        for fault in base.faults:
            yield Finding(fault.span, fault.message)


RULE = NoteRule("invalid-base", "bases", Severity.ERROR, check)
