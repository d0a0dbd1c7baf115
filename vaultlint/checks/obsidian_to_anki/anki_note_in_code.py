"""An example in code that the sync plugin takes for a note."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._notes import note_name
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    fences = Regions(fence.span for fence in note.fences)
    # Where some notes in code were synced before, the others are no mere examples either.
    if any(found.id and fences.end_of(found.span.start) for found in note.to_anki.notes):
        return
    synced = {card.span.start for card in note.sync.cards}
    for found in note.to_anki.notes:
        if not found.in_code or found.span.start not in synced:
            continue
        word = note.source.slice(found.start.span)
        # STARTI counts wherever it stands.
        advice = f"put a blank before {word}" if found.kind == "note" else f"part the word {word}"
        yield Finding(
            found.start.span,
            f"the {note_name(found)} stands in code: the sync adds it to Anki all the same; "
            f"{advice} if it is an example",
        )
