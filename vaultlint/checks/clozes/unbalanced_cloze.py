"""A cloze of which one brace is missing."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.clozes._faults import faults
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule

_OTHER = {"{": "}", "〔": "〕", "}": "{", "〕": "〔"}


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, "lone-brace"):
        brace = note.source.slice(fault.span)
        is_opener = brace in "{〔"
        yield Finding(
            fault.span,
            f'no "{_OTHER[brace]}" {"closes" if is_opener else "opens"} the cloze of this '
            f'"{brace}" on its line; add it, or remove this one',
        )


RULE = NoteRule("unbalanced-cloze", "clozes", Severity.ERROR, check)
