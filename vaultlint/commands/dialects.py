"""The dialects of flashcards of which the notes of a vault show signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vaultlint.notes.dialects import signs
from vaultlint.notes.facts import Dialect
from vaultlint.text.decode import decode


def shown_dialects(notes: Iterable[tuple[str, bytes]], ask_all: bool) -> frozenset[Dialect]:
    """What the notes show. notes: paths and contents, read as far as needed.

    ask_all: whether other dialects than that of ﹇ blocks are in question.
    """
    found: set[Dialect] = set()
    for shown in _signs(notes):
        found |= shown
        if not ask_all and "bracket" in found:
            break
    return frozenset(found)


def _signs(notes: Iterable[tuple[str, bytes]]) -> Iterator[frozenset[Dialect]]:
    for path, content in notes:
        shown = signs(content.decode("utf-8-sig", "replace"))
        if shown == {"flashcards-obsidian"}:
            # In a note that was decoded wrongly ﹇ and ﹈ are other signs.
            shown = signs(decode(path, content).text)
        yield shown
