"""An id of more than 13 digits: the first 13 are the id of another note."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._owners import code_and_math, owned_ids
from vaultlint.checks.cards.detached_card_id import detachment
from vaultlint.diagnostic import Finding
from vaultlint.notes.cardmarks import ID_LENGTH
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    overlong = [card_id for card_id in note.digit_ids if len(card_id.digits) > ID_LENGTH]
    if not overlong:
        return
    owned = {card_id.span for card_id in owned_ids(note)}
    # Of a card's id that is not read at all, detached-card-id speaks.
    detached = {card.id.span for card in note.cards if card.id and detachment(note, card)}
    hidden = code_and_math(note)
    for card_id in overlong:
        at = card_id.span.start
        is_line = at == note.source.line_starts[note.source.line_of(at)]
        is_meant = card_id.span in owned or (is_line and hidden.end_of(at) is None)
        if not is_meant or card_id.span in detached:
            continue
        yield Finding(
            card_id.span,
            f"id {card_id.digits} has {len(card_id.digits)} digits: Anki takes the first "
            f"{ID_LENGTH} and overwrites the note {card_id.digits[:ID_LENGTH]}; "
            "restore the id, or remove it for a new card",
        )
