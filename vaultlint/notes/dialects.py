"""By which plugins the cards of a vault are read, as its notes show."""

from __future__ import annotations

import re
from collections.abc import Collection

from vaultlint.notes.cardmarks import CLOSER, OPENER
from vaultlint.notes.facts import Dialect
from vaultlint.notes.reading import DEFAULT_READING, DIALECTS
from vaultlint.text.regex import regex

PLUGINS: dict[str, Dialect] = {
    "flashcards-obsidian": "flashcards-obsidian",
    "obsidian-spaced-repetition": "spaced-repetition",
    "obsidian-to-anki-plugin": "obsidian-to-anki",
}
"""Ids of plugins, as community-plugins.json and the folders of plugins name them."""

# Not in the middle of prose, which may tell of these signs, as of vertical writing.
_BRACKET = regex(
    rf"^[ \t>*+-]*+(?>(?:<?br[ /]*+>)?)[ \t]*+[{OPENER}{CLOSER}]|{OPENER}[ \t]*+<br", re.M
)
_CARD_TAG = regex(r"#(?:anki-)?card(?:[-/](?:reverse|spaced))?(?![\w/-])", re.IGNORECASE)
_SPACED = regex(r"<!--SR:|(?<![\w/&#])#flashcards(?![\w-])|^sr-due:", re.MULTILINE)
_TO_ANKI = regex(
    r"^START[ \t\r]*\n(?:.*\n){1,200}?END[ \t\r]*$|^STARTI? ?\[|\bSTARTI \[|^TARGET DECK\b",
    re.MULTILINE,
)


_FENCE = regex(r"[ \t>]*+(?P<marker>`{3,}+|~{3,}+)(?P<behind>[^\r\n]*)")


def signs(text: str) -> frozenset[Dialect]:
    """The dialects of which a note shows signs, whole or damaged.

    An example in a code fence is no sign of the two that have no mark of their own.
    """
    found: set[Dialect] = set()
    if (OPENER in text or CLOSER in text) and _BRACKET.search(text):
        found.add("bracket")
    if "#" in text and _CARD_TAG.search(text):
        found.add("flashcards-obsidian")
    if ("SR:" in text or "#flashcards" in text or "sr-due" in text) and _SPACED.search(text):
        found.add("spaced-repetition")
    if ("START" in text or "TARGET DECK" in text) and _TO_ANKI.search(text):
        found.add("obsidian-to-anki")
    if not found.isdisjoint(("spaced-repetition", "obsidian-to-anki")):
        prose = _without_fences(text)
        if not _SPACED.search(prose):
            found.discard("spaced-repetition")
        if not _TO_ANKI.search(prose):
            found.discard("obsidian-to-anki")
    return frozenset(found)


def _without_fences(text: str) -> str:
    """The text without code fences that are closed."""
    kept: list[str] = []
    fenced: list[str] = []
    marker = ""
    for line in text.split("\n"):
        fence = _FENCE.match(line)
        if marker:
            fenced.append(line)
            if fence and fence["marker"].startswith(marker) and not fence["behind"].strip():
                marker = ""
                fenced.clear()
        elif fence:
            marker = fence["marker"]
            fenced.append(line)
        else:
            kept.append(line)
    return "\n".join((*kept, *fenced))


def dialects(
    plugins: Collection[Dialect] | None, shown: Collection[Dialect]
) -> tuple[Dialect, ...]:
    """The dialects of a vault.

    plugins: the dialects whose plugins it has; None when nothing tells which plugins it has.
    shown: those of which its notes show signs. The fork of flashcards-obsidian that reads ﹇
    blocks has the same id and reads no other blocks: only the notes tell the two apart.
    """
    found = set(shown if plugins is None else plugins)
    if "bracket" in shown:
        found.add("bracket")
        found.discard("flashcards-obsidian")
    return tuple(dialect for dialect in DIALECTS if dialect in found) or DEFAULT_READING.dialects
