"""Cards of several lines that the plugin loses, cuts or merges."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import chain, zip_longest

from vaultlint.notes.cardmarks import WHITESPACE
from vaultlint.notes.facts import SpacedFault
from vaultlint.notes.regions import Regions
from vaultlint.notes.spaced.view import Found, View
from vaultlint.notes.sync.spaced_repetition import (
    CALLOUT,
    COMMENT,
    MULTI,
    SCHEDULE,
    SINGLE,
    ReadCard,
)
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_RULE = regex(r"(?:-{3,}|\*{3,}|_{3,})$")
_TAGS_ONLY = regex(r"(?:#[^\s#]+\s*)+$")
_HEADING = regex(r"#{1,6}(?:\s|$)")
_ITEM = regex(r"(?P<indent>\s*)(?:[-*+]|(?P<number>[0-9]{1,9})[.)])\s")
_INTRODUCED = regex(r"\s*(?:[-*+]\s|[0-9]{1,9}[.)]\s|>|```|~~~|\$\$|!\[)")
_INDENTED = regex(r"(?: {2}|\t)")
_MARKER = regex(r"\s*([^\w\s`~$|?])\1+\s*$")  # such as +++, but no fence
_QUESTION_MARKS = ("?", "？", "؟")
_COLONS = (":", "：", ":**", ":*", "**:", "*:")


def lone_separators(view: View) -> Iterator[Found]:
    """Separator lines with no question directly above."""
    made = ((card.lines, card.separators) for card in view.read.cards)
    dropped = ((lost.lines, lost.separators) for lost in view.read.lost)
    empty = (lines[0] for lines, found in chain(made, dropped) if lines[0] in found[:1])
    hidden = {at + 1 for at, behind in view.read.comments if behind == at + 2}
    for line in sorted((*view.read.lone, *empty)):
        if line - 1 in hidden and not view.is_blank(line - 1):
            continue  # its question is skipped with the comment above, which tells of it
        lines = (line, view.run_ends[line])
        above = view.card_at.get(line - 1)
        if above is not None and above.kind in SINGLE:
            words = view.span(above.first)
            place = view.separator_span(above.first)
            fault = SpacedFault("separator-in-multiline-card", "question", place, words)
            yield Found(fault, lines)
            continue
        question = _question_above(view, line)
        span = view.span(line)
        if question is None:
            form = "reversed" if line in view.card_at else "ignored"
            yield Found(SpacedFault("separator-without-question", form, span), lines)
        else:
            words = view.span(question)
            yield Found(SpacedFault("blank-line-before-separator", "", span, words), lines)


def _question_above(view: View, line: int) -> int | None:
    """The line above some blank ones that reads like the question of a separator line."""
    for number in range(line - 1, max(line - 4, view.first - 1), -1):
        if view.is_blank(number):
            continue
        text = view.lines[number].strip(WHITESPACE)
        card = view.card_at.get(number)
        is_question = not (
            number == line - 1
            or (card is not None and (card.kind in SINGLE or card.separators))
            or SCHEDULE in text
            or text.startswith(COMMENT)
            or _RULE.match(text)
            or _TAGS_ONLY.match(text)
            or (_HEADING.match(text) and not text.endswith(_QUESTION_MARKS))
        )
        return number if is_question else None
    return None


def lost_cards(view: View) -> Iterator[Found]:
    """Cards of several lines that are dropped at a line which is taken for a card."""
    for lost in view.read.lost:
        words = view.span(lost.lines[0])
        if lost.lines[0] in lost.separators:
            continue  # its question is missing: that is told already
        place = view.separator_span(lost.at)
        fault = SpacedFault("separator-in-multiline-card", "answer", place, words)
        yield Found(fault, (lost.lines[0], view.run_ends[lost.at]))


def merged_cards(view: View) -> Iterator[Found]:
    """Two cards made one: a second separator line, or a schedule above the only one."""
    form = "end-marker" if view.settings.end_marker else "blank-line"
    for card in view.read.cards:
        if not card.separators or card.separators[0] == card.first:
            continue
        first, again = card.separators[0], card.separators[1:2]
        above = [line for line in card.lines if line < first and _is_schedule(view.lines[line])]
        if above:
            again, first = (first,), above[-1]
        if not again:
            continue
        words = view.question(card)
        second = view.span(again[0] - 1) if again[0] - 1 > first else None
        fault = SpacedFault("merged-multiline-cards", form, view.span(again[0]), words, second)
        yield Found(fault, (card.first, card.last))


def _is_schedule(text: str) -> bool:
    return text.startswith((SCHEDULE, CALLOUT, f"> {SCHEDULE}"))


def open_cards(view: View) -> dict[int, int]:
    """The cards that may have a line such as +++ for their end, where no setting states it.

    By first line, the line that may be their end; blank lines before it may be in the card.
    """
    if view.settings.is_stated:
        return {}
    markers = [at for at in range(view.first, len(view.lines)) if _MARKER.match(view.lines[at])]
    cards = [card for card in view.read.cards if card.separators]
    found: dict[int, int] = {}
    for card, following in zip_longest(cards, cards[1:]):
        index = bisect_right(markers, card.separators[0])
        end = following.separators[0] if following else len(view.lines)
        if index < len(markers) and markers[index] < end:
            found[card.first] = markers[index]
    return found


def ended_cards(view: View, open_ended: Mapping[int, int]) -> Iterator[Found]:
    """Cards that a blank line ends before their answer does.

    open_ended: by first line, cards of which this is not sure.
    """
    tables = {view.note.source.line_of(table.span.start) for table in view.note.tables}
    blocks = Regions(
        (
            *(fence.span for fence in view.note.fences if fence.closer),
            *(math.span for math in view.note.math if math.closed),
        )
    )
    for card in view.read.cards:
        is_odd = len(card.separators) != 1 or card.separators[0] == card.first
        if card.kind not in MULTI or is_odd or card.first in open_ended:
            continue
        words = view.question(card)
        below = None if view.settings.end_marker else view.text_below(card.last)
        answer = _last_answer_line(view, card)
        if answer is None:
            yield from _without_answer(view, card, words, below, tables)
        elif below is not None:
            form = _cut(view, card, answer, below, blocks, below in tables)
            if form:
                rule = "table-ends-card" if below in tables else "cut-multiline-answer"
                fault = SpacedFault(rule, form, view.span(below), words)
                yield Found(fault, (below, view.run_ends[below]))


def _without_answer(
    view: View, card: ReadCard, words: Span, below: int | None, tables: set[int]
) -> Iterator[Found]:
    separator = view.span(card.separators[0])
    if below is not None and below in tables:
        fault = SpacedFault("table-ends-card", "empty", view.span(below), words)
        yield Found(fault, (below, view.run_ends[below]))
    elif below is not None and _is_answer(view, below):
        fault = SpacedFault("empty-multiline-answer", "blank-line", separator, words)
        yield Found(fault, (below, view.run_ends[below]))
    else:
        yield Found(SpacedFault("empty-multiline-answer", "missing", separator, words))


def _is_answer(view: View, line: int) -> bool:
    """Whether the text from a line on can be the answer to a question above."""
    text = view.lines[line].strip(WHITESPACE)
    starts_other = _HEADING.match(text) or _RULE.match(text) or _TAGS_ONLY.match(text)
    return not starts_other and not view.has_cards(line, view.run_ends[line])


def _last_answer_line(view: View, card: ReadCard) -> int | None:
    """The last line of an answer, the schedule not included."""
    for line in reversed(card.lines):
        if line <= card.separators[0]:
            return None
        text = view.lines[line]
        if text.strip(WHITESPACE) and not _is_schedule(text):
            return line
    return None


def _cut(
    view: View, card: ReadCard, answer: int, below: int, blocks: Regions, is_table: bool
) -> str:
    """By what it is sure that an answer goes on below a blank line; "" when it is not."""
    if blocks.end_of(view.note.source.line_starts[card.last + 1]) is not None:
        return "block"
    if view.has_cards(below, view.run_ends[below]):
        return ""
    text = view.lines[answer].rstrip(WHITESPACE)
    following = view.lines[below]
    if text.endswith(_COLONS) and (is_table or _INTRODUCED.match(following)):
        return "colon"
    item, after = _ITEM.match(text), _ITEM.match(following)
    if item and after and item["number"] and after["number"] and item["indent"] == after["indent"]:
        return "list" if int(after["number"]) == int(item["number"]) + 1 > 1 else ""
    if item and not item["indent"] and _INDENTED.match(following):
        return "list"
    last = view.lines[view.run_ends[below]]
    if last.startswith(SCHEDULE) and view.run_ends[below] not in view.card_at:
        return "schedule" if not any(view.parts(card).schedules) else ""
    return ""
