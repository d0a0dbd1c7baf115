"""The courses of a vault: the notes of each chain from the first to the last, and what is odd."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Literal

from msgspec import Struct

from vaultlint.notes.facts import Direction, Link
from vaultlint.vault.chains import Chains, Step
from vaultlint.vault.ordinal import reading_order

MarkKind = Literal[
    "gap", "self", "one-way", "contradiction", "ring", "out-of-order", "fork", "join"
]
FAULTS: tuple[MarkKind, ...] = (
    "gap",
    "self",
    "one-way",
    "contradiction",
    "ring",
    "out-of-order",
)
JUNCTIONS: tuple[MarkKind, ...] = ("fork", "join")  # no faults: courses may part and meet


class Mark(Struct, frozen=True):
    """What is odd about a note's place in its course.

    direction: the side that it is about. link: in the note, None of a junction.
    others: of a gap and of self: none; of a ring: its notes, in order; of a contradiction and
    one-way: the other note; of out-of-order: the note that is listed, then the one that comes
    between, if any; of a junction: the notes that come before or after.
    """

    kind: MarkKind
    direction: Direction
    link: Link | None = None
    others: tuple[str, ...] = ()


class CourseNote(Struct, frozen=True):
    """A note in its course. previous, following: its neighbours, as either of two says."""

    path: str
    previous: tuple[str, ...]
    following: tuple[str, ...]
    marks: tuple[Mark, ...]


class Course(Struct, frozen=True):
    """The notes that hang together, in the order in which they are read.

    folder: the innermost that holds all of them, relative to the vault; "" for the vault itself.
    """

    folder: str
    notes: tuple[CourseNote, ...]


def read_courses(chains: Chains, lost: Mapping[str, tuple[Mark, ...]]) -> Iterator[Course]:
    """The courses, sorted by their folders and first notes.

    lost: by note, its links that lead nowhere or to itself; a note that has only these is a course
    of its own.
    """
    joined = {path for course in chains.courses for path in course}
    lone = ((path,) for path in lost if path not in joined)
    marks = _marks(chains)
    read = []
    for members in (*chains.courses, *lone):
        notes = tuple(
            CourseNote(
                path,
                tuple(step.source for step in chains.before.get(path, ())),
                tuple(step.target for step in chains.after.get(path, ())),
                _sorted((*lost.get(path, ()), *marks.get(path, ()))),
            )
            for path in _in_order(members, chains)
        )
        read.append(Course(_folder(members), notes))
    return iter(sorted(read, key=_place))


def _place(course: Course) -> tuple[tuple[str | int, ...], tuple[str | int, ...], str]:
    first = course.notes[0].path
    return reading_order(course.folder), reading_order(first), first


def _folder(members: Iterable[str]) -> str:
    """The innermost folder with all of these notes."""
    first, *others = (PurePosixPath(path).parent.parts for path in members)
    depth = len(first)
    for parts in others:
        same = (a == b for a, b in zip(first[:depth], parts, strict=False))
        depth = next((i for i, is_same in enumerate(same) if not is_same), min(depth, len(parts)))
    return "/".join(first[:depth])


# --- order


def _in_order(members: tuple[str, ...], chains: Chains) -> list[str]:
    """The notes so that each comes behind all that lead to it, but for the steps of rings.

    Branches are not mixed: each goes on to its end, or to where it meets another one.
    """
    if len(members) == 1:
        return list(members)
    after = {path: _onward(chains.after.get(path, ()), chains) for path in members}
    led = {target for targets in after.values() for target in targets}
    starts = sorted((path for path in members if path not in led), key=_name_order)
    others = sorted((path for path in members if path in led), key=_name_order)
    # What is done last comes first: of several branches the first has to be walked last.
    done: list[str] = []
    seen: set[str] = set()
    for start in (*reversed(starts), *others):
        if start not in seen:
            seen.add(start)
            done += _walked(start, after, seen)
    return done[::-1]


def _onward(steps: tuple[Step, ...], chains: Chains) -> list[str]:
    return [step.target for step in steps if step.ends not in chains.rings]


def _walked(start: str, after: Mapping[str, list[str]], seen: set[str]) -> Iterator[str]:
    """The notes that are reached from a note, each behind those that it leads to."""
    way = [(start, reversed(after[start]))]
    while way:
        path, targets = way[-1]
        target = next((target for target in targets if target not in seen), None)
        if target is None:
            way.pop()
            yield path
        else:
            seen.add(target)
            way.append((target, reversed(after[target])))


def _name_order(path: str) -> tuple[tuple[str | int, ...], str]:
    return reading_order(path), path


# --- marks


def _sorted(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=_mark_order))


def _mark_order(mark: Mark) -> tuple[bool, int, int]:
    place = mark.link.span.start if mark.link else 0
    return mark.link is None, place, (*FAULTS, *JUNCTIONS).index(mark.kind)


def _marks(chains: Chains) -> dict[str, list[Mark]]:
    """What is odd, by note: one mark for a step, as the rules of the family have one diagnostic."""
    marks: dict[str, list[Mark]] = {}
    for step in chains.steps:
        mark = _step_mark(step, chains)
        if mark is not None:
            marks.setdefault(step.stated_in, []).append(mark)
    believed = [step for step in chains.steps if _is_believed(step, chains)]
    for path, steps in _groups(believed, chains.after):
        following = tuple(step.target for step in steps)
        marks.setdefault(path, []).append(Mark("fork", "next", None, following))
    for path, steps in _groups(believed, chains.before):
        previous = tuple(step.source for step in steps)
        marks.setdefault(path, []).append(Mark("join", "previous", None, previous))
    return marks


def _groups(
    believed: list[Step], lists: Mapping[str, tuple[Step, ...]]
) -> Iterator[tuple[str, list[Step]]]:
    """The notes with several steps of one side that are believed."""
    ends = {step.ends for step in believed}
    for path in sorted(lists):
        steps = [step for step in lists[path] if step.ends in ends]
        if len(steps) > 1:
            yield path, steps


def _is_believed(step: Step, chains: Chains) -> bool:
    is_odd = step.is_one_way or chains.is_contradicted(step)
    return not is_odd and step.ends not in chains.rings


def _step_mark(step: Step, chains: Chains) -> Mark | None:
    direction, other, link = step.direction, step.other, chains.link(step)
    if chains.is_contradicted(step):
        # One mark for the two notes, at the step that leads back in the order of the names.
        is_back = _name_order(step.target) < _name_order(step.source)
        return Mark("contradiction", direction, link, (other,)) if is_back else None
    ring = chains.rings.get(step.ends)
    if ring is not None:
        return Mark("ring", direction, link, ring.notes)
    if step.ends in chains.out_of_order:
        leaped = chains.out_of_order[step.ends]
        others = (other,) if leaped is None else (other, leaped)
        return Mark("out-of-order", direction, link, others)
    return Mark("one-way", direction, link, (other,)) if step.is_one_way else None
