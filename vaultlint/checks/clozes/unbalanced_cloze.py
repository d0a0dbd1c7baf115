"""A cloze of which one brace is missing."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.clozes._faults import faults
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions

_OTHER = {"{": "}", "〔": "〕", "}": "{", "〕": "〔"}


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, "lone-brace"):
        brace = note.source.slice(fault.span)
        edge = "ends" if brace in "{〔" else "begins"
        yield Finding(
            fault.span,
            f'this "{brace}" has no "{_OTHER[brace]}" on its line; add it where the cloze {edge}',
        )
