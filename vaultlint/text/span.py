"""Places in a text."""

from __future__ import annotations

from msgspec import Struct


class Span(Struct, frozen=True, order=True, gc=False):
    """A half-open range of Unicode code points in Source.text: the only position kept inside.

    0 <= start <= end. Spans order by start, then by end.
    """

    start: int
    end: int


class Position(Struct, frozen=True, order=True):
    """A place for people: line and column from 1, the column in Unicode code points."""

    line: int
    column: int


class LspPosition(Struct, frozen=True, order=True):
    """A place for editors: line from 0, character from 0 in UTF-16 code units.

    Source: Language Server Protocol 3.17, Position.
    """

    line: int
    character: int
