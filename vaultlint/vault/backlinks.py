"""Which files the notes of a vault link to, and which of their blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from vaultlint.notes.facts import Link, Note


@dataclass(frozen=True, slots=True)
class Backlinks:
    """What links lead to.

    files: those that another note links to. blocks: by path of a note, the ids (lower case,
    without "^") that links ask for in it, its own links included.
    """

    files: frozenset[str] = frozenset()
    blocks: Mapping[str, frozenset[str]] = field(default_factory=dict)


def backlinks(notes: Iterable[Note], target: Callable[[Link, str], str | None]) -> Backlinks:
    """The backlinks of a vault. target: the path that a link of the note at a path leads to."""
    files: set[str] = set()
    blocks: dict[str, set[str]] = {}
    for note in notes:
        for link in note.links:
            path = target(link, note.path)
            if path is None:
                continue
            if path != note.path:
                files.add(path)
            if link.subpath.startswith("#^"):
                blocks.setdefault(path, set()).add(link.subpath[2:].strip().lower())
    return Backlinks(frozenset(files), {path: frozenset(ids) for path, ids in blocks.items()})
