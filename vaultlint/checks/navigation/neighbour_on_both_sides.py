"""A note that is listed as previous and as next, or two notes that each follow the other."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.navigation._sections import (
    DIRECTIONS,
    OPPOSITE,
    has_repeated_section,
    name,
)
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import Direction, Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.vault.ordinal import reading_order


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    if not note.navigation or has_repeated_section(note):
        return
    yield from _listed_twice(note, vault)
    for direction in DIRECTIONS:
        yield from _circles(note, vault, direction)


def _listed_twice(note: Note, vault: Vault) -> Iterator[Finding]:
    previous, following = (vault.neighbours(note.path, direction) for direction in DIRECTIONS)
    for path, link in previous.items():
        if path == note.path or path not in following:
            continue
        first, second = sorted((link.target_span, following[path].target_span))
        yield Finding(
            second,
            f"{name(path)} is listed as previous and as next; remove it from one of the two",
            (Related(first, "it is listed here too"),),
        )


def _circles(note: Note, vault: Vault, direction: Direction) -> Iterator[Finding]:
    """Notes that list this one on the side on which it lists them."""
    for path, link in vault.neighbours(note.path, direction).items():
        back = vault.neighbours(path, direction).get(note.path)
        if back is None or path == note.path:
            continue
        # A note with the other on both sides is at fault, and is told so by _listed_twice.
        pairs = ((note.path, path), (path, note.path))
        if any(b in vault.neighbours(a, OPPOSITE[direction]) for a, b in pairs):
            continue
        # One diagnostic for the two notes, in the one that is wrong if their names are in order.
        is_later = reading_order(note.path) > reading_order(path)
        other = vault.note(path) if is_later is (direction == "next") else None
        if other is None or has_repeated_section(other):
            continue
        yield Finding(
            link.target_span,
            f"{name(path)} lists this note as its {direction} note as well; "
            f"one of the two is the {OPPOSITE[direction]} note of the other",
            (Related(back.target_span, "it is listed here", path),),
        )
