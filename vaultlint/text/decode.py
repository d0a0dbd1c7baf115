"""The bytes of a file turned into a Source: UTF-8, or what damaged text was meant to be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

from vaultlint.text.regex import regex
from vaultlint.text.source import Damage, Origins, Source, line_starts
from vaultlint.text.span import Span

if TYPE_CHECKING:
    from vaultlint.text.mojibake import Mojibake

_UTF_8_MARK = b"\xef\xbb\xbf"


def decode(path: str, content: bytes, *, is_sound: bool = False) -> Source:
    """The source of a file with these bytes, whatever they are.

    is_sound: they are known to be no damaged text.
    """
    if content.startswith(_WIDE_MARKS) or b"\0" in content:
        wide = _wide(path, content)
        if wide is not None:
            return wide
    bom_bytes = len(_UTF_8_MARK) if content.startswith(_UTF_8_MARK) else 0
    content = content[bom_bytes:]
    if b"\0" in content and not _is_text(content):
        return _binary(path, content, bom_bytes)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        if not _is_text(content):
            return _binary(path, content, bom_bytes)
        return _invalid(path, content, bom_bytes, error)
    if is_sound:
        return Source(path, text, line_starts(text), bom_bytes)
    return _read(path, text, bom_bytes)


def _read(path: str, text: str, bom_bytes: int) -> Source:
    starts = line_starts(text)
    found = _mojibake(text)
    if found is None:
        return Source(path, text, starts, bom_bytes)
    damage = Damage(
        kind="mojibake",
        encoding=found.encoding,
        span=found.span,
        file_text=text,
        file_line_starts=starts,
        origins=found.origins,
        repaired=bool(found.rounds),
        rounds=found.rounds,
        lost=found.lost,
    )
    return Source(path, found.text, line_starts(found.text), bom_bytes, damage=damage)


# What was misread stands as two characters or more, side by side. No code page has those of which
# emoji are made: beyond U+FFFF, the joiner, and the mark of a coloured sign.
_MAY_BE_MISREAD = regex("[^\x00-\x7f\u200d\ufe0f\U00010000-\U0010ffff]{2}")


def _mojibake(text: str) -> Mojibake | None:
    if not _MAY_BE_MISREAD.search(text):
        return None
    # 10 ms to import, for the tables of a dozen code pages.
    from vaultlint.text.mojibake import mojibake

    return mojibake(text)


# --- UTF-16 and UTF-32, with a byte order mark and without

_MARKS: Mapping[bytes, str] = {
    b"\xff\xfe\x00\x00": "utf-32-le",
    b"\x00\x00\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
}
_WIDE_MARKS = tuple(_MARKS)
_LOOKED_AT = 4096  # bytes or characters by which a file's kind is told
_STRANGE_SHARE = 0.1  # of control characters, NUL and the like: more of them are no text


def _wide(path: str, content: bytes) -> Source | None:
    """The source of a UTF-16 or UTF-32 file, None of any other."""
    mark = next((mark for mark in _MARKS if content.startswith(mark)), b"")
    encoding = _MARKS[mark] if mark else _unmarked(content)
    if not encoding:
        return None
    unit = 4 if "32" in encoding else 2
    whole = content[len(mark) : len(content) - (len(content) - len(mark)) % unit]
    # Each unit that is no character becomes one U+FFFD, which has the length of a unit.
    text = whole.decode(encoding, "replace")
    if _is_strange(text):
        return None
    return _foreign(path, text, len(mark), encoding, encoding, Span(0, min(1, len(text))))


def _unmarked(content: bytes) -> str:
    """UTF-16 is told by the NULs of its ASCII characters; empty when it is not."""
    beginning = content[:_LOOKED_AT]
    pairs = len(beginning) // 2
    even, odd = beginning[::2].count(0), beginning[1::2].count(0)
    if odd * 2 > pairs and even * 20 < pairs:
        return "utf-16-le"
    if even * 2 > pairs and odd * 20 < pairs:
        return "utf-16-be"
    return ""


def _is_strange(text: str) -> bool:
    """Whether a text is too full of what no text holds to be one."""
    beginning = text[:_LOOKED_AT].removesuffix("\ufffd")  # a file that was cut
    strange = sum(
        character not in "\t\n\r\f" and unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs")
        for character in beginning
    )
    return strange + beginning.count("\ufffd") > len(beginning) * _STRANGE_SHARE


# --- no text

# Tab, line feed, form feed, carriage return and escape do occur in text.
_NO_TEXT = regex(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def _is_text(content: bytes) -> bool:
    """Whether bytes are a text, in UTF-8 or another encoding.

    A few stray control characters do not make a note unreadable; NULs do, but in valid UTF-8.
    """
    strange = len(_NO_TEXT.findall(content))
    if strange > len(content) * _STRANGE_SHARE:
        return False
    return b"\0" not in content or _is_utf_8(content)


def _binary(path: str, content: bytes, bom_bytes: int) -> Source:
    strange = _NO_TEXT.search(content)
    assert strange is not None
    first = strange.start()
    text = content.decode("latin-1")
    damage = Damage(
        kind="binary",
        encoding="",
        span=Span(first, first + 1),
        file_text=text,
        file_line_starts=line_starts(text),
        origins=Origins((0,), (first,)),
        repaired=False,
    )
    return Source(path, "", (0,), bom_bytes, "latin-1", damage)


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


# --- text in another encoding than UTF-8

# What charset-normalizer may choose from: of rarer encodings it finds more than there are.
_SINGLE_BYTE = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "iso8859-2",
    "koi8-r",
    "cp866",
    "mac-roman",
)
_MULTI_BYTE = ("cp932", "gb18030", "cp949", "euc_jp", "big5")
_FEW_BYTES = 4  # so few foreign bytes tell no encoding; the commonest is assumed
_SAMPLE_BYTES = 20_000
_LONE = regex("[\udc80-\udcff]")
# A byte of another encoding, or a character of UTF-8 that lost its end.
_FOREIGN = regex("[\udce0-\udcf4][\udc80-\udcbf]{1,2}(?![\udc80-\udcff])|[\udc80-\udcff]")
_SINGLE = regex("(?<![\udc80-\udcff])[\udc80-\udcff](?![\udc80-\udcff])")


def _invalid(path: str, content: bytes, bom_bytes: int, error: UnicodeDecodeError) -> Source:
    lenient = content.decode("utf-8", "surrogateescape")
    foreign = len(_FOREIGN.findall(lenient))
    # Text of another encoding hardly ever forms UTF-8: such a note is UTF-8 with a foreign part.
    good = len(lenient) - len(_LONE.sub("", lenient).encode("ascii", "ignore"))
    good -= len(_LONE.findall(lenient))
    encoding = "utf-8" if 2 * good >= foreign else _likely_encoding(content)
    if encoding in _MULTI_BYTE:
        first = len(content[: error.start].decode(encoding, "ignore"))
        text = content.decode(encoding)
        return _foreign(path, text, bom_bytes, encoding, encoding, Span(first, first + 1))
    if encoding != "utf-8":
        readable = encoding or "cp1252"
        text = content.decode(readable, "surrogateescape")
        span = Span(error.start, error.start + 1)
        return _foreign(path, text, bom_bytes, readable, encoding, span)
    first = len(content[: error.start].decode("utf-8"))
    likely = _encoding_of_byte(error)
    return _foreign(path, lenient, bom_bytes, "utf-8", likely, Span(first, first + 1))


def _foreign(
    path: str, file_text: str, bom_bytes: int, encoding: str, likely: str, span: Span
) -> Source:
    text = _LONE.sub("\ufffd", _SINGLE.sub(_letter, file_text))
    starts = line_starts(text)
    damage = Damage(
        kind="invalid-utf-8",
        encoding=likely,
        span=span,
        file_text=file_text,
        file_line_starts=starts,
        origins=Origins(),
        repaired=False,
    )
    return Source(path, text, starts, bom_bytes, encoding, damage)


def _letter(match: re.Match[str]) -> str:
    """What one foreign byte among characters is in Windows-1252, the most frequent encoding."""
    return bytes([ord(match[0]) & 0xFF]).decode("cp1252", "replace")


def _encoding_of_byte(error: UnicodeDecodeError) -> str:
    """The likely encoding of one foreign character in UTF-8; empty of a torn one."""
    if error.end - error.start > 1:
        return ""
    character = error.object[error.start : error.end].decode("cp1252", "replace")
    return "cp1252" if character.isalpha() or character in "‘’“”–—…•€£°§" else ""


def _likely_encoding(content: bytes) -> str:
    """The encoding of a text that is not UTF-8, as Python names it; empty when none is likely."""
    foreign = len(content) - len(content.translate(None, bytes(range(0x80, 0x100))))
    if foreign < _FEW_BYTES:
        return "cp1252"
    # 25 ms to load, which a vault in UTF-8 need not wait for.
    from charset_normalizer import from_bytes

    lines = b"\n".join(line for line in content.split(b"\n") if not line.isascii())
    matches = from_bytes(lines[:_SAMPLE_BYTES], cp_isolation=[*_SINGLE_BYTE, *_MULTI_BYTE])
    found = [(each.chaos, each.encoding) for match in matches for each in (match, *match.submatch)]
    if not found:
        return ""
    least = min(chaos for chaos, _ in found)
    likely = [_name(encoding) for chaos, encoding in found if chaos == least]
    if "cp1252" in likely:
        return "cp1252"  # which has the same letters in the same places as its neighbours
    return next((encoding for encoding in likely if _is_exact(content, encoding)), "")


def _name(encoding: str) -> str:
    names = {name.replace("-", "_"): name for name in (*_SINGLE_BYTE, *_MULTI_BYTE)}
    return names[encoding]


def _is_exact(content: bytes, encoding: str) -> bool:
    """Whether the bytes can be had back from the text, on which all positions rest."""
    if encoding in _SINGLE_BYTE:
        return True
    try:
        return content.decode(encoding).encode(encoding) == content
    except UnicodeError:
        return False
