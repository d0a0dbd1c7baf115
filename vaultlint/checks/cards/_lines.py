"""Lines that a repair of a card adds or moves."""

from __future__ import annotations

from vaultlint.diagnostic import Change, Edit, Fix
from vaultlint.notes.facts import Note
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_INDENT = regex(r"[ \t]*")

CARDS = frozenset[Change]({"cards"})
# Of what follows a paragraph at once, Markdown makes a part of it.
PARTED = frozenset[Change]({"cards", "names", "blocks"})
CARDS_AND_IDS = frozenset[Change]({"cards", "ids", "names"})


def indent_at(note: Note, offset: int) -> str:
    """The blanks at the start of the line that holds `offset`."""
    found = _INDENT.match(note.text, line_at(note, offset).start)
    return found[0] if found else ""


def line_at(note: Note, offset: int) -> Span:
    """The line that holds `offset`, without its line break."""
    return note.source.line_span(note.source.line_of(offset))


def begins_paragraph(note: Note, start: int) -> bool:
    """Whether the plugin would take nothing above a bare card for a part of its question."""
    number = note.source.line_of(start)
    return number == 0 or not note.source.slice(note.source.line_span(number - 1))


def parted(note: Note, start: int) -> Fix:
    """An empty line above the line at `start`, so that a bare card begins there."""
    edits = (Edit(Span(start, start), "\n"),)
    return Fix("Put an empty line above", edits, False, PARTED, reach=note.body)
