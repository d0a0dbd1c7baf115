"""A card whose answer has no ⌂ below it."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._names import card_name
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.cardmarks import ANSWER_END, CLOSER_LINE
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for card in note.cards:
        if card.opener is None or card.closer is None or card.separator is not None:
            continue
        if not card.tags or card.answer.start == card.answer.end:
            continue
        yield Finding(
            card.closer.span,
            f"{card_name(note, card)} has no {ANSWER_END} at the end of its answer; "
            f"put {ANSWER_END} on a line of its own above {CLOSER_LINE}",
        )


RULE = NoteRule("missing-answer-end", "cards", Severity.WARNING, check)
