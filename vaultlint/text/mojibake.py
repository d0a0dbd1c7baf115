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
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import Literal, NamedTuple

from msgspec import Struct

from vaultlint.text import shift_jis
from vaultlint.text.regex import regex
from vaultlint.text.shift_jis import Stretch
from vaultlint.text.shown import ON_ENCODINGS, code_spans, in_code_or_quotes, line_end
from vaultlint.text.source import Origins, line_starts
from vaultlint.text.span import Span

MOST_ROUNDS = 6  # a text that was damaged more often is past reading
LOST = "\ufffd"  # what a program writes for a byte that it cannot read


class CodePage(NamedTuple):
    """A code page by which UTF-8 is misread.

    encoding: as Python names it.
    characters: what the bytes 0x80 to 0xFF become. character_of: the same, by byte.
    byte_of: the way back, by code point.
    runs: a regular expression for characters that stand for well-formed UTF-8, side by side.
    one_is_proof: its misreadings look like no clean text, so that a single one tells.
    """

    encoding: str
    characters: str
    character_of: Mapping[int, str]
    byte_of: Mapping[int, int]
    runs: str
    one_is_proof: bool = False

    def meant(self, misread: str) -> str:
        """What characters that stand for well-formed UTF-8 should read."""
        return misread.translate(self.byte_of).encode("latin-1").decode("utf-8")

    def any_of(self, *ranges: tuple[int, int]) -> str:
        """A regular expression for one character that was a byte in these ranges."""
        return _any_of(self.characters, *ranges)

    def lost_pattern(self) -> str:
        """A regular expression for a character of which a program lost the last byte."""
        trail = self.any_of((0x80, 0xBF))
        three, four = self.any_of((0xE1, 0xEF)), self.any_of((0xF0, 0xF0))
        return f"{three}{trail}{LOST}|{four}{trail}{{1,2}}{LOST}"


def _any_of(characters: str, *ranges: tuple[int, int]) -> str:
    parts = (characters[first - 0x80 : last - 0x7F] for first, last in ranges)
    return f"[{re.escape(''.join(parts))}]"


def _run_pattern(characters: str) -> str:
    """Source: The Unicode Standard 15.0, table 3-7."""
    any_of = partial(_any_of, characters)
    trail = any_of((0x80, 0xBF))
    sequences = (
        any_of((0xC2, 0xDF)) + trail,
        any_of((0xE0, 0xE0)) + any_of((0xA0, 0xBF)) + trail,
        any_of((0xE1, 0xEC), (0xEE, 0xEF)) + trail * 2,
        any_of((0xED, 0xED)) + any_of((0x80, 0x9F)) + trail,
        any_of((0xF0, 0xF0)) + any_of((0x90, 0xBF)) + trail * 2,
        any_of((0xF1, 0xF3)) + trail * 3,
        any_of((0xF4, 0xF4)) + any_of((0x80, 0x8F)) + trail * 2,
    )
    return f"(?:{'|'.join(sequences)})+"


def _code_page(encoding: str, one_is_proof: bool = False) -> CodePage:
    # What a code page leaves open, Windows passes on as it is; so do most programs.
    known = bytes(range(0x80, 0x100)).decode(encoding, "replace")
    characters = "".join(
        chr(byte) if character == LOST else character
        for byte, character in enumerate(known, start=0x80)
    )
    character_of = dict(enumerate(characters, start=0x80))
    byte_of = {ord(character): byte for byte, character in character_of.items()}
    runs = _run_pattern(characters)
    return CodePage(encoding, characters, character_of, byte_of, runs, one_is_proof)


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


class Mojibake(Struct, frozen=True):
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
    if text.isascii():
        return None
    encoding, damaged = _damaged(text)
    torn = _lost(text)
    if not damaged and not torn:
        return None
    rounds: list[str] = []
    repaired = text
    places = array("L", range(len(text) + 1))
    lost = len(torn)
    while damaged and len(rounds) < MOST_ROUNDS:
        rounds.append(encoding)
        repaired, places = _undone(repaired, places, damaged)
        lost += sum(stretch.lost for stretch in damaged)
        encoding, damaged = _damaged(repaired)
    if rounds and repaired.startswith("\ufeff") and len(repaired) > 1 and places[1] > 1:
        # It is a byte order mark again, and no part of the text.
        repaired, places = repaired[1:], places[1:]
    span = _first_change(text, repaired, places) if rounds else torn[0]
    encoding = rounds[0] if rounds else CODE_PAGES[0].encoding
    return Mojibake(repaired, _origins(places), encoding, tuple(rounds), span, lost)


