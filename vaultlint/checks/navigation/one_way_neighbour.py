"""A neighbour that does not list the note in its turn, although it has the section for it."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.navigation._sections import (
    OPPOSITE,
    has_repeated_section,
    name,
    other_end,
    sections,
    stated_direction,
)
from vaultlint.diagnostic import Finding, Related, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault, VaultRule


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    if not note.navigation or has_repeated_section(note):
        return
    chains = vault.chains
    for step in chains.told_by(note.path):
        # neighbour-on-both-sides, neighbour-cycle and neighbour-out-of-order speak of these.
        is_told = chains.is_contradicted(step) or step.ends in chains.rings
        if not step.is_one_way or is_told or step.ends in chains.out_of_order:
            continue
        path = other_end(step)
        other = vault.note(path)
        if other is None or has_repeated_section(other):
            continue
        opposite = OPPOSITE[stated_direction(step)]
        asked = (section for section in sections(other, opposite) if not section.is_partial)
        label = next(asked).label_span
        yield Finding(
            step.link.target_span,
            f"{name(path)} does not list this note as its {opposite} note; "
            "add it there or remove the link here",
            (Related(label, f"its {opposite} notes are listed here", path),),
        )


RULE = VaultRule("one-way-neighbour", "navigation", Severity.WARNING, check)
