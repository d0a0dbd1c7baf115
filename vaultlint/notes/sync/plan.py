"""What the plugins of a vault do with a note as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.notes.facts import Note, Sync
from vaultlint.notes.reading import Reading

if TYPE_CHECKING:
    from vaultlint.notes.sync.spaced_repetition import SeenNote


def simulate(note: Note, reading: Reading, seen: SeenNote | None) -> Sync:
    """The cards that would be made, updated and deleted by the plugins of the vault.

    What simulates a plugin is imported where the vault has it.
    seen: the note as obsidian-spaced-repetition sees it; None when it does not look into it.
    """
    flashcards = Sync()
    if reading.has_flashcards:
        from vaultlint.notes.sync.flashcards import simulate_flashcards

        flashcards = simulate_flashcards(note, reading)
    if seen is None and "obsidian-to-anki" not in reading.dialects:
        return flashcards
    cards = list(flashcards.cards)
    deleted = list(flashcards.deleted)
    if seen is not None:
        from vaultlint.notes.sync.spaced_repetition import synced

        cards += synced(note, reading.spaced_repetition, seen)
    if "obsidian-to-anki" in reading.dialects:
        from vaultlint.notes.sync.obsidian_to_anki import simulate_obsidian_to_anki

        to_anki = simulate_obsidian_to_anki(note, reading.obsidian_to_anki)
        cards += to_anki.cards
        deleted += to_anki.deleted
    ordered = tuple(sorted(cards, key=lambda card: card.span))
    return Sync(ordered, tuple(deleted), flashcards.cards_if_lf)
