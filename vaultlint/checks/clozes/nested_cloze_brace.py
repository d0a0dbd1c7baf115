"""A closing brace in the text of a cloze: the sync plugin ends the cloze there."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.clozes._faults import faulty_deletions
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault, deletion in faulty_deletions(note, "inner-brace"):
        yield Finding(
            fault.span,
            f"the sync plugin ends the cloze {quoted(note.source.slice(deletion.span))} at this "
            "brace; write its text without braces",
        )
