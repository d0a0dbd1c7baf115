"""The chains of a vault: what follows what, in which order, and what is odd about it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.invoke import diagnostics, make_vault
from vaultlint.notes.facts import Direction, Link, NavigationSection
from vaultlint.notes.parse import parse
from vaultlint.text.source import source
from vaultlint.text.span import Span
from vaultlint.vault.chains import Chains, read_chains
from vaultlint.vault.courses import read_courses
from vaultlint.vault.facets import NavigationFacet
from vaultlint.vault.index import index_of
from vaultlint.vault.ordinal import Ordinal, ordinal, reading_order

Listed = Mapping[str, tuple[str, str]]  # by note: previous and next notes, parted by blanks


def section(label: str, names: str) -> str:
    items = "".join(f"> - [[{name}]]\n" for name in names.split())
    return f"> [!info]\n> **{label} Note(s)**:\n{items or '> -'}\n\n"


def chains(listed: Listed) -> Chains:
    """The chains of notes of which each has both sections."""
    texts = {
        f"{name}.md": section("Previous", before) + section("Next", after)
        for name, (before, after) in listed.items()
    }
    notes = [parse(source(path, text)) for path, text in texts.items()]
    return index_of(texts, notes).chains


def orders(found: Chains) -> list[str]:
    """The notes of each course, in order."""
    courses = read_courses(found, {})
    return [" ".join(note.path.removesuffix(".md") for note in c.notes) for c in courses]


def marks(found: Chains) -> list[str]:
    """Each mark as `note kind direction other …`."""
    return [
        " ".join(
            name.removesuffix(".md")
            for name in (note.path, mark.kind, mark.direction, *mark.others)
        )
        for course in read_courses(found, {})
        for note in course.notes
        for mark in note.marks
    ]


STRAIGHT = {"a": ("", "b"), "b": ("a", "c"), "c": ("b", "")}
CASES = [
    pytest.param({"a": ("", "")}, [], [], id="empty sections"),
    pytest.param(STRAIGHT, ["a b c"], [], id="straight"),
    pytest.param(
        {"b": ("a", ""), "a": ("", "b"), "d": ("", "c"), "c": ("d", "")},
        ["a b", "d c"],
        [],
        id="two",
    ),
    pytest.param(
        {"a": ("", "c b"), "b": ("a", "d"), "c": ("a", "e"), "d": ("b", "f"), "e": ("c", "f")}
        | {"f": ("d e", "")},
        ["a c e b d f"],
        ["a fork next c b", "f join previous d e"],
        id="branches, as listed",
    ),
    pytest.param(
        {"b": ("", "c"), "a": ("", "c"), "c": ("a b", "")},
        ["a b c"],
        ["c join previous a b"],
        id="two beginnings",
    ),
    pytest.param(
        {"a": ("", "b"), "b": ("", "")}, ["a b"], ["a one-way next b"], id="one way, next"
    ),
    pytest.param(
        {"a": ("", ""), "b": ("a", "")}, ["a b"], ["b one-way previous a"], id="one way, previous"
    ),
    pytest.param(
        {"a": ("c", "b"), "b": ("a", "c"), "c": ("b", "a")},
        ["a b c"],
        ["c ring next a b c"],
        id="ring, all agree: the names tell",
    ),
    pytest.param(
        {"a": ("c", "b"), "b": ("", "c"), "c": ("b", "a")},
        ["b c a"],
        ["a ring next b c a"],
        id="ring, one does not agree",
    ),
    pytest.param(
        {"0": ("", "a"), "a": ("0 c", "b"), "b": ("a", "c"), "c": ("b", "a d"), "d": ("c", "")},
        ["0 a b c d"],
        ["c ring next a b c"],
        id="ring with a way in and a way out",
    ),
    pytest.param(
        {"a": ("", "b"), "b": ("", "a")},
        ["a b"],
        ["b contradiction next a"],
        id="two that follow each other",
    ),
    pytest.param(
        {"a": ("b", "b"), "b": ("", "")},
        ["a b"],
        ["a contradiction previous b"],
        id="one on both sides",
    ),
    pytest.param({"a": ("a", "a"), "b": ("", "")}, [], [], id="itself"),
]


@pytest.mark.parametrize(("listed", "order", "found"), CASES)
def test_courses(listed: Listed, order: list[str], found: list[str]) -> None:
    read = chains(listed)
    assert (orders(read), marks(read)) == (order, found)


def counted(*steps: str) -> list[str]:
    """What is out of order among notes "Part N": `1>2` is stated by both, `1<2` by 2 alone."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for step in steps:
        first, second = step.replace("<", ">").split(">")
        before.setdefault(second, []).append(first)
        if ">" in step:
            after.setdefault(first, []).append(second)
    texts = {
        f"Part {n}.md": section("Previous", "").replace("> -", _items(before.get(n, [])))
        + section("Next", "").replace("> -", _items(after.get(n, [])))
        for n in {n for step in steps for n in step.replace("<", ">").split(">")}
    }
    notes = [parse(source(path, text)) for path, text in texts.items()]
    found = index_of(texts, notes).chains.out_of_order
    return [
        f"{first[5:-3]}>{second[5:-3]} {leaped[5:-3] if leaped else 'back'}"
        for (first, second), leaped in sorted(found.items())
    ]


