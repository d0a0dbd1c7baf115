"""The chains of a vault: which note follows which, as its Previous and Next sections say.

All of it takes time in proportion to the notes and their links, but for sorting.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from vaultlint.notes.facts import Direction, Link
from vaultlint.vault.facets import NavigationFacet
from vaultlint.vault.ordinal import Ordinal, ordinal, reading_order


class Neighbours(Protocol):
    """What has to be known of the vault; see VaultIndex."""

    def neighbours(self, path: str, direction: Direction, /) -> Mapping[str, Link]:
        """The notes that the note at `path` lists as previous or next: by path, its first link."""
        ...

    def misspelt_neighbours(self, path: str, direction: Direction, /) -> frozenset[str]:
        """The notes that the note at `path` seems to list by links that lead nowhere."""
        ...


class Step(Struct, frozen=True, array_like=True):
    """One note follows another, as at least one of the two says.

    in_next: `source` lists `target` as next. in_previous: `target` lists `source` as previous.
    is_one_way: the one that does not say so has a section for it, and seems not to mean the other
    by a broken link.
    """

    source: str
    target: str
    in_next: bool
    in_previous: bool
    is_one_way: bool

    @property
    def ends(self) -> tuple[str, str]:
        """The two notes, in order."""
        return self.source, self.target

    @property
    def stated_in(self) -> str:
        """The note that says so: the first of the two, if both do."""
        return self.source if self.in_next else self.target

    @property
    def direction(self) -> Direction:
        """On which side the note that says so lists the other one."""
        return "next" if self.in_next else "previous"

    @property
    def other(self) -> str:
        """The note that is listed there."""
        return self.target if self.in_next else self.source


class Ring(Struct, frozen=True):
    """Notes that follow each other back to the first one.

    steps: in order; the last one closes the ring, and is the likeliest to be wrong.
    """

    steps: tuple[Step, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes, each once."""
        return tuple(step.source for step in self.steps)

    @property
    def closing(self) -> Step:
        """The step from the last note back to the first."""
        return self.steps[-1]


class ChainRecord(Struct, frozen=True, array_like=True):
    """All that chains say, in values that can be kept.

    notes: those that steps join, sorted. steps: two notes, as places in `notes`, and the sum of
    what is true of the step: 1 in_next, 2 in_previous, 4 is_one_way. after, before: by place of a
    note, steps as places in `steps`. courses: notes, as places. contradicted, rings, out_of_order:
    steps, as places.
    """

    notes: tuple[str, ...]
    steps: tuple[tuple[int, int, int], ...]
    after: tuple[tuple[int, ...], ...]
    before: tuple[tuple[int, ...], ...]
    courses: tuple[tuple[int, ...], ...]
    contradicted: tuple[int, ...]
    rings: tuple[tuple[int, ...], ...]
    out_of_order: Mapping[int, str | None]

    def step(self, number: int) -> Step:
        """The step at this place."""
        source, target, true = self.steps[number]
        ends = self.notes[source], self.notes[target]
        return Step(*ends, bool(true & 1), bool(true & 2), bool(true & 4))


class Chains:
    """What the sections of a vault say about the order of its notes.

    after, before: the steps from and to each note, as it lists them.
    rings: of three notes or more, by the ends of the step that closes them; one for all notes that
    lead back to each other.
    out_of_order: the steps against the numbers in the names, by their ends: the note that is
    leaped, or None where the numbers go back.
    """

    def __init__(self, record: ChainRecord, neighbours: Neighbours) -> None:
        self.record = record
        self.after: Mapping[str, tuple[Step, ...]] = _StepsOf(record, record.after)
        self.before: Mapping[str, tuple[Step, ...]] = _StepsOf(record, record.before)
        rings = (Ring(tuple(map(record.step, ring))) for ring in record.rings)
        self.rings = {ring.closing.ends: ring for ring in rings}
        self.out_of_order = {record.step(n).ends: to for n, to in record.out_of_order.items()}
        self._contradicted = {record.step(n).ends for n in record.contradicted}
        self._neighbours = neighbours

    @property
    def steps(self) -> Iterator[Step]:
        """All steps."""
        return map(self.record.step, range(len(self.record.steps)))

    @property
    def courses(self) -> Iterator[tuple[str, ...]]:
        """The notes that hang together, sorted; the courses by their first notes."""
        notes = self.record.notes
        return (tuple(notes[place] for place in course) for course in self.record.courses)

    def link(self, step: Step) -> Link:
        """The link that states a step, in the note `stated_in`."""
        return self._neighbours.neighbours(step.stated_in, step.direction)[step.other]

    def is_contradicted(self, step: Step) -> bool:
        """Whether the two notes follow each other both ways."""
        return step.ends in self._contradicted

    def told_by(self, path: str) -> Iterator[Step]:
        """The steps that are spoken of in the note at `path`, in no special order."""
        for step in (*self.before.get(path, ()), *self.after.get(path, ())):
            if step.stated_in == path:
                yield step


