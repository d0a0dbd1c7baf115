"""A cloze in Anki's own syntax, which the sync plugin takes for text."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.clozes._faults import advice, faulty_deletions
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.quote import quoted

_HIGHEST = 9  # the plugin reads one digit


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault, deletion in faulty_deletions(note, "anki-syntax"):
        written = quoted(note.source.slice(deletion.span))
        remedy = "use {N:…} with N from 1 to 9"
        if deletion.number is not None and 1 <= deletion.number <= _HIGHEST:
            remedy = advice(deletion.number, deletion.text)
        yield Finding(
            fault.span,
            f"{written} is Anki's own syntax, which the sync plugin cannot read; {remedy}",
        )


RULE = NoteRule("anki-cloze-syntax", "clozes", Severity.ERROR, check)
