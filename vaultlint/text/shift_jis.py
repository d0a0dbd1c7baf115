"""UTF-8 that was read as Shift JIS (Windows code page 932) and saved again, and its repair.

Two bytes make one character there, whatever UTF-8 meant by them: the last byte of a letter takes
the first of the next with it, or an ASCII letter behind it ("’s" became "窶冱"). So damage is read
in stretches. A byte that finds no partner is lost: programs write ・ or U+FFFD for it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from vaultlint.text.regex import regex
from vaultlint.text.shown import ON_ENCODINGS, code_spans, in_code_or_quotes, line_end
from vaultlint.text.source import line_starts

ENCODING = "cp932"
LOST = "\ufffd"  # for a character that cannot be read


class Stretch(NamedTuple):
    """Characters side by side that stand for UTF-8.

    meant: what they should read, with U+FFFD for one or more characters side by side that lost a
    part. places: for each character of that, where it begins in the text. lost: how many U+FFFD.
    """

    start: int
    end: int
    meant: str
    places: Sequence[int]
    lost: int


def stretches(text: str) -> list[Stretch]:
    """What of a text was misread as Shift JIS, in order; empty when nothing certainly was."""
    if _next_suspected(text, 0) is None:
        return []
    starts = line_starts(text)
    suspected = [_readings(text, *line) for line in _suspected_lines(text, starts)]
    if not any(_looks_damaged(text, reading) for line in suspected for reading in line):
        return []
    code = code_spans(text, starts)
    evidence = _evidence(text, [reading for line in suspected for reading in line], code, starts)
    are_sentences = any(_is_sentence(reading) for reading in evidence)
    if not are_sentences and not _are_many(evidence):
        return []
    readings = _readings(text, 0, len(text))
    clean = sum(not reading.meant for reading in readings)
    if clean:
        # Few words of a note may look damaged by chance; a whole sentence does not.
        if not are_sentences and clean * 4 > len(evidence):
            return []
        readings = _evidence(text, readings, code, starts)
    return [_stretch(reading) for reading in readings]


def misread(text: str) -> str:
    """What becomes of a text when its UTF-8 is read as Shift JIS; a lost byte is U+FFFD."""
    return text.encode("utf-8").decode(ENCODING, "replace")


# --- the bytes of a character

# What one character stands for: its bytes, and a gap for bytes that were lost.
_GAP = 0x100
_GAP_SIGNS = "・\ufffd"

# Both ways to write a character are possible in UTF-8; Python knows the first alone.
_OTHER_BYTES: Mapping[str, bytes] = {
    bytes(pair).decode(ENCODING): bytes(pair)
    for pair in ((0x87, trail) for trail in (0x90, 0x91, 0x92, 0x95, 0x96, 0x97, 0x9A, 0x9B, 0x9C))
}


def _extensions() -> Iterator[tuple[str, bytes]]:
    """The kanji that code page 932 has twice, by those bytes of the two that UTF-8 may have."""
    for lead in (0xED, 0xEE):
        for trail in range(0x40, 0xFD):
            pair = bytes((lead, trail))
            character = pair.decode(ENCODING, "ignore")
            if len(character) == 1 and character.encode(ENCODING)[0] > 0xF4:
                yield character, pair


_BYTES: Mapping[str, bytes] = {
    **dict(_extensions()),
    "\x80": b"\x80",
    "\xa0": b"\xa0",  # as Windows has it, where Python has a private character
}


def _bytes(character: str) -> bytes:
    """The bytes of a character; none when it has no place in code page 932."""
    known = _BYTES.get(character)
    return known if known is not None else character.encode(ENCODING, "ignore")


def _first_characters() -> str:
    """Those that stand for the beginning of a character in UTF-8, by both bytes or the one.

    With those that stand for the next byte, if the first one was lost for having no pairs.
    """
    leads = (*range(0xE0, 0xEB), 0xED, 0xEE, *range(0xF0, 0xF5))
    pairs = (bytes((lead, trail)) for lead in leads for trail in range(0x80, 0xC0))
    characters = (pair.decode(ENCODING, "ignore") for pair in pairs)
    single = bytes((*range(0xA1, 0xC0), *range(0xC2, 0xE0))).decode(ENCODING)
    return single + "".join(each for each in characters if len(each) == 1)


_FIRST = re.escape("".join(sorted(set(_first_characters()) - set(map(chr, range(0x80))))))
# At the beginning of a stretch, which in clean text hardly ever is one of these: half-width
# katakana, rare kanji, private characters.
_MAY_BE_MISREAD = regex(
    f"[{_FIRST}](?<![\u3005-\u30fa\u30fc-\u9fff\uff61-\uff9f].)[^\x00-\x7f]", re.DOTALL
)
_STRETCH = regex("[^\x00-\x7f]+")


def _twins() -> Iterator[str]:
    """Characters that differ in those bytes alone for which ∪ and ∩ stand both."""
    for lead in range(0xE1, 0xEF):
        for trails in (b"\x81\xbe", b"\x87\x9c", b"\x81\xbf", b"\x87\x9b"):
            yield (bytes((lead,)) + trails).decode("utf-8", "ignore")


_TWINS = frozenset(_twins()) - frozenset("まみ㇛㇜")  # the last two are strokes, no characters


def is_doubtful(found: str, meant: str) -> bool:
    """Whether what is found may stand for something else than what is meant."""
    if any(sign in found for sign in _GAP_SIGNS):
        return True  # which a program may have written for a byte that it lost
    return ("∩" in found or "∪" in found) and not _TWINS.isdisjoint(meant)


# --- what a stretch reads


class _Reading(NamedTuple):
    """Characters side by side that are all in code page 932, or gaps.

    meant: as in Stretch; empty when they do not stand for UTF-8.
    """

    start: int
    end: int
    meant: str
    places: Sequence[int]


# The Unicode Standard 15.0, table 3-7; what a lone byte took with it; what is left of a character
# around a gap.
_TRAIL = "[\x80-\xbf]"
_TOKEN = regex(
    rf"(?P<whole>[\xc2-\xdf]{_TRAIL}|\xe0[\xa0-\xbf]{_TRAIL}|[\xe1-\xec\xee\xef]{_TRAIL}{{2}}"
    rf"|\xed[\x80-\x9f]{_TRAIL}|\xf0[\x90-\xbf]{_TRAIL}{{2}}|[\xf1-\xf3]{_TRAIL}{{3}}"
    rf"|\xf4[\x80-\x8f]{_TRAIL}{{2}})"
    rf"|(?P<ascii>[\x40-\x7e])"
    rf"|(?P<lost>(?:[\xc2-\xdf]|[\xe0-\xef]{_TRAIL}?|[\xf0-\xf4]{_TRAIL}{{0,2}})?"
    rf"(?:{chr(_GAP)}{_TRAIL}{{0,2}})+)"
)


def _readings(text: str, start: int, end: int) -> list[_Reading]:
    return [
        reading
        for match in _STRETCH.finditer(text, start, end)
        for reading in _parts(text, *match.span())
    ]


def _parts(text: str, start: int, end: int) -> Iterator[_Reading]:
    """What the characters between two that are ASCII read."""
    pieces: list[str] = []
    for at in range(start, end):
        piece = _piece(text, at, pieces)
        if piece and not pieces and not _MAY_BEGIN.match(piece):
            if _WRITING.search(text, at, end):
                yield _Reading(at, end, "", ())
            return
        if piece:
            pieces.append(piece)
        elif pieces:
            yield _reading(pieces, at)
            pieces = []
    if pieces:
        yield _reading(pieces, end)


_WRITING = regex("[\u3041-\u30fa\u3400-\u9fff\uff66-\uff9f]")
_MAY_BEGIN = regex(rf"[\xc2-\xf4{chr(_GAP)}]")


def _piece(text: str, at: int, before: Sequence[str]) -> str:
    """What one character stands for, a character below U+0101 a byte; empty when it is unknown."""
    character = text[at]
    if character in _GAP_SIGNS and not _is_middle_dot(text, at, before):
        return chr(_GAP)
    found = _bytes(character)
    other = _OTHER_BYTES.get(character)
    if other is not None and before:
        found = _likelier(found, other, (before[-2] if len(before) > 1 else "") + before[-1])
    return found.decode("latin-1")


def _is_middle_dot(text: str, at: int, before: Sequence[str]) -> bool:
    """Whether ・ stands for its own two bytes: the last of a character, and "E"."""
    if text[at] != "・" or not before or not _ASCII_LETTER.match(text[at + 1 : at + 2]):
        return False
    return _NEEDS_ONE.search("".join(before[-3:])) is not None


_ASCII_LETTER = regex("[A-Za-z]")
_NEEDS_ONE = regex(rf"(?:[\xc2-\xdf]|[\xe0-\xef]{_TRAIL}|[\xf0-\xf4]{_TRAIL}{{2}})\Z")
_NEEDS_MORE = regex(rf"(?:[\xe0-\xef]|[\xf0-\xf4]{_TRAIL}?)\Z")


def _likelier(first: bytes, second: bytes, before: str) -> bytes:
    """Which bytes of a character that has two pairs of them stand behind these."""
    if first[1] >= 0xC0:
        return second if _NEEDS_MORE.search(before) else first
    byte = before[-1:].encode("latin-1", "ignore")  # none behind a gap
    likely = [pair for pair in (first, second) if _is_japanese(byte + pair)]
    return likely[0] if likely else first


def _is_japanese(sequence: bytes) -> bool:
    character = sequence.decode("utf-8", "ignore")
    return len(character) == 1 and bool(character.encode(ENCODING, "ignore"))


def _reading(pieces: Sequence[str], end: int) -> _Reading:
    start = end - len(pieces)
    characters = _characters("".join(pieces))
    if characters is None:
        return _Reading(start, end, "", ())
    place_of = [start + at for at, piece in enumerate(pieces) for _ in piece]
    meant = "".join(character for character, _ in characters)
    return _Reading(start, end, meant, [place_of[at] for _, at in characters])


def _characters(content: str) -> list[tuple[str, int]] | None:
    """What pieces put together stand for, and where each begins in them; None for no text."""
    characters = []
    here = 0
    while here < len(content):
        token = _TOKEN.match(content, here)
        if token is None:
            return None
        character = LOST if token["lost"] else token[0].encode("latin-1").decode("utf-8")
        if unicodedata.category(character) in _NO_TEXT:
            return None
        characters.append((character, here))
        here = token.end()
    return characters


_NO_TEXT = ("Cc", "Cn", "Co")


# --- whether it is damage


def _suspected_lines(text: str, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where the lines begin and end in which the cheap look finds something."""
    at = _next_suspected(text, 0)
    while at is not None:
        line = bisect_right(starts, at) - 1
        end = line_end(starts, line, text)
        yield starts[line], end
        at = _next_suspected(text, end)


