"""Cards on one line, as flashcards-obsidian and its fork find them: question, separator, answer.

Nothing protects a separator: a line of a larger card, of code or of the frontmatter that holds
one becomes a card too.
Source: flashcards-obsidian, src/conf/regex.ts (cardsInlineStyle), src/services/parser.ts
(generateInlineCards).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.notes.cardmarks import ID_LENGTH, WHITESPACE
from vaultlint.notes.facts import CardId, Dialect, SyncedCard
from vaultlint.notes.reading import Reading
from vaultlint.notes.sync.pieces import (
    LETTER,
    LINE_ENDS,
    Lines,
    id_at,
    places_of,
    tags_in,
    trimmed,
)
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_NEVER = ("cards-deck", "tags")  # such a line of the frontmatter is no question
_INDENT = regex(r" {0,3}#{0,6}")
_LIST_MARK = regex(rf"[\t ]*+(?:[0-9][^{LINE_ENDS}]|[-+*]|(#{{1,6}}))")
_HASHTAG = rf"(?: *+#(?>(?:{LETTER}|[/_-])+))"
_HASHTAGS = regex(rf"(?>{_HASHTAG}*)")
_FIRST_HASHTAGS = regex(rf"(?<! )(?>{_HASHTAG}+)")
_ID_OR_LINE_END = regex(rf"[{WHITESPACE}]++(?=\^[0-9]{{{ID_LENGTH}}})|(?=[{LINE_ENDS}]|\Z)")
_MAY_END_ANSWER = regex(rf"(?<! ) *+#|(?<![{WHITESPACE}])[{WHITESPACE}]")


class _Answer(NamedTuple):
    """What stands behind a separator. behind: the end of the answer itself, not trimmed."""

    behind: int
    hashtags: str
    id: CardId | None
    end: int


def inline_cards(text: str, reading: Reading, dialect: Dialect, deck: str) -> Iterator[SyncedCard]:
    """The cards of a note's whole text, in order."""
    separators = _Separators(text, reading.inline_separators)
    if separators.first(0) is None:
        return
    lines = Lines(text)
    answer_at = _answer_before_id if reading.flashcards.inline_id else _answer_above_id
    at = line_end = 0
    while (place := separators.first(at)) is not None:
        if line_end <= place:
            line_end = lines.end(place)
        start = lines.start(place, at)
        split = _split(text, Span(start, line_end), separators)
        if split is None:
            at = line_end
            continue
        question, separator = split
        behind = separator.end + text.startswith(" ", separator.end)
        behind -= behind == line_end  # a lone blank is the answer
        answer = answer_at(text, behind, line_end)
        at = answer.end
        if text[question.start : question.end].lower().startswith(_NEVER):
            continue
        yield SyncedCard(
            dialect,
            "inline-reversed" if separators.is_reversing(separator) else "inline",
            Span(start, answer.end),
            trimmed(text, question.start, question.end),
            trimmed(text, behind, answer.behind),
            "",
            tags_in(answer.hashtags),
            deck,
            answer.id,
        )


class _Separators:
    """Where separators stand in a text, also in one another."""

    def __init__(self, text: str, separators: tuple[str, ...]) -> None:
        self._text = text
        self._reversing = separators[1] if len(separators) > 1 else ""
        self._forms = sorted(filter(None, separators), key=len, reverse=True)
        self._places = places_of(text, self._forms)

    def first(self, start: int) -> int | None:
        """Where the first one begins from `start` on."""
        index = bisect_left(self._places, start)
        return self._places[index] if index < len(self._places) else None

    def before(self, start: int, end: int) -> Span | None:
        """The first one from `start` on that has something behind it before `end`."""
        for index in range(bisect_left(self._places, start), len(self._places)):
            place = self._places[index]
            if place >= end:
                return None
            for form in self._forms:
                behind = place + len(form)
                if behind < end and self._text[place:behind].lower() == form.lower():
                    return Span(place, behind)
        return None

    def is_reversing(self, separator: Span) -> bool:
        """Whether the card of this separator is asked both ways."""
        return self._text[separator.start : separator.end] == self._reversing


def _split(text: str, line: Span, separators: _Separators) -> tuple[Span, Span] | None:
    """Question and separator of a line, or of what the card before left of it."""
    if separators.before(line.start + 1, line.end) is None:
        return None
    for start in _question_starts(text, line):
        separator = separators.before(start + 1, line.end)
        if separator is not None:
            end = separator.start
            end -= end > start + 1 and text[end - 1] == " "
            return Span(start, end), separator
    return None


def _question_starts(text: str, line: Span) -> Iterator[int]:
    """Where the question may begin, as the plugin tries them: behind the most marks first."""
    indent = _INDENT.match(text, line.start, line.end)
    assert indent is not None
    for behind in range(indent.end(), line.start - 1, -1):
        mark = _LIST_MARK.match(text, behind, line.end)
        if mark:
            yield from range(mark.end(), mark.start(1) if mark[1] else mark.end() - 1, -1)
        yield behind


def _answer_before_id(text: str, start: int, end: int) -> _Answer:
    """With hashtags and an id behind it; only white space stands before the id.

    Its first character is the answer's, whatever it is.
    """
    at = start + 1
    while True:
        hashtags = _HASHTAGS.match(text, at, end)
        assert hashtags is not None
        tail = _ID_OR_LINE_END.match(text, hashtags.end())
        if tail:
            card_id = id_at(text, tail.end())
            card_end = card_id.span.end if card_id and tail[0] else tail.end()
            return _Answer(at, hashtags[0], card_id if tail[0] else None, card_end)
        found = _MAY_END_ANSWER.search(text, hashtags.end() + 1, end)
        at = found.start() if found else end


def _answer_above_id(text: str, start: int, end: int) -> _Answer:
    """With hashtags behind it, which end the card wherever they stand, and an id below it."""
    hashtags = _HASHTAGS.match(text, start + 1, end)
    if not hashtags or not hashtags[0]:
        hashtags = _FIRST_HASHTAGS.search(text, start + 1, end)
    behind = hashtags.start() if hashtags else end
    card_end = hashtags.end() if hashtags else end
    card_id = id_at(text, card_end + 1) if text.startswith("\n", card_end) else None
    return _Answer(
        behind, hashtags[0] if hashtags else "", card_id, card_id.span.end if card_id else card_end
    )
