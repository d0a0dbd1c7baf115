"""Charts of the HTML page, as numbers that its template draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from vaultlint.diagnostic import Severity


class Segment(Struct, frozen=True):
    """A part of a bar or of a ring. kind: its colour. start, length: in percent of the whole."""

    kind: str
    count: int
    start: float
    length: float


class Bar(Struct, frozen=True):
    """One row of a chart. name: by which the table is filtered."""

    name: str
    total: int
    segments: tuple[Segment, ...]


def severity_bars(places: Iterable[tuple[str, Severity]]) -> tuple[Bar, ...]:
    """A bar for each name, the longest first; it shows how many there are of each severity."""
    counts: dict[str, Counter[Severity]] = {}
    for name, severity in places:
        counts.setdefault(name, Counter())[severity] += 1
    longest = max((count.total() for count in counts.values()), default=0)
    ordered = sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
    return tuple(
        Bar(
            name,
            count.total(),
            segments({s.label: count[s] for s in reversed(Severity)}, longest),
        )
        for name, count in ordered
    )


def segments(counts: Mapping[str, int], whole: int) -> tuple[Segment, ...]:
    """The counts side by side, those of none left out. whole: the count that fills everything."""
    placed: list[Segment] = []
    before = 0
    for kind, count in counts.items():
        if count:
            placed.append(Segment(kind, count, _percent(before, whole), _percent(count, whole)))
        before += count
    return tuple(placed)


def _percent(count: int, whole: int) -> float:
    return round(100 * count / whole, 3)
