"""Numbers in the names of notes that run against the order in which their sections list them."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.navigation._sections import (
    has_repeated_section,
    name,
)
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    if not note.navigation or has_repeated_section(note):
        return
    chains = vault.chains
    if not chains.out_of_order:
        return
    for step in chains.told_by(note.path):
        if step.ends not in chains.out_of_order or step.ends in chains.rings:
            continue
        direction, listed = step.direction, name(step.other)
        leaped = chains.out_of_order[step.ends]
        if leaped is not None:
            message = (
                f"{listed} is listed as the {direction} note, "
                f"but {name(leaped)} comes between; list that one instead"
            )
        else:
            number = "lower" if direction == "next" else "higher"
            message = (
                f"the {direction} note {listed} has a {number} number than this one, "
                "but the course counts on; list the note that was meant"
            )
        yield Finding(chains.link(step).target_span, message)
