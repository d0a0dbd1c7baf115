"""A line whose cloze numbers leave one out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vaultlint.checks.clozes._numbers import number_span, numberings, renumbered
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for numbering in numberings(note):
        missing = numbering.missing
        if not missing or numbering.unnumbered:
            continue
        above = min(number for number in numbering.first if number > missing[0])
        yield Finding(
            number_span(numbering.first[above]),
            f"the cloze numbers of this line are {_listed(sorted(numbering.first))}, "
            f"without {_listed(missing)}; renumber its clozes",
            fix=renumbered(note, numbering),
        )


def _listed(numbers: Sequence[int]) -> str:
    *others, last = map(str, numbers)
    return f"{', '.join(others)} and {last}" if others else last
