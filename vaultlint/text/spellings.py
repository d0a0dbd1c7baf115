"""Words that may be meant by a word which is none of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import islice

_DIGITS = re.compile(r"\d+")
_MOST_COMPARED = 64  # words for one that is missing; more would make the search quadratic
_NEAR = 0.8  # difflib's ratio
_SHORTEST = 4  # code points; below this every word is near every other


class Spellings:
    """Known words, compared as they are: fold their case before, where it does not count.

    A word with one slip in it still has its first or its second half, and nearly its length:
    each word is found by these. Numbers must agree: "Part 3" is no slip of "Part 2".
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._halves: dict[tuple[int, bool, str], list[str]] = {}
        for word in dict.fromkeys(words):
            half = len(word) // 2
            self._halves.setdefault((len(word), False, word[:half]), []).append(word)
            self._halves.setdefault((len(word), True, word[half:]), []).append(word)

    def nearest(self, word: str) -> str | None:
        """The known word that is spelt most like this one, None when none is near."""
        if len(word) < _SHORTEST:
            return None
        numbers = _DIGITS.findall(word)
        matcher = SequenceMatcher(b=word, autojunk=False)
        best, nearest = _NEAR, None
        for other in islice(self._candidates(word), _MOST_COMPARED):
            if _DIGITS.findall(other) != numbers:
                continue
            matcher.set_seq1(other)
            # Of equals, the first.
            ratio = matcher.ratio() if matcher.quick_ratio() >= best else 0.0
            if ratio > best or (ratio == best and nearest is None):
                best, nearest = ratio, other
        return nearest

    def _candidates(self, word: str) -> Iterator[str]:
        for length in (len(word), len(word) + 1, len(word) - 1):
            half = length // 2
            yield from self._halves.get((length, False, word[:half]), ())
            yield from self._halves.get((length, True, word[half - length :]), ())
