"""Which lines two texts share, in nearly linear time: difflib's own search is quadratic."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher
from itertools import pairwise

# Lines between two anchors that are compared each with each.
_MOST_COMPARED = 200


class LineMatcher(SequenceMatcher[str]):
    """A matcher of lines whose anchors are the lines that stand once in both texts.

    Between two anchors, difflib compares what is short; what is long is other as a whole. Source:
    Bram Cohen, patience diff (git diff --patience).
    """

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        super().__init__(None, (), ())
        self.a, self.b = before, after

    def get_matching_blocks(self) -> list[Match]:
        """The runs of lines that are the same in both, in order, and an empty one at the end."""
        blocks: list[Match] = []
        for at, to, size in _runs(self.a, self.b):
            if blocks and (blocks[-1].a + blocks[-1].size, blocks[-1].b + blocks[-1].size) == (
                at,
                to,
            ):
                at, to, size = blocks[-1].a, blocks[-1].b, blocks.pop().size + size
            blocks.append(Match(at, to, size))
        return [*blocks, Match(len(self.a), len(self.b), 0)]


def _runs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Runs of the same lines, in order: where they begin in both, and how many lines they have."""
    first = _same_head(before, after, (0, 0), (len(before), len(after)))
    bounds = [
        (-1, -1),
        *((first + at, first + to) for at, to in _anchors(before[first:], after[first:])),
    ]
    bounds.append((len(before), len(after)))
    if first:
        yield 0, 0, first
    for (at, to), (end, stop) in pairwise(bounds):
        if at >= 0:
            yield at, to, 1
        begin = max(at + 1, first), max(to + 1, first)
        yield from _between(before, after, begin, (end, stop))


def _between(
    before: Sequence[str], after: Sequence[str], begin: tuple[int, int], end: tuple[int, int]
) -> Iterator[tuple[int, int, int]]:
    """Runs between two places of both texts that no line stands between once in both."""
    head = _same_head(before, after, begin, end)
    if head:
        yield *begin, head
    at, to = begin[0] + head, begin[1] + head
    tail = 0
    while (
        at < end[0] - tail
        and to < end[1] - tail
        and (before[end[0] - tail - 1] == after[end[1] - tail - 1])
    ):
        tail += 1
    last, stop = end[0] - tail, end[1] - tail
    if at < last and to < stop and last - at + stop - to <= _MOST_COMPARED:
        inner = SequenceMatcher(None, before[at:last], after[to:stop], autojunk=False)
        for match in inner.get_matching_blocks()[:-1]:
            yield at + match.a, to + match.b, match.size
    if tail:
        yield last, stop, tail


def _same_head(
    before: Sequence[str], after: Sequence[str], begin: tuple[int, int], end: tuple[int, int]
) -> int:
    """How many lines are the same from two places on, at most to two others."""
    (at, to), length = begin, min(end[0] - begin[0], end[1] - begin[1])
    return next((n for n in range(length) if before[at + n] != after[to + n]), length)


def _anchors(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """The longest series of lines, each once in both texts, that has one order in both."""
    in_before, in_after = Counter(before), Counter(after)
    places = {line: to for to, line in enumerate(after) if in_after[line] == 1}
    pairs = [
        (at, places[line])
        for at, line in enumerate(before)
        if in_before[line] == 1 and line in places
    ]
    # Patience sorting: of the series of each length, the one that ends first.
    ends: list[int] = []
    last: list[int] = []
    above: list[int] = []
    for index, (_, to) in enumerate(pairs):
        length = bisect_left(ends, to)
        above.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [to]
        last[length : length + 1] = [index]
    series = []
    index = last[-1] if last else -1
    while index >= 0:
        series.append(pairs[index])
        index = above[index]
    return series[::-1]
