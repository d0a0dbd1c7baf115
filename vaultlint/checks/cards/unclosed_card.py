"""A card without ﹈: it runs on into the next one."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._fate import fates_of
from vaultlint.checks.cards._lines import CARDS, indent_at
from vaultlint.checks.cards._names import card_name
from vaultlint.checks.cards.nested_card import holds_next
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.cardmarks import ANSWER_END, CLOSER_LINE
from vaultlint.notes.facts import Card, Note
from vaultlint.rule import NoOptions
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    fates = fates_of(note)
    for index, card in enumerate(note.cards):
        if card.opener is None or card.closer is not None or holds_next(note, index):
            continue
        if fates.of(card).closed_by is card:
            continue  # of a ﹈ in its text, closer-in-card-text speaks
        yield Finding(
            card.opener.span,
            f"{card_name(note, card)} {_lacks(card)}: {fates.loss(card)}; {_advice(card)}",
            fates.related(card),
            _fix(note, card),
        )


def _lacks(card: Card) -> str:
    return f"has no {CLOSER_LINE}" if card.tags else f"has neither a card tag nor {CLOSER_LINE}"


def _advice(card: Card) -> str:
    if not card.tags:
        return "complete or remove it"
    if card.separator is not None:
        return f"put {CLOSER_LINE} below its {ANSWER_END}"
    return f"end the answer with the lines {ANSWER_END} and {CLOSER_LINE}"


def _fix(note: Note, card: Card) -> Fix | None:
    """The lines that the card lacks, below the text that seems to be its answer."""
    if not card.tags or card.answer.start == card.answer.end:
        return None
    indent = indent_at(note, card.span.start)
    end, lines = card.answer.end, f"\n\n{indent}{ANSWER_END}\n{indent}{CLOSER_LINE}"
    if card.separator is not None:
        end, lines = card.separator.span.end, f"\n{indent}{CLOSER_LINE}"
    return Fix("Close the card", (Edit(Span(end, end), lines),), False, CARDS)