_LOOK_AHEAD = 4  # characters; kanji that begin as damage does hardly ever go on so
_UNFINISHED = regex(rf"(?:[\xc2-\xdf]|[\xe0-\xef]{_TRAIL}?|[\xf0-\xf4]{_TRAIL}{{0,2}})\Z")


def _next_suspected(text: str, start: int) -> int | None:
    """Where next a character may begin a stretch, by itself and the few behind it."""
    hits = _MAY_BE_MISREAD.finditer(text, start)
    return next((hit.start() for hit in hits if _may_go_on(text, hit.start())), None)


def _may_go_on(text: str, start: int) -> bool:
    if start and text[start - 1] in _GAP_SIGNS:
        start -= 1
    pieces: list[str] = []
    for at in range(start, min(start + _LOOK_AHEAD, len(text))):
        piece = "" if text[at].isascii() else _piece(text, at, pieces)
        if not piece:
            return _characters("".join(pieces)) is not None
        pieces.append(piece)
    return _characters(_UNFINISHED.sub("", "".join(pieces))) is not None


def _evidence(
    text: str, readings: Sequence[_Reading], code: list[tuple[int, int]], starts: Sequence[int]
) -> list[_Reading]:
    """The readings that are likely damage, and not shown as in a text about damage."""
    evidence = []
    line, is_on_encodings = -1, False
    for reading in readings:
        if not _looks_damaged(text, reading):
            continue
        here = bisect_right(starts, reading.start) - 1
        if here != line:
            line, end = here, line_end(starts, here, text)
            is_on_encodings = ON_ENCODINGS.search(text, starts[line], end) is not None
        if not is_on_encodings and not in_code_or_quotes(text, (reading.start, reading.end), code):
            evidence.append(reading)
    return evidence


