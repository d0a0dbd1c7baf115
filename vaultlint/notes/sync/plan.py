"""What the plugins of a vault do with a note as it stands."""

from __future__ import annotations

from vaultlint.notes.facts import CardId, Note, Sync, SyncedCard
from vaultlint.notes.reading import Reading
from vaultlint.notes.sync.flashcards import simulate_flashcards
from vaultlint.notes.sync.obsidian_to_anki import simulate_obsidian_to_anki
from vaultlint.notes.sync.spaced_repetition import synced


def simulate(note: Note, reading: Reading) -> Sync:
    """The cards that would be made, updated and deleted by the plugins of the vault."""
    cards: list[SyncedCard] = []
    deleted: list[CardId] = []
    if reading.has_flashcards:
        flashcards = simulate_flashcards(note, reading)
        cards += flashcards.cards
        deleted += flashcards.deleted
    if "spaced-repetition" in reading.dialects:
        cards += synced(note, reading.spaced_repetition)
    if "obsidian-to-anki" in reading.dialects:
        to_anki = simulate_obsidian_to_anki(note, reading.obsidian_to_anki)
        cards += to_anki.cards
        deleted += to_anki.deleted
    return Sync(tuple(sorted(cards, key=lambda card: card.span)), tuple(deleted))
