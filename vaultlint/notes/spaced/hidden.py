"""Cards that the plugin does not see behind comments, code fences and frontmatter."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from msgspec import Struct

from vaultlint.notes.cardmarks import WHITESPACE
from vaultlint.notes.facts import SpacedFault
from vaultlint.notes.spaced.view import AuthorsEyes, Found, View
from vaultlint.notes.sync.spaced_repetition import (
    COMMENT_END,
    FRONTMATTER_LINE,
    SINGLE,
    ReadCard,
    read_lines,
)
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_MISSPELT_SCHEDULE = regex(r"<!--\s*sr\s*:", re.IGNORECASE)
_CODE_ENDS = (";", "{", "}", ")", "(", ",", ":", "]")


class _Cause(Struct, frozen=True):
    """What hides lines from the plugin. line: its first. lines: those that it hides."""

    rule: str
    form: str
    line: int
    span: Span
    lines: tuple[int, int]


def hidden_cards(view: View, is_no_card: Callable[[ReadCard], bool]) -> Iterator[Found]:
    """Comments and fences that keep cards from the plugin, or change them.

    is_no_card: whether a card is none in truth, although it looks like one.
    """
    eyes = AuthorsEyes(view)
    causes = sorted((*_comments(view), *_fences(view, eyes)), key=lambda cause: cause.line)
    if not causes:
        return
    known = {(card.kind, card.lines) for card in view.read.cards}
    starts = [cause.line for cause in causes]
    victims: dict[int, list[ReadCard]] = {}
    for card in read_lines(eyes, view.clozes, view.first).cards:
        index = bisect_right(starts, card.last + 1) - 1
        if index < 0 or not causes[index].rule or (card.kind, card.lines) in known:
            continue
        if not is_no_card(card) and not (card.kind in SINGLE and _is_code(view, card)):
            victims.setdefault(index, []).append(card)
    for index, cards in sorted(victims.items()):
        cause = causes[index]
        first = view.question(cards[0])
        fault = SpacedFault(cause.rule, cause.form, cause.span, first, count=len(cards))
        yield Found(fault, cause.lines)


def _is_code(view: View, card: ReadCard) -> bool:
    text = view.lines[card.first].rstrip(WHITESPACE)
    return len(card.lines) == 1 and text.endswith(_CODE_ENDS)


def _comments(view: View) -> Iterator[_Cause]:
    last = len(view.lines) - 1
    for line, _ in view.read.comments:
        rule = "comment-hides-card"
        if _MISSPELT_SCHEDULE.match(view.lines[line]):
            rule = ""  # told of as a schedule that is not read
        if COMMENT_END not in view.lines[line]:
            form, lines = "rest", (line, last)
        elif line == last:
            continue
        else:
            form = "blank-line" if view.is_blank(line + 1) else "next-line"
            # The line that is skipped may have held two cards together, or apart.
            lines = (line, view.run_ends[min(line + 2, last)])
        yield _Cause(rule, form, line, view.span(line), lines)


def _fences(view: View, eyes: AuthorsEyes) -> Iterator[_Cause]:
    source = view.note.source
    closers = {source.line_of(fence.opener.start): fence.closer for fence in view.note.fences}
    for line, behind in view.read.fences:
        # One that ends too soon for the plugin hides nothing: its true end does, as a beginning.
        if behind <= eyes.behind_fence(line):
            continue
        closer = closers.get(line)
        form = "closer" if closer else "unclosed" if line in closers else "opener"
        span = view.span(source.line_of(closer.start) if closer else line)
        yield _Cause("unclosed-fence-hides-cards", form, line, span, (line, len(view.lines) - 1))
        return  # from here on the plugin takes beginnings for ends


def unread_frontmatter(view: View) -> Iterator[Found]:
    """Frontmatter that Obsidian reads and the plugin takes for text, or reads on beyond its end."""
    frontmatter = view.note.frontmatter
    if frontmatter is None:
        return
    source = view.note.source
    end = source.line_of(frontmatter.span.end)
    line = 0 if view.lines[0] != FRONTMATTER_LINE else end
    if view.lines[line] == FRONTMATTER_LINE:
        return
    span = source.line_span(line)
    if view.first > end + 1:
        hidden = [
            card
            for card in read_lines(view.eyes, view.clozes, end + 1).cards
            if card.last < view.first
        ]
        if hidden:
            words = view.question(hidden[0])
            fault = SpacedFault("frontmatter-closer-unread", "rest", span, words, count=len(hidden))
            yield Found(fault, (end + 1, view.first - 1))
    elif view.first == 0:
        mixed = next((card for card in view.read.cards if card.first <= end), None)
        if mixed is not None:
            last = view.span(min(mixed.last, len(view.lines) - 1))
            yield Found(
                SpacedFault("frontmatter-closer-unread", "text", span, last), (0, mixed.last)
            )