def _looks_damaged(text: str, reading: _Reading) -> bool:
    known = _known(reading)
    if len(known) < reading.meant.count(LOST) or not known:
        return False
    found = text[reading.start : reading.end]
    if not _ODD.search(found) and not _USUAL.fullmatch(known):
        return False  # kanji and kana make rare characters of many scripts by chance
    if not _KATAKANA.fullmatch(found):
        return len(known) > 2 or _ODD.search(found) is not None or _is_beside_letters(text, reading)
    # "ﾃｽ" alone is a word: half-width katakana must be letters, and stand as letters do.
    if not all(_LETTER.match(character) for character in known):
        return False
    return len(known) > 2 or _is_beside_letters(text, reading)


def _is_beside_letters(text: str, reading: _Reading) -> bool:
    before, after = text[reading.start - 1 : reading.start], text[reading.end : reading.end + 1]
    return _ASCII_LETTER.match(before) is not None or _ASCII_LETTER.match(after) is not None


def _known(reading: _Reading) -> str:
    """What is meant without ASCII and what is lost."""
    return "".join(each for each in reading.meant if not each.isascii() and each != LOST)


_KATAKANA = regex("[\uff61-\uff9f]+")
_ODD = regex("[\uff61-\uff9f\ue000-\uf8ff\x80]")
_LETTER = regex("[\u00c0-\u017f\u0370-\u03ff\u0400-\u052f]")
_USUAL = regex(
    "[\u00a0-\u017f\u0370-\u03ff\u0400-\u052f\u2010-\u2027\u2190-\u27bf\u3000-\u30ff"
    "\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]+"
)
_EMOJI = regex("[\U0001f000-\U0001faff]")


def _is_sentence(reading: _Reading) -> bool:
    """Whether one reading is so long, or so odd, that it is no accident."""
    known = _known(reading)
    if _EMOJI.search(known):
        return True
    return len(known) > 3 and len(set(known)) > 2 and max(known) > "\u0800"


def _are_many(evidence: Sequence[_Reading]) -> bool:
    known = "".join(_known(reading) for reading in evidence)
    return len(known) > 3 and len(set(known)) > 1


def _stretch(reading: _Reading) -> Stretch:
    return Stretch(*reading, reading.meant.count(LOST))
