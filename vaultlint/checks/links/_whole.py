"""Findings about a note as a whole."""

from __future__ import annotations

from vaultlint.notes.facts import Note
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_BLANK_LINES = regex(r"\s*+")


def beginning(note: Note) -> Span:
    """Where the text of a note begins, behind its frontmatter; empty."""
    blank = _BLANK_LINES.match(note.text, note.body.start)
    place = blank.end() if blank else note.body.start
    return Span(place, place)