def misread(text: str, encoding: str) -> str:
    """What becomes of a text when its UTF-8 is read by the code page with this encoding."""
    if encoding == shift_jis.ENCODING:
        return shift_jis.misread(text)
    page = next(page for page in CODE_PAGES if page.encoding == encoding)
    return text.encode("utf-8").decode("latin-1").translate(page.character_of)


def _damaged(text: str) -> tuple[str, list[Stretch]]:
    """By which encoding a text was misread last, and what of it; nothing of a clean text."""
    found = _misreading(text) if _MAY_BE_MISREAD.search(text) else None
    if found is not None:
        return found.page.encoding, [_stretch(run) for run in found.runs]
    return shift_jis.ENCODING, shift_jis.stretches(text)


def _stretch(run: _Run) -> Stretch:
    lengths = (len(character.encode("utf-8")) for character in run.meant[:-1])
    places = list(accumulate(lengths, initial=run.start))
    return Stretch(run.start, run.end, run.meant, places, 0)


# --- the cheap look that spares clean notes the library


def _all_of(pages: Sequence[CodePage], *ranges: tuple[int, int]) -> str:
    """What was a byte in these ranges, as it stands between [ and ] of a regular expression."""
    return "".join(page.any_of(*ranges)[1:-1] for page in pages)


# The leads of rare scripts are left out where they are the quotation marks of clean text; those of
# Hebrew and Arabic are no such marks.
_COMMON_LEADS = ((0xC2, 0xC5), (0xCE, 0xD1), (0xD6, 0xDB))
_SYMBOLIC = tuple(page for page in CODE_PAGES if page.encoding in ("mac-roman", "cp437"))
_LETTERED = tuple(page for page in CODE_PAGES if page not in _SYMBOLIC)
_TRAIL = (0x80, 0xBF)
_LETTERED_LEADS = _all_of(_LETTERED, (0xC2, 0xDF))
_SYMBOLIC_LEADS = _all_of(_SYMBOLIC, *_COMMON_LEADS)
_LONG_LEADS = _all_of(CODE_PAGES, (0xE0, 0xF4))
_TRAILS = _all_of(CODE_PAGES, _TRAIL)
# One set of characters comes first: it is found in a sixth of the time of three alternatives.
_MAY_BE_MISREAD = regex(
    f"[{_LETTERED_LEADS}{_SYMBOLIC_LEADS}{_LONG_LEADS}](?:"
    f"(?<=[{_LETTERED_LEADS}])[{_all_of(_LETTERED, _TRAIL)}]|"
    f"(?<=[{_SYMBOLIC_LEADS}])[{_all_of(_SYMBOLIC, _TRAIL)}]|"
    f"(?<=[{_LONG_LEADS}])[{_TRAILS}][{LOST}{_TRAILS}])"
)


# --- one round

# What a run is to the round. "proof" is damage even if nothing else in the note is. "evidence" is
# certainly damage. "shown" would be, but stands in code or in quotation marks, as in a text about
# damage. "weak" is damage if there is more of it. "unclear" may be clean text. "spared" looks
# damaged, and is likely clean.
_Standing = Literal["proof", "evidence", "shown", "weak", "unclear", "spared"]


class _Run(NamedTuple):
    """Characters side by side that stand for well-formed UTF-8.

    meant: what they should read. is_shown: stands in code, in quotation marks or the like.
    fits: what is meant may stand where it does. is_explained: of its line, all but ASCII stands for
    well-formed UTF-8.
    """

    start: int
    end: int
    meant: str
    standing: _Standing
    is_shown: bool
    fits: bool
    is_explained: bool


class _Misreading(NamedTuple):
    """The code page that explains a text, and what of the text is to be put back through it."""

    page: CodePage
    runs: list[_Run]


