"""Which brackets of a line mark cloze deletions, and what the sync plugin misreads of them.

The order in which braces are something else stands in RULES: code, math, comments, {{…}}, empty,
escaped, link destinations and URLs, ${…}, attribute lists, JSON. LaTeX outside of math comes last.
Source of the plugin's reading: flashcards-obsidian, src/conf/regex.ts, singleClozeCurly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from vaultlint.notes.facts import ClozeFault, Deletion, Note
from vaultlint.notes.regions import Regions
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

NUMBER = regex(r"([0-9]):")
OPENERS = "{〔"

_BRACKET = {
    "{}": regex(r"(?<!\\)(\\*+)([{}])"),
    "〔〕": regex(r"(?<!\\)(\\*+)([〔〕])"),
}
_HIGHLIGHT = regex(r"(?<!=)==(?!=)")
_LONG_NUMBER = regex(r"([0-9]{2,4}+):")  # four digits are a year, more are no number
_ANKI = regex(r"(c([0-9]{1,4}+)::?)(?=.)", re.DOTALL)
_JSON = regex(r"""\s*+(?:"[^"]*+"|'[^']*+')\s*+:""")
_COMMAND = regex(r"\\[A-Za-z@]++\*?$")
_LONGEST_COMMAND = 32  # code points
_URL = regex(r"://[^\s<>]*+")
_IN_URL = regex(r"\{[^{}\s]*+\}")
# Every alternative begins with a literal character, for which re looks fast.
_DOLLARS = regex(r"﹇|﹈|\$\$(?<!\\\$\$)")
_BACKTICKS = regex(r"`++")
_INLINE_MATH = regex(r"(?<![\\$])\$(?![\s$])[^$]*+(?<![\s\\])\$(?![0-9$])")


class Braces(NamedTuple):
    """What the brackets of one line mark. faults: also those of lone brackets, in order."""

    deletions: tuple[Deletion, ...]
    faults: tuple[ClozeFault, ...]


class _Pair(NamedTuple):
    """Two brackets that belong together. end: behind the closing one."""

    start: int
    end: int


