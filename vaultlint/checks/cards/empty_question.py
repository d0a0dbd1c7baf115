"""A card that asks nothing."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._fate import Fates
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.cardmarks import OPENER_LINE, is_blank
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    fates = Fates(note)
    for card in note.cards:
        if card.opener is None or not card.tags or card.question.start < card.question.end:
            continue
        synced = fates.of(card).synced
        # The plugin wants one character before the tag, be it the line break of a blank line.
        is_read = synced is not None and is_blank(note.source.slice(synced.question))
        note_id = f" of note {card.id.digits}" if card.id else ""
        fate = f"the front{note_id} in Anki is empty" if is_read else fates.loss(card)
        yield Finding(
            card.opener.span,
            f"the card has no question: {fate}; write the question below {OPENER_LINE}",
            () if is_read else fates.related(card),
        )


RULE = NoteRule("empty-question", "cards", Severity.ERROR, check)
