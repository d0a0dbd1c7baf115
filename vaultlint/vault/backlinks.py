"""Which files the notes of a vault link to, and which of their blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct, field

from vaultlint.vault.facets import LinkFacet


class Backlinks(Struct, frozen=True):
    """What links, and the cards of canvases, lead to.

    files: those that another file leads to. blocks: by path of a note, the ids (lower case,
    without "^") that are asked for in it, by its own links too.
    """

    files: frozenset[str] = frozenset()
    blocks: Mapping[str, frozenset[str]] = field(default_factory=dict)


def backlinks(
    notes: Iterable[tuple[str, LinkFacet]],
    target: Callable[[str, str], str | None],
    file_at: Callable[[str], str | None],
) -> Backlinks:
    """The backlinks of a vault.

    notes: by path, canvases included. target: where a link to a path leads from the note at
    another. file_at: the file with exactly this path.
    """
    files: set[str] = set()
    blocks: dict[str, set[str]] = {}
    for source, links in notes:
        for path, subpath in outgoing(source, links, target, file_at):
            if path is None:
                continue
            if path != source:
                files.add(path)
            if subpath.startswith("#^"):
                blocks.setdefault(path, set()).add(subpath[2:].strip().lower())
    return Backlinks(frozenset(files), {path: frozenset(ids) for path, ids in blocks.items()})


def outgoing(
    source: str,
    links: LinkFacet,
    target: Callable[[str, str], str | None],
    file_at: Callable[[str], str | None],
) -> Iterator[tuple[str | None, str]]:
    """The files that the note `source` leads to, with the subpaths."""
    for path, subpath in links.links:
        yield target(path, source), subpath
    for path, subpath in links.files:
        yield file_at(path), subpath
