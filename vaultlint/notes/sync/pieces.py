"""What the searches of flashcards-obsidian have in common.

They are JavaScript's regular expressions: "." stops at four characters, "$" stands before each
of them, and white space is theirs. Every text is taken with a line feed at its end, which the
plugin adds where it is missing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from vaultlint.notes.cardmarks import ID_LENGTH, WHITESPACE
from vaultlint.notes.facts import CardId
from vaultlint.text.span import Span

LINE_ENDS = "\n\r\u2028\u2029"
# No letters, but "\w" to Python; JavaScript's \p{Letter} has none of them.
_OTHER_NUMBERS = "²³¹¼-¾⁰-⁹₀-₉⅐-↉①-⒛⓪-⓿❶-➓"
LETTER = rf"[^\W\d_{_OTHER_NUMBERS}]"
_ID = re.compile(rf"\^([0-9]{{{ID_LENGTH}}})")
_HEAD = re.compile(r" {0,3}#*")


class TagInText(NamedTuple):
    """A card tag as the plugin finds it.

    start: of its "#". hashtags: what holds further tags behind it. end: of all that the
    plugin needs to find behind the tag.
    """

    start: int
    hashtags: Span
    end: int
    is_reversed: bool


def one_of(names: Sequence[str]) -> str:
    """An expression for any of the names, the longest first; for nothing when there is none."""
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or r"(?!)"


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without the white space at its ends; empty at `start` when nothing is left."""
    piece = text[start:end]
    stripped = piece.lstrip(WHITESPACE)
    if not stripped:
        return Span(start, start)
    first = start + len(piece) - len(stripped)
    return Span(first, first + len(stripped.rstrip(WHITESPACE)))


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
