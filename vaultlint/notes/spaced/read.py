"""Everything that a note says to obsidian-spaced-repetition, and what of it is not understood."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import chain

from vaultlint.notes.facts import Note, Property, Spaced, SpacedFault, Tag
from vaultlint.notes.reading import SpacedRepetitionSettings
from vaultlint.notes.regions import Regions
from vaultlint.notes.spaced.accidents import Places, accidental_cards, cards_hidden_by_code
from vaultlint.notes.spaced.cards import ended_cards, lone_separators, lost_cards, merged_cards
from vaultlint.notes.spaced.hidden import hidden_cards, unread_frontmatter
from vaultlint.notes.spaced.schedules import schedule_faults, schedules
from vaultlint.notes.spaced.view import Found, View, faults_of, view_of
from vaultlint.notes.sync.spaced_repetition import (
    MULTI,
    SCHEDULE,
    SINGLE,
    ReadCard,
    deck_tags,
    is_read,
)
from vaultlint.text.span import Span

REVIEW = ("sr-due", "sr-interval", "sr-ease")
_NEAR = 0.85  # difflib's ratio; a deck tag with one slip in it is this near


def read_spaced(note: Note, settings: SpacedRepetitionSettings) -> Spaced:
    """The facts of the dialect in one note."""
    deck_tag = next(iter(settings.flashcard_tags), "")
    decks = deck_tags(note, settings)
    review = _review(note)
    if not is_read(note, settings):
        faults = tuple(_without_deck(note, settings))
        return Spaced(deck_tag, decks, review, (), faults)
    view = view_of(note, settings)
    return Spaced(deck_tag, decks, review, schedules(view), faults_of(tuple(_faults(view))))


def _review(note: Note) -> tuple[Property, ...]:
    stated = (note.frontmatter.property(key) for key in REVIEW) if note.frontmatter else ()
    return tuple(found for found in stated if found is not None)


def _faults(view: View) -> Iterator[Found]:
    places = Places(view)
    sure = [
        *unread_frontmatter(view),
        *lone_separators(view),
        *lost_cards(view),
        *merged_cards(view),
        *ended_cards(view),
    ]
    told = _lines(sure)
    hidden = [
        found
        for found in hidden_cards(view, lambda line: bool(places.accident(line)))
        if found.lines is None or told.end_of(found.lines[0]) is None
    ]
    told = _lines([*sure, *hidden])
    coded = list(cards_hidden_by_code(view, places, told))
    told = _lines([*sure, *hidden, *coded])
    yield from chain(sure, hidden, coded, accidental_cards(view, places, told))
    yield from schedule_faults(view, told)


def _lines(found: list[Found]) -> Regions:
    """The lines that faults explain, as places."""
    return Regions(Span(f.lines[0], f.lines[1] + 1) for f in found if f.lines is not None)


# --- notes without a deck


def _without_deck(note: Note, settings: SpacedRepetitionSettings) -> Iterator[SpacedFault]:
    """Cards in a note that the plugin does not look into."""
    if not settings.flashcard_tags or note.kind != "note":
        return
    near = next((tag for tag in note.tags if _is_near(tag, settings)), None)
    signs = (settings.reversed_separator, settings.multiline_separator, SCHEDULE)
    if near is None and not any(sign and sign in note.text for sign in signs):
        return
    view = view_of(note, settings)
    places = Places(view)
    cards = [card for card in view.read.cards if _is_sure(view, places, card, near is not None)]
    if not cards:
        return
    words = view.question(cards[0])
    form, span = ("near", near.span) if near is not None else ("none", words)
    yield SpacedFault("cards-without-deck-tag", form, span, words, count=len(cards))


def _is_near(tag: Tag, settings: SpacedRepetitionSettings) -> bool:
    """Whether a tag is a deck tag but for a slip."""
    name = "#" + tag.name.split("/")[0].casefold()
    for deck in settings.flashcard_tags:
        folded = deck.split("/")[0].casefold()
        if name == folded or SequenceMatcher(None, name, folded).ratio() >= _NEAR:
            return True
    return False


def _is_sure(view: View, places: Places, card: ReadCard, is_near: bool) -> bool:
    """Whether a card was meant as one, as far as its form tells."""
    found = view.parts(card)
    has_both = found.question.start < found.question.end and found.answer.start < found.answer.end
    if found.schedules:
        return True
    if card.kind in MULTI:
        return has_both
    if card.kind in SINGLE and not places.accident(card.first):
        return has_both and (is_near or card.kind == "single-line-reversed")
    return False