class _Surroundings(NamedTuple):
    """What the runs of a text are judged by. All are sorted and without overlaps.

    lines: those in which runs may stand. bad: where ftfy finds characters in them that stand side
    by side in damage only. code: where code is. is_first_look: only evidence is asked for, so that
    what is unclear need not be looked at closely.
    """

    lines: list[Span]
    bad: list[tuple[int, int]]
    code: list[tuple[int, int]]
    is_first_look: bool = False


def _misreading(text: str) -> _Misreading | None:
    starts = line_starts(text)
    suspected = _suspected_lines(text, starts)
    if not suspected:
        return None
    code = code_spans(text, starts)
    around_all = partial(_surroundings, text, _all_lines(text, starts), code)
    whole_pages = [page for page in CODE_PAGES if _explains_all(text, page)]
    if whole_pages:
        around = around_all()
        whole = [_Misreading(page, _runs(text, page, around)) for page in whole_pages]
        whole = [found for found in whole if _weight(found) or _is_uniform(found.runs)]
        if whole:
            # Of two that explain the note, one makes capitals in the middle of words.
            return min(whole, key=partial(_inner_capitals, text))
    around = _surroundings(text, suspected, code)._replace(is_first_look=True)
    parts = [_Misreading(page, _runs(text, page, around)) for page in CODE_PAGES]
    best = max(parts, key=_weight)
    if not _weight(best):
        return None
    return _repairable(_Misreading(best.page, _runs(text, best.page, around_all())))


def _surroundings(text: str, lines: list[Span], code: list[tuple[int, int]]) -> _Surroundings:
    # ftfy takes 50 ms to load, which a vault without damage need not wait for.
    from ftfy.badness import BADNESS_RE

    bad = [
        match.span()
        for line in lines
        for match in BADNESS_RE.finditer(text, max(line.start - 1, 0), line.end)
    ]
    return _Surroundings(lines, bad, code)


def _all_lines(text: str, starts: Sequence[int]) -> list[Span]:
    ends = (*starts[1:], len(text))
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def _suspected_lines(text: str, starts: Sequence[int]) -> list[Span]:
    """The lines that the cheap look finds something in, with their breaks."""
    lines = []
    match = _MAY_BE_MISREAD.search(text)
    while match:
        index = bisect_right(starts, match.start()) - 1
        line = Span(starts[index], line_end(starts, index, text))
        lines.append(line)
        match = _MAY_BE_MISREAD.search(text, line.end)
    return lines


def _explains_all(text: str, page: CodePage) -> bool:
    """Whether all of the text but ASCII stands for well-formed UTF-8."""
    piece = re.compile(rf"[\x00-\x7f]+|{page.runs}")
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
    evidence = [run for run in found.runs if run.standing in ("proof", "evidence")]
    weak = [run for run in found.runs if run.standing == "weak"]
    if len({run.meant for run in weak}) > 2:
        evidence += weak
    meant = set().union(*(run.meant for run in evidence))
    are_alike = len(meant) < 2 and max(meant, default="") < "\u0800"
    is_lone = len(evidence) < 2 and len(meant) < 4 and len(found.runs) > 1
    is_proof = page.one_is_proof or any(run.standing == "proof" for run in evidence)
    if (are_alike or is_lone) and not is_proof:
        return 0
    return sum(run.end - run.start for run in evidence)


def _is_uniform(runs: Sequence[_Run]) -> bool:
    """Whether runs that are all of a text but ASCII are no accident, though few look damaged."""
    meant = "".join(run.meant for run in runs if run.standing != "spared" and not run.is_shown)
    meant = _BOX.sub("", meant)
    return len(meant) > 3 and len(set(meant)) > 2


def _repairable(found: _Misreading) -> _Misreading:
    """What is to be repaired of a note of which a page explains parts."""
    certain = (run.meant for run in found.runs if run.standing in ("proof", "evidence"))
    seen = set("".join(certain))
    blocks = {_block(character) for character in seen}
    runs = [run for run in found.runs if _is_repairable(run, found.page, seen, blocks)]
    return _Misreading(found.page, runs)