class BraceReader:
    """Reads the brackets of a note, line by line.

    mark: a pattern for everything that may begin or end a deletion. marks: where it stands in
    the body, in order. hidden: where no bracket marks one.
    """

    def __init__(self, note: Note, brackets: Sequence[str]) -> None:
        pairs = ((pair,) if pair == "==" else pair for pair in brackets)
        signs = tuple(chain.from_iterable(pairs))
        self.mark = re.compile("|".join(map(re.escape, signs)) or r"(?!)")
        self.marks = sorted(at for sign in signs for at in _places(note.text, sign, note.body))
        self.hidden = Regions(_hidden(note))
        self._unread = Regions(_unread(note))
        self._source = note.source
        self._text = note.text
        self._brackets = brackets

    def line(self, start: int, end: int) -> Braces:
        """The brackets of the line from `start` to `end`."""
        deletions: list[Deletion] = []
        faults: list[ClozeFault] = []
        skipped = self._skipped(start, end)
        for brackets in self._brackets:
            if brackets == "==":
                deletions += self._highlights(start, end, skipped)
                continue
            pairs, lone = self._pairs(brackets, start, end, skipped)
            for deletion, fault in self._deletions(pairs, brackets, start, end):
                deletions += [deletion] if deletion else []
                faults += [fault] if fault else []
            faults += [ClozeFault("lone-brace", Span(at, at + 1)) for at in lone]
        if deletions:
            # The plugin leaves {} alone when no later brace closes what it opens.
            faults = [fault for fault in faults if not self._is_left_alone(fault, end)]
        faults.sort(key=lambda fault: fault.span)
        return Braces(tuple(_outermost(deletions)), tuple(faults))

    # --- pairing

    def _skipped(self, start: int, end: int) -> set[int]:
        """Places of brackets that are hidden on this line, besides those in `hidden`."""
        text = self._text
        spans = list(_between(text, "<%", "%>", start, end))
        if text.find("://", start, end) >= 0:
            urls = _URL.finditer(text, start, end)
            spans += [m.span() for url in urls for m in _IN_URL.finditer(text, *url.span())]
        if self._unread.end_of(start) is not None:
            spans += _code_spans(text, start, end)
            spans += [m.span() for m in _INLINE_MATH.finditer(text, start, end)]
        return {mark.start() for span in spans for mark in self.mark.finditer(text, *span)}

    def _is_hidden(self, at: int, skipped: set[int]) -> bool:
        return at in skipped or self.hidden.end_of(at) is not None

    def _pairs(
        self, brackets: str, start: int, end: int, skipped: set[int]
    ) -> tuple[list[_Pair], list[int]]:
        """The pairs, outer before inner, and the places of lone brackets, in order."""
        pairs: list[_Pair] = []
        lone: list[int] = []
        opened: list[int] = []
        escaped: list[int] = []  # openers behind a backslash
        for match in _BRACKET[brackets].finditer(self._text, start, end):
            at, is_escaped = match.start(2), len(match[1]) % 2 == 1
            if self._is_hidden(at, skipped):
                continue
            if match[2] == brackets[0]:
                (escaped if is_escaped else opened).append(at)
            elif is_escaped:
                # Of \{a\} neither counts; in {a \} b} the second closes.
                if escaped and (not opened or escaped[-1] > opened[-1]):
                    escaped.pop()
            elif opened:
                opener = opened.pop()
                while escaped and escaped[-1] > opener:
                    escaped.pop()
                pairs.append(_Pair(opener, at + 1))
            elif escaped:
                escaped.pop()
            else:
                lone.append(at)
        return sorted(pairs), sorted(lone + opened)

    def _highlights(self, start: int, end: int, skipped: set[int]) -> Iterator[Deletion]:
        text, opener = self._text, -1
        for match in _HIGHLIGHT.finditer(text, start, end):
            at = match.start()
            if self._is_hidden(at, skipped):
                continue
            if opener >= 0 and not text[at - 1].isspace():
                inner = Span(opener + 2, at)
                yield Deletion(None, self._source.slice(inner), Span(opener, at + 2), inner)
                opener = -1
            elif at + 2 < end and not text[at + 2].isspace():
                opener = at

    # --- what a pair marks

    def _deletions(
        self, pairs: list[_Pair], brackets: str, start: int, end: int
    ) -> Iterator[tuple[Deletion | None, ClozeFault | None]]:
        """The deletions that the outermost pairs mark, each with what is wrong with it."""
        known = frozenset(pairs)
        behind = latex_end = start
        for pair in pairs:
            if pair.start < behind:
                continue
            behind = pair.end
            inner = Span(pair.start + 1, pair.end - 1)
            words = self._source.slice(inner)
            if brackets != "{}":
                if words.strip():
                    yield self._read(pair, words, inner, brackets, end)
                continue
            before = self._text[max(start, pair.start - _LONGEST_COMMAND) : pair.start]
            if (latex_end == pair.start > start) or _is_argument(before):
                latex_end = pair.end
            elif not words.strip():
                if not before.endswith("$"):
                    yield None, ClozeFault("empty", Span(*pair))
            elif _Pair(inner.start, inner.end) in known:  # {{…}}
                yield from self._doubled(pair, inner)
            elif not _is_other_syntax(words, before[-1:]):
                yield self._read(pair, words, inner, brackets, end)

    def _doubled(self, pair: _Pair, inner: Span) -> Iterator[tuple[Deletion, ClozeFault]]:
        """Anki's own {{c1::…}}; other {{…}} are placeholders."""
        inner = Span(inner.start + 1, inner.end - 1)
        words = self._source.slice(inner)
        sign = _ANKI.match(words)
        if sign is not None and sign[1].endswith("::"):
            span = Span(*pair)
            deletion = Deletion(int(sign[2]), words[sign.end() :], span, inner)
            yield deletion, ClozeFault("anki-syntax", span, deletion)

    def _read(
        self, pair: _Pair, words: str, inner: Span, brackets: str, end: int
    ) -> tuple[Deletion, ClozeFault | None]:
        """The deletion between two brackets, and its fault. end: of the line."""
        span = Span(*pair)
        number = NUMBER.match(words)
        if number is not None:
            deletion = Deletion(int(number[1]), words[number.end() :], span, inner)
            if brackets == "{}" and not deletion.text.strip():
                return deletion, ClozeFault("empty", span, deletion)
            return deletion, self._inner_fault(deletion, brackets[1])
        if brackets == "{}":
            deletion, fault = self._misread(words, span, inner, end)
            if fault is not None:
                return deletion, fault
        deletion = Deletion(None, words, span, inner)
        return deletion, self._inner_fault(deletion, brackets[1])

    def _misread(
        self, words: str, span: Span, inner: Span, end: int
    ) -> tuple[Deletion, ClozeFault | None]:
        """A deletion whose number the plugin does not read as it is meant."""
        sign = _ANKI.match(words)
        if sign is not None:
            deletion = Deletion(int(sign[2]), words[sign.end() :], span, inner)
            place = Span(inner.start, inner.start + sign.end())
            return deletion, ClozeFault("anki-syntax", place, deletion)
        number = _LONG_NUMBER.match(words)
        if number is not None:
            deletion = Deletion(int(number[1]), words[number.end() :], span, inner)
            place = Span(inner.start, inner.start + number.end(1))
            return deletion, ClozeFault("long-number", place, deletion)
        deletion = Deletion(None, words, span, inner)
        if words[0] not in "0123456789":
            return deletion, None
        # {5} is the text "5" if no } follows: a digit counts as a number only when text follows
        # it, and that text may then reach over this } up to the next.
        if len(words) == 1 and self._text.find("}", span.end, end) < 0:
            return deletion, None
        return deletion, ClozeFault("no-colon", Span(inner.start, inner.start + 1), deletion)

    def _is_left_alone(self, fault: ClozeFault, end: int) -> bool:
        if fault.kind != "empty" or self._source.slice(fault.span) != "{}":
            return False
        return self._text.find("}", fault.span.end, end) < 0

    def _inner_fault(self, deletion: Deletion, closer: str) -> ClozeFault | None:
        """A placeholder, or else the first closing bracket inside.

        The bracket also in code or math: the plugin knows neither.
        """
        placeholder = self._placeholder(deletion.inner)
        if placeholder is not None:
            return ClozeFault("placeholder", placeholder, deletion)
        at = self._text.find(closer, deletion.inner.start, deletion.inner.end)
        return None if at < 0 else ClozeFault("inner-brace", Span(at, at + 1), deletion)

    def _placeholder(self, inner: Span) -> Span | None:
        """The first {{…}} or <% … %>, which a template left here; in code it is an example."""
        for opener, closer in (("{{", "}}"), ("<%", "%>")):
            for found in _between(self._text, opener, closer, inner.start, inner.end):
                if self.hidden.end_of(found[0]) is None:
                    return Span(*found)
        return None


