"""Where flashcards-obsidian makes no cards: code and math, as the plugin itself pairs their marks.

It knows nothing of Markdown: any ``` opens code, also in the middle of a line or in a longer
fence, and $ and $$ pair up from the start of the note, also in code and in prices.
Source: flashcards-obsidian, src/conf/regex.ts (obsidianCodeBlock, mathBlock, mathInline) and
src/services/parser.ts, generateFlashcards().
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from vaultlint.text.regex import regex
from vaultlint.text.span import Span

FENCE_MARK = "```"
MATH_MARK = "$$"
# JavaScript's "." stops at these four, and its "$" stands before them.
_CLOSING_FENCE = regex(r"```(?=[\n\r\u2028\u2029]|\Z)")
_NEVER_IN_CODE = frozenset("\r\u2028\u2029")
_INLINE_MATH = regex(r"\$[^$\n\r\u2028\u2029]*+\$")


class DroppedRanges:
    """The code and the math of one note. Each question takes logarithmic time."""

    __slots__ = ("_code", "_math")

    def __init__(self, code: Iterable[Span], *math: Iterable[Span]) -> None:
        self._code = _Ranges(code)
        self._math = tuple(map(_Ranges, math))

    def is_dropped(self, span: Span) -> bool:
        """Whether a card with this span is dropped: it lies in one range, edges included."""
        return any(ranges.holding(span) for ranges in (self._code, *self._math))

    def is_code(self, offset: int) -> bool:
        """Whether the character at this offset is code for the plugin, marks included."""
        return self._code.holding(Span(offset, offset + 1)) is not None

    def math_at(self, offset: int) -> Span | None:
        """The math that holds the character at this offset, marks included, else None."""
        found = (ranges.holding(Span(offset, offset + 1)) for ranges in self._math)
        return next(filter(None, found), None)


def dropped_ranges(text: str) -> DroppedRanges:
    """The code blocks, math blocks and inline math of a note's whole text."""
    return DroppedRanges(code_blocks(text), math_blocks(text), _inline_math(text))


class _Ranges:
    """Spans in order that do not overlap; they may touch."""

    __slots__ = ("_spans", "_starts")

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = tuple(spans)
        self._starts = [span.start for span in self._spans]

    def holding(self, span: Span) -> Span | None:
        """The one that holds the whole span, else None."""
        index = bisect_right(self._starts, span.start) - 1
        if index < 0 or span.end > self._spans[index].end:
            return None
        return self._spans[index]


def code_blocks(text: str) -> Iterator[Span]:
    """From each ``` to the next one that ends a line, its line feed included.

    The plugin finds no code that holds a carriage return: with CR LF line ends there is none.
    """
    if FENCE_MARK not in text:
        return
    closers = [match.start() for match in _CLOSING_FENCE.finditer(text)]
    barriers: list[int] = []
    if any(char in text for char in _NEVER_IN_CODE):
        barriers = [at for at, char in enumerate(text) if char in _NEVER_IN_CODE]
    opener = text.find(FENCE_MARK)
    while opener >= 0:
        content = opener + len(FENCE_MARK)
        following = bisect_left(closers, content)
        if following == len(closers):
            return
        end = closers[following] + len(FENCE_MARK)
        barrier = bisect_left(barriers, content)
        if barrier < len(barriers) and barriers[barrier] < closers[following]:
            end = barriers[barrier] + 1
        else:
            end += text.startswith("\n", end)
            yield Span(opener, end)
        opener = text.find(FENCE_MARK, end)


def math_blocks(text: str) -> Iterator[Span]:
    """From each $$ to the next one, over any number of lines."""
    opener = text.find(MATH_MARK)
    while opener >= 0:
        closer = text.find(MATH_MARK, opener + len(MATH_MARK))
        if closer < 0:
            return
        end = closer + len(MATH_MARK)
        yield Span(opener, end)
        opener = text.find(MATH_MARK, end)


def _inline_math(text: str) -> Iterator[Span]:
    """From each $ to the next one on its line; each $$ is empty math."""
    return (Span(match.start(), match.end()) for match in _INLINE_MATH.finditer(text))
