"""The lines that give a flashcard its structure: the grammar of ﹇ question #card answer ⌂ ﹈.

Source: the regular expressions of the sync plugin flashcards-obsidian, as adapted to brackets.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from msgspec import Struct

from vaultlint.notes.facts import Card, CardId, CardTag, Code, Tag
from vaultlint.notes.reading import Reading
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

OPENER = "﹇"
CLOSER = "﹈"
ANSWER_END = "⌂"
BREAK = "<br>"
OPENER_LINE = OPENER + BREAK
CLOSER_LINE = BREAK + CLOSER + BREAK
ID_LENGTH = 13  # digits; Anki's note ids are epoch milliseconds
ID_LINE_LENGTH = 10  # digits; a shorter id on a line of its own is one of Obsidian's own

# --- the forms of structural lines (CardPart.form, CardTag.form)

EXACT = "exact"
INDENTED = "indented"
TRAILING_BLANKS = "trailing-blanks"
TEXT_BEHIND = "text-behind"  # ﹇<br>text, <br>﹈<br>text, #card text
BEHIND_TEXT = "behind-text"  # text<br>﹈<br>, text #card, text ⌂
OTHER_BREAK = "other-break"  # <br/> and the like; letter case is free
NO_BREAK = "no-break"  # ﹇ alone
NO_FIRST_BREAK = "no-first-break"  # ﹈<br>
NO_SECOND_BREAK = "no-second-break"  # <br>﹈
NO_BREAKS = "no-breaks"  # ﹈ alone
BLANKS_BETWEEN = "blanks-between"  # <br> ﹈ <br>
LIST_ITEM = "list-item"  # - ⌂
ODD_BLANKS = "odd-blanks"  # a tag line with tabs, no-break or zero-width spaces
MISSPELT = "misspelt"  # #cards
LINKED = "linked"  # [#card](app://obsidian.md)
MALFORMED_CLOSERS = frozenset(
    {NO_FIRST_BREAK, NO_SECOND_BREAK, NO_BREAKS, OTHER_BREAK, BLANKS_BETWEEN}
)

# What the plugin's \s matches, in JavaScript's sense: str.isspace() has others.
WHITESPACE = "\t\n\v\f\r \u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B)))
WHITESPACE += "\u2028\u2029\u202f\u205f\u3000\ufeff"
ZERO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
BLANKS = WHITESPACE + ZERO_WIDTH

_ANY_BREAK = regex(r"</?br ?/?>", re.IGNORECASE)
_EXACT_CLOSER = regex(rf"{CLOSER_LINE}(?:\^([0-9]+))?")
_LIST_MARK = regex(r"(?:[-*+>]|[0-9]{1,9}[.)])[ \t]+")
_LEADING_ID = regex(r"\^([0-9]+)")
_FINAL_ID = regex(rf"\^([0-9]+)[{BLANKS}]*$")
_FINAL_HASHTAGS = regex(rf" *(?:[^#{BLANKS}]+# *)*")  # of a line read backwards
_HASHTAG = regex(rf"#[^#{BLANKS}]+")
_WORD = rf"#[^#{BLANKS}{CLOSER}{ANSWER_END}]++"
_HASHTAG_LINE = regex(rf"({_WORD})(?>(?: ++{_WORD})*) *+")
_TAG_KINDS = ("", "-reverse", "/reverse", "-spaced", "/spaced")
_NEAR = 0.8  # difflib's ratio; a tag with one slip in it is this near
_SHORTEST_DIGITS = 6  # of what is taken for an id at a line's end

Kind = Literal["opener", "tag", "answer-end", "closer", "loose-closer", "id"]

_EXACT_LINES: dict[str, Kind] = {OPENER_LINE: "opener", ANSWER_END: "answer-end"}
_CHARACTERS = {"opener": OPENER, "answer-end": ANSWER_END, "id": "^"}  # of marks but closers


class Mark(Struct, frozen=True):
    """One structural line, or what may be one.

    kind: "loose-closer" is a ﹈ at the end of a text line, "id" a ^id alone on its line.
    line: index into Source.line_starts. span: the line, or the part of it that is the mark.
    fence: index of the fence that it stands in, else None.
    id: of a closer and an id line. tag: of a tag line.
    """

    kind: Kind
    form: str
    line: int
    span: Span
    fence: int | None = None
    id: CardId | None = None
    tag: CardTag | None = None


class Line(Struct, frozen=True):
    """One line without its line break.

    number: index into Source.line_starts. span: of `text`, in the note.
    """

    number: int
    text: str
    span: Span

    @property
    def start(self) -> int:
        return self.span.start


def is_read(card: Card) -> bool:
    """Whether the plugin finds the ﹇, the tag and the ﹈ of a block; CR LF apart."""
    return (
        card.opener is not None
        and card.opener.form == EXACT
        and card.tag is not None
        and card.tag.form in (EXACT, BEHIND_TEXT)
        and card.closer is not None
        and card.closer.form not in MALFORMED_CLOSERS
    )


def line_at(source: Source, index: int) -> Line:
    """The line with this index (from 0)."""
    span = source.line_span(index)
    return Line(index, source.slice(span), span)


def is_blank(text: str) -> bool:
    """Whether nothing can be seen of it."""
    return not text.strip(BLANKS)


class CardTags:
    """The card tags of a vault, and how a line is read for them.

    mark: a pattern for what a structural line holds, and for what is taken for an id.
    """

    def __init__(self, reading: Reading) -> None:
        names = tuple(name.lower() for name in reading.card_tags)
        self._has_bare_cards = "bracket" not in reading.dialects
        self.bare_names = "|".join(re.escape(name) for name in names) or r"(?!)"
        self.any_name = f"#(?:{self.bare_names})"
        # Every alternative begins with a literal character, for which re looks fast.
        self.mark = re.compile(
            rf"{OPENER}|{CLOSER}|{ANSWER_END}|\^[0-9]{{{_SHORTEST_DIGITS}}}|#(?i:{self.bare_names})"
        )
        self._spellings = tuple(f"#{name}{kind}" for name in names for kind in _TAG_KINDS)
        self._known = frozenset(self._spellings)
        self._known_words = frozenset(filter(_HASHTAG.fullmatch, self._spellings))
        self._start = re.compile(
            rf"[\s>*_+-]*(?P<name>(?:{self.any_name})(?:[-/](?:reverse|spaced))?)(?![\w/-])",
            re.IGNORECASE,
        )
        self._near_start = re.compile(
            rf"\s*(?P<name>\\?[#＃]\s*(?:{self.bare_names})(?:[-/](?:reverse|spaced))?)(?![\w/-])",
            re.IGNORECASE,
        )
        self._link = re.compile(rf"\s*(?P<name>\[(?:{self.any_name})[^\]]*\]\([^)]*\))", re.I)

    def exact(self, line: Line) -> CardTag | None:
        """What `read` finds in a line of hashtags that begins with a card tag."""
        words = _HASHTAG_LINE.fullmatch(line.text)
        if words is None or words[1].lower() not in self._known_words:
            return None
        hashtags = tuple(_hashtags(line, words.end(1)))
        name_span = Span(line.start, line.start + words.end(1))
        return CardTag(words[1], hashtags, EXACT, line.span, name_span)

    def read(self, line: Line) -> CardTag | None:
        """The tag that ends a line, alone or behind text, with the hashtags behind it.

        Letter case is free, as in the plugin's expressions.
        """
        text = line.text
        backwards = _FINAL_HASHTAGS.match(text[::-1])
        assert backwards is not None
        start = len(text) - backwards.end()
        if start and (text[start - 1].isalnum() or text[start - 1] in "_/-&"):
            start += 1  # the first # is glued to a word, as in C#
        words = _HASHTAG.finditer(text, start)
        found = next((word for word in words if word[0].lower() in self._known), None)
        if found is None:
            return None
        form = EXACT if is_blank(text[: found.start()]) else BEHIND_TEXT
        name_span = Span(line.start + found.start(), line.start + found.end())
        hashtags = tuple(_hashtags(line, found.end()))
        return CardTag(found[0], hashtags, form, line.span, name_span)

    def unreadable(self, line: Line) -> CardTag | None:
        """What was meant as a tag line, although the plugin reads none in it."""
        text = line.text.rstrip(BLANKS)
        plain = "".join(
            " " if char in WHITESPACE else char for char in line.text if char not in ZERO_WIDTH
        )
        if plain != line.text and self._is_tag_line(plain):
            found = re.search(self.any_name, line.text, re.IGNORECASE)
            whole = _HASHTAG.search(line.text[found.start() :]) if found else None
            start = found.start() if found else len(text) - len(text.lstrip(BLANKS))
            end = start + whole.end() if whole else len(text)
            return self._damaged(line, ODD_BLANKS, start, end)
        link = self._link.match(text)
        if link:
            return self._damaged(line, LINKED, *link.span("name"))
        match = self._start.match(text)
        if match:
            return self._damaged(line, TEXT_BEHIND, *match.span("name"))
        match = self._near_start.match(text)
        if match and self._is_tag_line(self._spellings[0] + text[match.end() :]):
            return self._damaged(line, MISSPELT, *match.span("name"))
        return None

    def _is_tag_line(self, text: str) -> bool:
        return self.read(Line(0, text, Span(0, len(text)))) is not None

    def hidden(self, line: Line) -> CardTag | None:
        """The tag of a bare card that odd blanks hide from the plugin."""
        tag = self.unreadable(line) if self._has_bare_cards else None
        return tag if tag is not None and tag.form == ODD_BLANKS else None

    def misspelt(self, line: Line) -> CardTag | None:
        """A line of hashtags whose first is nearly a card tag."""
        text = line.text.strip(BLANKS)
        if not text.startswith("#") or any(len(word) > 40 for word in text.split()[:1]):
            return None
        words = text.split()
        if not all(word.startswith("#") for word in words) or not self._is_near(words[0].lower()):
            return None
        start = line.text.index("#")
        return self._damaged(line, MISSPELT, start, start + len(words[0]))

    def _is_near(self, word: str) -> bool:
        if any(word.startswith(name) for name in self._spellings):
            return True
        # Imported here: it takes a millisecond, and few notes have such a line.
        from difflib import SequenceMatcher

        return any(SequenceMatcher(None, word, name).ratio() >= _NEAR for name in self._spellings)

    def _damaged(self, line: Line, form: str, start: int, end: int) -> CardTag:
        name_span = Span(line.start + start, line.start + end)
        return CardTag(line.text[start:end], (), form, line.span, name_span)


class FoundMarks(NamedTuple):
    """The structural lines of a note, and every line-final ^ with 6 or more digits behind it."""

    marks: tuple[Mark, ...]
    digit_ids: tuple[CardId, ...]


def _hashtags(line: Line, start: int) -> Iterator[Tag]:
    """The hashtags of a line from `start` on."""
    for word in _HASHTAG.finditer(line.text, start):
        span = Span(line.start + word.start(), line.start + word.end())
        yield Tag(word[0][1:], span)


@lru_cache
def card_tags(reading: Reading) -> CardTags:
    """The card tags of a vault."""
    return CardTags(reading)


def find_marks(
    source: Source,
    body: Span,
    in_fence: Places,
    code: Sequence[Code],
    in_code: Places,
    tags: CardTags,
) -> FoundMarks:
    """The structural lines of the body, in order; what stands in code spans is none."""
    marks: list[Mark] = []
    digit_ids: list[CardId] = []
    for line in _lines_with_marks(source, body, tags):
        final_id = _FINAL_ID.search(line.text) if "^" in line.text else None
        if final_id and len(final_id[1]) >= _SHORTEST_DIGITS:
            digit_ids.append(_card_id(final_id, line.start))
        found = _marks_of(line, in_fence.index_at(line.span.start), tags)
        if in_code.touches(line.span):
            found = tuple(mark for mark in found if not _is_hidden(mark, line, code, in_code))
        marks += found
    return FoundMarks(tuple(marks), tuple(digit_ids))


class Places:
    """Spans in order, none in another, and which of them holds an offset."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = tuple(spans)
        self._starts = [span.start for span in self._spans]

    def index_at(self, offset: int) -> int | None:
        """The index of the span that holds the offset, else None."""
        index = bisect_right(self._starts, offset) - 1
        return index if index >= 0 and offset < self._spans[index].end else None

    def touches(self, span: Span) -> bool:
        """Whether one of the spans overlaps this one, or begins or ends where it does."""
        index = bisect_right(self._starts, span.end) - 1
        return index >= 0 and self._spans[index].end >= span.start


