"""The courses of the HTML page: note below note, and the steps between them as lines and arcs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from msgspec import Struct

from vaultlint.report.chaingraph import Arrow, ChainGraph, chain_graph
from vaultlint.report.chains import ChainedVault, mark_text
from vaultlint.vault.courses import FAULTS, Course

MOST_LANES = 6  # for arcs beside each other; more would leave no room for the names
DOTS_IN_LINE = 48  # of a course seen from afar


class Line(NamedTuple):
    """A part of an arc in one row. lane: 0 is next to the notes. has_tip: the arrow ends here."""

    lane: int
    is_broken: bool
    has_tip: bool = False


class Row(Struct, frozen=True):
    """A note of a course, or a gap where one is missing.

    uri: opens it; "" for nothing. marks: what is odd about it, and whether that is a fault.
    above, below: the step from the row before and to the next one: "step", "broken" or "".
    passing: arcs that go by; beginning: arcs from here downwards; ending: those from above.
    """

    name: str
    uri: str
    is_gap: bool
    marks: tuple[tuple[str, bool], ...]
    above: str
    below: str
    passing: tuple[Line, ...]
    beginning: tuple[Line, ...]
    ending: tuple[Line, ...]

    @property
    def is_broken(self) -> bool:
        """Whether something is wrong with it."""
        return self.is_gap or any(is_fault for _, is_fault in self.marks)


class DrawnCourse(Struct, frozen=True):
    """A course as it is drawn. notes: without the gaps. faults: how many. lanes: for its arcs."""

    title: str
    notes: int
    faults: int
    lanes: int
    rows: tuple[Row, ...]

    @property
    def dot_lines(self) -> Iterator[Sequence[Row]]:
        """Its rows as lines of dots."""
        for first in range(0, len(self.rows), DOTS_IN_LINE):
            yield self.rows[first : first + DOTS_IN_LINE]


def drawn_courses(chained: ChainedVault, uri: Callable[[str], str]) -> list[DrawnCourse]:
    """The courses of a vault. uri: what opens a note."""
    vault_name = chained.root.rpartition("/")[2]
    return [_drawn(course, course.folder or vault_name, uri) for course in chained.courses]


class _Arc(NamedTuple):
    """A step between rows that are no neighbours. first, last: its rows; up: against the order."""

    first: int
    last: int
    up: bool
    is_broken: bool


def _drawn(course: Course, title: str, uri: Callable[[str], str]) -> DrawnCourse:
    graph = chain_graph(course, title)
    order = list(_order(graph))
    places = {number: place for place, number in enumerate(order)}
    steps, arcs = _parted(graph.arrows, places)
    begins: list[list[Line]] = [[] for _ in order]
    ends: list[list[Line]] = [[] for _ in order]
    lanes = 0
    for arc, lane in _laned(arcs):
        lanes = max(lanes, lane + 1)
        begins[arc.first].append(Line(lane, arc.is_broken, arc.up))
        ends[arc.last].append(Line(lane, arc.is_broken, not arc.up))
    names = {**dict(graph.notes), **dict(graph.gaps)}
    passing = list(_passing(begins, ends))
    rows: list[Row] = []
    for place, number in enumerate(order):
        note = course.notes[number] if number < len(course.notes) else None
        marks = () if note is None else note.marks
        rows.append(
            Row(
                name=names[number],
                uri="" if note is None else uri(note.path),
                is_gap=note is None,
                marks=tuple((mark_text(m, note.path), m.kind in FAULTS) for m in marks if note),
                above=steps.get(place - 1, ""),
                below=steps.get(place, ""),
                passing=passing[place],
                beginning=tuple(begins[place]),
                ending=tuple(ends[place]),
            )
        )
    faults = sum(is_fault for row in rows for _, is_fault in row.marks)
    return DrawnCourse(title, len(course.notes), faults, lanes, tuple(rows))


def _order(graph: ChainGraph) -> Iterator[int]:
    """The numbers of all rows: each gap stands at the first note that asks for it."""
    notes = len(graph.notes)
    before: dict[int, list[int]] = {}
    behind: dict[int, list[int]] = {}
    placed: set[int] = set()
    for arrow in graph.arrows:
        if arrow.target >= notes and arrow.target not in placed:
            placed.add(arrow.target)
            behind.setdefault(arrow.source, []).append(arrow.target)
        elif arrow.source >= notes and arrow.source not in placed:
            placed.add(arrow.source)
            before.setdefault(arrow.target, []).append(arrow.source)
    for number in range(notes):
        yield from before.get(number, ())
        yield number
        yield from behind.get(number, ())


def _parted(arrows: Iterable[Arrow], places: dict[int, int]) -> tuple[dict[int, str], list[_Arc]]:
    """The steps to the next row, by the place of the first of the two; and all others as arcs."""
    steps: dict[int, str] = {}
    arcs: list[_Arc] = []
    for arrow in arrows:
        source, target = places[arrow.source], places[arrow.target]
        is_broken = arrow.fault is not None
        if target == source + 1:
            steps[source] = "broken" if is_broken else "step"
        elif source != target:
            first, last = sorted((source, target))
            arcs.append(_Arc(first, last, target < source, is_broken))
    return steps, arcs


def _laned(arcs: Iterable[_Arc]) -> Iterator[tuple[_Arc, int]]:
    """The arcs and their lanes: as near to the notes as those above leave room."""
    free: list[int] = []
    taken: list[tuple[int, int]] = []  # until which row, and which lane
    lanes = 0
    for arc in sorted(arcs):
        while taken and taken[0][0] <= arc.first:
            heappush(free, heappop(taken)[1])
        if not free and lanes < MOST_LANES:
            heappush(free, lanes)
            lanes += 1
        lane = MOST_LANES - 1  # shared by those that find no lane of their own
        if free:
            lane = heappop(free)
            heappush(taken, (arc.last, lane))
        yield arc, lane


def _passing(
    begins: Sequence[Sequence[Line]], ends: Sequence[Sequence[Line]]
) -> Iterator[tuple[Line, ...]]:
    """What goes by at each row, one line a lane; a broken one hides a whole one."""
    open_lines: Counter[tuple[int, bool]] = Counter()
    for begun, ended in zip(begins, ends, strict=True):
        open_lines.subtract((line.lane, line.is_broken) for line in ended)
        broken = {lane: is_broken for (lane, is_broken), n in sorted(open_lines.items()) if n > 0}
        yield tuple(Line(lane, is_broken) for lane, is_broken in broken.items())
        open_lines.update((line.lane, line.is_broken) for line in begun)
