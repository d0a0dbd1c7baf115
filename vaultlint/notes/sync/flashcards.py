"""What flashcards-obsidian or its fork makes of a note as it stands.

Source: flashcards-obsidian, src/services/cards.ts (execute), src/services/parser.ts
(generateFlashcards).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator

from msgspec.structs import replace

from vaultlint.notes.facts import CardId, Dialect, Note, Sync, SyncedCard
from vaultlint.notes.reading import Reading
from vaultlint.notes.sync.bare import bare_cards
from vaultlint.notes.sync.bracket import bracket_cards
from vaultlint.notes.sync.clozes import cloze_cards
from vaultlint.notes.sync.deck import stated_deck
from vaultlint.notes.sync.deletions import deletions
from vaultlint.notes.sync.dropped import DroppedRanges, dropped_ranges
from vaultlint.notes.sync.inline import inline_cards
from vaultlint.notes.sync.spaced import spaced_cards
from vaultlint.text.span import Span


def simulate_flashcards(note: Note, reading: Reading) -> Sync:
    """The cards of four searches over the whole text, those in code and math left out."""
    text = note.text
    deck = note.deck or stated_deck(note.path, note.frontmatter, reading.flashcards)
    cards = _cards(text, deck.name, reading)
    deleted = tuple(deletions(text))
    crlf_count = text.count("\r\n") if "\r" in text else 0
    if crlf_count == 0 or crlf_count != text.count("\n"):
        return Sync(cards, deleted)
    # Each line feed of the text without carriage returns stood one place further behind.
    plain = text.replace("\r\n", "\n")
    feeds = [at for at, char in enumerate(plain) if char == "\n"]
    in_note = _moved(lambda at: at + bisect_right(feeds, at - 1))
    return Sync(cards, deleted, tuple(map(in_note, _cards(plain, deck.name, reading))))


def _cards(text: str, deck: str, reading: Reading) -> tuple[SyncedCard, ...]:
    """The cards of a text, in order of place."""
    end = len(text)
    text = text if text.endswith("\n") else text + "\n"
    dropped = dropped_ranges(text)
    found = _found(text, deck, reading, dropped)
    kept = (card for card in found if not dropped.is_dropped(card.span))
    # None takes in the line feed that the plugin adds.
    until_end = _moved(lambda at: min(at, end))
    whole = (card if card.span.end <= end else until_end(card) for card in kept)
    return tuple(sorted(whole, key=lambda card: card.span))


def _found(text: str, deck: str, reading: Reading, dropped: DroppedRanges) -> Iterator[SyncedCard]:
    dialect: Dialect = "flashcards-obsidian"
    if "bracket" in reading.dialects:
        dialect = "bracket"
        yield from bracket_cards(text, reading, deck)
    if "flashcards-obsidian" in reading.dialects:
        yield from bare_cards(text, reading, deck)
    yield from inline_cards(text, reading, dialect, deck)
    yield from spaced_cards(text, reading, dialect, deck)
    clozes = cloze_cards(text, dialect, deck, dropped)
    if "{}" not in reading.cloze_brackets:  # as it is said, the plugin of this vault reads none
        clozes = (card for card in clozes if any(text[d.start] != "{" for d in card.deletions))
    yield from clozes


def _moved(place: Callable[[int], int]) -> Callable[[SyncedCard], SyncedCard]:
    """A function that moves all places of a card. place: of an offset, where it moves to."""

    def span(old: Span) -> Span:
        return Span(place(old.start), place(old.end))

    def card_id(old: CardId | None) -> CardId | None:
        return old and CardId(old.digits, span(old.span))

    return lambda card: replace(
        card,
        span=span(card.span),
        question=span(card.question),
        answer=span(card.answer),
        id=card_id(card.id),
        deletions=tuple(map(span, card.deletions)),
    )
