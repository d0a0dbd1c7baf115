"""What the plugins of a vault do with a note as it stands."""

from __future__ import annotations

from vaultlint.notes.facts import Note, Sync
from vaultlint.notes.reading import Reading
from vaultlint.notes.sync.flashcards import simulate_flashcards
from vaultlint.notes.sync.obsidian_to_anki import simulate_obsidian_to_anki
from vaultlint.notes.sync.spaced_repetition import synced


def simulate(note: Note, reading: Reading) -> Sync:
    """The cards that would be made, updated and deleted by the plugins of the vault."""
    flashcards = simulate_flashcards(note, reading) if reading.has_flashcards else Sync()
    cards = list(flashcards.cards)
    deleted = list(flashcards.deleted)
    if "spaced-repetition" in reading.dialects:
        cards += synced(note, reading.spaced_repetition)
    if "obsidian-to-anki" in reading.dialects:
        to_anki = simulate_obsidian_to_anki(note, reading.obsidian_to_anki)
        cards += to_anki.cards
        deleted += to_anki.deleted
    ordered = tuple(sorted(cards, key=lambda card: card.span))
    return Sync(ordered, tuple(deleted), flashcards.cards_if_lf)
