"""﹇ inside a card: its question or answer takes in the card that begins there."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._fate import fates_of
from vaultlint.checks.cards._names import card_name
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.cardmarks import OPENER
from vaultlint.notes.facts import Card, Note
from vaultlint.rule import NoOptions


def holds_next(note: Note, index: int) -> bool:
    """Whether the next card begins inside the one with this index.

    A card that has only a question counts: it has no end before the next one begins.
    """
    if index + 1 >= len(note.cards):
        return False
    card, inner = note.cards[index : index + 2]
    if inner.opener is None or card.opener is None:
        return False
    is_begun_only = not card.tags and card.separator is None and card.closer is None
    return is_begun_only or inner.span.start < card.span.end


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    fates = fates_of(note)
    for index, card in enumerate(note.cards):
        if not holds_next(note, index):
            continue
        inner = note.cards[index + 1]
        assert inner.opener is not None and card.opener is not None
        outer_name, inner_name = card_name(note, card), card_name(note, inner)
        synced = fates.of(card).synced
        fate = f"Anki makes one card of it and the {inner_name}"
        if synced is None:
            fate = f"neither it nor the {inner_name} reaches Anki"
        elif synced.id is not None and synced.id != card.id:
            fate += f" and overwrites the note {synced.id.digits}"
        if card.closer is not None:
            advice = "move one of them out of the other"
        else:
            advice = f"complete the first one, or remove its {OPENER}"
        yield Finding(
            inner.opener.span,
            f"{OPENER} inside {_with_article(card, outer_name)}: {fate}; {advice}",
            (Related(card.opener.span, f"the {outer_name} begins here"),),
        )


def _with_article(card: Card, name: str) -> str:
    return (
        f"the {name}" if card.question.start < card.question.end else "a card that was only begun"
    )