def _outermost(deletions: list[Deletion]) -> Iterator[Deletion]:
    behind = -1
    for deletion in sorted(deletions, key=lambda deletion: deletion.span):
        if deletion.span.start >= behind:
            behind = deletion.span.end
            yield deletion


def _is_argument(before: str) -> bool:
    r"""Whether a brace behind these characters is LaTeX, as in \frac{a}, x^{2} and x_{i}."""
    if before.endswith("^") or (before.endswith("_") and before[-2:-1].isalnum()):
        return True
    return _COMMAND.search(before) is not None


def _is_other_syntax(words: str, before: str) -> bool:
    """Whether braces around `words` are no cloze. before: the one character before them."""
    if before == "$":
        return True
    # An attribute list, as in ![plate](plate.png){width=50%} and [small]{.smallcaps}.
    if before in (")", "]") and NUMBER.match(words) is None:
        return True
    # {% … %} and {# … #} of templates
    if words[0] in "%#" and len(words) > 1 and words[0] == words[-1]:
        return True
    return _JSON.match(words) is not None


# --- what is hidden


def _hidden(note: Note) -> list[Span]:
    """Where no bracket of the note marks a cloze."""
    spans = [fence.span for fence in note.fences]
    spans += [code.span for code in note.code]
    spans += [block.span for block in note.html_blocks]
    spans += [comment.span for comment in note.comments if comment.closed]
    spans += _display_math(note, spans)
    for cards in (note.cards, note.bare_cards, note.inline_cards):
        spans += [card.span for card in cards]
    for links in (note.links, note.external_links):
        spans += [link.target_span for link in links]
    spans += [link.destination_span for link in note.unencoded_links]
    spans += [m.span for m in note.math if m.kind == "inline" and _is_one_line(note, m.span)]
    return spans


def _is_one_line(note: Note, span: Span) -> bool:
    return note.source.line_of(span.start) == note.source.line_of(span.end - 1)


def _display_math(note: Note, code: Sequence[Span]) -> list[Span]:
    """$$…$$ outside of code. A $$ that no other one closes before the next bracket of a card is
    text: of such a pair the plugin makes no math either."""
    first = note.text.find("$$", note.body.start)
    if first < 0:
        return []
    found: list[Span] = []
    in_code = Regions(code)
    opener = -1
    for match in _DOLLARS.finditer(note.text, first, note.text.rindex("$$") + len("$$")):
        at = match.start()
        if in_code.end_of(at) is not None:
            continue
        if match[0] != "$$":
            opener = -1
        elif opener < 0:
            opener = at
        else:
            found.append(Span(opener, at + 2))
            opener = -1
    return found


def _unread(note: Note) -> Iterator[Span]:
    """What Obsidian hides and the plugin does not: no code and no math is noted in there."""
    yield from (comment.span for comment in note.comments if not comment.closed)
    for math in note.math:
        if math.kind == "block" and (not math.closed or _holds_card(note.source, math.span)):
            yield math.span


def _holds_card(source: Source, span: Span) -> bool:
    return any(source.text.find(sign, span.start, span.end) >= 0 for sign in "﹇﹈")


def _places(text: str, sign: str, body: Span) -> Iterator[int]:
    """Where a sign stands in the body, in order."""
    at = text.find(sign, body.start, body.end)
    while at >= 0:
        yield at
        at = text.find(sign, at + len(sign), body.end)


def _between(
    text: str, opener: str, closer: str, start: int, end: int
) -> Iterator[tuple[int, int]]:
    """The places from each `opener` to the next `closer`, both included."""
    while (begin := text.find(opener, start, end)) >= 0:
        close = text.find(closer, begin + len(opener), end)
        if close < 0:
            return
        start = close + len(closer)
        yield begin, start


def _code_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The code spans of one line."""
    runs = [match.span() for match in _BACKTICKS.finditer(text, start, end)]
    following: list[int] = []  # index of the next run of the same length, 0 when there is none
    known: dict[int, int] = {}  # by length
    for index in range(len(runs) - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        following.append(known.get(length, 0))
        known[length] = index
    following.reverse()
    index = 0
    while index < len(runs):
        closer = following[index]
        if closer:
            yield runs[index][0], runs[closer][1]
        index = (closer or index) + 1
