"""A line whose lowest cloze number is above 1."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.clozes._numbers import number_span, numberings, renumbered
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for numbering in numberings(note):
        lowest = min(numbering.first)
        if lowest == 1 or numbering.unnumbered or numbering.missing:
            continue
        yield Finding(
            number_span(numbering.first[lowest]),
            f"the lowest cloze number of this line is {lowest}; number its clozes from 1 on",
            fix=renumbered(note, numbering),
        )
