"""The numbers of a line's clozes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.notes.facts import Deletion, Note
from vaultlint.text.span import Span


class Numbering(NamedTuple):
    """How one line numbers its deletions. first: by number, the first that has it."""

    first: dict[int, Deletion]
    unnumbered: tuple[Deletion, ...]

    @property
    def missing(self) -> list[int]:
        """The numbers that are left out between the lowest and the highest."""
        numbers = range(min(self.first), max(self.first))
        return [number for number in numbers if number not in self.first]


def numberings(note: Note) -> Iterator[Numbering]:
    """The lines that number a deletion, each sound but for its numbers.

    A damaged deletion leaves open which numbers are meant, and so does the number 0.
    """
    for cloze in note.clozes:
        first: dict[int, Deletion] = {}
        for deletion in cloze.deletions:
            if deletion.number is not None:
                first.setdefault(deletion.number, deletion)
        if first and not cloze.faults and 0 not in first:
            yield Numbering(first, tuple(d for d in cloze.deletions if d.number is None))


def number_span(deletion: Deletion) -> Span:
    """The place of a deletion's number."""
    return Span(deletion.inner.start, deletion.inner.start + 1)