class _StepsOf(Mapping[str, tuple[Step, ...]]):
    """The steps of each note that has any. A run asks for those of a few, so they are made then."""

    def __init__(self, record: ChainRecord, steps: Sequence[Sequence[int]]) -> None:
        """steps: by place of a note, as places."""
        self._record = record
        self._steps = steps
        self._made: dict[str, tuple[Step, ...]] = {}

    def __getitem__(self, path: str) -> tuple[Step, ...]:
        if path not in self._made:
            notes = self._record.notes
            place = bisect_left(notes, path)
            is_there = place < len(notes) and notes[place] == path
            own = self._steps[place] if is_there else ()
            self._made[path] = tuple(map(self._record.step, own))
        if not self._made[path]:
            raise KeyError(path)
        return self._made[path]

    def __iter__(self) -> Iterator[str]:
        return (path for path, own in zip(self._record.notes, self._steps, strict=True) if own)

    def __len__(self) -> int:
        return sum(map(bool, self._steps))


def read_chains(notes: Iterable[tuple[str, NavigationFacet]], neighbours: Neighbours) -> Chains:
    """The chains of the plain notes among these, by path."""
    told = {path: note for path, note in sorted(notes, key=_path) if note.is_note}
    listed = _listed(told, neighbours)
    steps = _steps(listed, told, neighbours)
    number = {ends: n for n, ends in enumerate(steps)}
    after = _grouped(sorted(steps.values(), key=_after(listed)), by_target=False)
    before = _grouped(sorted(steps.values(), key=_before(listed)), by_target=True)
    courses = tuple(_courses(after, before))
    out_of_order = _out_of_order(courses, after, steps)
    joined = sorted({*after, *before})
    place = {path: n for n, path in enumerate(joined)}
    record = ChainRecord(
        tuple(joined),
        tuple((place[s.source], place[s.target], _true(s)) for s in steps.values()),
        tuple(tuple(number[step.ends] for step in after.get(path, ())) for path in joined),
        tuple(tuple(number[step.ends] for step in before.get(path, ())) for path in joined),
        tuple(tuple(place[path] for path in course) for course in courses),
        tuple(n for n, (source, target) in enumerate(steps) if (target, source) in number),
        tuple(tuple(number[s.ends] for s in ring.steps) for ring in _rings(steps, after)),
        {number[ends]: leaped for ends, leaped in out_of_order.items()},
    )
    return Chains(record, neighbours)


def _true(step: Step) -> int:
    """See ChainRecord."""
    return step.in_next + 2 * step.in_previous + 4 * step.is_one_way


# --- steps


def _path(entry: tuple[str, object]) -> str:
    return entry[0]


_Listed = Mapping[tuple[str, str], Sequence[Link | None]]
"""By the ends of a step, the links that state it: as next, as previous."""


def _listed(notes: Iterable[str], neighbours: Neighbours) -> _Listed:
    listed: dict[tuple[str, str], list[Link | None]] = {}
    for path in notes:
        for target, link in neighbours.neighbours(path, "next").items():
            listed.setdefault((path, target), [None, None])[0] = link
        for source, link in neighbours.neighbours(path, "previous").items():
            listed.setdefault((source, path), [None, None])[1] = link
    return listed


def _steps(
    listed: _Listed, notes: Mapping[str, NavigationFacet], neighbours: Neighbours
) -> dict[tuple[str, str], Step]:
    """The steps by their ends. A note that lists itself takes none."""
    asked = {
        (path, section.direction)
        for path in notes
        for section in notes[path].sections
        if not section.is_partial
    }
    steps: dict[tuple[str, str], Step] = {}
    for (source, target), (next_link, previous_link) in sorted(listed.items(), key=_ends):
        if source == target:
            continue
        is_one_way = False
        if next_link is None:
            meant = neighbours.misspelt_neighbours(source, "next")
            is_one_way = (source, "next") in asked and target not in meant
        elif previous_link is None:
            meant = neighbours.misspelt_neighbours(target, "previous")
            is_one_way = (target, "previous") in asked and source not in meant
        ways = next_link is not None, previous_link is not None
        steps[source, target] = Step(source, target, *ways, is_one_way)
    return steps


def _ends(entry: tuple[tuple[str, str], object]) -> tuple[str, str]:
    return entry[0]


_Order = tuple[bool, tuple[int, int], tuple[str | int, ...], str]


def _after(listed: _Listed) -> Callable[[Step], _Order]:
    return lambda step: _order(listed[step.ends][0], step.target)


def _before(listed: _Listed) -> Callable[[Step], _Order]:
    return lambda step: _order(listed[step.ends][1], step.source)


