"""Flashcards in their block syntax, whole and damaged, as their author meant them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from vaultlint.notes.cardmarks import (
    BEHIND_TEXT,
    BLANKS,
    EXACT,
    ID_LENGTH,
    ID_LINE_LENGTH,
    NO_BREAK,
    OPENER_LINE,
    TEXT_BEHIND,
    CardTags,
    Kind,
    Mark,
    Places,
    card_tags,
    find_marks,
    is_blank,
    line_at,
    text_behind_opener,
)
from vaultlint.notes.facts import (
    BareCard,
    Card,
    CardId,
    CardPart,
    CardTag,
    Code,
    Fence,
    InlineCard,
)
from vaultlint.notes.reading import Reading
from vaultlint.notes.regions import Regions
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

_MOST_BLANK_LINES = 3  # between parts of a card, and between a closer and an id parted from it
_ID_LINE = regex(rf"[{BLANKS}]*\^([0-9]{{{ID_LINE_LENGTH},}})[{BLANKS}]*")
_FINAL_ID = regex(rf"\^([0-9]{{{ID_LENGTH},}})[{BLANKS}]*$")
# No answer goes on behind a heading or a thematic break when its end is missing.
_SECTION = regex(r" {0,3}(?:#{1,6}[ \t]|(?:-{3,}|\*{3,}|_{3,})[ \t]*$)")
_BLANKS = frozenset(BLANKS)
_CLOZE_MARK = regex(r"[{}〔]|==")


class Cards(Struct, frozen=True):
    """The cards of a note's body, in order of place."""

    cards: tuple[Card, ...] = ()
    bare_cards: tuple[BareCard, ...] = ()
    unasked_cards: tuple[BareCard, ...] = ()
    inline_cards: tuple[InlineCard, ...] = ()
    digit_ids: tuple[CardId, ...] = ()


def read_cards(
    source: Source, body: Span, fences: tuple[Fence, ...], code: tuple[Code, ...], reading: Reading
) -> Cards:
    """The cards of the body."""
    tags = card_tags(reading)
    in_fence = Places(fence.span for fence in fences)
    in_code = Places(piece.span for piece in code)
    found = find_marks(source, body, in_fence, code, in_code, tags)
    cards, bare = _Reader(source, body, fences, in_fence, found.marks, tags).read()
    bare_cards = tuple(card for card in bare if not _is_empty(card.question))
    unasked_cards = tuple(card for card in bare if _is_empty(card.question))
    inline_cards: tuple[InlineCard, ...] = ()
    separators = [word for word in reading.inline_separators if word and word in source.text]
    if separators:
        spans = [card.span for card in cards]
        spans += [card.span for card in bare_cards]
        spans += [fence.span for fence in fences if fence.closer is not None]
        inline_cards = tuple(_inline_cards(source, body, separators, Regions(spans), in_code))
    return Cards(cards, bare_cards, unasked_cards, inline_cards, found.digit_ids)


def _inline_cards(
    source: Source, body: Span, separators: Sequence[str], taken: Regions, in_code: Places
) -> Iterator[InlineCard]:
    words = sorted(map(re.escape, separators), key=len, reverse=True)
    pattern = re.compile("|".join(words))
    match = pattern.search(source.text, body.start, body.end)
    while match:
        at = match.start()
        number = source.line_of(at)
        line = line_at(source, number)
        behind = line.span.end
        if taken.end_of(at) is not None or in_code.index_at(at) is not None:
            behind = match.end()
        else:
            final_id = _FINAL_ID.search(line.text, match.end() - line.start)
            end = line.start + final_id.start() if final_id else line.span.end
            question = _trimmed(source, line.start, at)
            answer = _trimmed(source, match.end(), end)
            card_id = _card_id(final_id, line.start) if final_id else _id_on(source, number + 1)
            if not _is_empty(question) and not _is_empty(answer):
                last = card_id.span.end if card_id else answer.end
                yield InlineCard(Span(question.start, last), question, match[0], answer, card_id)
        match = pattern.search(source.text, behind, body.end)


