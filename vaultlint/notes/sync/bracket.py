"""Cards of ﹇ … ﹈ blocks, as the fork of flashcards-obsidian finds them.

It knows neither lines nor fences: a card runs from ﹇<br> to the next line that ends in the card
tag, and on to the next ﹈, whatever stands between. Four characters before and behind ﹈ are
taken for its line breaks.
Source: edmund-leibert/flashcards-obsidian, src/conf/regex.ts (flashscardsWithTag).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from vaultlint.notes.cardmarks import BREAK, CLOSER, OPENER, OPENER_LINE
from vaultlint.notes.facts import SyncedCard
from vaultlint.notes.reading import Reading
from vaultlint.notes.sync.pieces import (
    LINE_ENDS,
    TagInText,
    head_end,
    id_at,
    one_of,
    tags_in,
    trimmed,
)
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_LINE_END = regex(rf"[{LINE_ENDS}]")
_LINE_FEEDS = regex(r"\n+")


class _Closer(Struct, frozen=True):
    """answer: trimmed. end: behind the four characters that follow ﹈."""

    answer: Span
    end: int


def bracket_cards(text: str, reading: Reading, deck: str) -> Iterator[SyncedCard]:
    """The cards of a note's whole text, in order."""
    if OPENER not in text:
        return
    tags = _Tags(text, reading.card_tags)
    start = _opener(text, 0)
    while start >= 0:
        behind = start + len(OPENER_LINE) + 1
        head = head_end(text, behind)
        tag = tags.search(head + 1)
        closer = _closer(text, tag) if tag else None
        is_last = closer is None
        if closer is None:
            # As a last resort the plugin takes the tag that it took for heading marks before.
            # Further tags and openers have no ﹈ behind them either.
            tag = tags.search(head - 1) if head - 1 > behind else None
            closer = _closer(text, tag) if tag else None
        if tag is None or closer is None:
            return
        card_id = id_at(text, closer.end)
        end = card_id.span.end if card_id else closer.end
        yield SyncedCard(
            "bracket",
            "reversed" if tag.is_reversed else "basic",
            Span(start, end),
            trimmed(text, min(head, tag.start - 1), tag.start),
            closer.answer,
            "",
            tags_in(text[tag.hashtags.start : tag.hashtags.end]),
            deck,
            card_id,
        )
        start = -1 if is_last else _opener(text, end)


def _opener(text: str, start: int) -> int:
    """Where the first ﹇<br> with a line feed behind it stands from `start` on; else -1."""
    at = text.find(OPENER, start)
    while at >= 0:
        end = at + len(OPENER_LINE)
        if text.startswith("\n", end) and text[at:end].lower() == OPENER_LINE:
            break
        at = text.find(OPENER, at + 1)
    return at


def _closer(text: str, tag: TagInText) -> _Closer | None:
    """The first ﹈ that leaves a character for the answer; else one that leaves none."""
    behind = len(BREAK) + len(CLOSER)
    feeds = _LINE_FEEDS.match(text, tag.end)
    assert feeds is not None
    at = text.find(CLOSER, feeds.end() + behind)
    if 0 <= at <= len(text) - behind:
        return _Closer(trimmed(text, feeds.end(), at - len(BREAK)), at + behind)
    for start in range(feeds.end(), feeds.start(), -1):
        at = start + len(BREAK)
        if text.startswith(CLOSER, at) and at <= len(text) - behind:
            return _Closer(Span(start, start), at + behind)
    return None


class _Tags:
    """The card tags of a text that end a line, alone or before hashtags."""

    def __init__(self, text: str, names: tuple[str, ...]) -> None:
        self._text = text
        self._tag = re.compile(rf"#(?i:(?:{one_of(names)})(?>([-/]reverse)?)) *+")

    def search(self, start: int) -> TagInText | None:
        """The first one from `start` on. TagInText.end: of its line."""
        text = self._text
        match = self._tag.search(text, start)
        while match:
            behind = end = match.end()
            if text.startswith("#", end):
                line_end = _LINE_END.search(text, end)
                assert line_end is not None
                # A lone "#" is no hashtag.
                end = line_end.start() if line_end.start() > end + 1 else end
            if text.startswith("\n", end):
                return TagInText(match.start(), Span(behind, end), end, bool(match[1]))
            match = self._tag.search(text, end)
        return None