def _order(link: Link | None, other: str) -> _Order:
    """What a note lists itself comes first, in its order; then what others say."""
    place = (link.span.start, link.span.end) if link else (0, 0)
    return link is None, place, reading_order(other), other


def _grouped(steps: Iterable[Step], *, by_target: bool) -> dict[str, tuple[Step, ...]]:
    groups: dict[str, list[Step]] = {}
    for step in steps:
        groups.setdefault(step.target if by_target else step.source, []).append(step)
    return {path: tuple(group) for path, group in groups.items()}


def _courses(
    after: Mapping[str, Sequence[Step]], before: Mapping[str, Sequence[Step]]
) -> Iterator[tuple[str, ...]]:
    """The notes that steps join, whichever way they go."""
    seen: set[str] = set()
    for first in sorted({*after, *before}):
        if first in seen:
            continue
        seen.add(first)
        course, waiting = [], [first]
        while waiting:
            path = waiting.pop()
            course.append(path)
            others = [step.target for step in after.get(path, ())]
            others += [step.source for step in before.get(path, ())]
            for other in others:
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        yield tuple(sorted(course))


# --- rings


def _rings(
    steps: Mapping[tuple[str, str], Step], after: Mapping[str, Sequence[Step]]
) -> Iterator[Ring]:
    """One ring for all the notes that lead back to each other.

    Two notes that each follow the other are left out: they contradict each other, and which of the
    two steps is meant, nobody knows.
    """
    straight = {
        path: [step for step in own if (step.target, step.source) not in steps]
        for path, own in after.items()
    }
    for knot in _knots(straight):
        inner = {path: [s for s in straight.get(path, ()) if s.target in knot] for path in knot}
        closing = max((step for own in inner.values() for step in own), key=_doubt)
        yield Ring((*_way(inner, closing.target, closing.source), closing))


def _doubt(step: Step) -> tuple[bool, bool, tuple[str | int, ...], tuple[str, str]]:
    """The greater, the less is a step to be believed: what both say is, and what leads onwards."""
    source = reading_order(step.source)
    return step.is_one_way, reading_order(step.target) < source, source, step.ends


