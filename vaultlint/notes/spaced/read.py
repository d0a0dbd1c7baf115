"""Everything that a note says to obsidian-spaced-repetition, and what of it is not understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import chain

from vaultlint.notes.facts import Note, Property, Spaced, SpacedFault, Tag
from vaultlint.notes.reading import SpacedRepetitionSettings
from vaultlint.notes.regions import Regions
from vaultlint.notes.spaced.accidents import Places, accidental_cards, cards_hidden_by_code
from vaultlint.notes.spaced.cards import (
    ended_cards,
    lone_separators,
    lost_cards,
    merged_cards,
    open_cards,
)
from vaultlint.notes.spaced.hidden import hidden_cards, unread_frontmatter
from vaultlint.notes.spaced.schedules import schedule_faults, schedules
from vaultlint.notes.spaced.view import Found, View, faults_of, view_of
from vaultlint.notes.sync.spaced_repetition import (
    MULTI,
    SCHEDULE,
    SINGLE,
    ReadCard,
    SeenNote,
    deck_tags,
)
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

REVIEW = ("sr-due", "sr-interval", "sr-ease")
_OF_LINES = ("separator-in-multiline-card",)  # rules that rest on the separators of one line
_FIELD = regex(r"[\s>*+-]*+(?:(?<=-)|\w)[\w-]*+::(?:\s|$)")
_NEAR = 0.85  # difflib's ratio; a deck tag with one slip in it is this near


def read_spaced(note: Note, settings: SpacedRepetitionSettings, seen: SeenNote | None) -> Spaced:
    """The facts of the dialect in one note.

    seen: the note as the plugin sees it; None when it does not look into it.
    """
    deck_tag = next(iter(settings.flashcard_tags), "")
    decks = deck_tags(note, settings)
    review = _review(note)
    if seen is None:
        faults = tuple(_without_deck(note, settings))
        return Spaced(deck_tag, decks, review, (), faults)
    view = view_of(note, settings, seen)
    return Spaced(deck_tag, decks, review, schedules(view), faults_of(tuple(_faults(view))))


def _review(note: Note) -> tuple[Property, ...]:
    stated = (note.frontmatter.property(key) for key in REVIEW) if note.frontmatter else ()
    return tuple(found for found in stated if found is not None)


def _faults(view: View) -> Iterator[Found]:
    places = Places(view)
    open_ended = open_cards(view)
    sure = [
        *unread_frontmatter(view),
        *lone_separators(view),
        *lost_cards(view),
        *merged_cards(view),
        *ended_cards(view, open_ended),
    ]
    parts_lines = _parts_lines(view, places, _lines(sure))
    if not parts_lines:
        sure = [found for found in sure if found.fault.rule not in _OF_LINES]
    told = _lines(sure)
    hidden = [
        found
        for found in hidden_cards(view, places.is_no_card)
        if found.lines is None or told.end_of(found.lines[0]) is None
    ]
    told = _lines([*sure, *hidden])
    coded = list(cards_hidden_by_code(view, places, told))
    told = _lines([*sure, *hidden, *coded], open_ended)
    yield from chain(sure, hidden, coded)
    if parts_lines:
        yield from accidental_cards(view, places, told)
    yield from schedule_faults(view, told)


def _parts_lines(view: View, places: Places, told: Regions) -> bool:
    """Whether the separators of cards of one line are known: stated, or used in this note.

    told: lines of which a fault tells.
    """
    return view.settings.is_stated or any(
        card.kind in SINGLE
        and told.end_of(card.first) is None
        and not _is_field(view, card)
        and not places.accident(card.first)
        for card in view.read.cards
    )


def _is_field(view: View, card: ReadCard) -> bool:
    """Whether a card may be a Dataview field as well: key:: value."""
    return bool(_FIELD.match(view.lines[card.first])) and not view.parts(card).schedules


def _lines(found: list[Found], open_ended: Mapping[int, int] | None = None) -> Regions:
    """The lines that faults explain, as places, and those of cards whose end is not known."""
    return Regions(
        chain(
            (Span(f.lines[0], f.lines[1] + 1) for f in found if f.lines is not None),
            (Span(first, last + 1) for first, last in (open_ended or {}).items()),
        )
    )


# --- notes without a deck


def _without_deck(note: Note, settings: SpacedRepetitionSettings) -> Iterator[SpacedFault]:
    """Cards in a note that the plugin does not look into."""
    if not settings.is_stated or not settings.flashcard_tags or note.kind != "note":
        return
    near = next((tag for tag in note.tags if _is_near(tag, settings)), None)
    signs = (settings.reversed_separator, settings.multiline_separator, SCHEDULE)
    if near is None and not any(sign and sign in note.text for sign in signs):
        return
    view = view_of(note, settings, SeenNote(note.source, settings))
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
