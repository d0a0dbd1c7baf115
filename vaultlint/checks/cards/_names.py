"""Cards in messages."""

from __future__ import annotations

from vaultlint.notes.facts import Card, Note
from vaultlint.text.quote import quoted
from vaultlint.text.source import line_starts

_LONGEST_LINE = 200  # code points of a question that are looked at; fewer are quoted


def card_name(note: Note, card: Card) -> str:
    """The card by the first line of its question, such as `card "What is yeast?"`."""
    start, end = card.question.start, card.question.end
    words = note.text[start : min(end, start + _LONGEST_LINE)].strip()
    if not words:
        return "card"
    first_line = words[: (*line_starts(words), len(words))[1]]
    return f"card {quoted(first_line)}"