def _knots(after: Mapping[str, Sequence[Step]]) -> Iterator[frozenset[str]]:
    """The notes of which each leads to all others (strongly connected components, Tarjan 1972)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_notes: list[str] = []
    is_open: set[str] = set()
    for root in sorted(after):
        if root in number:
            continue
        way = [(root, iter(after[root]))]
        number[root] = lowest[root] = len(number)
        open_notes.append(root)
        is_open.add(root)
        while way:
            path, steps = way[-1]
            step = next(steps, None)
            if step is None:
                way.pop()
                if way:
                    above = way[-1][0]
                    lowest[above] = min(lowest[above], lowest[path])
                if lowest[path] == number[path]:
                    knot = _cut_off(open_notes, path)
                    is_open -= knot
                    if len(knot) > 1:
                        yield knot
            elif step.target not in number:
                target = step.target
                number[target] = lowest[target] = len(number)
                open_notes.append(target)
                is_open.add(target)
                way.append((target, iter(after.get(target, ()))))
            elif step.target in is_open:
                lowest[path] = min(lowest[path], number[step.target])


def _cut_off(stack: list[str], path: str) -> frozenset[str]:
    """What stands on the stack from `path` on, taken from it."""
    taken: list[str] = []
    while not taken or taken[-1] != path:
        taken.append(stack.pop())
    return frozenset(taken)


def _way(after: Mapping[str, Sequence[Step]], start: str, end: str) -> tuple[Step, ...]:
    """The shortest way between two notes of a knot."""
    reached: dict[str, Step] = {}
    waiting = deque([start])
    while end not in reached:
        path = waiting.popleft()
        for step in after[path]:
            if step.target != start and step.target not in reached:
                reached[step.target] = step
                waiting.append(step.target)
    way = [reached[end]]
    while way[-1].source != start:
        way.append(reached[way[-1].source])
    return tuple(reversed(way))


# --- the numbers in the names


def _out_of_order(
    courses: Iterable[tuple[str, ...]],
    after: Mapping[str, Sequence[Step]],
    steps: Mapping[tuple[str, str], Step],
) -> dict[tuple[str, str], str | None]:
    """The steps against the numbers, in series that count on with most of their steps.

    Notes whose numbers say nothing about their order, as those of a collection of problems do, may
    stand in any order; only of a course that follows them can a step be wrong.
    """
    found: dict[tuple[str, str], str | None] = {}
    asking = {step.stated_in for step in steps.values() if step.is_one_way}
    for course in courses:
        places = {path: place for path in course if (place := ordinal(path)) is not None}
        for series in _series(places):
            counted = [
                step
                for path in series.paths
                for step in after.get(path, ())
                if series.has(places.get(step.target))
                and places[path].numbers != places[step.target].numbers
                and (step.target, step.source) not in steps
            ]
            headings = _headings(series, counted, places)
            if headings:
                series = series.without(headings)
                counted = [step for step in counted if step.source not in headings]
            found |= _misplaced(series, counted, places, asking)
    return found


def _headings(
    series: _Series, steps: Sequence[Step], places: Mapping[str, Ordinal]
) -> frozenset[str]:
    """The notes before the first one of a series, with a number of another count.

    Such as a table of contents that has the number of its chapter, whose lessons begin with 1.
    """
    followed = {step.target for step in steps}
    return frozenset(
        step.source
        for step in steps
        if step.source not in followed
        and series.is_lowest(places[step.target])
        and places[step.target].numbers < places[step.source].numbers
    )


def _misplaced(
    series: _Series, steps: Sequence[Step], places: Mapping[str, Ordinal], asking: Container[str]
) -> dict[tuple[str, str], str | None]:
    """Those of the steps of a series that are out of order.

    asking: notes with a neighbour that does not answer, which is told already.
    """
    back = [s for s in steps if places[s.target].numbers < places[s.source].numbers]
    if any(series.is_repeated(places[step.target]) for step in back):
        return {}  # the count begins anew, as with each chapter of a book in one folder
    leaps = {s.ends: leaped for s in steps if (leaped := series.between(s, places)) is not None}
    if 2 * (len(back) + len(leaps)) >= len(steps):
        return {}
    # One note in a wrong place makes a step back and leaps; the step back tells it all.
    moved = {path for step in back for path in step.ends}
    nearest = _Nearest(steps, places)
    misplaced: dict[tuple[str, str], str | None] = {step.ends: None for step in back}
    for step in steps:
        leaped = leaps.get(step.ends)
        if leaped is None or not moved.isdisjoint((leaped, *step.ends)):
            continue
        is_agreed = step.in_next and step.in_previous
        if not nearest.is_listed(step) and not (is_agreed and leaped in asking):
            misplaced[step.ends] = leaped
    return misplaced


class _Nearest:
    """The nearest notes of the series that each note lists, by their numbers."""

    def __init__(self, steps: Iterable[Step], places: Mapping[str, Ordinal]) -> None:
        self._places = places
        self._next: dict[str, tuple[int, ...]] = {}
        self._previous: dict[str, tuple[int, ...]] = {}
        for step in steps:
            low, high = places[step.source].numbers, places[step.target].numbers
            if low < high and step.in_next:
                self._next[step.source] = min(high, self._next.get(step.source, high))
            if low < high and step.in_previous:
                self._previous[step.target] = max(low, self._previous.get(step.target, low))

    def is_listed(self, step: Step) -> bool:
        """Whether one of the two that states the step lists a note between them, too."""
        low, high = self._places[step.source].numbers, self._places[step.target].numbers
        if step.in_next and self._next.get(step.source, high) < high:
            return True
        return step.in_previous and self._previous.get(step.target, low) > low


class _Series:
    """The notes of a course that are counted together."""

    def __init__(self, members: Sequence[tuple[Ordinal, str]]) -> None:
        """members: sorted."""
        self._members = members
        self.name = members[0][0].series
        self.paths = [path for _, path in members]
        self._numbers = [place.numbers for place, _ in members]

    def has(self, place: Ordinal | None) -> bool:
        """Whether a note at this place is one of them."""
        return place is not None and place.series == self.name

    def without(self, paths: Container[str]) -> _Series:
        """The series without these notes; some have to be left."""
        return _Series([entry for entry in self._members if entry[1] not in paths])

    def is_lowest(self, place: Ordinal) -> bool:
        """Whether no note of the series has a lower number."""
        return place.numbers == self._numbers[0]

    def is_repeated(self, place: Ordinal) -> bool:
        """Whether several notes of the series have this number."""
        first = bisect_left(self._numbers, place.numbers)
        return self._numbers[first : first + 2] == [place.numbers] * 2

    def between(self, step: Step, places: Mapping[str, Ordinal]) -> str | None:
        """The note next to the one that states the step, if it lies between the two."""
        first = bisect_right(self._numbers, places[step.source].numbers)
        end = bisect_left(self._numbers, places[step.target].numbers)
        if first >= end:
            return None
        return self.paths[first if step.stated_in == step.source else end - 1]


def _series(places: Mapping[str, Ordinal]) -> Iterator[_Series]:
    groups: dict[tuple[str, str], list[tuple[Ordinal, str]]] = {}
    for path, place in places.items():
        groups.setdefault(place.series, []).append((place, path))
    for members in groups.values():
        yield _Series(sorted(members))
