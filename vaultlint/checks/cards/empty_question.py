"""A card that asks nothing."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._bare_fate import BareFates, bare_fates_of, loss
from vaultlint.checks.cards._fate import fates_of
from vaultlint.checks.cards._owners import code_and_math
from vaultlint.diagnostic import Finding
from vaultlint.notes.cardmarks import EXACT, OPENER_LINE, is_blank
from vaultlint.notes.facts import BareCard, Note
from vaultlint.rule import NoOptions
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    yield from _of_blocks(note)
    yield from _of_bare_cards(note)


def _of_bare_cards(note: Note) -> Iterator[Finding]:
    fates = bare_fates_of(note)
    yield from _parted(note, fates)
    for card in fates.synced:
        if not is_blank(note.source.slice(card.question)):
            continue
        tag = note.text.index("#", card.question.end)
        note_id = f" of note {card.id.digits}" if card.id else ""
        yield Finding(
            Span(tag, tag + len(note.text[tag : card.span.end].split(None, 1)[0])),
            f"the card has no question: the front{note_id} in Anki is empty; "
            "write the question before the tag",
        )


def _parted(note: Note, fates: BareFates) -> Iterator[Finding]:
    """Tags that an empty line parts from their questions: the plugin makes no card of them."""
    if "flashcards-obsidian" not in note.dialects or not note.unasked_cards:
        return
    hidden = code_and_math(note)
    for card in note.unasked_cards:
        at = card.tag.name_span.start
        if (
            card.tag.form == EXACT
            and _is_answered(note, card)
            and hidden.end_of(at) is None
            and fates.around(card) is None
        ):
            yield Finding(
                card.tag.name_span,
                f"an empty line parts the tag of this card from its question: {loss(card)}; "
                "remove the empty line",
            )


def _is_answered(note: Note, card: BareCard) -> bool:
    """Whether the tag stands below some text, and an answer or an id shows it to be a card's."""
    source = note.source
    line = source.line_of(card.tag.span.start)
    has_more = line + 1 < len(source.line_starts)
    is_followed = has_more and not is_blank(source.slice(source.line_span(line + 1)))
    body = note.frontmatter.span.end if note.frontmatter else 0
    return (
        not is_blank(note.text[body : card.tag.span.start])
        and card.answer.start < card.answer.end
        and (card.id is not None or is_followed)
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
