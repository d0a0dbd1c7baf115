"""What the searches of flashcards-obsidian have in common.

They are JavaScript's regular expressions: "." stops at four characters, "$" stands before each
of them, and white space is theirs. Every text is taken with a line feed at its end, which the
plugin adds where it is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from vaultlint.notes.cardmarks import ID_LENGTH, WHITESPACE
from vaultlint.notes.facts import CardId
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

LINE_ENDS = "\n\r\u2028\u2029"
# No letters, but "\w" to Python; JavaScript's \p{Letter} has none of them.
_OTHER_NUMBERS = "²³¹¼-¾⁰-⁹₀-₉⅐-↉①-⒛⓪-⓿❶-➓"
LETTER = rf"[^\W\d_{_OTHER_NUMBERS}]"
_ID = regex(rf"\^([0-9]{{{ID_LENGTH}}})")
_WHITESPACE = frozenset(WHITESPACE)
_HEAD = regex(r" {0,3}#*")


class TagInText(Struct, frozen=True):
    """A card tag as the plugin finds it.

    start: of its "#". hashtags: what holds further tags behind it. end: of all that the
    plugin needs to find behind the tag.
    """

    start: int
    hashtags: Span
    end: int
    is_reversed: bool


class Lines:
    """Where the lines of a text begin and end."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        # A text of the same length in which nothing but line feeds ends lines.
        for line_end in LINE_ENDS[1:]:
            text = text.replace(line_end, LINE_ENDS[0])
        self._text = text

    def start(self, offset: int, floor: int) -> int:
        """Where the line begins that holds the text before `offset`; from `floor` on."""
        return max(floor, self._text.rfind(LINE_ENDS[0], floor, offset) + 1)

    def end(self, offset: int) -> int:
        """Where the line ends that holds the text behind `offset`."""
        end = self._text.find(LINE_ENDS[0], offset)
        return end if end >= 0 else len(self._text)


def places_of(text: str, signs: Iterable[str]) -> list[int]:
    """Where any of these signs begins, in order, also in the middle of another one."""
    return sorted({at for sign in signs for at in _places(text, sign)})


def _places(text: str, sign: str) -> Iterator[int]:
    """Where a sign begins; letter case is free."""
    if sign.lower() != sign.upper():
        pattern = re.compile(f"(?={re.escape(sign)})", re.IGNORECASE)
        yield from (match.start() for match in pattern.finditer(text))
        return
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


@lru_cache
def one_of(names: tuple[str, ...]) -> str:
    """An expression for any of the names, the longest first; for nothing when there is none."""
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or r"(?!)"


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without the white space at its ends; empty at `start` when nothing is left."""
    first = start
    while first < end and text[first] in _WHITESPACE:
        first += 1
    if first >= end:
        return Span(start, start)
    while text[end - 1] in _WHITESPACE:
        end -= 1
    return Span(first, end)


def tags_in(hashtags: str) -> tuple[str, ...]:
    """The tags of a text, without "#"."""
    return tuple(filter(None, (tag.strip(WHITESPACE) for tag in hashtags.split("#"))))


def id_at(text: str, offset: int) -> CardId | None:
    """The id that stands exactly here: the first 13 digits behind ^, however many follow."""
    match = _ID.match(text, offset)
    return CardId(match[1], Span(*match.span())) if match else None


def head_end(text: str, start: int) -> int:
    """The end of the indentation and the heading marks that begin a question."""
    match = _HEAD.match(text, start)
    return match.end() if match else start
