"""Links to a place in a note: its headings and its blocks."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.links._missing import is_no_link
from vaultlint.notes.facts import Link, Note
from vaultlint.notes.unclosed import hides_rest
from vaultlint.rule import Vault
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span


def links_to_places(note: Note, vault: Vault) -> Iterator[tuple[Link, Note]]:
    """The links with a subpath that lead to one note, and that note.

    Left out are drawings, whose subpaths are read by their plugin, and notes of which not all
    can be read, as another rule says.
    """
    readable: dict[str, bool] = {}
    for link in note.links:
        if not link.subpath or is_no_link(link):
            continue
        resolution = vault.resolve(link, note.path)
        target = None if resolution.path is None else vault.note(resolution.path)
        if target is None or resolution.others:
            continue
        if target.path not in readable:
            readable[target.path] = _is_readable(target)
        if readable[target.path]:
            yield link, target


def subpath_span(link: Link, note: Note) -> Span:
    """Where the subpath of a link is written, from its "#" on."""
    place = note.source.slice(link.target_span).find("#")
    return Span(link.target_span.start + max(place, 0), link.target_span.end)


def name_of(target: Note, note: Note) -> str:
    """The name of a note in a message."""
    if target.path == note.path:
        return "this note"
    return quoted(target.path.rpartition("/")[2].rpartition(".")[0])


def _is_readable(note: Note) -> bool:
    damage = note.source.damage
    is_binary = damage is not None and damage.kind == "binary"
    return note.kind != "drawing" and not is_binary and not hides_rest(note)
