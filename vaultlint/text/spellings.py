"""Words that may be meant by a word which is none of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from vaultlint.text.regex import regex

_DIGITS = regex(r"\d+")
_MOST_COMPARED = 256  # words for one that is missing; more would make the search quadratic
_NEAR = 0.8  # 1 - insertions and deletions / characters of both; a slip in ten letters: 0.9
_SHORTEST = 4  # code points; below this every word is near every other


class Spellings:
    """Known words, compared as they are: fold their case before, where it does not count.

    A word with one slip in it still has its first or its second half, nearly its length, and its
    numbers, as "Part 3" is no slip of "Part 2": each word is found by these.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._halves: dict[tuple[str, int, bool, str], list[str]] = {}
        for word in dict.fromkeys(words):
            half = len(word) // 2
            numbers = _numbers(word)
            for key in (
                (numbers, len(word), False, word[:half]),
                (numbers, len(word), True, word[half:]),
            ):
                self._halves.setdefault(key, []).append(word)

    def nearest(self, word: str) -> str | None:
        """The known word that is spelt most like this one, None when none is near."""
        near = self.near(word)
        return near[0] if near else None

    def near(self, word: str) -> tuple[str, ...]:
        """The known words that are spelt nearly as this one, the nearest first."""
        if len(word) < _SHORTEST:
            return ()
        candidates = tuple(dict.fromkeys(islice(self._candidates(word), _MOST_COMPARED)))
        if not candidates:
            return ()
        # Imported here: most vaults have no such word, and the import costs as much as a note.
        from rapidfuzz.distance import Indel
        from rapidfuzz.process import extract

        found = extract(
            word, candidates, scorer=Indel.normalized_similarity, score_cutoff=_NEAR, limit=None
        )
        # Of equals, the first.
        found.sort(key=lambda match: (-match[1], match[2]))
        return tuple(candidate for candidate, _, _ in found)

    def _candidates(self, word: str) -> Iterator[str]:
        numbers = _numbers(word)
        for length in (len(word), len(word) + 1, len(word) - 1):
            half = length // 2
            yield from self._halves.get((numbers, length, False, word[:half]), ())
            yield from self._halves.get((numbers, length, True, word[half - length :]), ())


def _numbers(word: str) -> str:
    return " ".join(_DIGITS.findall(word))
