"""STARTI without [Type]: the sync plugin stops with an error."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._notes import FILE_FAILS, faults
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for found, fault in faults(note, "inline-without-type"):
        word = note.source.slice(fault.span)
        yield Finding(
            fault.span,
            f"no note type in [ ] between {word} and {found.end_word}: {FILE_FAILS}; "
            f"write {word} [Basic], or another type, or part the word if no note is meant",
        )
