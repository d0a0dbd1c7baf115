"""The chains of vaults, as text and as JSON. schemas/chains.schema.json describes the JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

import vaultlint
from vaultlint.notes.facts import Direction
from vaultlint.report.json import Json
from vaultlint.report.paths import shown_path
from vaultlint.report.style import styles
from vaultlint.report.summary import counted
from vaultlint.report.visible import visible
from vaultlint.text.quote import quoted
from vaultlint.text.source import Source
from vaultlint.vault.courses import FAULTS, JUNCTIONS, Course, CourseNote, Mark, MarkKind

_NOTE_ENDING = ".md"
_OPPOSITE: Mapping[Direction, Direction] = {"previous": "next", "next": "previous"}


class ChainedVault(Struct, frozen=True):
    """One vault of a call.

    root: absolute path with "/". notes: how many it has; asked: those that the call is about.
    courses: each with at least one of these. sources: of the notes that have marks, by path.
    """

    root: str
    notes: int
    asked: frozenset[str]
    courses: tuple[Course, ...]
    sources: Mapping[str, Source]


def mark_counts(vaults: Sequence[ChainedVault]) -> Counter[MarkKind]:
    """How many marks of each kind there are."""
    return Counter(
        mark.kind
        for vault in vaults
        for course in vault.courses
        for note in course.notes
        for mark in note.marks
    )


# --- text


def text_lines(vaults: Sequence[ChainedVault], current: str, is_colored: bool) -> Iterator[str]:
    """The lines of the list: the notes of each course, what is odd below them, then a sum.

    current: absolute path of the current folder, with "/".
    """
    style = styles(is_colored)
    for vault in vaults:
        for course in vault.courses:
            folder = shown_path(vault.root, course.folder, current).rstrip("/") or "."
            yield f"{style.path(folder)}  {style.gutter(counted(len(course.notes), 'note'))}"
            wide = len(str(len(course.notes)))
            above: CourseNote | None = None
            for number, note in enumerate(course.notes, 1):
                yield f"  {number:>{wide}}  {visible(short_name(note.path, course.folder))}"
                for line in _place_lines(note, above, number == len(course.notes)):
                    yield f"  {' ' * wide}    {style.gutter(line)}"
                for mark in note.marks:
                    is_fault = mark.kind in FAULTS
                    line = visible(mark_text(mark, note.path))
                    paint = style.warning if is_fault else style.gutter
                    yield f"  {' ' * wide}  {'!' if is_fault else ' '} {paint(line)}"
                above = note
            yield ""
    yield summary_line(vaults)


def short_name(path: str, folder: str) -> str:
    """The path of a note from its course's folder, without its ending."""
    inner = path[len(folder) + 1 :] if folder else path
    return inner.removesuffix(_NOTE_ENDING)


def _place_lines(note: CourseNote, above: CourseNote | None, is_last: bool) -> Iterator[str]:
    """Where the list does not show what comes before a note, or after it."""
    is_joined = any(mark.kind == "join" for mark in note.marks)
    if above is not None and note.path not in above.following and not is_joined:
        if note.previous:
            yield f"follows {_names(note.previous)}"
        else:
            yield "begins here"
    if not note.following and not is_last:
        yield "ends here"


def mark_text(mark: Mark, path: str) -> str:
    """What is odd, in words. path: of the note that it is odd about."""
    side = mark.direction
    listed = mark.link.path if mark.link else ""
    match mark.kind:
        case "gap":
            return f"gap: the {side} note {quoted(listed)} does not exist"
        case "self":
            return f"self: the note lists itself as its {side} note"
        case "one-way":
            other = _names(mark.others)
            return f"one-way: {side} is {other}, which does not list this note as {_OPPOSITE[side]}"
        case "contradiction":
            return f"contradiction: {_names(mark.others)} and this note each follow the other"
        case "ring":
            first = mark.others[0]
            last = "" if first == path else f", to {_names((first,))}"
            return f"ring: {side} closes a ring of {len(mark.others)} notes{last}"
        case "out-of-order":
            other = _names(mark.others[:1])
            if len(mark.others) == 1:
                return f"out of order: {side} is {other}, against the numbers"
            return f"out of order: {side} is {other}, but {_names(mark.others[1:])} comes between"
        case "fork":
            return f"forks to {_names(mark.others)}"
        case "join":
            return f"joins {_names(mark.others)}"


