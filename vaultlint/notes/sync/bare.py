"""Cards without brackets, as flashcards-obsidian finds them: question, tag, answer.

The answer is what follows the empty lines behind the tag, up to an id or the next empty line.
Source: reuseman/flashcards-obsidian, src/conf/regex.ts (flashscardsWithTag).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.notes.cardmarks import ID_LENGTH
from vaultlint.notes.facts import CardId, SyncedCard
from vaultlint.notes.reading import Reading
from vaultlint.notes.sync.paragraphs import asked
from vaultlint.notes.sync.pieces import TagInText, id_at, one_of, tags_in, trimmed
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_TAIL = regex(r"(?P<hashtags>(?>(?: *+#[\w/-]++)*)) *+")
_LINE_FEEDS = regex(r"\n++")
_ANSWER_END = regex(rf"[\r\u2028\u2029]|(?<=\n)\n|\^[0-9]{{{ID_LENGTH}}}|\Z")


class _Answer(NamedTuple):
    span: Span
    id: CardId | None
    end: int


def bare_cards(text: str, reading: Reading, deck: str) -> Iterator[SyncedCard]:
    """The cards of a note's whole text, in order."""
    for card, answer in asked(text, tuple(_tags(text, reading.card_tags)), _answer):
        yield SyncedCard(
            "flashcards-obsidian",
            "reversed" if card.tag.is_reversed else "basic",
            Span(card.start, answer.end),
            trimmed(text, card.question.start, card.question.end),
            answer.span,
            "",
            tags_in(text[card.tag.hashtags.start : card.tag.hashtags.end]),
            deck,
            answer.id,
        )


def _answer(text: str, tag: TagInText) -> _Answer:
    feeds = _LINE_FEEDS.match(text, tag.end)
    assert feeds is not None
    start = feeds.end()
    end = _ANSWER_END.search(text, start)
    assert end is not None
    card_id = id_at(text, end.start())
    last = card_id.span.end if card_id else end.start()
    return _Answer(trimmed(text, start, end.start()), card_id, last)


def _tags(text: str, names: tuple[str, ...]) -> Iterator[TagInText]:
    """The tags that end a line, alone or before hashtags. TagInText.end: of that line."""
    tail = None  # of the last run of hashtags; the tags in it share its end
    for match in re.finditer(rf"#(?i:(?:{one_of(names)})(?>([-/]reverse)?))", text):
        behind = match.end()
        if tail is None or behind >= tail.end("hashtags") or text[behind] not in " #":
            tail = _TAIL.match(text, behind)
            assert tail is not None
        if text.startswith("\n", tail.end()):
            hashtags = Span(behind, tail.end("hashtags"))
            yield TagInText(match.start(), hashtags, tail.end(), bool(match[1]))
