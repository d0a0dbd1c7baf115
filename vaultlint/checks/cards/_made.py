"""The cards of a note that the sync plugin makes notes of in Anki, in whichever form."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from vaultlint.checks._once import once_a_note
from vaultlint.checks.cards._names import card_name
from vaultlint.notes.cardmarks import is_read
from vaultlint.notes.facts import BareCard, Card, CardId, Cloze, InlineCard, Note
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span


class MadeCard(Struct, frozen=True):
    """One card that the plugin reads.

    mark: the ﹇ line, the tag of a bare card, the line of a cloze, the question of a card on one
    line. parts: the text that reaches Anki: question and answer.
    """

    note: Note
    card: Card | BareCard | InlineCard | Cloze
    mark: Span
    parts: tuple[Span, Span]

    @property
    def span(self) -> Span:
        """All of it."""
        return self.card.span

    @property
    def id(self) -> CardId | None:
        """As it is meant."""
        return self.card.id

    @property
    def name(self) -> str:
        """The card in messages, such as `card "What is yeast?"`."""
        if isinstance(self.card, Card):
            return card_name(self.note, self.card)
        kind = "cloze" if isinstance(self.card, Cloze) else "card"
        return f"{kind} {quoted(self.note.source.slice(self.parts[0]))}"


@once_a_note
def made_cards(note: Note) -> tuple[MadeCard, ...]:
    """The cards that the plugin reads: blocks first, then bare cards, then those on one line.

    Where it reads ﹇ … ﹈ blocks, bare cards are of an older form, which it does not read.
    """
    return tuple(_made_cards(note))


@once_a_note
def made_in_order(note: Note) -> tuple[MadeCard, ...]:
    """The same, in order of place."""
    return tuple(sorted(made_cards(note), key=lambda card: card.span))


def _made_cards(note: Note) -> Iterator[MadeCard]:
    for card in note.cards:
        if card.opener is not None and is_read(card):
            yield MadeCard(note, card, card.opener.span, (card.question, card.answer))
    if "flashcards-obsidian" in note.dialects:
        for bare in note.bare_cards:
            yield MadeCard(note, bare, bare.tag.name_span, (bare.question, bare.answer))
    for inline in note.inline_cards:
        yield MadeCard(note, inline, inline.question, (inline.question, inline.answer))


def made_clozes(note: Note) -> Iterator[MadeCard]:
    """The clozes of a note, in order."""
    for cloze in note.clozes:
        yield MadeCard(note, cloze, cloze.span, (cloze.span, cloze.span))
