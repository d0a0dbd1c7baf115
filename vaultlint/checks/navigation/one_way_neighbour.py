"""A neighbour that does not list the note in its turn, although it has the section for it."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.navigation._sections import (
    DIRECTIONS,
    OPPOSITE,
    has_repeated_section,
    name,
    sections,
)
from vaultlint.diagnostic import Finding, Related, Severity
from vaultlint.notes.facts import Direction, Note
from vaultlint.rule import NoOptions, Vault, VaultRule


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    if not note.navigation or has_repeated_section(note):
        return
    for direction in DIRECTIONS:
        yield from _one_way(note, vault, direction)


def _one_way(note: Note, vault: Vault, direction: Direction) -> Iterator[Finding]:
    opposite = OPPOSITE[direction]
    for path, link in vault.neighbours(note.path, direction).items():
        other = vault.note(path)
        if other is None or other.kind != "note" or has_repeated_section(other):
            continue
        answering = sections(other, opposite)
        if not answering or path == note.path or note.path in vault.neighbours(path, opposite):
            continue
        # neighbour-on-both-sides speaks of these, and unresolved-neighbour in the other note.
        is_circle = note.path in vault.neighbours(path, direction)
        is_misspelt = note.path in vault.misspelt_neighbours(path, opposite)
        if is_circle or is_misspelt or path in vault.neighbours(note.path, opposite):
            continue
        yield Finding(
            link.target_span,
            f"{name(path)} does not list this note as its {opposite} note; "
            "add it there or remove the link here",
            (Related(answering[0].label_span, f"its {opposite} notes are listed here", path),),
        )


RULE = VaultRule("one-way-neighbour", "navigation", Severity.WARNING, check)