def _items(numbers: Iterable[str]) -> str:
    return "\n".join(f"> - [[Part {number}]]" for number in numbers) or "> -"


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        pytest.param(("1>2", "2>3", "3>4"), [], id="in order"),
        pytest.param(("1>2", "2>3", "3>5"), [], id="a number that no note has"),
        pytest.param(("1>2", "2>3", "2<4"), ["2>4 3"], id="stated by the later one"),
        pytest.param(
            ("1>2", "2>3", "2<5", "3>4"), ["2>5 4"], id="the nearest to the one that says so"
        ),
        pytest.param(("1>2", "2>3", "3>4", "2>4"), [], id="both the next and a later one"),
        pytest.param(("1>2", "2>3", "3>4", "2<4"), [], id="the earlier is listed besides"),
        pytest.param(("1>2", "2>3", "3>4", "5>4", "5>6"), ["5>4 back"], id="back"),
        pytest.param(
            ("1>2", "2>3", "3>5", "5>4", "4>6", "6>7", "7>8", "8>9"),
            ["5>4 back"],
            id="one in a wrong place is told once",
        ),
        pytest.param(("3>2", "2>1"), [], id="the newest first"),
        pytest.param(("1>15", "15>3", "3>76"), [], id="numbers that say nothing"),
        pytest.param(
            ("1>2", "2>4", "2<3", "3>5", "4>5", "5>6", "6>7"), [], id="told by the leaped one"
        ),
        pytest.param(
            ("7. Contents>1", "1>2", "2>3", "3>4"), [], id="a chapter's number before its lessons"
        ),
        pytest.param(
            ("2. Contents>1", "1>3", "3>4", "4>5", "5>6"),
            [],
            id="nor is a chapter's number leaped",
        ),
        pytest.param(
            ("7. Contents>1", "1>2", "2>3", "2<4", "4>5"), ["2>4 3"], id="but its lessons count"
        ),
        pytest.param(
            ("1>2", "2>3", "3>4", "4>1. Rye", "1. Rye>2. Rye", "2. Rye>3. Rye"),
            [],
            id="the count begins anew",
        ),
    ],
)
def test_out_of_order(steps: tuple[str, ...], found: list[str]) -> None:
    assert counted(*steps) == found


@pytest.mark.parametrize(
    ("path", "place"),
    [
        pytest.param("a/Part 2꞉ x.md", Ordinal(("a", "part "), (2,)), id="behind words"),
        pytest.param("003. x.md", Ordinal((".", ""), (3,)), id="first"),
        pytest.param("2023-10-31.md", Ordinal((".", ""), (2023, 10, 31)), id="date"),
        pytest.param("3.1 x.md", Ordinal((".", ""), (3, 1)), id="section"),
        pytest.param("3D.md", None, id="no number"),
        pytest.param("2a. x.md", None, id="letter behind"),
        pytest.param("x.md", None, id="none"),
        pytest.param(f"{'9' * 200}.md", None, id="too long"),
    ],
)
def test_ordinal(path: str, place: Ordinal | None) -> None:
    assert ordinal(path) == place


def test_reading_order() -> None:
    assert sorted(["Part 10", "Part 2", "part 1"], key=reading_order) == [
        "part 1",
        "Part 2",
        "Part 10",
    ]


# --- any graph

NAMES = "abcdefgh"


@st.composite
def graphs(draw: st.DrawFn) -> Listed:
    some = st.lists(st.sampled_from(NAMES), max_size=3, unique=True).map(" ".join)
    return {name: (draw(some), draw(some)) for name in NAMES}


def arrows(listed: Listed) -> set[tuple[str, str]]:
    """Who follows whom, as either says."""
    steps = {(name, other) for name in listed for other in listed[name][1].split()}
    steps |= {(other, name) for name in listed for other in listed[name][0].split()}
    return {(a, b) for a, b in steps if a != b}


