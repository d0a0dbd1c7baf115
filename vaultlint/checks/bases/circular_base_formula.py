"""Formulas of a base that need each other in a ring."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Base, Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted

_MOST_RINGS = 20  # of one base; each costs a walk over all of its formulas
_MOST_SHOWN = 5  # formulas of a ring


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for base in note.bases:
        names = {formula.name.text: formula.name for formula in base.formulas}
        for ring in _rings(base):
            first = min(ring, key=lambda name: names[name].span)
            at = ring.index(first)
            ordered = [*ring[at:], *ring[:at], first]
            yield Finding(names[first].span, f"{_message(ordered)}; take one out of the ring")


def _message(ring: list[str]) -> str:
    if len(ring) == 2:
        return f"the formula {quoted(ring[0])} needs itself"
    shown = ring if len(ring) <= _MOST_SHOWN else [*ring[:3], "…", ring[-1]]
    return f"the formula {quoted(ring[0])} needs itself: {' → '.join(shown)}"


def _rings(base: Base) -> Iterator[list[str]]:
    """Rings that share no formula; each formula needs the one behind it."""
    needs = {formula.name.text: formula.uses for formula in base.formulas}
    for _ in range(_MOST_RINGS):
        try:
            TopologicalSorter(needs).prepare()
        except CycleError as error:
            # Each but the first is needed by the one before it.
            ring = list(reversed(error.args[1]))[:-1]
            yield ring
            needs = {name: uses for name, uses in needs.items() if name not in ring}
            continue
        return
