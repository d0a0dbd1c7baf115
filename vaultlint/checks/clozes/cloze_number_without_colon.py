"""A cloze whose text begins with a digit, which the sync plugin takes for its number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultlint.checks.clozes._faults import advice, faulty_deletions, written
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule

# A digit, then a word: the colon may have been forgotten.
_NUMBER_AND_WORDS = re.compile(r"([0-9])\s+([^\W\d_`].*)", re.DOTALL)


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault, deletion in faulty_deletions(note, "no-colon"):
        digit = note.source.slice(fault.span)
        yield Finding(
            fault.span,
            f'the sync plugin takes the digit "{digit}" for the number of the cloze and drops it '
            f"from the text; {_remedy(deletion.text)}",
        )


def _remedy(text: str) -> str:
    numbered = _NUMBER_AND_WORDS.match(text)
    if numbered is None:
        return advice(1, text)
    as_number = advice(int(numbered[1]), numbered[2])
    return f"{as_number} if it is the number, else {written(1, text)}"


RULE = NoteRule("cloze-number-without-colon", "clozes", Severity.ERROR, check)