def _is_repairable(run: _Run, page: CodePage, seen: set[str], blocks: set[int]) -> bool:
    match run.standing:
        case "spared":
            alike = {run.meant, run.meant.swapcase()}
            return run.is_explained and run.fits and not alike.isdisjoint(seen)
        case "weak":
            return run.fits or run.is_explained
        case "unclear" if run.is_explained and run.fits:
            known = (c in seen or _COMMON.match(c) or _block(c) in blocks for c in run.meant)
            return len(run.meant) > 1 or all(known)
        case "unclear":
            if len(run.meant) > 1 or run.meant in seen:
                return True
            return page.one_is_proof and _COMMON.fullmatch(run.meant) is not None
        case _:
            return True


def _block(character: str) -> int:
    """Roughly the script of a character; one for the ideographs and what stands beside them."""
    code = ord(character)
    return 0x2E if 0x2E00 <= code <= 0xFFFF else code >> 8


# Latin letters with marks, and the punctuation that programs put for typed ASCII.
_COMMON = regex("[\u00a0-\u017f\u2000-\u206f]")


# --- one run


class _Line(NamedTuple):
    """What a line shows outside its runs. words: letters side by side, and single signs."""

    words: frozenset[str]
    is_on_encodings: bool


def _runs(text: str, page: CodePage, around: _Surroundings) -> list[_Run]:
    pattern = re.compile(page.runs)
    runs: list[_Run] = []
    for span in around.lines:
        matches = list(pattern.finditer(text, span.start, span.end))
        if matches:
            runs += _line_runs(text, page, around, span, matches)
    return runs


def _line_runs(
    text: str,
    page: CodePage,
    around: _Surroundings,
    span: Span,
    matches: Sequence[re.Match[str]],
) -> list[_Run]:
    is_explained = all(part.replace(LOST, "").isascii() for part in _between(text, span, matches))
    line = None
    runs = []
    for at, match in enumerate(matches):
        meant = page.meant(match[0])
        standing = _standing(text, match, meant, page, around.bad)
        is_shown = fits = False
        if is_explained or not around.is_first_look or standing not in ("unclear", "spared"):
            line = line or _line(text, span, matches)
            fits = _fits(text, match.span(), meant)
            is_shown = line.is_on_encodings or in_code_or_quotes(text, match.span(), around.code)
            if _word(text, matches, at, page) in line.words:
                standing = "spared"  # the line has it as it should read: "é becomes Ã©"
            elif is_shown and standing not in ("unclear", "spared"):
                standing = "shown"
        runs.append(_Run(*match.span(), meant, standing, is_shown, fits, is_explained))
    if is_explained and _is_damaged(runs):
        return [_as_evidence(run) for run in runs]
    return runs


def _is_damaged(runs: Sequence[_Run]) -> bool:
    """Whether runs that are all of a line but ASCII are certainly damage."""
    if any(run.standing in ("proof", "evidence") for run in runs):
        return True
    return all(run.fits for run in runs) and _is_uniform(runs)


def _as_evidence(run: _Run) -> _Run:
    is_named = all(unicodedata.category(character) != "Cn" for character in run.meant)
    is_better = is_named and not run.is_shown and run.standing != "proof"
    return run._replace(standing="evidence") if is_better else run


_WORD = regex(r"\w+|[^\w\s]")
_LONGEST_WORD = 60  # code points


def _between(text: str, span: Span, matches: Sequence[re.Match[str]]) -> Iterator[str]:
    """The parts of a line outside its runs."""
    here = span.start
    for match in matches:
        yield text[here : match.start()]
        here = match.end()
    yield text[here : span.end]


def _line(text: str, span: Span, matches: Sequence[re.Match[str]]) -> _Line:
    words: set[str] = set()
    for part in _between(text, span, matches):
        words.update(_WORD.findall(part))
    is_on_encodings = ON_ENCODINGS.search(text, span.start, span.end) is not None
    return _Line(frozenset(words), is_on_encodings)


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


_ASCII_WORD = regex(r"\w", re.ASCII)


