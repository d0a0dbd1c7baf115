"""﹈ in the text or the code of a card, which ends there."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._fate import fates_of
from vaultlint.checks.cards._names import card_name
from vaultlint.checks.cards.nested_card import holds_next
from vaultlint.diagnostic import Finding
from vaultlint.notes.cardmarks import CLOSER
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if note.text.count(CLOSER) <= sum(card.closer is not None for card in note.cards):
        return  # each ﹈ closes a card
    fates = fates_of(note)
    for index, card in enumerate(note.cards):
        if card.opener is None or holds_next(note, index):
            continue
        fate = fates.of(card)
        if fate.synced is None or fate.closed_by is not card:
            continue
        # In the question ﹈ does no harm, nor does one that leaves no room for an answer.
        at = fates.closer_of(fate.synced)
        end = card.closer.span.start if card.closer else card.answer.end
        following = fates.following(card)
        is_swallowed = following is not None and fates.of(following).synced == fate.synced
        related = (fates.place(card, following),) if following and is_swallowed else ()
        lost = f", with its id {card.id.digits}" if card.id else ""
        while 0 <= at < end:
            yield Finding(
                Span(at, at + len(CLOSER)),
                f"{CLOSER} inside the {card_name(note, card)}: Anki ends the card here and loses "
                f"the rest of it{lost}; describe the sign in words",
                related,
            )
            at = note.text.find(CLOSER, at + 1, end)
