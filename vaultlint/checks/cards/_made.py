"""The cards of a note that the sync plugin makes notes of in Anki, in whichever form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vaultlint.checks.cards._victims import card_name
from vaultlint.notes.cardmarks import is_read
from vaultlint.notes.facts import BareCard, CardId, InlineCard, Note
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span


@dataclass(frozen=True, slots=True)
class MadeCard:
    """One card that the plugin reads.

    name: such as `card "What is yeast?"`. mark: the ﹇ line, the tag of a bare card, the question
    of a card on one line. parts: the text that reaches Anki: question and answer.
    """

    name: str
    span: Span
    mark: Span
    parts: tuple[Span, Span]
    id: CardId | None


def made_cards(note: Note) -> Iterator[MadeCard]:
    """The cards that the plugin reads: blocks first, then bare cards, then those on one line.

    Where it reads ﹇ … ﹈ blocks, bare cards are of an older form, which it does not read.
    """
    for card in note.cards:
        if card.opener is not None and is_read(card):
            parts = card.question, card.answer
            yield MadeCard(card_name(note, card), card.span, card.opener.span, parts, card.id)
    if "flashcards-obsidian" in note.dialects:
        for bare in note.bare_cards:
            yield _made(note, bare, bare.tag.name_span)
    for inline in note.inline_cards:
        yield _made(note, inline, inline.question)


def _made(note: Note, card: BareCard | InlineCard, mark: Span) -> MadeCard:
    name = f"card {quoted(note.source.slice(card.question))}"
    return MadeCard(name, card.span, mark, (card.question, card.answer), card.id)
