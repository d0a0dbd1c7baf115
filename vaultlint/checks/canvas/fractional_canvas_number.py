"""A place or a size on a canvas that is no whole number."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.facts import Note, Text
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if note.canvas is not None:
        for number in note.canvas.fractions:
            written = note.source.slice(number.span)
            message = f'"{number.text}" is {quoted(written)}, not a whole number; round it'
            yield Finding(number.span, message, fix=_fix(number, written))


def _fix(number: Text, written: str) -> Fix | None:
    """The nearest whole number; None for a size that would be none."""
    whole = int(Decimal(written).quantize(Decimal(1), ROUND_HALF_UP))
    if number.text in ("width", "height") and whole <= 0:
        return None
    return Fix(f"Round it to {whole}", (Edit(number.span, str(whole)),), safe=False)