def _names(paths: Sequence[str]) -> str:
    """The names of notes: `"A"`, `"A" and "B"`, `"A", "B" and 7 others`."""
    names = [quoted(path.rpartition("/")[2].removesuffix(_NOTE_ENDING)) for path in paths]
    if len(names) > 4:
        names[3:] = [f"{len(names) - 3} others"]
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


_NOUNS: Mapping[MarkKind, tuple[str, str]] = {
    "gap": ("gap", "gaps"),
    "self": ("note that lists itself", "notes that list themselves"),
    "one-way": ("one-way link", "one-way links"),
    "contradiction": ("contradiction", "contradictions"),
    "ring": ("ring", "rings"),
    "out-of-order": ("note named out of order", "notes named out of order"),
    "fork": ("fork", "forks"),
    "join": ("join", "joins"),
}


def summary_line(vaults: Sequence[ChainedVault]) -> str:
    """`2 chains of 10 notes, 1 gap, 1 fork; 2 of 12 notes are in no chain`."""
    asked = sum(len(vault.asked) for vault in vaults)
    courses = [course for vault in vaults for course in vault.courses]
    if not courses:
        return f"no chains in {counted(asked, 'note')}"
    notes = sum(len(course.notes) for course in courses)
    counts = mark_counts(vaults)
    found = "".join(
        f", {counts[kind]} {_NOUNS[kind][counts[kind] > 1]}"
        for kind in (*FAULTS, *JUNCTIONS)
        if counts[kind]
    )
    chained = sum(
        note.path in vault.asked
        for vault in vaults
        for course in vault.courses
        for note in course.notes
    )
    rest = f"; {asked - chained} of {counted(asked, 'note')} in no chain" if asked > chained else ""
    return f"{counted(len(courses), 'chain')} of {counted(notes, 'note')}{found}{rest}"


# --- JSON


def chains_json(vaults: Sequence[ChainedVault]) -> Json:
    """The list as a JSON object."""
    counts = mark_counts(vaults)
    courses = [(vault, course) for vault in vaults for course in vault.courses]
    summary: Json = {
        "chains": len(courses),
        "notes": sum(len(course.notes) for _, course in courses),
    }
    summary |= {kind.replace("-", "_"): counts[kind] for kind in (*FAULTS, *JUNCTIONS)}
    return {
        "version": 1,
        "tool": {"name": "vaultlint", "version": vaultlint.__version__},
        "vaults": [{"root": v.root, "notes": v.notes, "listed": len(v.asked)} for v in vaults],
        "summary": summary,
        "chains": [
            {
                "vault": vault.root,
                "folder": course.folder,
                "notes": [_note_json(note, vault) for note in course.notes],
            }
            for vault, course in courses
        ],
    }


def _note_json(note: CourseNote, vault: ChainedVault) -> Json:
    return {
        "path": note.path,
        "previous": list(note.previous),
        "next": list(note.following),
        "marks": [_mark_json(mark, vault.sources.get(note.path)) for mark in note.marks],
    }


def _mark_json(mark: Mark, source: Source | None) -> Json:
    place: Json | None = None
    if mark.link is not None and source is not None:
        start = source.position(mark.link.target_span.start)
        end = source.position(mark.link.target_span.end)
        place = {
            "line": start.line,
            "column": start.column,
            "end_line": end.line,
            "end_column": end.column,
        }
    return {
        "kind": mark.kind,
        "direction": mark.direction,
        "target": mark.link.target if mark.link else None,
        "notes": list(mark.others),
        "place": place,
    }
