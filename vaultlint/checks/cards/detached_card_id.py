"""An id that does not follow ﹈ and its line break at once, or is too short: it is not read."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._names import card_name
from vaultlint.checks.cards._owners import is_deleted
from vaultlint.checks.cards.malformed_card_closer import is_malformed
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.cardmarks import BREAK, CLOSER, CLOSER_LINE, ID_LENGTH
from vaultlint.notes.facts import Card, Note
from vaultlint.rule import NoOptions, NoteRule


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for card in note.cards:
        fault = detachment(note, card)
        if fault is None or card.id is None or is_deleted(note, card.id):
            continue
        yield Finding(
            card.id.span,
            f"id {card.id.digits} of the {card_name(note, card)} is not read, {fault}: "
            f"every sync makes the card again; {_advice(card)}",
        )


def detachment(note: Note, card: Card) -> str | None:
    """Why the plugin does not read the id of a card that it reads; None when it does."""
    if card.id is None or card.opener is None or card.closer is None or is_malformed(card):
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
    return f"write {CLOSER_LINE}^{card.id.digits}"


RULE = NoteRule("detached-card-id", "cards", Severity.ERROR, check)
