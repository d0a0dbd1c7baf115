"""A place or a size on a canvas that is no whole number."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if note.canvas is not None:
        for number in note.canvas.fractions:
            written = note.source.slice(number.span)
            message = f'"{number.text}" is {quoted(written)}, not a whole number; round it'
            yield Finding(number.span, message)


RULE = NoteRule("fractional-canvas-number", "canvas", Severity.INFO, check)
