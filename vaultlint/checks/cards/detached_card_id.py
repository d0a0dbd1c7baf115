"""An id that does not follow ﹈ and its line break at once, or is too short: it is not read."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._fate import fates_of
from vaultlint.checks.cards._lines import CARDS_AND_IDS
from vaultlint.checks.cards._names import card_name
from vaultlint.checks.cards._owners import is_deleted, repeated_ids
from vaultlint.checks.cards.malformed_card_closer import is_malformed
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.cardmarks import BREAK, CLOSER, CLOSER_LINE, ID_LENGTH
from vaultlint.notes.facts import Card, CardId, Note
from vaultlint.rule import NoOptions
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for card in note.cards:
        fault = detachment(note, card) if card.id is not None else None
        if fault is None or card.id is None or is_deleted(note, card.id):
            continue
        yield Finding(
            card.id.span,
            f"id {card.id.digits} of the {card_name(note, card)} is not read, {fault}: "
            f"every sync makes the card again; {_advice(card)}",
            fix=_fix(note, card),
        )


def detachment(note: Note, card: Card) -> str | None:
    """Why the plugin does not read the id of a card that it reads; None when it does."""
    return None if card.opener is None else parting(note, card)


def parting(note: Note, card: Card) -> str | None:
    """The same of a card that the plugin would read if ﹇ opened it."""
    if card.id is None or card.closer is None or is_malformed(card):
        return None
    if card.id.span.start >= card.closer.span.end:
        return "it stands below the last line of the card"
    closer = note.text.rindex(CLOSER, card.closer.span.start, card.id.span.start)
    if note.text[closer + len(CLOSER) : card.id.span.start].lower() != BREAK:
        return f"it does not follow {CLOSER_LINE} at once"
    if len(card.id.digits) < ID_LENGTH:
        return f"it has {len(card.id.digits)} digits instead of {ID_LENGTH}"
    return None


def _advice(card: Card) -> str:
    assert card.id is not None
    if len(card.id.digits) < ID_LENGTH:
        return f"restore its {ID_LENGTH} digits, or remove it"
    return f"write {_whole(card.id)}"


def _fix(note: Note, card: Card) -> Fix | None:
    """The id behind ﹈ at once, where nothing but blanks and one line break part the two."""
    assert card.id is not None and card.closer is not None
    closer = note.text.rindex(CLOSER_LINE, card.closer.span.start, card.closer.span.end)
    gap = Span(closer + len(CLOSER_LINE), card.id.span.start)
    between = note.source.slice(gap)
    is_parted = bool(between) and not between.strip() and between.count("\n") < 2
    if len(card.id.digits) != ID_LENGTH or not is_parted:
        return None
    if card.id.digits in repeated_ids(note):
        return None  # two cards would be written into one note
    if fates_of(note).of(card).kind == "merged":
        return None  # the note would be overwritten with text of others
    return Fix(f"Write {_whole(card.id)}", (Edit(gap, ""),), True, CARDS_AND_IDS)


def _whole(card_id: CardId) -> str:
    return f"{CLOSER_LINE}^{card_id.digits}"
