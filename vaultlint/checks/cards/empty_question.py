"""A card that asks nothing."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.cardmarks import OPENER_LINE
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for card in note.cards:
        if card.opener is None or not card.tags or card.question.start < card.question.end:
            continue
        note_id = f" of note {card.id.digits}" if card.id else ""
        yield Finding(
            card.opener.span,
            f"the card has no question: the front{note_id} in Anki is empty; "
            f"write the question below {OPENER_LINE}",
        )


RULE = NoteRule("empty-question", "cards", Severity.ERROR, check)
