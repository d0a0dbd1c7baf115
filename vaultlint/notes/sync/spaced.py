"""Cards for spaced repetition, as flashcards-obsidian and its fork find them.

They are asked only: the text of a paragraph up to a tag such as #card-spaced, which may stand
anywhere in it.
Source: reuseman/flashcards-obsidian, src/conf/regex.ts (cardsSpacedStyle).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.notes.facts import CardId, Dialect, SyncedCard
from vaultlint.notes.reading import Reading
from vaultlint.notes.sync.paragraphs import asked
from vaultlint.notes.sync.pieces import LETTER, TagInText, id_at, one_of, tags_in, trimmed
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_TAIL = regex(rf"(?P<hashtags>(?>(?: *+#(?>(?:{LETTER}|-)+))*)) *+\n?+")


class _Tail(NamedTuple):
    hashtags: str
    id: CardId | None
    end: int


def spaced_cards(text: str, reading: Reading, dialect: Dialect, deck: str) -> Iterator[SyncedCard]:
    """The cards of a note's whole text, in order."""
    pattern = re.compile(rf"#(?i:(?:{one_of(reading.card_tags)})[-/]spaced)")
    tags = tuple(
        TagInText(match.start(), Span(match.end(), match.end()), match.end(), False)
        for match in pattern.finditer(text)
    )
    for card, tail in asked(text, tags, _tail):
        yield SyncedCard(
            dialect,
            "spaced",
            Span(card.start, tail.end),
            trimmed(text, card.question.start, card.question.end),
            Span(tail.end, tail.end),
            "",
            tags_in(tail.hashtags),
            deck,
            tail.id,
        )


def _tail(text: str, tag: TagInText) -> _Tail:
    match = _TAIL.match(text, tag.end)
    assert match is not None
    card_id = id_at(text, match.end())
    return _Tail(match["hashtags"], card_id, card_id.span.end if card_id else match.end())
