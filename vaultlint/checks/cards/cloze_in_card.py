"""Braces or a highlight in a card, of which the sync plugin makes one more card."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards import card_placeholder
from vaultlint.checks.clozes._made import card_places, made_clozes
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note, SyncedCard
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    inside = [
        card
        for card in made_clozes(note)
        if card_places(note).end_of(card.question.start) is not None
    ]
    if not inside:
        return
    told = Regions(
        finding.span for finding in card_placeholder.check(note, card_placeholder.Options())
    )
    synced = note.sync.cards if note.sync.cards_if_lf is None else note.sync.cards_if_lf
    owned = {card.id.digits for card in synced if card.id and card.kind != "cloze"}
    for card in inside:
        first = card.deletions[0]
        if any(told.end_of(span.start) is not None for span in card.deletions):
            continue
        is_highlight = note.text[first.start] == "="
        signs = "==" if is_highlight else "braces"
        yield Finding(
            first,
            f"{quoted(note.source.slice(first))} is a cloze to the sync plugin, which makes one "
            f"more card of this line {_fate(card, owned)}; write it without {signs}, or in a code "
            "block fenced with ```",
        )


def _fate(card: SyncedCard, owned: set[str]) -> str:
    if card.id is None:
        return "and writes the id of that into this card"
    if card.id.digits in owned:
        return f"for the same note {card.id.digits}, so that one overwrites the other"
    return f"for the note {card.id.digits}, whose id stands in this card"
