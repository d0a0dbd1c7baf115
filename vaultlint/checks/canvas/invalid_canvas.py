"""A canvas that is no JSON, or not of the shape that Obsidian expects."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if note.canvas is not None:
        for fault in note.canvas.faults:
            yield Finding(fault.span, fault.message)
