"""Ids, and what they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import chain

from msgspec import Struct

from vaultlint.checks._once import once_a_note
from vaultlint.checks.cards._names import card_name
from vaultlint.notes.cardmarks import ID_LENGTH, WHITESPACE
from vaultlint.notes.facts import CardId, Note
from vaultlint.notes.regions import Regions, places_of
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_ID = regex(rf"\^([0-9]{{{ID_LENGTH}}})(?![0-9])")


class Owner(Struct, frozen=True):
    """A card or a cloze. name: such as `card "What is yeast?"`."""

    name: str
    span: Span


@once_a_note
def owned_ids(note: Note) -> tuple[CardId, ...]:
    """The ids of cards and clozes, also those that were parted from them."""
    found = chain(
        (card.id for card in note.cards),
        (card.id for card in note.bare_cards),
        (card.id for card in note.inline_cards),
        (cloze.id for cloze in note.clozes),
        (cloze.lost_id for cloze in note.clozes),
    )
    return tuple(card_id for card_id in found if card_id is not None)


def is_deleted(note: Note, card_id: CardId) -> bool:
    """Whether the plugin takes an id for an order to delete the note in Anki.

    So it does with ^ and 13 digits at the start of a line below a blank one.
    """
    start = card_id.span.start
    if len(card_id.digits) != ID_LENGTH or note.text[start - 1 : start] not in ("\n", "\r"):
        return False
    number = note.source.line_of(start)
    if note.source.line_starts[number] != start:
        return False
    above = note.source.line_span(number - 1)
    return above.start >= note.body.start and not note.source.slice(above).strip(WHITESPACE)


@once_a_note
def code_and_math(note: Note) -> Regions:
    """Where ^ is something else than the sign of an id."""
    return places_of(note.fences, note.code, note.math)


@once_a_note
def ids(note: Note) -> tuple[CardId, ...]:
    """Every ^ with 13 digits behind it in the body, wherever it stands."""
    found = _ID.finditer(note.text, note.body.start, note.body.end)
    return tuple(CardId(match[1], Span(*match.span())) for match in found)


@once_a_note
def unowned_ids(note: Note) -> tuple[CardId, ...]:
    """The ids that no card and no cloze owns, in order."""
    owned = {card_id.span.start for card_id in owned_ids(note)}
    return tuple(card_id for card_id in ids(note) if card_id.span.start not in owned)


@once_a_note
def repeated_ids(note: Note) -> frozenset[str]:
    """The digits of the ids that stand in a note more than once."""
    counts = Counter(card_id.digits for card_id in ids(note))
    return frozenset(digits for digits, count in counts.items() if count > 1)


@once_a_note
def shared_ends(note: Note) -> frozenset[int]:
    """Where two cards without an id end, such as an inline card that is a cloze too.

    An id below would be that of both.
    """
    cards = note.sync.cards if note.sync.cards_if_lf is None else note.sync.cards_if_lf
    counts = Counter(card.span.end for card in cards if card.id is None)
    return frozenset(end for end, count in counts.items() if count > 1)


class Owners:
    """Which card or cloze an id belongs to that blank lines part from it."""

    def __init__(self, note: Note) -> None:
        self._note = note
        self._by_id: dict[Span, Owner] = {
            card.id.span: Owner(card_name(note, card), (card.closer or card).span)
            for card in note.cards
            if card.id is not None
        }
        for cloze in note.clozes:
            if cloze.lost_id is not None:
                name = f"cloze {quoted(note.source.slice(cloze.span))}"
                self._by_id[cloze.lost_id.span] = Owner(name, cloze.span)
        self._by_end: Mapping[int, Owner] = {
            span.end: Owner(f"card {quoted(note.source.slice(question))}", span)
            for span, question in chain(
                ((card.span, card.question) for card in note.bare_cards if card.id is None),
                ((card.span, card.question) for card in note.inline_cards if card.id is None),
            )
        }

    def of(self, card_id: CardId) -> Owner | None:
        """The owner of an id line by sense, else None."""
        owner = self._by_id.get(card_id.span)
        return owner or self._by_end.get(self._end_above(card_id))

    def _end_above(self, card_id: CardId) -> int:
        """Where the text ends that the blank lines above an id follow."""
        source = self._note.source
        number = source.line_of(card_id.span.start) - 1
        while number > 0 and not source.slice(source.line_span(number)).strip(WHITESPACE):
            number -= 1
        line = source.line_span(number)
        return line.start + len(source.slice(line).rstrip(WHITESPACE))
