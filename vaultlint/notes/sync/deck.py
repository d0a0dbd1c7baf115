"""The deck that the cards of a note are synced into."""

from __future__ import annotations

from vaultlint.notes.facts import Deck, Frontmatter
from vaultlint.notes.reading import FlashcardsSettings

DECK_PROPERTY = "cards-deck"
SEPARATOR = "::"


def stated_deck(path: str, frontmatter: Frontmatter | None, settings: FlashcardsSettings) -> Deck:
    """The deck of the cards of flashcards-obsidian in the note at this path, and what states it.

    Its property cards-deck, else its folder, else the deck for all other notes.
    Source: flashcards-obsidian, src/services/cards.ts, execute().
    """
    stated = frontmatter.property(DECK_PROPERTY) if frontmatter else None
    deck = stated.value.plain if stated else None
    if deck and isinstance(deck, str | int | float):
        return Deck(str(deck).strip(), "property")
    folder = path.rpartition("/")[0]
    if settings.folder_decks:
        return Deck(SEPARATOR.join(folder.split("/")) or settings.default_deck, "folder")
    return Deck(settings.default_deck, "default")
