"""﹈ in the text or the code of a card, which ends there."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._victims import card_name
from vaultlint.checks.cards.nested_card import holds_next
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.cardmarks import CLOSER
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for index, card in enumerate(note.cards):
        if card.opener is None or holds_next(note, index):
            continue
        name = card_name(note, card)
        for part in (card.question, card.answer):
            at = note.text.find(CLOSER, part.start, part.end)
            while at >= 0:
                lost = f", with its id {card.id.digits}" if card.id else ""
                yield Finding(
                    Span(at, at + len(CLOSER)),
                    f"{CLOSER} inside the {name}: Anki ends the card here and loses "
                    f"the rest of it{lost}; describe the sign in words",
                )
                at = note.text.find(CLOSER, at + 1, part.end)


RULE = NoteRule("closer-in-card-text", "cards", Severity.ERROR, check)
