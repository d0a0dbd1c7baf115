"""A card that answers nothing."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._fate import fates_of
from vaultlint.checks.cards._names import card_name
from vaultlint.diagnostic import Finding
from vaultlint.notes.cardmarks import ANSWER_END, TEXT_BEHIND
from vaultlint.notes.facts import CardTag, Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    fates = fates_of(note)
    for card in note.cards:
        tag = card.tag
        if tag is None or card.opener is None or card.answer.start < card.answer.end:
            continue
        is_ended = card.separator is not None or card.closer is not None
        if not is_ended or _has_answer_elsewhere(tag):
            continue
        fate = fates.of(card)
        is_read = fate.synced is None or fate.closed_by is card
        back = f"only {ANSWER_END}" if card.separator else "nothing"
        loss = f"its back in Anki shows {back}" if is_read else fates.loss(card)
        yield Finding(
            tag.name_span,
            f"{card_name(note, card)} has no answer: {loss}; write the answer below the tag",
            () if is_read else fates.related(card),
        )


def _has_answer_elsewhere(tag: CardTag) -> bool:
    """Cards for spaced repetition have no back; text behind a tag is the answer, misplaced."""
    return tag.name.endswith("spaced") or tag.form == TEXT_BEHIND
