"""What flashcards-obsidian or its fork makes of a note as it stands.

Source: flashcards-obsidian, src/services/cards.ts (execute), src/services/parser.ts
(generateFlashcards).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from vaultlint.notes.facts import Dialect, Note, Sync, SyncedCard
from vaultlint.notes.reading import Reading
from vaultlint.notes.sync.bare import bare_cards
from vaultlint.notes.sync.bracket import bracket_cards
from vaultlint.notes.sync.deck import deck_of
from vaultlint.notes.sync.deletions import deletions
from vaultlint.notes.sync.dropped import dropped_ranges
from vaultlint.notes.sync.inline import inline_cards
from vaultlint.notes.sync.spaced import spaced_cards
from vaultlint.text.span import Span


def simulate_flashcards(note: Note, reading: Reading) -> Sync:
    """The cards of four searches over the whole text, those in code and math left out."""
    end = len(note.text)
    text = note.text if note.text.endswith("\n") else note.text + "\n"
    dropped = dropped_ranges(text)
    found = (card for card in _cards(text, note, reading) if not dropped.is_dropped(card.span))
    cards = tuple(sorted((_until(card, end) for card in found), key=lambda card: card.span))
    return Sync(cards, tuple(deletions(text)))


def _cards(text: str, note: Note, reading: Reading) -> Iterator[SyncedCard]:
    deck = deck_of(note.path, note.frontmatter, reading.flashcards)
    dialect: Dialect = "flashcards-obsidian"
    if "bracket" in reading.dialects:
        dialect = "bracket"
        yield from bracket_cards(text, reading, deck)
    if "flashcards-obsidian" in reading.dialects:
        yield from bare_cards(text, reading, deck)
    yield from inline_cards(text, reading, dialect, deck)
    yield from spaced_cards(text, reading, dialect, deck)


def _until(card: SyncedCard, end: int) -> SyncedCard:
    """A card that does not take in the line feed which the plugin adds to the text."""
    if card.span.end <= end:
        return card
    answer = Span(min(card.answer.start, end), min(card.answer.end, end))
    return replace(card, span=Span(card.span.start, end), answer=answer)