def _lines_with_marks(source: Source, body: Span, tags: CardTags) -> Iterator[Line]:
    text, starts = source.text, source.line_starts
    last = len(starts) - 1
    behind = number = 0
    for match in tags.mark.finditer(text, body.start, body.end):
        at = match.start()
        if at < behind:
            continue
        number = bisect_right(starts, at, number) - 1
        behind = starts[number + 1] if number < last else len(text)
        start = starts[number]
        words = text[start:behind].rstrip("\r\n")
        yield Line(number, words, Span(start, start + len(words)))


def _is_hidden(mark: Mark, line: Line, code: Sequence[Code], in_code: Places) -> bool:
    """Whether a mark stands in code, and is none."""
    if mark.tag is not None:
        place = mark.tag.name_span.start
    else:
        place = line.start + line.text.find(_CHARACTERS.get(mark.kind, CLOSER))
    index = in_code.index_at(place)
    if index is None:
        return False
    if code[index].kind == "indented":
        return mark.kind != "tag"  # the plugin reads an indented tag line
    # A code span that began on a line above is a stray mark of code, far more likely.
    return code[index].span.start >= line.start


def _card_id(match: re.Match[str], offset: int) -> CardId:
    return CardId(match[1], Span(offset + match.start(), offset + match.end(1)))


