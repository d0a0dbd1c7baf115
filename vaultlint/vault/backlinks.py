"""Which files the notes of a vault link to, and which of their blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct, field

from vaultlint.notes.facts import Link, Note


class Backlinks(Struct, frozen=True):
    """What links, and the cards of canvases, lead to.

    files: those that another file leads to. blocks: by path of a note, the ids (lower case,
    without "^") that are asked for in it, by its own links too.
    """

    files: frozenset[str] = frozenset()
    blocks: Mapping[str, frozenset[str]] = field(default_factory=dict)


def backlinks(
    notes: Iterable[Note],
    target: Callable[[Link, str], str | None],
    file_at: Callable[[str], str | None],
) -> Backlinks:
    """The backlinks of a vault.

    notes: canvases included. target: the path that a link of the note at a path leads to.
    file_at: the file with exactly this path.
    """
    files: set[str] = set()
    blocks: dict[str, set[str]] = {}
    for note in notes:
        for path, subpath in _outgoing(note, target, file_at):
            if path is None:
                continue
            if path != note.path:
                files.add(path)
            if subpath.startswith("#^"):
                blocks.setdefault(path, set()).add(subpath[2:].strip().lower())
    return Backlinks(frozenset(files), {path: frozenset(ids) for path, ids in blocks.items()})


def _outgoing(
    note: Note,
    target: Callable[[Link, str], str | None],
    file_at: Callable[[str], str | None],
) -> Iterator[tuple[str | None, str]]:
    """The files that a note leads to, with the subpaths."""
    for link in note.links:
        yield target(link, note.path), link.subpath
    for node in note.canvas.nodes if note.canvas else ():
        if node.file:
            yield file_at(node.file.text), node.subpath.text if node.subpath else ""
        if node.background:
            yield file_at(node.background.text), ""
