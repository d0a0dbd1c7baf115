"""Many places of a text, asked for one offset."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import chain
from typing import Protocol

from vaultlint.text.span import Span


class Regions:
    """The places that some spans cover together; the spans may overlap."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[Span]) -> None:
        starts: list[int] = []
        ends: list[int] = []
        behind = -1
        for span in sorted(spans):
            start, end = span.start, span.end
            if start > behind:
                starts.append(start)
                ends.append(end)
                behind = end
            elif end > behind:
                ends[-1] = behind = end
        self._starts, self._ends = starts, ends

    def end_of(self, offset: int) -> int | None:
        """Where the place that holds `offset` ends, None when none holds it."""
        index = bisect_right(self._starts, offset) - 1
        return self._ends[index] if index >= 0 and offset < self._ends[index] else None

    def touches(self, span: Span) -> bool:
        """Whether one of the places overlaps the span, or begins or ends where it does."""
        index = bisect_right(self._starts, span.end) - 1
        return index >= 0 and self._ends[index] >= span.start


class Placed(Protocol):
    """A fact that stands somewhere."""

    @property
    def span(self) -> Span:
        """Where."""
        ...


def places_of(*facts: Iterable[Placed]) -> Regions:
    """The places that facts of some kinds cover together."""
    return Regions(fact.span for fact in chain.from_iterable(facts))
