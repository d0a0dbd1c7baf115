"""A base that Obsidian refuses, or does not read as it is meant."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for base in note.bases:
        for fault in base.faults:
            yield Finding(fault.span, fault.message)
