"""The faults of a note's clozes, by kind, and how a deletion is written rightly."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.notes.facts import ClozeFault, Deletion, Note
from vaultlint.text.quote import LONGEST_QUOTE, quoted

HIGHEST_NUMBER = 9  # the plugin reads one digit


def faults(note: Note, kind: str) -> Iterator[ClozeFault]:
    """The faults of one kind, in order."""
    for cloze in note.clozes:
        yield from (fault for fault in cloze.faults if fault.kind == kind)


def faulty_deletions(note: Note, kind: str) -> Iterator[tuple[ClozeFault, Deletion]]:
    """The faults of one kind that stand in a deletion, each with that deletion."""
    for fault in faults(note, kind):
        if fault.deletion is not None:
            yield fault, fault.deletion


def advice(number: int, text: str) -> str:
    """How to write a deletion with this text, for the end of a message."""
    return f"write {written(number, text)}"


def written(number: int, text: str) -> str:
    """A deletion as the plugin reads it, quoted; of a long text only its number."""
    deletion = f"{{{number}:{text}}}"
    return quoted(deletion if len(deletion) <= LONGEST_QUOTE else f"{{{number}:…}}")
