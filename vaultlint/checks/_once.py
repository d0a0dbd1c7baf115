"""What several checks ask of one note, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from vaultlint.notes.facts import Note

T = TypeVar("T")


def once_a_note(work: Callable[[Note], T]) -> Callable[[Note], T]:
    """The same function, which keeps what it found of the note that it was asked for last.

    The checks of one note run one after another. What is found is shared: it must not change.
    """
    last: tuple[Note, T] | None = None

    def kept(note: Note) -> T:
        nonlocal last
        if last is None or last[0] is not note:
            last = note, work(note)
        return last[1]

    kept.__doc__ = work.__doc__
    return kept
