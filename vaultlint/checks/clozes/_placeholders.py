"""Placeholders of templates that the sync plugin takes for clozes."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks._once import once_a_note
from vaultlint.checks.cards._owners import code_and_math
from vaultlint.notes.cardmarks import Places
from vaultlint.notes.facts import Note
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_DOUBLED = regex(r"\{\{[^{}\n]*+\}\}")
_OPENING, _CLOSING = "<%", "%>"  # of Templater's commands


class Placeholders:
    """The placeholders of a note that stand in no code and no math."""

    def __init__(self, note: Note) -> None:
        self._text = note.text
        self._hidden = code_and_math(note)
        self._commands = list(_commands(note.text))
        self._places = Places(self._commands)

    def at(self, braces: Span) -> Span | None:
        """The placeholder that these braces begin, or in which they stand; else None."""
        if self._hidden.end_of(braces.start) is not None:
            return None
        doubled = _DOUBLED.match(self._text, braces.start)
        if doubled:
            return Span(*doubled.span())
        command = self._places.index_at(braces.start)
        return None if command is None else self._commands[command]


placeholders_of = once_a_note(Placeholders)


def _commands(text: str) -> Iterator[Span]:
    start = text.find(_OPENING)
    while start >= 0:
        end = text.find(_CLOSING, start + len(_OPENING))
        if end < 0:
            return
        yield Span(start, end + len(_CLOSING))
        start = text.find(_OPENING, end)
