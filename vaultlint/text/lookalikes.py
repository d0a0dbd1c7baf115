"""Characters that file names hold in place of those that they cannot hold."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# By what they stand for. Those of full width are what other programs write into file names.
_STAND_INS = {
    ":": "꞉：",
    "?": "？",
    "/": "⁄∕⟋／",
    ".": "․",
    "#": "⋕＃",
    "*": "＊",
    '"': "＂",
    "<": "＜",
    ">": "＞",
    "|": "｜",
    "\\": "＼",
}
_MEANT = {ord(stand_in): real for real, many in _STAND_INS.items() for stand_in in many}

# Marks and spaces that differ on no screen.
_UNSEEN = frozenset(
    map(chr, (0xAD, 0x34F, 0x61C, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF))
) | frozenset(map(chr, range(0xFE00, 0xFE10)))


@lru_cache(maxsize=4096)  # most are folders, of many notes
def as_meant(name: str) -> str:
    """A name with the characters that its look-alikes stand for, in NFC."""
    if name.isascii():
        return name
    return unicodedata.normalize("NFC", name).translate(_MEANT)


def unseen_difference(one: str, other: str) -> str:
    """The first character in which two names differ that look the same, such as "U+FE0F".

    Empty when nothing tells that they look the same.
    """
    if one == other or _looks(one) != _looks(other):
        return ""
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        at = min(len(one), len(other))
    here, there = one[at : at + 1], other[at : at + 1]
    odd = here if here and (here in _UNSEEN or not there or there == " ") else there
    return f"U+{ord(odd):04X}"


def _looks(name: str) -> str:
    shown = (" " if unicodedata.category(c) == "Zs" else c for c in name if c not in _UNSEEN)
    return "".join(shown)
