"""A cloze whose text begins with a digit, which the sync plugin takes for its number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vaultlint.checks.clozes._faults import advice, written
from vaultlint.checks.clozes._made import MadeClozes
from vaultlint.checks.clozes._rewritten import as_text
from vaultlint.diagnostic import Finding, Fix
from vaultlint.notes.facts import Cloze, ClozeFault, Note
from vaultlint.rule import NoOptions
from vaultlint.text.regex import regex

# A digit, then a word: the colon may have been forgotten.
_NUMBER_AND_WORDS = regex(r"([0-9])\s+([^\W\d_`].*)", re.DOTALL)


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    made: MadeClozes | None = None
    for cloze in note.clozes:
        found = [fault for fault in cloze.faults if fault.kind == "no-colon"]
        if not found:
            continue
        made = made or MadeClozes(note)
        fix = _fix(note, cloze, found, made)
        for fault in found:
            assert fault.deletion is not None
            digit = note.source.slice(fault.span)
            yield Finding(
                fault.span,
                f'the sync plugin takes the digit "{digit}" for the number of the cloze and drops '
                f"it from the text; {_remedy(fault.deletion.text)}",
                fix=fix,
            )


def _fix(note: Note, cloze: Cloze, found: Sequence[ClozeFault], made: MadeClozes) -> Fix | None:
    """The digits kept in the texts, unless one of them may well be the number of its cloze."""
    misread = [fault.deletion for fault in found if fault.deletion is not None]
    has_numbers = any(each.number is not None for each in cloze.deletions)
    for deletion in misread:
        numbered = _NUMBER_AND_WORDS.match(deletion.text)
        if numbered is not None and (has_numbers or int(numbered[1]) <= len(misread)):
            return None
    return as_text(note, cloze, misread, made)


def _remedy(text: str) -> str:
    numbered = _NUMBER_AND_WORDS.match(text)
    if numbered is None:
        return advice(1, text)
    as_number = advice(int(numbered[1]), numbered[2])
    return f"{as_number} if it is the number, else {written(1, text)}"
