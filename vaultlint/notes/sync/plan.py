"""What the plugins of a vault do with a note as it stands."""

from __future__ import annotations

from vaultlint.notes.facts import Note, Sync, SyncedCard
from vaultlint.notes.reading import Reading
from vaultlint.notes.sync.deck import deck_of


def simulate(note: Note, reading: Reading) -> Sync:
    """The cards that would be made, updated and deleted by the plugins of the vault."""
    cards: list[SyncedCard] = []
    if reading.has_flashcards:
        deck_of(note.path, note.frontmatter, reading.flashcards)
    return Sync(tuple(sorted(cards, key=lambda card: card.span)))
