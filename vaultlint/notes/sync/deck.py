"""The deck that the cards of a note are synced into."""

from __future__ import annotations

from vaultlint.notes.facts import Frontmatter
from vaultlint.notes.reading import FlashcardsSettings

DECK_PROPERTY = "cards-deck"
SEPARATOR = "::"


def deck_of(path: str, frontmatter: Frontmatter | None, settings: FlashcardsSettings) -> str:
    """The deck of the cards of flashcards-obsidian in the note at this path.

    Its property cards-deck, else its folder, else the deck for all other notes.
    Source: flashcards-obsidian, src/services/cards.ts, execute().
    """
    stated = frontmatter.property(DECK_PROPERTY) if frontmatter else None
    deck = stated.value.plain if stated else None
    if deck and isinstance(deck, str | int | float):
        return str(deck).strip()
    folder = path.rpartition("/")[0]
    if settings.folder_decks and folder:
        return SEPARATOR.join(folder.split("/"))
    return settings.default_deck
