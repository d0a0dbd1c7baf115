"""Notes that follow each other in a ring."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.navigation._sections import has_repeated_section, name
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.vault.chains import Ring

_MOST_SHOWN = 6  # notes of a ring


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    """One finding for a ring, at the link that seems to be wrong."""
    if not note.navigation:
        return
    chains = vault.chains
    if not chains.rings:
        return
    for step in chains.told_by(note.path):
        ring = chains.rings.get(step.ends)
        if ring is None or _is_doubtful(ring, vault):
            continue
        direction = step.direction
        yield Finding(
            chains.link(step).target_span,
            f"this {direction} note closes a ring: {_shown(ring)}; "
            f"remove it, or list the {direction} note that was meant",
            tuple(
                Related(
                    chains.link(other).span, f"{name(other.target)} follows here", other.stated_in
                )
                for other in ring.steps[:-1][:_MOST_SHOWN]
            ),
        )


def _is_doubtful(ring: Ring, vault: Vault) -> bool:
    """Whether what a note says of its neighbours may be a slip that another rule tells."""
    notes = (vault.note(path) for path in ring.notes)
    return any(note is not None and has_repeated_section(note) for note in notes)


def _shown(ring: Ring) -> str:
    """The notes in order, the first one again at the end; the middle of a long ring left out."""
    names = [*map(name, (*ring.notes, ring.notes[0]))]
    if len(names) > _MOST_SHOWN:
        left_out = len(names) - _MOST_SHOWN + 1
        names[_MOST_SHOWN - 3 : -2] = [f"{left_out} more"]
    return " → ".join(names)