def _marks_of(line: Line, fence: int | None, tags: CardTags) -> Sequence[Mark]:
    kind = _EXACT_LINES.get(line.text)
    if kind is not None:
        return (Mark(kind, EXACT, line.number, line.span, fence),)
    closer = _EXACT_CLOSER.fullmatch(line.text)
    if closer:
        place = Span(line.start + len(CLOSER_LINE), line.span.end)
        card_id = CardId(closer[1], place) if closer[1] else None
        return (Mark("closer", EXACT, line.number, line.span, fence, card_id),)
    tag = tags.exact(line)
    if tag:
        return (Mark("tag", EXACT, line.number, line.span, fence, None, tag),)
    return tuple(_odd_marks_of(line, fence, tags))


def _odd_marks_of(line: Line, fence: int | None, tags: CardTags) -> Iterator[Mark]:
    """The marks of a line that is not exactly as one should be."""
    text = line.text.strip(BLANKS)
    if text.startswith(OPENER):
        yield Mark("opener", _opener_form(line.text), line.number, line.span, fence)
        return
    if CLOSER in text:
        yield from _closers(line, fence)
        return
    if text.endswith(ANSWER_END):
        yield _answer_end(line, text, fence)
        return
    final_id = _FINAL_ID.fullmatch(line.text.lstrip(BLANKS))
    if final_id and len(final_id[1]) >= ID_LINE_LENGTH:
        card_id = _card_id(final_id, line.start + line.text.index("^"))
        yield Mark("id", EXACT, line.number, line.span, fence, id=card_id)
        return
    tag = tags.read(line) or tags.hidden(line)
    if tag is not None:
        yield Mark("tag", tag.form, line.number, line.span, fence, tag=tag)


