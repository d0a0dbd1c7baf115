"""Links to a place in a note: its headings and its blocks."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.links._missing import is_no_link
from vaultlint.notes.facts import Link, Note
from vaultlint.rule import Vault
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span
from vaultlint.vault.subpaths import Places


def links_to_places(note: Note, vault: Vault) -> Iterator[tuple[Link, str, Places]]:
    """The links with a subpath that lead to one note, with its path and its places.

    Left out are notes of which not all places are known.
    """
    for link in note.links:
        if not link.subpath or is_no_link(link):
            continue
        resolution = vault.resolve(link, note.path)
        if resolution.path is None or resolution.others:
            continue
        places = vault.places(resolution.path)
        if places is not None and places.is_known:
            yield link, resolution.path, places


def subpath_span(link: Link, note: Note) -> Span:
    """Where the subpath of a link is written, from its "#" on."""
    place = note.source.slice(link.target_span).find("#")
    return Span(link.target_span.start + max(place, 0), link.target_span.end)


def name_of(path: str, note: Note) -> str:
    """The name of the note at a path, in a message about `note`."""
    return "this note" if path == note.path else quoted(path.rpartition("/")[2].rpartition(".")[0])
