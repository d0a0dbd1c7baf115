"""The numbers of a line's clozes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.checks._once import once_a_note
from vaultlint.diagnostic import Change, Edit, Fix
from vaultlint.notes.facts import Cloze, Deletion, Note
from vaultlint.notes.regions import Regions
from vaultlint.text.span import Span

# The words of a link may hold a cloze.
CLOZES = frozenset[Change]({"cards", "texts", "links"})


class Numbering(NamedTuple):
    """How one line numbers its deletions. first: by number, the first that has it."""

    cloze: Cloze
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
            unnumbered = tuple(d for d in cloze.deletions if d.number is None)
            yield Numbering(cloze, first, unnumbered)


def number_span(deletion: Deletion) -> Span:
    """The place of a deletion's number."""
    return Span(deletion.inner.start, deletion.inner.start + 1)


def is_linkable(note: Note, cloze: Cloze) -> bool:
    """Whether links may lead to a line by its words, as a heading: nothing is repaired there."""
    return _headings(note).end_of(cloze.span.start) is not None


@once_a_note
def _headings(note: Note) -> Regions:
    return Regions(heading.span for heading in note.headings)


def renumbered(note: Note, numbering: Numbering) -> Fix | None:
    """The numbers of a line from 1 on without a gap, in the same order and the same groups."""
    if is_linkable(note, numbering.cloze):
        return None
    meant = {number: place for place, number in enumerate(sorted(numbering.first), 1)}
    edits = tuple(
        Edit(number_span(each), str(meant[each.number]))
        for each in numbering.cloze.deletions
        if each.number is not None and meant[each.number] != each.number
    )
    return Fix("Renumber the clozes", edits, False, CLOZES)
