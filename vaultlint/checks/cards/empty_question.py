"""A card that asks nothing."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._bare_fate import BareFates
from vaultlint.checks.cards._fate import fates_of
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.cardmarks import OPENER_LINE, is_blank
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    yield from _of_blocks(note)
    yield from _of_bare_cards(note)


def _of_bare_cards(note: Note) -> Iterator[Finding]:
    for card in BareFates(note).synced:
        if not is_blank(note.source.slice(card.question)):
            continue
        tag = note.text.index("#", card.question.end)
        note_id = f" of note {card.id.digits}" if card.id else ""
        yield Finding(
            Span(tag, tag + len(note.text[tag : card.span.end].split(None, 1)[0])),
            f"the card has no question: the front{note_id} in Anki is empty; "
            "write the question before the tag",
        )


def _of_blocks(note: Note) -> Iterator[Finding]:
    fates = fates_of(note)
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
