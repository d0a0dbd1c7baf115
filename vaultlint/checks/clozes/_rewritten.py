"""Deletions that can be written as they are meant, and nothing else changes."""

from __future__ import annotations

from collections.abc import Collection

from vaultlint.checks.clozes._made import MadeClozes
from vaultlint.checks.clozes._numbers import CLOZES, is_linkable
from vaultlint.diagnostic import Edit, Fix
from vaultlint.notes.facts import Cloze, Deletion, Note
from vaultlint.text.span import Span

_FIRST = 1
# Marks in a text of which other rules speak once the braces around it are sound.
_OTHER_MARKS = ("{", "}", "<%")


def plain_deletions(note: Note, cloze: Cloze, made: MadeClozes) -> frozenset[Deletion]:
    """Those that the plugin sees, and in whose text nothing else is wrong; none of a heading."""
    if is_linkable(note, cloze):
        return frozenset()
    seen = {span.start for card in made.of(cloze) for span in card.deletions}
    return frozenset(
        each for each in cloze.deletions if each.span.start in seen and _is_plain(each.text)
    )


def _is_plain(text: str) -> bool:
    is_hint_in_code = "::" in text and "`" in text
    return bool(text.strip()) and not is_hint_in_code and not any(m in text for m in _OTHER_MARKS)


def as_text(
    note: Note, cloze: Cloze, misread: Collection[Deletion], made: MadeClozes
) -> Fix | None:
    """The number 1 before texts that begin with digits, where no other deletion has it.

    So it gets before others without a number, which the plugin takes for number 1.
    """
    meant = frozenset(misread)
    if any(fault.deletion not in meant for fault in cloze.faults):
        return None
    others = (each.number for each in cloze.deletions if each not in meant)
    numbers = {number for number in others if number is not None}
    is_gapless = {_FIRST, *numbers} == set(range(_FIRST, _FIRST + len(numbers) + 1))
    if _FIRST in numbers or not is_gapless or not meant <= plain_deletions(note, cloze, made):
        return None
    edits = (
        Edit(Span(each.inner.start, each.inner.start), f"{_FIRST}:")
        for each in cloze.deletions
        if each in meant or each.number is None
    )
    return Fix(f"Write the number {_FIRST}", tuple(edits), False, CLOZES)
