"""Text that was decoded with the wrong code page and saved again, once or more, and its repair.

Whether characters side by side are damage is ftfy's judgement; what of it is repaired is decided
here. A repair is lossless by construction: only characters that stand for well-formed UTF-8 are
replaced, and misreading the repaired text again gives back every one of them.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple

from vaultlint.text.source import Origins, line_starts
from vaultlint.text.span import Span

MOST_ROUNDS = 6  # a text that was damaged more often is past reading
LOST = "\ufffd"  # what a program writes for a byte that it cannot read


class CodePage(NamedTuple):
    """A code page by which UTF-8 is misread.

    encoding: as Python names it.
    characters: what the bytes 0x80 to 0xFF become. character_of: the same, by byte.
    byte_of: the way back, by code point.
    one_is_proof: its misreadings look like no clean text, so that a single one tells.
    """

    encoding: str
    characters: str
    character_of: Mapping[int, str]
    byte_of: Mapping[int, int]
    one_is_proof: bool = False

    def meant(self, misread: str) -> str:
        """What characters that stand for well-formed UTF-8 should read."""
        return misread.translate(self.byte_of).encode("latin-1").decode("utf-8")

    def any_of(self, *ranges: tuple[int, int]) -> str:
        """A regular expression for one character that was a byte in these ranges."""
        parts = (self.characters[first - 0x80 : last - 0x7F] for first, last in ranges)
        return f"[{re.escape(''.join(parts))}]"

    def run_pattern(self) -> str:
        """A regular expression for characters that stand for well-formed UTF-8, side by side.

        Source: The Unicode Standard 15.0, table 3-7.
        """
        trail = self.any_of((0x80, 0xBF))
        sequences = (
            self.any_of((0xC2, 0xDF)) + trail,
            self.any_of((0xE0, 0xE0)) + self.any_of((0xA0, 0xBF)) + trail,
            self.any_of((0xE1, 0xEC), (0xEE, 0xEF)) + trail * 2,
            self.any_of((0xED, 0xED)) + self.any_of((0x80, 0x9F)) + trail,
            self.any_of((0xF0, 0xF0)) + self.any_of((0x90, 0xBF)) + trail * 2,
            self.any_of((0xF1, 0xF3)) + trail * 3,
            self.any_of((0xF4, 0xF4)) + self.any_of((0x80, 0x8F)) + trail * 2,
        )
        return f"(?:{'|'.join(sequences)})+"

    def lost_pattern(self) -> str:
        """A regular expression for a character of which a program lost the last byte."""
        trail = self.any_of((0x80, 0xBF))
        three, four = self.any_of((0xE1, 0xEF)), self.any_of((0xF0, 0xF0))
        return f"{three}{trail}{LOST}|{four}{trail}{{1,2}}{LOST}"


def _code_page(encoding: str, one_is_proof: bool = False) -> CodePage:
    # What a code page leaves open, Windows passes on as it is; so do most programs.
    known = bytes(range(0x80, 0x100)).decode(encoding, "replace")
    characters = "".join(
        chr(byte) if character == LOST else character
        for byte, character in enumerate(known, start=0x80)
    )
    character_of = dict(enumerate(characters, start=0x80))
    byte_of = {ord(character): byte for byte, character in character_of.items()}
    return CodePage(encoding, characters, character_of, byte_of, one_is_proof)


# Those that ftfy judges, likely ones first: of two that explain a text equally the first is taken.
CODE_PAGES = (
    _code_page("cp1252", one_is_proof=True),
    _code_page("latin-1", one_is_proof=True),
    _code_page("cp1251"),
    _code_page("cp1250"),
    _code_page("cp1253"),
    _code_page("cp1254"),
    _code_page("cp1257"),
    _code_page("iso8859-2"),
    _code_page("mac-roman"),
    _code_page("cp437"),
)


@dataclass(frozen=True, slots=True)
class Mojibake:
    """A misread text and what it should read.

    text: what it should read. origins: where that stands in the misread text.
    encoding: of the code page by which it was misread last.
    rounds: the code pages to go back through, in this order; empty when nothing can be restored.
    span: the first damaged place, in the misread text.
    lost: characters that cannot be restored, as a part of them is missing.
    """

    text: str
    origins: Origins
    encoding: str
    rounds: tuple[str, ...]
    span: Span
    lost: int


def mojibake(text: str) -> Mojibake | None:
    """What is misread in a text; None when nothing certainly is."""
    if text.isascii() or not _MAY_BE_MISREAD.search(text):
        return None
    rounds: list[str] = []
    repaired = text
    places = array("L", range(len(text) + 1))
    while len(rounds) < MOST_ROUNDS:
        found = _misreading(repaired)
        if found is None:
            break
        rounds.append(found.page.encoding)
        repaired, places = _undone(repaired, places, found.runs)
    lost = _lost(text)
    if not rounds and not lost:
        return None
    if rounds and repaired.startswith("\ufeff") and len(repaired) > 1 and places[1] > 1:
        # It is a byte order mark again, and no part of the text.
        repaired, places = repaired[1:], places[1:]
    span = _first_change(places) if rounds else lost[0]
    encoding = rounds[0] if rounds else CODE_PAGES[0].encoding
    return Mojibake(repaired, _origins(places), encoding, tuple(rounds), span, len(lost))


def misread(text: str, encoding: str) -> str:
    """What becomes of a text when its UTF-8 is read by the code page with this encoding."""
    page = next(page for page in CODE_PAGES if page.encoding == encoding)
    return text.encode("utf-8").decode("latin-1").translate(page.character_of)


# --- the cheap look that spares clean notes the library


def _any_of_all(pages: Sequence[CodePage], *ranges: tuple[int, int]) -> str:
    return f"[{''.join(page.any_of(*ranges)[1:-1] for page in pages)}]"


# The leads of rare scripts are left out where they are the quotation marks of clean text.
_COMMON_LEADS = ((0xC2, 0xC5), (0xCE, 0xD1))
_SYMBOLIC = tuple(page for page in CODE_PAGES if page.encoding in ("mac-roman", "cp437"))
_LETTERED = tuple(page for page in CODE_PAGES if page not in _SYMBOLIC)
_TRAIL = (0x80, 0xBF)
_MAY_BE_MISREAD = re.compile(
    "|".join(
        (
            _any_of_all(_LETTERED, (0xC2, 0xDF)) + _any_of_all(_LETTERED, _TRAIL),
            _any_of_all(_SYMBOLIC, *_COMMON_LEADS) + _any_of_all(_SYMBOLIC, _TRAIL),
            _any_of_all(CODE_PAGES, (0xE0, 0xF4))
            + _any_of_all(CODE_PAGES, _TRAIL)
            + f"(?:{LOST}|{_any_of_all(CODE_PAGES, _TRAIL)})",
        )
    )
)


# --- one round

# What a run is to the round. "evidence" is certainly damage. "shown" would be, but stands in code
# or in quotation marks, as in a text about damage. "weak" is damage if there is more of it.
# "unclear" may be clean text. "spared" looks damaged, and is likely clean.
_Standing = Literal["evidence", "shown", "weak", "unclear", "spared"]


class _Run(NamedTuple):
    """Characters side by side that stand for well-formed UTF-8.

    meant: what they should read. is_shown: stands in code, in quotation marks or the like.
    """

    start: int
    end: int
    meant: str
    standing: _Standing
    is_shown: bool


class _Misreading(NamedTuple):
    """The code page that explains a text, and what of the text is to be put back through it."""

    page: CodePage
    runs: list[_Run]


class _Surroundings(NamedTuple):
    """What the runs of a text are judged by. All are sorted and without overlaps.

    bad: where ftfy finds characters that stand side by side in damage only. code: where code is.
    """

    bad: list[tuple[int, int]]
    code: list[tuple[int, int]]
    line_starts: tuple[int, ...]


def _misreading(text: str) -> _Misreading | None:
    # ftfy takes 50 ms to load, which a vault without damage need not wait for.
    from ftfy.badness import BADNESS_RE

    bad = [match.span() for match in BADNESS_RE.finditer(text)]
    for_all = [page for page in CODE_PAGES if _explains_all(text, page)]
    if not bad and not for_all:
        return None
    lines = line_starts(text)
    around = _Surroundings(bad, _code(text, lines), lines)
    whole = [_Misreading(page, _runs(text, page, around)) for page in for_all]
    whole = [found for found in whole if _weight(found) or _is_uniform(found)]
    if whole:
        # Of two that explain the note, one makes capitals in the middle of words.
        return min(whole, key=partial(_inner_capitals, text))
    if not bad:
        return None
    parts = [_Misreading(page, _runs(text, page, around)) for page in CODE_PAGES]
    best = max(parts, key=_weight)
    return _repairable(best) if _weight(best) else None


def _explains_all(text: str, page: CodePage) -> bool:
    """Whether all of the text but ASCII stands for well-formed UTF-8."""
    piece = re.compile(rf"[\x00-\x7f]+|{page.run_pattern()}")
    end = 0
    while match := piece.match(text, end):
        end = match.end()
    return end == len(text)


def _inner_capitals(text: str, found: _Misreading) -> int:
    return sum(
        run.meant[0].isupper() and text[run.start - 1 : run.start].islower() for run in found.runs
    )


def _weight(found: _Misreading) -> int:
    """How many characters the page certainly explains; 0 when the evidence does not suffice."""
    page = found.page
    evidence = [run for run in found.runs if run.standing == "evidence"]
    weak = [run for run in found.runs if run.standing == "weak"]
    if len({run.meant for run in weak}) > 2:
        evidence += weak
    meant = set().union(*(run.meant for run in evidence))
    are_alike = len(meant) < 2 and max(meant, default="") < "\u0800"
    if not page.one_is_proof and (are_alike or (len(evidence) < 2 and len(found.runs) > 1)):
        return 0
    return sum(run.end - run.start for run in evidence)


def _is_uniform(found: _Misreading) -> bool:
    """Whether runs that are all of a text but ASCII are no accident, though few look damaged."""
    meant = "".join(
        run.meant for run in found.runs if run.standing != "spared" and not run.is_shown
    )
    return len(meant) > 3 and len(set(meant)) > 2 and not _BOX.search(meant)


def _repairable(found: _Misreading) -> _Misreading:
    """What is to be repaired of a note of which a page explains parts."""
    seen = set("".join(run.meant for run in found.runs if run.standing == "evidence"))
    runs = [run for run in found.runs if _is_repairable(run, found.page, seen)]
    return _Misreading(found.page, runs)


def _is_repairable(run: _Run, page: CodePage, seen: set[str]) -> bool:
    if run.standing != "unclear":
        return run.standing != "spared"
    if len(run.meant) > 1 or run.meant in seen:
        return True
    return page.one_is_proof and _COMMON.fullmatch(run.meant) is not None


_BOX = re.compile("[\u2500-\u259f]")

# Latin letters with marks, and the punctuation that programs put for typed ASCII.
_COMMON = re.compile("[\u00a0-\u017f\u2000-\u206f]")


# --- one run


class _Line(NamedTuple):
    """What a line shows outside its runs. words: letters side by side, and single signs."""

    words: frozenset[str]
    is_on_encodings: bool


def _runs(text: str, page: CodePage, around: _Surroundings) -> list[_Run]:
    matches = list(re.finditer(page.run_pattern(), text))
    runs = []
    line = _Line(frozenset(), False)
    line_end = -1
    for at, match in enumerate(matches):
        if match.start() >= line_end:
            index = bisect_right(around.line_starts, match.start()) - 1
            line_end = _line_end(around.line_starts, index, text)
            line = _line(text, around.line_starts[index], line_end, matches, at)
        is_shown = line.is_on_encodings or _is_shown(text, match.span(), around.code)
        is_told = _word(text, matches, at, page) in line.words
        standing = _standing(text, match, page, is_told, is_shown, around.bad)
        runs.append(_Run(*match.span(), page.meant(match[0]), standing, is_shown))
    return runs


def _line_end(starts: Sequence[int], line: int, text: str) -> int:
    return starts[line + 1] if line + 1 < len(starts) else len(text)


# A line that says one of these explains damage, or shows it.
_ON_ENCODINGS = re.compile(
    r"mojibake|utf-?8|unicode|latin-?1|iso-?8859|windows-?125|cp-?125|mac ?roman|code ?page"
    r"|charset|encod|кодировк",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+|[^\w\s]")
_LONGEST_WORD = 60  # code points


def _line(text: str, start: int, end: int, matches: Sequence[re.Match[str]], at: int) -> _Line:
    """The line between two places. at: index of its first run."""
    words: set[str] = set()
    here = start
    while at < len(matches) and matches[at].start() < end:
        words.update(_WORD.findall(text, here, matches[at].start()))
        here = matches[at].end()
        at += 1
    words.update(_WORD.findall(text, here, end))
    return _Line(frozenset(words), _ON_ENCODINGS.search(text, start, end) is not None)


def _word(text: str, matches: Sequence[re.Match[str]], at: int, page: CodePage) -> str:
    """The whole word that a run stands in, as it should read."""
    first = last = at
    start, end = matches[at].span()
    while end - start < _LONGEST_WORD:
        if first and matches[first - 1].end() == start:
            first -= 1
            start = matches[first].start()
        elif start and _ASCII_WORD.match(text, start - 1):
            start -= 1
        else:
            break
    while end - start < _LONGEST_WORD:
        if last + 1 < len(matches) and matches[last + 1].start() == end:
            last += 1
            end = matches[last].end()
        elif _ASCII_WORD.match(text, end):
            end += 1
        else:
            break
    word, here = "", start
    for match in matches[first : last + 1]:
        word += text[here : match.start()] + page.meant(match[0])
        here = match.end()
    return word + text[here:end]


_ASCII_WORD = re.compile(r"\w", re.ASCII)


def _standing(
    text: str,
    run: re.Match[str],
    page: CodePage,
    is_told: bool,
    is_shown: bool,
    bad: list[tuple[int, int]],
) -> _Standing:
    """is_told: the line has the word as it should read, as "é becomes Ã©" does."""
    start, end = run.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    meant = page.meant(run[0])
    if is_told or _is_likely_clean(run[0], meant, before, after, page):
        return "spared"
    # Damage ends where ASCII begins; in the middle of other letters it is an alphabet.
    if _LETTER_OR_SIGN.match(before) or _LETTER_OR_SIGN.match(after):
        return "spared"
    if not _is_bad((start, end), bad):
        return "unclear"
    if is_shown:
        return "shown"
    if len(meant) == 1 and _RARE.fullmatch(meant):
        return "weak"
    if LOST in meant and not (before.isalpha() and after.isalpha()):
        return "weak"
    return "evidence"


_LETTER_OR_SIGN = re.compile(r"[^\x00-\x7f\s‘’“”«»‹›…–—\ufffd]")

# One alone is as likely a slip of the judgement ("10 É°") as a letter that someone uses alone:
# phonetic letters, Armenian to N'Ko, and what no version of Unicode names.
_RARE = re.compile("[\u0180-\u036f\u0530-\u07ff]")


def _is_bad(span: tuple[int, int], bad: list[tuple[int, int]]) -> bool:
    """Whether ftfy finds two characters of the run that stand side by side in damage only."""
    start, end = span
    at = max(bisect_right(bad, (start, start)) - 1, 0)
    while at < len(bad) and bad[at][0] < end:
        shared = min(end, bad[at][1]) - max(start, bad[at][0])
        if shared > 1 or (shared == 1 and bad[at][1] - bad[at][0] == 1):
            return True
        at += 1
    return False


_CLOSING = frozenset("”’»›«‹…–—“‘\u00a0")
_BEHIND_SPACE = frozenset("»›”’:;!?%–—\u00a0")


def _is_likely_clean(run: str, meant: str, before: str, after: str, page: CodePage) -> bool:
    """Whether a run is probably what its author wrote, though ftfy may find it damaged."""
    if any(unicodedata.category(character) == "Cn" for character in meant[:8]):
        return True
    if len(run) != 2:
        return False
    lead, trail = run[0], run[1]
    if page.encoding == "mac-roman":
        return not before.isalpha() and not after.isalpha()  # √µ
    if lead in "Å×Ø" and trail in "¹²³°":
        return not before.isalpha()  # 5 Å³
    # A capital at the end of a quotation, a sentence or a French word: “AMANHÔ, « Â »
    if trail not in _CLOSING or after.isalpha() or before.islower():
        return False
    return trail != "\u00a0" or after in _BEHIND_SPACE


_QUOTES_BEFORE = frozenset("\"'“‘«‹„‚(*_")
_QUOTES_AFTER = frozenset("\"'”’»›“‘)*_")


def _is_shown(text: str, span: tuple[int, int], code: list[tuple[int, int]]) -> bool:
    start, end = span
    if _is_within(start, code):
        return True
    return text[start - 1 : start] in _QUOTES_BEFORE and text[end : end + 1] in _QUOTES_AFTER


def _is_within(offset: int, spans: list[tuple[int, int]]) -> bool:
    at = bisect_right(spans, (offset, offset)) - 1
    return at >= 0 and spans[at][0] <= offset < spans[at][1]


# --- code, as far as it can be told before a note is parsed

_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?(`{3,}|~{3,})([^\r\n]*)")
_BACKTICKS = re.compile("`+")


def _code(text: str, starts: Sequence[int]) -> list[tuple[int, int]]:
    """The fenced blocks and the code spans of a text."""
    spans: list[tuple[int, int]] = []
    fence, fence_start = "", 0
    for line, start in enumerate(starts):
        mark = _FENCE.match(text, start)
        if fence:
            closes = mark and mark[1].startswith(fence) and not mark[2].strip()
            if closes:
                spans.append((fence_start, start))
                fence = ""
        elif mark and "`" not in mark[2]:
            fence, fence_start = mark[1], start
        else:
            spans += _code_spans(text, start, _line_end(starts, line, text))
    if fence:
        spans.append((fence_start, len(text)))
    return spans


def _code_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    marks = [match.span() for match in _BACKTICKS.finditer(text, start, end)]
    closer: list[int | None] = [None] * len(marks)
    next_of_length: dict[int, int] = {}
    for at in range(len(marks) - 1, -1, -1):
        length = marks[at][1] - marks[at][0]
        closer[at] = next_of_length.get(length)
        next_of_length[length] = at
    spans = []
    at = 0
    while at < len(marks):
        closes_at = closer[at]
        if closes_at is not None:
            spans.append((marks[at][0], marks[closes_at][1]))
            at = closes_at
        at += 1
    return spans


# --- what is put back, and what cannot be


def _undone(text: str, places: array[int], runs: Sequence[_Run]) -> tuple[str, array[int]]:
    """The text with these runs as they were meant, and the place in the file of each character."""
    parts: list[str] = []
    put: array[int] = array("L")
    here = 0
    for run in runs:
        parts += (text[here : run.start], run.meant)
        put.extend(places[here : run.start])
        here = run.start
        for character in run.meant:
            put.append(places[here])
            here += len(character.encode("utf-8"))
    parts.append(text[here:])
    put.extend(places[here:])
    return "".join(parts), put


def _lost(text: str) -> list[Span]:
    """The characters of which a part is missing: certain ones, out of code and quotation marks."""
    if LOST not in text:
        return []
    from ftfy.badness import BADNESS_RE

    starts = line_starts(text)
    code = _code(text, starts)
    lost = []
    for match in re.finditer(CODE_PAGES[0].lost_pattern(), text):
        start, end = match.span()
        line = bisect_right(starts, start) - 1
        if (
            BADNESS_RE.search(match[0])
            and not _is_shown(text, match.span(), code)
            and not _ON_ENCODINGS.search(text, starts[line], _line_end(starts, line, text))
        ):
            lost.append(Span(start, end))
    return lost


def _first_change(places: array[int]) -> Span:
    """The first damaged place: as many characters side by side as were put back."""
    last = len(places) - 1
    first = next((at for at in range(last) if places[at + 1] - places[at] > 1), None)
    if first is None:
        return Span(0, places[0])  # the byte order mark alone
    end = next((at for at in range(first, last) if places[at + 1] - places[at] == 1), last)
    return Span(places[first], places[end])


def _origins(places: array[int]) -> Origins:
    starts = [0]
    starts += (at for at in range(1, len(places)) if places[at] - places[at - 1] != 1)
    return Origins(tuple(starts), tuple(places[at] for at in starts))