def _id_on(source: Source, number: int) -> CardId | None:
    """The id that stands alone on the line with this index, else None."""
    if number >= len(source.line_starts):
        return None
    line = line_at(source, number)
    match = _ID_LINE.fullmatch(line.text)
    return _card_id(match, line.start) if match else None


def _card_id(match: re.Match[str], offset: int) -> CardId:
    return CardId(match[1], Span(offset + match.start(1) - 1, offset + match.end(1)))


def _is_empty(span: Span) -> bool:
    return span.start == span.end


def _trimmed(source: Source, start: int, end: int) -> Span:
    """The span without the blanks and blank lines at its ends; the first line keeps its indent."""
    text = source.text
    last = end
    while last > start and text[last - 1] in _BLANKS:
        last -= 1
    if last == start:
        return Span(end, end)
    line_start = first = start
    while text[first] in _BLANKS:
        first += 1
        if text[first - 1] in "\r\n":
            line_start = first
    return Span(line_start if line_start > start else first, last)


_Draft = list[Mark]  # the marks of a card that is being read: its opener, and what follows it


def _has(draft: _Draft, kind: Kind) -> bool:
    return any(mark.kind == kind for mark in draft)


class _Reader:
    """One walk over the structural lines of a note."""

    def __init__(
        self,
        source: Source,
        body: Span,
        fences: Sequence[Fence],
        in_fence: Places,
        marks: Sequence[Mark],
        tags: CardTags,
    ) -> None:
        self._source = source
        first = source.line_of(body.start)
        # The body begins at the end of the line that closes the frontmatter.
        self._first_line = first + (source.line_starts[first] < body.start)
        self._behind = source.line_of(body.end) + 1
        self._fences = fences
        self._in_fence = in_fence
        # Fences that cards show to be unclosed, whatever Markdown takes for their closer.
        self._broken: set[int] = set()
        self._marks = marks
        self._lines = [mark.line for mark in marks]
        self._tags = tags
        self._open: _Draft = []
        self._outer: _Draft = []  # the card inside which the open one begins
        self._loose: _Draft = []  # tags and ⌂ outside of cards, behind the last card or id
        self._bare_tags: list[Mark] = []
        self._cards: list[Card] = []

    def read(self) -> tuple[tuple[Card, ...], tuple[BareCard, ...]]:
        """The bracket cards, and the bare ones between them, each in order of place.

        Bare ones have no question where a tag line has no text above it in its paragraph.
        """
        index = 0
        while index < len(self._marks):
            fence = self._marks[index].fence
            if fence is not None and fence not in self._broken:
                end = bisect_left(self._lines, self._line_behind(fence), index)
                if not self._is_broken(fence, index, end):
                    index = end
                    continue
                self._broken.add(fence)
            self._take(index)
            index += 1
        if self._outer:
            self._end_unclosed(self._outer, self._open[0].line)
        if self._open:
            self._end_unclosed(self._open, self._behind)
        self._leave_loose()
        cards = tuple(sorted(self._cards, key=lambda card: card.span))
        tags = sorted(self._bare_tags, key=lambda mark: mark.line)
        return cards, tuple(map(self._bare_card, tags))

    # --- where marks stand

    @cached_property
    def _openers(self) -> list[int]:
        """The indexes of the exact ones."""
        return [at for at in self._indexes("opener") if self._marks[at].form == EXACT]

    @cached_property
    def _tag_lines(self) -> list[int]:
        return self._indexes("tag")

    @cached_property
    def _closers(self) -> list[int]:
        return self._indexes("closer")

    def _indexes(self, kind: Kind) -> list[int]:
        return [index for index, mark in enumerate(self._marks) if mark.kind == kind]

    def _next(self, indexes: list[int], index: int) -> int:
        """The next of `indexes` behind `index`; the number of marks when there is none."""
        at = bisect_right(indexes, index)
        return indexes[at] if at < len(indexes) else len(self._marks)

    def _kind(self, index: int) -> Kind | None:
        return self._marks[index].kind if index < len(self._marks) else None

    def _line_behind(self, fence: int) -> int:
        return self._source.line_of(max(self._fences[fence].span.end - 1, 0)) + 1

    def _is_fenced(self, number: int) -> bool:
        """Whether the line with this index stands in a fence that is closed."""
        fence = self._in_fence.index_at(self._source.line_starts[number])
        if fence is None or fence in self._broken:
            return False
        return self._fences[fence].closer is not None

    def _is_broken(self, fence: int, index: int, end: int) -> bool:
        """Whether cards show that a fence was never closed. index, end: of the marks in it.

        A fence that begins in a card and holds its closer, or that ends in the middle of one,
        takes a mark of a later fence for its closer.
        """
        if self._fences[fence].closer is None or self._holds_fence(self._fences[fence]):
            return True
        marks = [mark for mark in self._marks[index:end] if mark.form == EXACT]
        ends = [mark.kind for mark in marks if mark.kind in ("opener", "closer")]
        behind = self._kind(end)
        if self._open:
            if ends[:1] != ["closer"]:
                return False
            return "opener" in ends or behind in (None, "opener")
        if ends[-1:] != ["opener"] or behind not in ("tag", "answer-end", "closer"):
            return False
        return not self._shows_card(self._fences[fence], marks[0])

    def _shows_card(self, fence: Fence, first: Mark) -> bool:
        """Whether a fence outside of cards begins with a card: an example, whole or damaged."""
        before = Span(fence.content.start, self._source.line_starts[first.line])
        return first.kind == "opener" and not self._source.slice(before).strip()

    def _holds_fence(self, fence: Fence) -> bool:
        """Whether a line such as ```python stands in the fence: the opener of a later one."""
        opener = re.compile(rf"^[ \t>]*{re.escape(fence.marker)}+[ \t]*\w", re.MULTILINE)
        return opener.search(self._source.text, fence.content.start, fence.content.end) is not None

    # --- the walk

    def _take(self, index: int) -> None:
        mark = self._marks[index]
        match mark.kind:
            case "opener":
                if self._opens(index):
                    self._begin(mark)
            case "closer":
                self._close(index)
            case "id" if not self._open:
                self._leave_loose()
            case _ if self._open:
                self._open.append(mark)
            case "tag" | "answer-end":
                self._loose.append(mark)

    def _opens(self, index: int) -> bool:
        """Whether a line that begins with ﹇ was meant to open a card, and is no sentence."""
        mark = self._marks[index]
        if mark.form == EXACT:
            return True
        until = self._next(self._openers, index)
        has_tag = self._next(self._tag_lines, index) < until
        has_closer = self._next(self._closers, index) < until
        has_break = self._source.text.startswith(OPENER_LINE[:-1], mark.span.start)
        is_sentence = mark.form == TEXT_BEHIND and not has_break
        if self._open and not _has(self._open, "tag"):
            return not is_sentence and mark.form != NO_BREAK
        if self._open:
            return has_tag
        return has_closer if is_sentence else has_tag or has_closer

    def _begin(self, opener: Mark) -> None:
        self._leave_loose()
        if self._outer:
            self._end_unclosed(self._outer, self._open[0].line)
        self._outer, self._open = self._open, [opener]

    def _close(self, index: int) -> None:
        mark = self._marks[index]
        if not self._open:
            self._end_unopened(mark)
        elif not self._is_in_text(index):
            draft = [*self._open, mark]
            self._cards.append(self._card(draft, mark.line))
            self._go_on_in_outer(index, draft[0].line)

    def _go_on_in_outer(self, index: int, inner_line: int) -> None:
        """Take up the card around the one that was just closed, or give it up."""
        outer, self._outer, self._open = self._outer, [], []
        if not outer:
            return
        if _has(outer, "tag"):
            goes_on = self._kind(index + 1) in ("answer-end", "closer")
        else:
            behind = self._kind(index + 2)
            goes_on = self._kind(index + 1) == "tag" and behind in ("answer-end", "closer")
        if goes_on:
            self._open = outer
        else:
            self._end_unclosed(outer, inner_line)

    def _is_in_text(self, index: int) -> bool:
        """Whether a closer stands in the middle of an answer that goes on to its ⌂ and ﹈."""
        if self._marks[index].id or _has(self._open, "answer-end"):
            return False
        behind = self._kind(index + 1), self._kind(index + 2)
        return _has(self._open, "tag") and behind == ("answer-end", "closer")

    def _leave_loose(self) -> None:
        if self._loose:
            self._bare_tags += (mark for mark in self._loose if mark.kind == "tag")
            self._loose = []

    def _end_unopened(self, closer: Mark) -> None:
        tags = [at for at, mark in enumerate(self._loose) if mark.kind == "tag"]
        if closer.form == BEHIND_TEXT and not tags:
            return
        start = tags[-1] if tags else max(len(self._loose) - 1, 0)
        draft = [*self._loose[start:], closer]
        self._loose = self._loose[:start]
        self._leave_loose()
        self._cards.append(self._card(draft, closer.line))

    def _end_unclosed(self, draft: _Draft, bound: int) -> None:
        """End a card without a closer. bound: index of the first line that is not its own."""
        # A ﹈ behind text is no closer while there is a better one.
        loose = [at for at, mark in enumerate(draft) if mark.kind == "loose-closer"]
        ends = [at for at, mark in enumerate(draft) if mark.kind == "answer-end"]
        if loose:
            last = draft[loose[-1]].line
        elif ends:
            last = draft[ends[-1]].line
        else:
            last = self._last_line(draft, bound)
        kept = [mark for mark in draft if mark.line <= last]
        if loose:
            kept = [mark for mark in kept if mark.kind != "loose-closer" or mark.line == last]
        self._bare_tags += (mark for mark in draft if mark.line > last and mark.kind == "tag")
        self._cards.append(self._card(kept, last))

    def _last_line(self, draft: _Draft, bound: int) -> int:
        """The last line of a card that has neither ⌂ nor ﹈."""
        tag_lines = [mark.line for mark in draft if mark.kind == "tag" and mark.form == EXACT]
        first = (tag_lines or [draft[0].line])[0]
        if tag_lines[1:]:
            bound = self._paragraph_start(tag_lines[1], first)
        ids = [mark.line for mark in draft if mark.kind == "id" and first < mark.line < bound]
        is_cut_at_id = bool(ids)
        bound = ids[0] if ids else bound
        has_text = bool(tag_lines)
        for number in range(first + 1, bound):
            text = line_at(self._source, number).text
            if has_text and _SECTION.match(text) and not self._is_fenced(number):
                bound, is_cut_at_id = number, False
                break
            has_text = has_text or not is_blank(text)
        last = bound - 1
        if is_cut_at_id:
            above = line_at(self._source, last).text
            if last > first and not is_blank(above) and not _CLOZE_MARK.search(above):
                return bound  # the id is the card's own
            last -= bool(_CLOZE_MARK.search(above))
        while last > first and is_blank(line_at(self._source, last).text):
            last -= 1
        return max(last, first)

    def _paragraph_start(self, number: int, bound: int) -> int:
        """The first line of the paragraph that ends at or above a tag line.

        bound: index of the last line that cannot be part of it.
        """
        most = number - _MOST_BLANK_LINES
        while number - 1 > max(bound, most - 1) and is_blank(self._text(number - 1)):
            number -= 1
        while number - 1 > bound and not is_blank(self._text(number - 1)):
            number -= 1
        return number

    def _text(self, number: int) -> str:
        return line_at(self._source, number).text

    # --- what the marks make up

    def _card(self, draft: _Draft, last: int) -> Card:
        """The card of these marks. last: index of its last line."""
        opener = draft[0] if draft[0].kind == "opener" else None
        final = draft[-1]
        closer = final if final.kind in ("closer", "loose-closer") else None
        id_line = final if final.kind == "id" and final.line == last else None
        ends = [mark for mark in draft if mark.kind == "answer-end"]
        end = ends[-1] if ends else None
        if end is not None:
            stop = end.span.start
        elif closer is not None:
            stop = closer.span.start
        else:
            stop = self._source.line_span(last).end
        if id_line is not None:
            stop = id_line.span.start
        tags = self._card_tags(draft, stop)
        start = self._question_start(opener, draft[0], tags)
        if tags:
            tag = tags[0]
            until = tag.name_span.start if tag.form == BEHIND_TEXT else tag.span.start
            question = self._trimmed(start, max(until, start))
            answer = self._trimmed(min(tag.span.end, stop), stop)
        else:
            question = self._trimmed(min(start, stop), stop)
            answer = Span(stop, stop)
        card_id = final.id if closer or id_line else None
        if card_id is None and (closer or end):
            card_id = self._id_below(last, bool(closer))
        places = [draft[0].span, final.span]
        places += (span for span in (question, answer) if not _is_empty(span))
        if card_id is not None:
            places.append(card_id.span)
        return Card(
            Span(min(places).start, max(span.end for span in places)),
            CardPart(opener.form, opener.span) if opener else None,
            question,
            tags,
            answer,
            CardPart(end.form, end.span) if end else None,
            CardPart(closer.form, closer.span) if closer else None,
            card_id,
        )

    def _trimmed(self, start: int, end: int) -> Span:
        return _trimmed(self._source, start, end)

    def _question_start(self, opener: Mark | None, first: Mark, tags: tuple[CardTag, ...]) -> int:
        if opener is not None:
            if opener.form != TEXT_BEHIND:
                return opener.span.end
            return opener.span.start + text_behind_opener(self._source.slice(opener.span))
        if not tags:
            return first.span.start
        at = bisect_left(self._lines, first.line)
        above = self._lines[at - 1] if at else self._first_line - 1
        return self._source.line_starts[self._paragraph_start(first.line, above)]

    def _card_tags(self, draft: _Draft, stop: int) -> tuple[CardTag, ...]:
        tags = [mark.tag for mark in draft if mark.tag is not None and mark.span.start < stop]
        own = tuple(tag for tag in tags if tag.form == EXACT)
        if own or tags or draft[0].kind != "opener":
            return own or tuple(tags[:1])
        meant = self._unreadable_tag(draft[0].line + 1, self._source.line_of(stop))
        return (meant,) if meant else ()

    def _unreadable_tag(self, first: int, behind: int) -> CardTag | None:
        misspelt = None
        for number in range(first, behind):
            line = line_at(self._source, number)
            if ("#" not in line.text and "＃" not in line.text) or self._is_fenced(number):
                continue
            tag = self._tags.unreadable(line)
            if tag is not None:
                return tag
            misspelt = misspelt or self._tags.misspelt(line)
        return misspelt

    def _id_below(self, number: int, has_closer: bool) -> CardId | None:
        """The id of a card that stands below its last line, also when blank lines part them."""
        for below in range(number + 1, min(number + 2 + _MOST_BLANK_LINES, self._behind)):
            card_id = _id_on(self._source, below)
            if card_id or not has_closer or not is_blank(self._text(below)):
                return card_id
        return None

    def _bare_card(self, mark: Mark) -> BareCard:
        """The bare card of a tag line outside of brackets; its question may be empty."""
        assert mark.tag is not None
        source = self._source
        at = bisect_left(self._lines, mark.line)
        above = self._lines[at - 1] if at else self._first_line - 1
        first = mark.line
        while first - 1 > above and not is_blank(self._text(first - 1)):
            first -= 1
        if at and first - 1 == above and mark.form == BEHIND_TEXT and self._kind(at - 1) == "tag":
            first = mark.line  # the lines between two tags are the answer of the first one
        question = self._trimmed(source.line_starts[first], mark.tag.name_span.start)
        behind = self._next_line_of_mark(at)
        number = mark.line + 1
        while number < behind and is_blank(self._text(number)):
            number += 1
        start = number
        while number < behind and (self._is_fenced(number) or not is_blank(self._text(number))):
            number += 1
        answer = Span(mark.span.end, mark.span.end)
        if start < number:
            answer = self._trimmed(source.line_starts[start], source.line_span(number - 1).end)
        is_glued = number > start or number == mark.line + 1
        card_id = _id_on(source, number) if is_glued else None
        if card_id and len(card_id.digits) < ID_LENGTH:
            card_id = None
        end = card_id.span.end if card_id else max(answer.end, mark.span.end)
        return BareCard(Span(question.start, end), question, mark.tag, answer, card_id)

    def _next_line_of_mark(self, index: int) -> int:
        """The line of the next mark behind this one that does not stand in a closed fence."""
        while index + 1 < len(self._lines):
            index += 1
            if not self._is_fenced(self._lines[index]):
                return self._lines[index]
        return self._behind
