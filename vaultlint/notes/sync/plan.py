"""What the plugins of a vault do with a note as it stands."""

from __future__ import annotations

from vaultlint.notes.facts import Note, Sync
from vaultlint.notes.reading import Reading
from vaultlint.notes.sync.flashcards import simulate_flashcards
from vaultlint.notes.sync.obsidian_to_anki import simulate_obsidian_to_anki
from vaultlint.notes.sync.spaced_repetition import SeenNote, synced


def simulate(note: Note, reading: Reading, seen: SeenNote | None) -> Sync:
    """The cards that would be made, updated and deleted by the plugins of the vault.

    seen: the note as obsidian-spaced-repetition sees it; None when it does not look into it.
    """
    flashcards = simulate_flashcards(note, reading) if reading.has_flashcards else Sync()
    if seen is None and "obsidian-to-anki" not in reading.dialects:
        return flashcards
    cards = list(flashcards.cards)
    deleted = list(flashcards.deleted)
    if seen is not None:
        cards += synced(note, reading.spaced_repetition, seen)
    if "obsidian-to-anki" in reading.dialects:
        to_anki = simulate_obsidian_to_anki(note, reading.obsidian_to_anki)
        cards += to_anki.cards
        deleted += to_anki.deleted
    ordered = tuple(sorted(cards, key=lambda card: card.span))
    return Sync(ordered, tuple(deleted), flashcards.cards_if_lf)