def text_behind_opener(text: str) -> int:
    """Where the text of a line that begins with ﹇ starts, behind the line break."""
    at = text.index(OPENER) + 1
    match = _ANY_BREAK.match(text, at)
    return match.end() if match else at


def _opener_form(text: str) -> str:
    if text.lower() == OPENER_LINE:
        return EXACT
    before, _, behind = text.partition(OPENER)
    if before:
        return _opener_form(OPENER + behind)  # the plugin looks for ﹇ at any place of a line
    if is_blank(behind):
        return NO_BREAK
    match = _ANY_BREAK.match(behind)
    if match is None or not is_blank(behind[match.end() :]):
        return TEXT_BEHIND
    return TRAILING_BLANKS if match[0].lower() == BREAK else OTHER_BREAK


def _answer_end(line: Line, text: str, fence: int | None) -> Mark:
    span = line.span
    if text == ANSWER_END:
        form = INDENTED if line.text.startswith(tuple(BLANKS)) else TRAILING_BLANKS
    elif _LIST_MARK.sub("", text, count=1) == ANSWER_END:
        form = LIST_ITEM
    else:
        form = BEHIND_TEXT
        span = Span(line.start + line.text.rindex(ANSWER_END), line.span.end)
    return Mark("answer-end", form, line.number, span, fence)


