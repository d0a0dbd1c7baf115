"""A file that is no note, in the place of one."""

from __future__ import annotations

from typing import Literal

from vaultlint.notes.facts import Note
from vaultlint.text.source import source
from vaultlint.text.span import Span


def attachment(path: str) -> Note:
    """The file at this path, of which nothing is read."""
    return unread(path, "attachment")


def unread(path: str, kind: Literal["attachment", "report"]) -> Note:
    """The file at this path as a note without text."""
    return Note(source(path, ""), kind, None, Span(0, 0))
