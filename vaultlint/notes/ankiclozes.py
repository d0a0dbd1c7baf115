"""Clozes in a field of Obsidian_to_Anki, as the plugin sends them to Anki.

Source: Obsidian_to_Anki, src/format.ts (curly_to_cloze) and its CLOZE_REGEXP.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.text.regex import regex

# What is set aside while braces are looked for: code first, then math.
_CODE = regex(r"```(?>(?:(?!```)[\s\S])*)```|(?<!`)`(?!`)[^`]*+`")
_MATH = regex(r"\$\$[^$]*+(?>(?:\$(?!\$)[^$]*+)*)\$\$|(?<!\$)\$(?=[^\s$])[^$]*+(?<=\S)\$")
_FILLER = "\0"

_OPENER = regex(r"(?<!\{)\{(?>(?:c?(?P<number>[0-9]+)[:|])?)(?!\{)")
_CLOSER = regex(r"(?<!\})\}(?!\})")
_BLANK_LINE = regex(r"\n\n")
_HIGHLIGHT = regex(r"==([^=\n]++)==")
_ANKI_OPENER = regex(r"\{\{c[0-9]+::")


class CurlyCloze(NamedTuple):
    """One {…}. start, end: with the braces. number: as written, "" when there is none.

    content: where its text begins.
    """

    start: int
    end: int
    number: str
    content: int


def has_anki_cloze(text: str) -> bool:
    """Whether a deletion in Anki's own syntax, {{c1::…}}, stands in a text."""
    match = _ANKI_OPENER.search(text)
    return match is not None and text.find("}}", match.end() + 1) >= 0


def with_clozes(text: str, *, highlights: bool) -> str:
    """The text with {x}, {2:x} and {c2|x} as {{c1::x}} and {{c2::x}}.

    Unnumbered ones count up from 1. highlights: ==x== counts as {x}.
    """
    if highlights:
        text = _HIGHLIGHT.sub(r"{\1}", text)
    pieces: list[str] = []
    at, next_number = 0, 1
    for cloze in curly_clozes(text):
        number = cloze.number
        if not number:
            number, next_number = str(next_number), next_number + 1
        content = text[cloze.content : cloze.end - 1]
        pieces += (text[at : cloze.start], f"{{{{c{number}::{content}}}}}")
        at = cloze.end
    return "".join((*pieces, text[at:]))


def curly_clozes(text: str) -> Iterator[CurlyCloze]:
    """The {…} that the plugin takes for clozes, when it is set so."""
    if "{" not in text:
        return
    text = _CODE.sub(_filler, text)
    text = _MATH.sub(_filler, text)
    closers = [match.start() for match in _CLOSER.finditer(text)]
    breaks = [match.start() for match in _BLANK_LINE.finditer(text)]
    at = 0
    while opener := _OPENER.search(text, at):
        number, content = opener["number"] or "", opener.end()
        end = _end(text, content, closers, breaks)
        if end is None and number:  # {1:} holds the text "1:"
            number, content = "", opener.start() + 1
            end = _end(text, content, closers, breaks)
        if end is not None:
            yield CurlyCloze(opener.start(), end, number, content)
        at = end or opener.start() + 1


def _end(text: str, content: int, closers: list[int], breaks: list[int]) -> int | None:
    """Where the cloze whose text begins at `content` ends; None when it does not."""
    closer = bisect_left(closers, content + 1)
    if closer == len(closers) or text.startswith("\n", content):
        return None
    blank_line = bisect_left(breaks, content)
    if blank_line < len(breaks) and breaks[blank_line] < closers[closer]:
        return None
    return closers[closer] + 1


def _filler(match: re.Match[str]) -> str:
    return _FILLER * len(match[0])
