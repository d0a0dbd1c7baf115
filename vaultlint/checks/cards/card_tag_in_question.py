"""A line that ends in the card tag inside a question: the question ends there in Anki."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._fate import fates_of
from vaultlint.checks.cards._names import card_name
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    fates = fates_of(note)
    for card in note.cards:
        if card.opener is None or card.tag is None:
            continue
        if note.text.find("#", card.question.start, card.question.end) < 0:
            continue
        synced = fates.of(card).synced
        if synced is None or synced.span.start < card.opener.span.start:
            continue
        tag = fates.tag_of(synced)
        is_own = fates.block_at(tag) is card  # else nested-card speaks of it
        if not is_own or not card.question.start <= tag < card.question.end:
            continue
        line_end = note.source.line_span(note.source.line_of(tag)).end
        name = note.text[tag:line_end].split()[0]
        yield Finding(
            Span(tag, tag + len(name)),
            f"{quoted(name)} ends a line of the question of the {card_name(note, card)}: Anki "
            "takes it for the card tag, cuts the question here and shows the rest of it in the "
            "answer; write something behind it",
            (Related(card.tag.name_span, "the tag that is meant"),),
        )
