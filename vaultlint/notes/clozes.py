"""Cloze paragraphs."""

from __future__ import annotations

from vaultlint.notes.facts import Cloze, Note
from vaultlint.notes.reading import Reading


def read_clozes(note: Note, reading: Reading) -> tuple[Cloze, ...]:
    """The cloze paragraphs of a note whose blocks, inlines and cards are read already."""
    return ()
