"""Findings about a note as a whole."""

from __future__ import annotations

import re

from vaultlint.notes.facts import Note
from vaultlint.text.span import Span

_BLANK_LINES = re.compile(r"\s*+")


def beginning(note: Note) -> Span:
    """Where the text of a note begins, behind its frontmatter; empty."""
    blank = _BLANK_LINES.match(note.text, note.body.start)
    place = blank.end() if blank else note.body.start
    return Span(place, place)