def _closers(line: Line, fence: int | None) -> Iterator[Mark]:
    """The closer in a line that holds ﹈, and the ⌂ before it."""
    text = line.text
    first = text.index(CLOSER)
    before = text[:first].strip(BLANKS)
    tail = _ClosersTail.read(text, first)
    if not before or _ANY_BREAK.fullmatch(before):
        if not tail.is_clean and not tail.second:
            return  # a sentence that begins with the mark
        yield _closer(line, line.span, tail, text[:first], fence)
        return
    last = text.rindex(CLOSER)
    tail = _ClosersTail.read(text, last)
    if not tail.is_clean:
        return
    head = text[:last]
    end = head.rstrip(BLANKS).removesuffix(BREAK).rstrip(BLANKS)
    if end.lstrip(BLANKS) == ANSWER_END:
        span = Span(line.start + len(end) - len(ANSWER_END), line.start + len(end))
        yield Mark("answer-end", EXACT, line.number, span, fence)
    if head.endswith(BREAK) and tail.second == BREAK and not tail.gap:
        span = Span(line.start + last - len(BREAK), line.span.end)
        yield Mark("closer", BEHIND_TEXT, line.number, span, fence, tail.id(line))
        return
    span = Span(line.start + last, line.span.end)
    yield Mark("loose-closer", tail.malformed(head), line.number, span, fence, tail.id(line))


def _closer(line: Line, span: Span, tail: _ClosersTail, head: str, fence: int | None) -> Mark:
    form = tail.malformed(head)
    if form == EXACT and head.lower() != BREAK:
        form = INDENTED
    elif form == EXACT and (not tail.is_clean or tail.is_apart):
        form = TEXT_BEHIND
    elif form == EXACT and tail.text != tail.text.rstrip(BLANKS):
        form = TRAILING_BLANKS
    return Mark("closer", form, line.number, span, fence, tail.id(line))


class _ClosersTail(NamedTuple):
    """What follows ﹈ in its line.

    gap: blanks before the second break. second: that break, as written, else "".
    text: what follows. start: of `text` in the line.
    """

    gap: str
    second: str
    text: str
    start: int

    @classmethod
    def read(cls, text: str, closer: int) -> _ClosersTail:
        behind = text[closer + 1 :]
        gap = behind[: len(behind) - len(behind.lstrip(BLANKS))]
        match = _ANY_BREAK.match(behind, len(gap))
        if match is None:
            return cls("", "", behind, closer + 1)
        return cls(gap, match[0], behind[match.end() :], closer + 1 + match.end())

    @property
    def is_clean(self) -> bool:
        """Whether nothing but an id follows."""
        text = self.text.strip(BLANKS)
        return not text or bool(_LEADING_ID.fullmatch(text))

    @property
    def is_apart(self) -> bool:
        """Whether a blank stands before what follows."""
        return not is_blank(self.text) and self.text[0] in BLANKS

    def malformed(self, head: str) -> str:
        """The form of the breaks around ﹈; EXACT when they are as they should be."""
        first = head.strip(BLANKS)
        has_first = bool(_ANY_BREAK.fullmatch(first[-5:].lstrip(BLANKS))) or first.endswith(BREAK)
        if not has_first or not self.second:
            return {
                (True, False): NO_SECOND_BREAK,
                (False, True): NO_FIRST_BREAK,
            }.get((has_first, bool(self.second)), NO_BREAKS)
        if not first.lower().endswith(BREAK) or self.second.lower() != BREAK:
            return OTHER_BREAK
        return BLANKS_BETWEEN if self.gap or not head.lower().endswith(BREAK) else EXACT

    def id(self, line: Line) -> CardId | None:
        """The id, glued to the closer or further on in its line."""
        glued = _LEADING_ID.match(self.text)
        if glued:
            return _card_id(glued, line.start + self.start)
        final = _FINAL_ID.search(self.text)
        # Obsidian itself writes such a short id, behind a blank, for a link to this block.
        if final is None or len(final[1]) < ID_LINE_LENGTH:
            return None
        return _card_id(final, line.start + self.start)