def reached(start: str, steps: set[tuple[str, str]]) -> set[str]:
    """All that is reached from a note by one step or more, found the long way."""
    found: set[str] = set()
    while True:
        more = {b for a, b in steps if a == start or a in found} - found
        if not more:
            return found
        found |= more


@given(graphs())
def test_any_graph(listed: Listed) -> None:
    read = chains(listed)
    steps = arrows(listed)
    assert {(a[:-3], b[:-3]) for a, b in (step.ends for step in read.steps)} == steps

    both = steps | {(b, a) for a, b in steps}
    hanging = {frozenset(reached(name, both)) for name in NAMES if reached(name, both)}
    assert {frozenset(path[:-3] for path in course) for course in read.courses} == hanging

    # One ring for the notes that all lead to each other, two that contradict left out.
    straight = {(a, b) for a, b in steps if (b, a) not in steps}
    leads = {name: reached(name, straight) for name in NAMES}
    knots = {
        frozenset(other for other in leads[name] if name in leads[other])
        for name in NAMES
        if name in leads[name]
    }
    assert len(read.rings) == len(knots)
    for ring in read.rings.values():
        names = [path[:-3] for path in ring.notes]
        assert len(set(names)) == len(names) >= 3
        assert set(zip(names, (*names[1:], names[0]), strict=True)) <= straight
        assert sum(set(names) <= knot for knot in knots) == 1

    # Each note once, and behind all that lead to it where nothing leads back.
    all_leads = {name: reached(name, steps) for name in NAMES}
    for course in read_courses(read, {}):
        places = {note.path[:-3]: place for place, note in enumerate(course.notes)}
        assert frozenset(places) in hanging
        for a, b in steps:
            if a in places and a not in all_leads[b]:
                assert places[a] < places[b], (a, b)
        # One mark for each step at most.
        faults = [mark for note in course.notes for mark in note.marks if mark.link]
        assert len({id(mark.link) for mark in faults}) == len(faults)


@pytest.mark.parametrize("listed", [case.values[0] for case in CASES], ids=[c.id for c in CASES])
def test_a_note_alone_is_told_the_same(listed: Listed, tmp_path: Path) -> None:
    texts = {
        f"{name}.md": section("Previous", before) + section("Next", after)
        for name, (before, after) in listed.items()
    }
    vault = make_vault(tmp_path, texts)
    alone = [entry for path in sorted(texts) for entry in diagnostics(vault / path)]
    assert alone == diagnostics(vault)


# --- time


class Stated:
    """Neighbours that need no links to be resolved."""

    def __init__(self, listed: Mapping[str, Iterable[str]]) -> None:
        self._links = {
            path: {
                other: Link("wiki", False, other, other, "", Span(at, at + 1), Span(at, at + 1))
                for at, other in enumerate(others)
            }
            for path, others in listed.items()
        }

    def neighbours(self, path: str, direction: Direction) -> Mapping[str, Link]:
        return self._links.get(path, {}) if direction == "next" else {}

    def misspelt_neighbours(self, _path: str, _direction: Direction) -> frozenset[str]:
        return frozenset()


def shape(name: str, size: int) -> dict[str, list[str]]:
    path = [f"{number}.md" for number in range(size)]
    straight = {a: [b] for a, b in pairwise(path)}
    match name:
        case "chain":
            return straight
        case "ring":
            return {**straight, path[-1]: [path[0]]}
        case "star":
            return {path[0]: path[1:]}
        case "join":
            return {a: [path[-1]] for a in path[:-1]}
        case "hub":
            return {**straight, path[0]: path[1:]}
        case "leaps":
            return {
                **straight,
                **{a: [b, c] for a, b, c in zip(path, path[1:], path[9:], strict=False)},
            }
    raise AssertionError(name)


@pytest.mark.parametrize("name", ["chain", "ring", "star", "join", "hub", "leaps"])
def test_time_is_linear(name: str) -> None:
    def seconds(size: int) -> float:
        listed = shape(name, size)
        label = NavigationSection("previous", "", Span(0, 0), Span(0, 0), ())
        notes = [(f"{n}.md", NavigationFacet(is_note=True, sections=(label,))) for n in range(size)]
        stated = Stated(listed)
        start = time.process_time()
        read = read_chains(notes, stated)
        assert sum(len(course.notes) for course in read_courses(read, {})) == size
        return time.process_time() - start

    seconds(100)
    small = min(seconds(2_000) for _ in range(3))
    large = min(seconds(16_000) for _ in range(2))
    assert large < 8 * small * 4, (small, large)
