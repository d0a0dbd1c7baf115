"""Ids that flashcards-obsidian takes for orders to delete their notes in Anki.

Source: flashcards-obsidian, src/conf/regex.ts (cardsToDelete).
"""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.notes.cardmarks import ID_LENGTH, WHITESPACE
from vaultlint.notes.facts import CardId
from vaultlint.notes.sync.pieces import LINE_ENDS
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_ID_AT_LINE_START = regex(rf"\n\^([0-9]{{{ID_LENGTH}}})")


def deletions(text: str) -> Iterator[CardId]:
    """The ids at the start of a line below a blank one, wherever they stand, in order.

    A carriage return ends a line too, so each line end of CR LF has a blank line in it.
    """
    match = _ID_AT_LINE_START.search(text)
    while match:
        feed = match.start()
        above = feed
        while above and text[above - 1] in WHITESPACE and text[above - 1] not in LINE_ENDS:
            above -= 1
        if above == 0 or text[above - 1] in LINE_ENDS:
            yield CardId(match[1], Span(feed + 1, match.end()))
        match = _ID_AT_LINE_START.search(text, match.end())