def _standing(
    text: str,
    run: re.Match[str],
    meant: str,
    page: CodePage,
    bad: list[tuple[int, int]],
) -> _Standing:
    """The standing of a run, wherever it is shown."""
    start, end = run.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    if _is_likely_clean(text, run, meant, page):
        return "spared"
    # Damage ends where ASCII begins; in the middle of other letters it is an alphabet.
    if _LETTER_OR_SIGN.match(before) or _LETTER_OR_SIGN.match(after):
        return "spared"
    if _is_proof(text, run, meant, page):
        return "proof"
    if not _is_bad((start, end), bad):
        return "unclear"
    if len(meant) == 1 and (_RARE.match(meant) or not _fits(text, run.span(), meant)):
        return "weak"
    if LOST in meant and not (before.isalpha() and after.isalpha()):
        return "weak"
    return "evidence"


_LETTER_OR_SIGN = regex(r"[^\x00-\x7f\s‘’“”«»‹›…–—\ufffd]")

# One alone is as likely a slip of the judgement ("10 É°") as a letter that someone uses alone:
# phonetic letters, Armenian to N'Ko, controls, and Latin letters that no orthography has.
_RARE = regex(
    "[\x80-\x9f\u0114\u0115\u012c\u012d\u014e\u014f\u0154\u0155\u0180-\u036f\u0530-\u07ff]"
)


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


_CLOSING = frozenset("”’»›«‹…–—“‘™\u00a0")
_BEHIND_SPACE = frozenset("»›”’:;!?%–—\u00a0")
_MATHEMATICAL = frozenset("±≤≥µ∂∑∏π∫Ω∞≠≈√")


def _is_likely_clean(text: str, run: re.Match[str], meant: str, page: CodePage) -> bool:
    """Whether a run is probably what its author wrote, though ftfy may find it damaged."""
    if any(unicodedata.category(character) == "Cn" for character in meant[:8]):
        return True
    start, end = run.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    lead, trails = run[0][0], run[0][1:]
    if len(meant) == 1 and len(trails) > 1:
        # A letter at the end of a word in nested quotation marks, but no ideograph at its end.
        return meant.isalpha() and before.isalpha() and _CLOSING.issuperset(trails)
    if len(trails) != 1:
        return False
    if page.encoding == "mac-roman":
        if not before.isalpha() and not after.isalpha():
            return lead not in "√¬" or trails in _MATHEMATICAL  # √µ, ≈£
        # »Ålen, »öffnen, but not the Romanian »õi
        return lead == "»" and trails not in ("òôöõ" if before.isalpha() else "òôõ")
    if lead != "Â" and trails in "¹²³" and before.isupper():
        return True  # CAFÉ²
    if lead in "Å×Ø" and trails in "¹²³°":
        return not before.isalpha()  # 5 Å³
    # A capital at the end of a quotation, a sentence or a French word: “AMANHÔ, « Â »
    if trails not in _CLOSING or before.islower():
        return False
    if before.isupper() and (
        meant.islower() or meant == "×" or meant > "\u0370" or _RARE.match(meant)
    ):
        # Capitals would end in a small letter or one of another alphabet: ECRÃ\u00a0PLANO
        return _follows_capitals(text, start) or not meant.islower()
    if after.isalpha():
        return False
    return trails != "\u00a0" or after in _BEHIND_SPACE


def _follows_capitals(text: str, start: int) -> bool:
    return text[start - 1 : start].isupper() and text[start - 2 : start - 1].isupper()


# --- what no clean text has

_LATIN_LEADS = (0xC3, 0xC4, 0xC5)
_BOX = regex("[\u2500-\u259f]")


