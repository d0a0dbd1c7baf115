"""What one line of a note opens: the grammar of blocks, line by line.

All functions take a text and the place of the rest of a line in it (container prefixes, indentation
and line break not included), and answer with places in that text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from vaultlint.text.regex import regex

RULE = regex(r"([*_-])[ \t]*+(?>(?:\1[ \t]*+){2,})")
UNDERLINE = regex(r"=++|-++")
FOOTNOTE = regex(r"\[\^([^\s\]]{1,200}+)\]:")
TASK = regex(r"\[(.)\][ \t]\s*+")

_FENCE = regex(r"(`{3,}+)(?![^`]*`)|(~{3,}+)")
_ATX = regex(r"(#{1,6}+)(?:[ \t]++|$)")
_CALLOUT = regex(r"\[!([^\]\r\n]+)\]([+-]?)(?:[ \t]+|$)")
_DELIMITER_ROW = regex(r"\|?+[ \t]*+:?+-++:?+[ \t]*+(?>(?:\|[ \t]*+:?+-++:?+[ \t]*+)*)\|?+[ \t]*+")
_PIPE = regex(r"\\.|(\|)", re.DOTALL)
_LABEL = regex(r"\[(?!\^)(?P<label>(?>(?:[^\[\]\\]|\\.){1,999}))\]:[ \t]*+")
_DESTINATION = regex(
    r"(?:<(?P<angled>[^<>]*+)>|(?P<bare>[^\s<]\S*+))"
    r"""(?>(?:[ \t]++(?:"(?>(?:[^"\\]|\\.)*)"|'(?>(?:[^'\\]|\\.)*)'|"""
    r"""\((?>(?:[^()\\]|\\.)*)\)))?)[ \t]*+""",
)


class FenceLine(NamedTuple):
    """The line that opens a fence. marker: all its marks. language: the first word behind."""

    marker: str
    language: str


class HeadingLine(NamedTuple):
    """An ATX heading. start, end: of its text, closing #s not included."""

    level: int
    start: int
    end: int


class CalloutLine(NamedTuple):
    """The first line of a callout. marker_end: behind the "]". title: where its title begins."""

    kind: str
    metadata: str
    fold: str
    marker_end: int
    title: int


def fence_line(text: str, start: int, end: int) -> FenceLine | None:
    """The fence that this line opens, None when it opens none."""
    match = _FENCE.match(text, start, end)
    if match is None:
        return None
    words = text[match.end() : end].split(maxsplit=1)
    return FenceLine(match[0], words[0] if words else "")


def heading_line(text: str, start: int, end: int) -> HeadingLine | None:
    """The ATX heading on this line, None when it is none."""
    match = _ATX.match(text, start, end)
    if match is None:
        return None
    words = text[match.end() : end].rstrip(" \t")
    # Closing #s count only behind a blank: "# C#" keeps its last one.
    shorter = words.rstrip("#")
    if shorter != words and (not shorter or shorter[-1] in " \t"):
        words = shorter.rstrip(" \t")
    return HeadingLine(len(match[1]), match.end(), match.end() + len(words))


def callout_line(text: str, start: int, end: int) -> CalloutLine | None:
    """The callout marker at `start`, None when there is none."""
    match = _CALLOUT.match(text, start, end)
    if match is None:
        return None
    kind, _, metadata = match[1].partition("|")
    kind = "-".join(kind.lower().split())
    return CalloutLine(kind, metadata.strip(), match[2], match.end(1) + 1, match.end())


def definition_label(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The label of a reference definition that begins the line, and the place behind its colon."""
    match = _LABEL.match(text, start, end)
    if match is None or not match["label"].strip():
        return None
    return match["label"], match.end()


def definition_destination(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The place of the destination that the rest of a line is, with a title or without."""
    match = _DESTINATION.fullmatch(text, start, end)
    if match is None:
        return None
    return match.span("bare" if match["angled"] is None else "angled")


def is_delimiter_row(text: str, start: int, end: int) -> bool:
    """Whether the line parts a table's header from its rows."""
    return (
        text.find("|", start, end) >= 0 and _DELIMITER_ROW.fullmatch(text, start, end) is not None
    )


def has_pipe(text: str, start: int, end: int) -> bool:
    """Whether an unescaped | stands on the line."""
    return any(match[1] for match in _PIPE.finditer(text, start, end))


def pipes(text: str, start: int, end: int) -> list[int]:
    """Where unescaped | stand in this part of the text."""
    return [match.start() for match in _PIPE.finditer(text, start, end) if match[1]]


def escaped_pipes(text: str, start: int, end: int) -> str:
    """This part of the text with a backslash before each | that has none."""
    return _PIPE.sub(lambda found: "\\|" if found[1] else found[0], text[start:end])


def cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The places of a row's cells that are not blank, outer blanks not included.

    Source: remark-parse 8, table: a backslash takes the next character with it.
    """
    edges = [start]
    for match in _PIPE.finditer(text, start, end):
        if match[1]:
            edges += (match.start(), match.end())
    edges.append(end)
    places = []
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        words = text[left:right]
        stripped = words.strip(" \t")
        if stripped:
            begin = left + len(words) - len(words.lstrip(" \t"))
            places.append((begin, begin + len(stripped)))
    return places
