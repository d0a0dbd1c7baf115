"""A separator of cards on one line inside another card: its line becomes a card of its own."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._made import MadeCard, made_cards
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span

_KINDS = ("inline", "inline-reversed")


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    lines = [card for card in note.sync.cards if card.kind in _KINDS]
    if not lines:
        return
    cards = _blocks(note)
    at = 0
    for line in lines:
        while at < len(cards) and cards[at].span.end <= line.question.start:
            at += 1
        if at == len(cards):
            return
        card = cards[at]
        if line.question.start < card.span.start:
            continue
        separator = note.text[line.question.end : line.answer.start].strip()
        start = note.text.index(separator, line.question.end)
        words = note.source.slice(Span(line.question.start, line.answer.end))
        yield Finding(
            Span(start, start + len(separator)),
            f"{quoted(separator)} inside the {card.name}: Anki makes a card of its own of "
            f"{quoted(words)}, and its id is written into this card; replace the sign",
            (Related(card.mark, f"the {card.name} begins here"),),
        )


def _blocks(note: Note) -> list[MadeCard]:
    """The cards that are no line themselves, in order of place."""
    own = {card.span for card in note.inline_cards}
    return sorted(
        (card for card in made_cards(note) if card.span not in own), key=lambda card: card.span
    )
