"""An id that cannot be one of Anki's: they are the milliseconds since 1970 at their making."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from vaultlint.checks.cards._owners import is_deleted, owned_ids
from vaultlint.checks.cards.detached_card_id import detachment
from vaultlint.diagnostic import Finding
from vaultlint.notes.cardmarks import ID_LENGTH
from vaultlint.notes.facts import CardId, Note

_EPOCH = date(1970, 1, 1)
_DAY = 24 * 60 * 60 * 1000  # milliseconds; one day is left for time zones
_FIRST = (date(2006, 1, 1) - _EPOCH).days * _DAY  # the year of Anki's first release


class Options(NamedTuple):
    """today: in UTC, given by the run."""

    today: date = date.max


def check(note: Note, options: Options) -> Iterator[Finding]:
    last = ((options.today - _EPOCH).days + 2) * _DAY
    odd = [
        card_id
        for card_id in owned_ids(note)
        if len(card_id.digits) == ID_LENGTH and not _FIRST - _DAY <= int(card_id.digits) < last
    ]
    if not odd:
        return
    read = set(_ids(note))
    for card_id in sorted(read.intersection(odd), key=lambda card_id: card_id.span):
        if is_deleted(note, card_id):
            continue
        made = _EPOCH + timedelta(milliseconds=int(card_id.digits))
        fault = "before there was Anki" if int(card_id.digits) < _FIRST else "a day to come"
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
