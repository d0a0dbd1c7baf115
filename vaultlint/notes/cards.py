"""Flashcards in their block syntax, whole and damaged, as their author meant them."""

from __future__ import annotations

from dataclasses import dataclass

from vaultlint.notes.facts import BareCard, Card, CardId, Code, Fence, InlineCard
from vaultlint.notes.reading import Reading
from vaultlint.text.source import Source
from vaultlint.text.span import Span


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of a note's body, in order of place."""

    cards: tuple[Card, ...] = ()
    bare_cards: tuple[BareCard, ...] = ()
    inline_cards: tuple[InlineCard, ...] = ()
    digit_ids: tuple[CardId, ...] = ()


def read_cards(
    source: Source, body: Span, fences: tuple[Fence, ...], code: tuple[Code, ...], reading: Reading
) -> Cards:
    """The cards of the body."""
    return Cards()
