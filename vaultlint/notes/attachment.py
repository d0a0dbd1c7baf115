"""A file that is no note, in the place of one."""

from __future__ import annotations

from vaultlint.notes.facts import Note
from vaultlint.text.source import source
from vaultlint.text.span import Span


def attachment(path: str) -> Note:
    """The file at this path, of which nothing is read: a note without text."""
    return Note(source(path, ""), "attachment", None, Span(0, 0))
