"""A cloze with the number 0, of which Anki makes no card."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.clozes._faults import HIGHEST_NUMBER, advice
from vaultlint.checks.clozes._numbers import CLOZES, is_linkable, number_span
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.facts import Cloze, Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for cloze in note.clozes:
        if all(deletion.number != 0 for deletion in cloze.deletions):
            continue
        faulty = {fault.deletion for fault in cloze.faults}
        number = _free_number(cloze)
        fix = _fix(note, cloze, number)
        for deletion in cloze.deletions:
            if deletion.number != 0 or deletion in faulty:
                continue
            yield Finding(
                number_span(deletion),
                f"number 0 makes no card in Anki, which never asks for {quoted(deletion.text)}; "
                f"{advice(number, deletion.text)}",
                fix=fix,
            )


def _free_number(cloze: Cloze) -> int:
    """The lowest that no other deletion has: so each of the others keeps its schedule in Anki."""
    taken = {1 if each.number is None else each.number for each in cloze.deletions}
    free = (number for number in range(1, HIGHEST_NUMBER + 1) if number not in taken)
    return next(free, 1)


def _fix(note: Note, cloze: Cloze, number: int) -> Fix | None:
    """That number for all that have the number 0, which belong together."""
    if is_linkable(note, cloze) or cloze.faults:
        return None
    if any(each.number in (None, number) for each in cloze.deletions):
        return None
    zeros = (each for each in cloze.deletions if each.number == 0)
    edits = tuple(Edit(number_span(each), str(number)) for each in zeros)
    return Fix(f"Write the number {number}", edits, False, CLOZES)
