"""Cloze cards, as flashcards-obsidian and its fork find them: every line with {…} or ==…==.

A brace ends at the first } that has a character before it, whatever the two enclose. Only what
the plugin takes for math is left as it is, and there it looks in the wrong place when a heading
or list mark begins the line.
Source: flashcards-obsidian, src/conf/regex.ts (cardsClozeWholeLine, singleClozeCurly,
singleClozeHighlight), src/services/parser.ts (generateClozeCards).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from vaultlint.notes.cardmarks import WHITESPACE
from vaultlint.notes.facts import Dialect, SyncedCard
from vaultlint.notes.sync.dropped import DroppedRanges
from vaultlint.notes.sync.emoji import EMOJI
from vaultlint.notes.sync.pieces import LINE_ENDS, Lines, id_at, places_of, tags_in, trimmed
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_MARKS = ("{", "==")
_HEAD = regex(r" {0,3}#{0,6}")
_LIST_MARK = regex(rf"[\t ]*+(?:[0-9][^{LINE_ENDS}]|[-+*]|#{{1,6}})")
_DELETION = regex(r"\{(?:([0-9]):?)?(.+?)\}", re.DOTALL)
_HIGHLIGHT = regex(r"==(.+?)==", re.DOTALL)
_WORD = r"A-Za-z0-9_/\-\u017F\u212A"  # without case ſ is an s, and the Kelvin sign a k
_HASHTAGS = regex(rf"(?<! )(?>(?: *+#[{_WORD}]++)+)")
_HASHTAG_LINE = regex(rf"\n(?>(?: *+#[#*{_WORD}{EMOJI}]++)+)")
_LAST_OF_ONE_UNIT = "\uffff"


class _Line(Struct, frozen=True):
    """A line with a deletion, or what the card before left of it.

    start: of the match. text: without the heading and list marks before it. end: of the first
    deletion.
    """

    start: int
    text: Span
    end: int


def cloze_cards(
    text: str, dialect: Dialect, deck: str, dropped: DroppedRanges
) -> Iterator[SyncedCard]:
    """The cards of a note's whole text, in order.

    dropped: the code and math of that text, in which no card is kept.
    """
    marks = places_of(text, _MARKS)
    if not marks:
        return
    lines = Lines(text)
    at = 0
    for mark in marks:
        if mark < at:
            continue
        end = lines.end(mark)
        line = _line(text, lines.start(mark, at), end)
        if line is None:
            at = end
            continue
        words, hashtags = _words_and_hashtags(text, line, dialect)
        has_id = text.startswith("\n", hashtags.end)
        card_id = id_at(text, hashtags.end + 1) if has_id else None
        at = card_id.span.end if card_id else hashtags.end
        span = Span(line.start, at)
        if dropped.is_dropped(span):
            continue
        rewritten = _Rewritten(text, line.start, words, dropped)
        if not rewritten.deletions:
            continue
        question = trimmed(text, words.start, words.end)
        yield SyncedCard(
            dialect,
            "cloze",
            span,
            question,
            Span(question.end, question.end),
            rewritten.words.strip(WHITESPACE),
            tags_in(text[hashtags.start : hashtags.end]),
            deck,
            card_id,
            deletions=tuple(sorted(rewritten.deletions)),
        )


def _line(text: str, start: int, end: int) -> _Line | None:
    """A line, or what the card before left of it; None without a cloze."""
    head = _HEAD.match(text, start, end)
    assert head is not None
    list_mark = _LIST_MARK.match(text, head.end(), end)
    for behind in ([list_mark.end()] if list_mark else []) + [head.end()]:
        first_end = _first_end(text, behind, end)
        if first_end is not None:
            return _Line(start, Span(behind, end), first_end)
    return None


def _first_end(text: str, start: int, end: int) -> int | None:
    """Where the first deletion of a line ends, None when it has none."""
    brace = text.find("{", start, end)
    highlight = text.find("==", start, end)
    closers = []
    if brace >= 0 and (closer := text.find("}", brace + 2, end)) >= 0:
        closers.append((brace, closer + 1))
    if highlight >= 0 and (closer := text.find("==", highlight + 3, end)) >= 0:
        closers.append((highlight, closer + 2))
    return min(closers)[1] if closers else None


def _words_and_hashtags(text: str, line: _Line, dialect: Dialect) -> tuple[Span, Span]:
    """The fork reads hashtags on the next line; the original ends the card at the first ones."""
    end = line.text.end
    if dialect == "bracket":
        match = _HASHTAG_LINE.match(text, end)
    else:
        match = _HASHTAGS.search(text, line.end, end)
    if match is None:
        return line.text, Span(end, end)
    return Span(line.text.start, match.start()), Span(*match.span())


class _Rewritten:
    """The words of a line in Anki's syntax, and what of them Anki hides.

    start: of the plugin's match, where the heading and list marks before the words begin.
    """

    def __init__(self, text: str, start: int, words: Span, dropped: DroppedRanges) -> None:
        self.deletions: list[Span] = []
        self._start = words.start
        self._units = _units(text, start, words.end)
        self._first_unit = bisect_left(self._units, words.start)
        self._dropped = dropped
        before = text[words.start : words.end]
        braced = _replaced(before, "}", _DELETION, self._deletion)
        self.words = _replaced(braced, "==", _HIGHLIGHT, r"{{c1::\1}}")
        # No == is lost or made between the two, so that they pair up before as they do behind.
        _replaced(before, "==", _HIGHLIGHT, self._hidden)

    def _deletion(self, match: re.Match[str]) -> str:
        # The plugin adds the place within the words to the start of its match.
        offset = bisect_left(self._units, self._start + match.start()) - self._first_unit
        if self._dropped.math_at(self._units[offset]):
            return match[0]
        self._hidden(match)
        return f"{{{{c{match[1] or 1}::{match[2]}}}}}"

    def _hidden(self, match: re.Match[str]) -> str:
        self.deletions.append(Span(self._start + match.start(), self._start + match.end()))
        return match[0]


def _units(text: str, start: int, end: int) -> Sequence[int]:
    """For each UTF-16 code unit of a line, as JavaScript counts, the code point that holds it."""
    places = range(start, end)
    if start == end or max(text[start:end]) <= _LAST_OF_ONE_UNIT:
        return places
    return [at for at in places for _ in range(1 + (text[at] > _LAST_OF_ONE_UNIT))]


def _replaced(
    words: str, closer: str, pattern: re.Pattern[str], by: str | Callable[[re.Match[str]], str]
) -> str:
    """All replaced up to the last closer: behind it every opener would be a search in vain."""
    end = words.rfind(closer) + len(closer)
    return pattern.sub(by, words[:end]) + words[end:] if closer in words else words
