"""Places in a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of Unicode code points in Source.text: the only position kept inside.

    Spans order by start, then by end.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        assert 0 <= self.start <= self.end, (self.start, self.end)


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place for people: line and column from 1, the column in Unicode code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class LspPosition:
    """A place for editors: line from 0, character from 0 in UTF-16 code units.

    Source: Language Server Protocol 3.17, Position.
    """

    line: int
    character: int