def _is_proof(text: str, run: re.Match[str], meant: str, page: CodePage) -> bool:
    """Whether a run is damage by what it is, and where, though there may be one alone.

    It is when it stands for a sign of cards or an emoji; when it begins as the quotation marks and
    dashes of Windows-1251 do, "вЂ" (ftfy knows most of them); or when a sign, a capital or another
    alphabet's letter stands in the middle of a word where a small Latin letter is meant: "caf√©",
    "f├╝r", "cafГ©".
    """
    if _SIGN.search(meant):
        return True
    if page.characters[0x62] + page.characters[0] in run[0]:
        return True
    if page.encoding == "cp437" and _GREEK_AND_LATIN.match(run[0]):
        return True
    start, end = run.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    if not _LATIN_LETTERS.fullmatch(meant) or not _ASCII_SMALL.fullmatch(before):
        return False
    if run[0][0].islower() or page.byte_of[ord(run[0][0])] not in _LATIN_LEADS:
        return False
    trail = run[0][1]
    if trail in _CLOSING or _BOX.match(trail) or trail in _MATHEMATICAL:
        is_inside = _ASCII_SMALL.match(after) is not None and text[start - 2 : start].isalpha()
        return is_inside and run[0][0] != "─"
    return True


_SIGN = regex("[﹇﹈⌂\U0001f000-\U0001faff]")
_ASCII_SMALL = regex("[a-z]")
_GREEK_AND_LATIN = regex("Γ[ÇéåêëöòûîÜ]")
_LATIN_LETTERS = regex("[ß-öø-ſ]+")


# --- what fits where a run stands

# Phonetic letters to N'Ko, but for Latin letters that orthographies have. Other writing may stand
# beside Latin letters: "APIを".
_OTHER_ALPHABET = regex("[\u0180-\u07ff](?<![ƏƒƠơƯưǍ-ǜȘ-ț])")
_ASCII_LETTER = regex("[A-Za-z]")


def _fits(text: str, span: tuple[int, int], meant: str) -> bool:
    """Whether what is meant may stand where it does: one alphabet a word, no capitals inside it."""
    if any(unicodedata.category(character) in ("Cn", "Cc", "Co") for character in meant):
        return False
    start, end = span
    before, after = text[start - 1 : start], text[end : end + 1]
    first, last = meant[0], meant[-1]
    if _ASCII_LETTER.match(before):
        if _OTHER_ALPHABET.match(first) or (before.islower() and first.isupper()):
            return False
        if first.islower() and _follows_capitals(text, start):
            return False
    if _ASCII_LETTER.match(after):
        return not _OTHER_ALPHABET.match(last) and not (last.islower() and after.isupper())
    return True


# --- what is put back, and what cannot be


def _undone(text: str, places: array[int], damaged: Sequence[Stretch]) -> tuple[str, array[int]]:
    """The text with these as they were meant, and the place in the file of each character."""
    parts: list[str] = []
    put: array[int] = array("L")
    here = 0
    for stretch in damaged:
        parts += (text[here : stretch.start], stretch.meant)
        put.extend(places[here : stretch.start])
        put.extend(places[at] for at in stretch.places)
        here = stretch.end
    parts.append(text[here:])
    put.extend(places[here:])
    return "".join(parts), put


def _lost(text: str) -> list[Span]:
    """The characters of which a part is missing: certain ones, out of code and quotation marks."""
    if LOST not in text:
        return []
    from ftfy.badness import BADNESS_RE

    starts = line_starts(text)
    code = code_spans(text, starts)
    lost = []
    for match in re.finditer(CODE_PAGES[0].lost_pattern(), text):
        start, end = match.span()
        line = bisect_right(starts, start) - 1
        if (
            BADNESS_RE.search(match[0])
            and not in_code_or_quotes(text, match.span(), code)
            and not ON_ENCODINGS.search(text, starts[line], line_end(starts, line, text))
        ):
            lost.append(Span(start, end))
    return lost


def _first_change(text: str, repaired: str, places: array[int]) -> Span:
    """The first damaged place: as many characters side by side as were put back."""
    # As many characters may be put back as there were.
    is_changed = [
        places[at + 1] - places[at] != 1 or text[places[at]] != character
        for at, character in enumerate(repaired)
    ]
    if True not in is_changed:
        return Span(0, places[0])  # the byte order mark alone
    first = is_changed.index(True)
    end = is_changed.index(False, first) if False in is_changed[first:] else len(repaired)
    return Span(places[first], places[end])


def _origins(places: array[int]) -> Origins:
    starts = [0]
    starts += (at for at in range(1, len(places)) if places[at] - places[at - 1] != 1)
    return Origins(tuple(starts), tuple(places[at] for at in starts))
