"""An id that cannot be one of Anki's: they are the milliseconds since 1970 at their making."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from vaultlint.checks.cards._owners import is_deleted
from vaultlint.checks.cards.detached_card_id import detachment
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.cardmarks import ID_LENGTH
from vaultlint.notes.facts import CardId, Note
from vaultlint.rule import NoteRule

_EPOCH = date(1970, 1, 1)
_FIRST = date(2006, 1, 1)  # the year of Anki's first release
_SLACK = timedelta(days=1)  # for time zones


class Options(NamedTuple):
    """today: in UTC, given by the run."""

    today: date = date.max


def check(note: Note, options: Options) -> Iterator[Finding]:
    for card_id in sorted(set(_ids(note)), key=lambda card_id: card_id.span):
        if len(card_id.digits) != ID_LENGTH:
            continue
        made = _EPOCH + timedelta(milliseconds=int(card_id.digits))
        if made < _FIRST - _SLACK:
            fault = "before there was Anki"
        elif made - _SLACK > options.today:
            fault = "a day to come"
        else:
            continue
        if is_deleted(note, card_id):
            continue
        yield Finding(
            card_id.span,
            f"id {card_id.digits} stands for {made.isoformat()}, {fault}: Anki gave no such id, "
            "and its card is never synced; restore the id, or remove it for a new card",
        )


def _ids(note: Note) -> Iterator[CardId]:
    """The ids that the plugin reads."""
    for card in note.cards:
        if card.id is not None and detachment(note, card) is None:
            yield card.id
    others = chain(
        (card.id for card in note.bare_cards),
        (card.id for card in note.inline_cards),
        (cloze.id for cloze in note.clozes),
    )
    yield from (card_id for card_id in others if card_id is not None)


RULE = NoteRule("implausible-card-id", "cards", Severity.WARNING, check, options=Options)
