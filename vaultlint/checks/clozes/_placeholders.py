"""Placeholders of templates that the sync plugin takes for clozes."""

from __future__ import annotations

import re

from vaultlint.checks.cards._owners import code_and_math
from vaultlint.notes.facts import Note
from vaultlint.text.span import Span

_DOUBLED = re.compile(r"\{\{[^{}\n]*+\}\}")
_OPENING, _CLOSING = "<%", "%>"  # of Templater's commands


class Placeholders:
    """The placeholders of a note that stand in no code and no math."""

    def __init__(self, note: Note) -> None:
        self._note = note
        self._hidden = code_and_math(note)

    def at(self, braces: Span) -> Span | None:
        """The placeholder that these braces begin, or in which they stand; else None."""
        if self._hidden.end_of(braces.start) is not None:
            return None
        text = self._note.text
        doubled = _DOUBLED.match(text, braces.start)
        if doubled:
            return Span(*doubled.span())
        line = self._note.source.line_span(self._note.source.line_of(braces.start))
        start = text.rfind(_OPENING, line.start, braces.start)
        if start < 0:
            return None
        end = text.find(_CLOSING, start, line.end)
        return Span(start, end + len(_CLOSING)) if end > braces.start else None
