"""Cloze paragraphs: lines with {…} that the sync plugin turns into cards with gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from vaultlint.notes.braces import NUMBER, OPENERS, BraceReader, Braces
from vaultlint.notes.cardmarks import BLANKS, ID_LENGTH
from vaultlint.notes.facts import CardId, Cloze, ClozeFault, Deletion, Note
from vaultlint.notes.reading import Reading
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_PREFIX = regex(r"[ \t>]*+")
# The plugin reads an id whatever follows it.
_ID_LINE = regex(rf"[ \t>]*+(\^([0-9]{{6,}}+))[{BLANKS}]*+")
_HASHTAG_LINE = regex(r"[ \t>]*+(?>(?:#[^\s#]\S*+[ \t]*+)+)")
_FEWEST_SURE_DIGITS = 10  # of an id that is not whole; ^123456 is an ordinary block id
_CARD_SIGN = regex(r"[﹇⌂﹈]")

# Of a line without an id: what braces must hold to be a cloze for sure …
_LETTER = regex(r"[^\W\d_]")
_SURE_TEXT = regex(r"[^\W\d_]|[0-9]{4}|[`$\[]")
_MAPPING = regex(r"[^,]*+,\s*+[0-9]++\s*+:")  # as in {1: "a", 2: "b"}
_FORMATTED = regex(r"\.format\(|\bprintf\(|\bf[\"']")
_NUMBERED_OPENER = regex(r"[{〔][0-9]:\s?(?:[^\W\d_]|[`$\[*])")
# … and what, when they have no number, to be one perhaps: words that stand alone, and no code.
_WORDS = regex(r"`[^`]++`|[^\W_][^;=<>|\\{}]*+|[(\[\"'“‘*$`][^;=<>|\\{}]*+")
_ENTRY = regex(r"[\w-]+\s*+:")  # as in {color: red}
_SHORT_ITEMS = regex(r"[^\s,]{1,3}+(?>(?:\s*+,\s*+[^\s,]{1,3}+)+)")
_BEFORE_WORDS = frozenset(" \t>(*_“‘-–—|")
_BEHIND_WORDS = frozenset(" \t)*_”’-–—|.,;:!?…'\"")
_SET_SIGNS = frozenset("=∈∉⊂⊆⊃⊇∪∩∖")

# Obsidian_to_Anki has clozes of its own, with other rules and other ids.
_OTHER_PLUGIN = regex(r"<!--ID: ?[0-9]|^(?:START|TARGET DECK)\b", re.MULTILINE)


def read_clozes(note: Note, reading: Reading) -> tuple[Cloze, ...]:
    """The cloze paragraphs of a note whose blocks, inlines and cards are read already.

    A line is one when an id stands below it, or when it has a {1:numbered} deletion. In a note
    with cards or ids it is also one when its braces hold plain words; that may be prose, so no
    faults are told of it.
    """
    signs = {sign for pair in reading.cloze_brackets for sign in pair}
    if not any(note.text.find(sign, note.body.start) >= 0 for sign in signs):
        return ()
    clozes = _Reader(note, reading).clozes()
    if all(cloze.id for cloze in clozes) or not _OTHER_PLUGIN.search(note.text):
        return tuple(clozes)
    return tuple(cloze for cloze in clozes if cloze.id)


class _Opened(NamedTuple):
    """A line whose last brace opens a deletion and is not closed on it.

    line: its index. brace: its offset. cloze: the index of the line's cloze, if it is one.
    """

    line: int
    brace: int
    cloze: int | None


class _Reader:
    """Finds the cloze paragraphs of one note, line by line."""

    def __init__(self, note: Note, reading: Reading) -> None:
        self.source = note.source
        self.text = note.text
        self.body = note.body
        self.braces = BraceReader(note, reading.cloze_brackets)
        ids = [card.id for card in note.cards]
        ids += [card.id for card in note.bare_cards]
        ids += [card.id for card in note.inline_cards]
        self.has_cards = bool(ids or note.digit_ids)
        self.owned = {card_id.span for card_id in ids if card_id is not None}

    def clozes(self) -> list[Cloze]:
        """The cloze paragraphs, in order."""
        clozes: list[Cloze] = []
        opened: _Opened | None = None
        for index in self._lines():
            line = self._span(index)
            braces = self.braces.line(line.start, line.end)
            fault = self._fault_across(opened, index, braces) if opened else None
            begun = opened.cloze if opened and fault else None
            if fault and begun is not None:
                # The deletion is that of the line on which it begins.
                clozes[begun] = _with_last_lone_as(fault, clozes[begun])
                braces = _without_first_lone(braces)
            cloze = self._cloze(index, line, braces)
            if cloze is not None:
                clozes.append(cloze if begun is not None else _with_first_lone_as(fault, cloze))
            elif begun is not None and clozes[begun].lost_id is None:
                clozes[begun] = replace(clozes[begun], lost_id=self._id_below(index))
            last = _lone(braces)[-1:]
            is_open = bool(last) and self.text[last[0].span.start] in OPENERS
            place = None if cloze is None else len(clozes) - 1
            opened = _Opened(index, last[0].span.start, place) if is_open else None
        return clozes

    def _fault_across(self, opened: _Opened, index: int, braces: Braces) -> ClozeFault | None:
        """The brace that an earlier line left open, if the first lone one of this line closes it.

        No blank line and no id stands between the two.
        """
        lone = _lone(braces)
        if not lone or self.text[lone[0].span.start] in OPENERS:
            return None
        between = map(self._span, range(opened.line + 1, index))
        if any(self._is_blank(line) or self._id_at(line.start, line.end) for line in between):
            return None
        return ClozeFault("across-lines", Span(opened.brace, lone[0].span.end))

    def _lines(self) -> Iterator[int]:
        """The indexes of the lines on which something is not hidden that may mark a deletion."""
        behind = 0
        for at in self.braces.marks:
            if at < behind:
                continue
            end = self.braces.hidden.end_of(at)
            if end is None:
                index = self.source.line_of(at)
                yield index
                end = self.source.line_span(index).end
            behind = end

    def _span(self, index: int) -> Span:
        """The part of a line that belongs to the body; empty behind the last line."""
        if index >= len(self.source.line_starts):
            return Span(len(self.text), len(self.text))
        line = self.source.line_span(index)
        return Span(max(line.start, min(self.body.start, line.end)), line.end)

    # --- what a line is

    def _cloze(self, index: int, line: Span, braces: Braces) -> Cloze | None:
        """The cloze paragraph on this line, None when it is none."""
        below = self._id_below(index)
        start = self._text_start(line)
        span = Span(start, start + len(self.text[start : line.end].rstrip()))
        cloze = Cloze(span, braces.deletions, None, None, braces.faults)
        if below is not None and len(below.digits) == ID_LENGTH:
            is_meant = braces.deletions or self._is_damaged(line, braces)
            return replace(cloze, id=below) if is_meant else None
        is_sure = self._is_sure(line, braces)
        if not is_sure and not self._is_perhaps(line, braces):
            return None
        if below is not None and (is_sure or len(below.digits) >= _FEWEST_SURE_DIGITS):
            return replace(cloze, lost_id=below)
        if is_sure:
            return replace(cloze, lost_id=self._id_behind(line) or self._id_further_down(index))
        return replace(cloze, lost_id=self._id_below_blank(index + 1), faults=())

    def _is_damaged(self, line: Span, braces: Braces) -> bool:
        """Whether a lone brace stands at words, as in "a {1:cell is small", or two at nothing."""
        if _LETTER.search(self.text, line.start, line.end) is None:
            return False
        if any(fault.kind == "empty" for fault in braces.faults):
            return True
        return any(self._touches_words(fault.span, line) for fault in _lone(braces))

    def _touches_words(self, brace: Span, line: Span) -> bool:
        at = brace.end if self.text[brace.start] in OPENERS else brace.start - 1
        return line.start <= at < line.end and not self.text[at].isspace()

    def _is_sure(self, line: Span, braces: Braces) -> bool:
        """Whether a line without an id is surely meant as a cloze."""
        text = self.text
        if _FORMATTED.search(text, line.start, line.end):
            return False
        if any(self._is_numbered(deletion) for deletion in braces.deletions):
            return True
        return any(
            (fault.kind == "anki-syntax" and "::" in self.source.slice(fault.span))
            or (fault.kind == "lone-brace" and _NUMBERED_OPENER.match(text, fault.span.start))
            for fault in braces.faults
        )

    def _is_numbered(self, deletion: Deletion) -> bool:
        words = self.source.slice(deletion.inner)
        number = NUMBER.match(words)
        if number is None or _MAPPING.match(words, number.end()):
            return False
        return _SURE_TEXT.search(words, number.end()) is not None

    def _is_perhaps(self, line: Span, braces: Braces) -> bool:
        """Whether all braces of a line without an id and without numbers hold plain words."""
        if not self.has_cards or not braces.deletions or _lone(braces):
            return False
        return all(self._is_words(deletion, line) for deletion in braces.deletions)

    def _is_words(self, deletion: Deletion, line: Span) -> bool:
        text, span = self.text, deletion.span
        if text[span.start] != "{":
            return True
        words = self.source.slice(deletion.inner)
        if not _WORDS.fullmatch(words) or not _LETTER.search(words) or words[-1].isspace():
            return False
        if _ENTRY.match(words) or _SHORT_ITEMS.fullmatch(words):
            return False
        if span.start > line.start and text[span.start - 1] not in _BEFORE_WORDS:
            return False
        if span.end < line.end and text[span.end] not in _BEHIND_WORDS:
            return False
        before = text[max(line.start, span.start - 4) : span.start].rstrip()
        return before[-1:] not in _SET_SIGNS

    # --- ids

    def _text_start(self, line: Span) -> int:
        """Where the text of a line begins, behind the marks of quotes and the indentation."""
        match = _PREFIX.match(self.text, line.start, line.end)
        return line.start if match is None else match.end()

    def _is_blank(self, line: Span) -> bool:
        return self._text_start(line) == line.end

    def _is_hashtags(self, line: Span) -> bool:
        return _HASHTAG_LINE.fullmatch(self.text, line.start, line.end) is not None

    def _id_at(self, start: int, end: int) -> CardId | None:
        """The id that a line is from `start` on, of any length, when no card owns it."""
        match = _ID_LINE.fullmatch(self.text, start, end)
        if match is None or Span(*match.span(1)) in self.owned:
            return None
        return CardId(match[2], Span(*match.span(1)))

    def _id_below(self, index: int) -> CardId | None:
        """The id on the next line, or on the one after one line of hashtags; of any length."""
        below = self._span(index + 1)
        if self._is_hashtags(below):
            below = self._span(index + 2)
        return self._id_at(below.start, below.end)

    def _id_behind(self, line: Span) -> CardId | None:
        """The id at the end of the line itself."""
        caret = self.text.rfind("^", line.start, line.end)
        found = None if caret < 0 else self._id_at(caret, line.end)
        return found if found is not None and len(found.digits) == ID_LENGTH else None

    def _id_further_down(self, index: int) -> CardId | None:
        """The id at the end of the paragraph, or behind the blank lines right below the line."""
        index += self._is_hashtags(self._span(index + 1))
        if self._is_blank(self._span(index + 1)):
            return self._id_below_blank(index + 1)
        last = len(self.source.line_starts)
        for below in map(self._span, range(index + 1, last)):
            if self._is_blank(below) or self._is_another(below):
                return None
            found = self._id_at(below.start, below.end)
            if found is not None:
                return found if len(found.digits) == ID_LENGTH else None
        return None

    def _id_below_blank(self, index: int) -> CardId | None:
        """The id that is the first text from this line on, when the line is blank."""
        last = len(self.source.line_starts)
        for place, below in enumerate(map(self._span, range(index, last))):
            if self._is_blank(below):
                continue
            found = self._id_at(below.start, below.end)
            is_whole = place > 0 and found is not None and len(found.digits) == ID_LENGTH
            return found if is_whole else None
        return None

    def _is_another(self, line: Span) -> bool:
        """Whether a line below a cloze may be a card, another cloze, or code."""
        text = self.text
        if self.braces.hidden.end_of(self._text_start(line)) is not None:
            return True
        sign = _CARD_SIGN.search(text, line.start, line.end)
        return sign is not None or self.braces.mark.search(text, line.start, line.end) is not None


def _lone(braces: Braces) -> tuple[ClozeFault, ...]:
    return tuple(fault for fault in braces.faults if fault.kind == "lone-brace")


def _without_first_lone(braces: Braces) -> Braces:
    first = _lone(braces)[0]
    return Braces(braces.deletions, tuple(f for f in braces.faults if f is not first))


def _with_first_lone_as(fault: ClozeFault | None, cloze: Cloze) -> Cloze:
    """The cloze with this fault, if any, in place of its first lone brace."""
    lone = [other for other in cloze.faults if other.kind == "lone-brace"]
    if fault is None or not lone:
        return cloze
    others = (other for other in cloze.faults if other is not lone[0])
    return replace(cloze, faults=(fault, *others))


def _with_last_lone_as(fault: ClozeFault, cloze: Cloze) -> Cloze:
    """The cloze with this fault in place of its last lone brace."""
    last = [other for other in cloze.faults if other.kind == "lone-brace"][-1]
    return replace(cloze, faults=(*(other for other in cloze.faults if other is not last), fault))
