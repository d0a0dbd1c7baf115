"""HTML as Markdown knows it: its tags, and where a block of it begins and ends.

Source: CommonMark 0.31, sections 4.6 and 6.6.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from vaultlint.text.regex import regex

_NAME = r"[A-Za-z][A-Za-z0-9-]*+"
_ATTRIBUTE = r"""\s++[A-Za-z_:][\w.:-]*+(?>(?:\s*+=\s*+(?:[^\s"'=<>`]++|'[^']*+'|"[^"]*+"))?)"""
_OPEN_TAG = rf"<{_NAME}(?>(?:{_ATTRIBUTE})*)\s*+/?>"
_CLOSING_TAG = rf"</{_NAME}\s*+>"

TAG = regex(rf"{_OPEN_TAG}|{_CLOSING_TAG}")
AUTOLINK = regex(
    r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}+:[^\s<>]*+|[\w.!#$%&'*+/=?^`{|}~-]++@[\w.-]++)>"
)

_BLOCK_NAMES = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|"
    "dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|"
    "head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|"
    "p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul"
)


class HtmlStart(NamedTuple):
    """How a raw HTML block begins.

    closer: found on its last line; None when a blank line ends it.
    interrupts: whether it may follow paragraph text directly.
    """

    opener: re.Pattern[str]
    closer: re.Pattern[str] | None
    interrupts: bool


COMMENT = HtmlStart(regex(r"<!--"), regex(r"-->"), True)
_STARTS = (
    COMMENT,
    HtmlStart(
        regex(r"<(?:script|pre|style|textarea)(?=[\s>]|$)", re.IGNORECASE),
        regex(r"</(?:script|pre|style|textarea)>", re.IGNORECASE),
        True,
    ),
    HtmlStart(regex(r"<\?"), regex(r"\?>"), True),
    HtmlStart(regex(r"<!\[CDATA\["), regex(r"\]\]>"), True),
    HtmlStart(regex(r"<![A-Za-z]"), regex(r">"), True),
    HtmlStart(regex(rf"</?(?:{_BLOCK_NAMES})(?=\s|/?>|$)", re.IGNORECASE), None, True),
    HtmlStart(regex(rf"(?:{_OPEN_TAG}|{_CLOSING_TAG})\s*$"), None, False),
)


def html_start(text: str, start: int, end: int) -> HtmlStart | None:
    """How the HTML block begins that opens at `start`; None when none does.

    start, end: the rest of the line, its line break not included.
    """
    return next((kind for kind in _STARTS if kind.opener.match(text, start, end)), None)
