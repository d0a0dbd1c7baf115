"""Where a text shows damage rather than has it: in code, in quotation marks, in a text about it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from vaultlint.text.regex import regex

# A line that says one of these explains damage, or shows it.
ON_ENCODINGS = regex(
    r"mojibake|utf-?8|unicode|latin-?1|iso-?8859|windows-?125|cp-?125|mac ?roman|code ?page"
    r"|charset|encod|кодировк|shift.?jis|文字化け|文字コード|エンコード|乱码|亂碼",
    re.IGNORECASE,
)


def line_end(starts: Sequence[int], line: int, text: str) -> int:
    """Where a line ends, with its break."""
    return starts[line + 1] if line + 1 < len(starts) else len(text)


_QUOTES_BEFORE = frozenset("\"'“‘«‹„‚(*_")
_QUOTES_AFTER = frozenset("\"'”’»›“‘)*_")


def in_code_or_quotes(text: str, span: tuple[int, int], code: list[tuple[int, int]]) -> bool:
    """Whether a span stands in code or in quotation marks, as in a text about damage."""
    start, end = span
    if _is_within(start, code):
        return True
    return text[start - 1 : start] in _QUOTES_BEFORE and text[end : end + 1] in _QUOTES_AFTER


def _is_within(offset: int, spans: list[tuple[int, int]]) -> bool:
    at = bisect_right(spans, (offset, offset)) - 1
    return at >= 0 and spans[at][0] <= offset < spans[at][1]


# --- code, as far as it can be told before a note is parsed

_FENCE = regex(r"[ \t>]*(?:[-*+][ \t]+)?(`{3,}|~{3,})([^\r\n]*)")
_BACKTICKS = regex("`+")


def code_spans(text: str, starts: Sequence[int]) -> list[tuple[int, int]]:
    """The fenced blocks and the code spans of a text."""
    spans: list[tuple[int, int]] = []
    fence, fence_start = "", 0
    for line, start in enumerate(starts):
        mark = _FENCE.match(text, start)
        if fence:
            closes = mark and mark[1].startswith(fence) and not mark[2].strip()
            if closes:
                spans.append((fence_start, start))
                fence = ""
        elif mark and "`" not in mark[2]:
            fence, fence_start = mark[1], start
        else:
            spans += _inline_spans(text, start, line_end(starts, line, text))
    if fence:
        spans.append((fence_start, len(text)))
    return spans


def _inline_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    marks = [match.span() for match in _BACKTICKS.finditer(text, start, end)]
    closer: list[int | None] = [None] * len(marks)
    next_of_length: dict[int, int] = {}
    for at in range(len(marks) - 1, -1, -1):
        length = marks[at][1] - marks[at][0]
        closer[at] = next_of_length.get(length)
        next_of_length[length] = at
    spans = []
    at = 0
    while at < len(marks):
        closes_at = closer[at]
        if closes_at is not None:
            spans.append((marks[at][0], marks[closes_at][1]))
            at = closes_at
        at += 1
    return spans
