"""A card without a tag line: the sync plugin takes the next card's tag for it."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._fate import fates_of
from vaultlint.checks.cards._names import card_name
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    fates = fates_of(note)
    for card in note.cards:
        if card.opener is None or card.closer is None or card.tags:
            continue
        yield Finding(
            card.opener.span,
            f"{card_name(note, card)} has no card tag: {fates.loss(card)}; put the tag on a "
            "line of its own between question and answer",
            fates.related(card),
        )
