"""An inline note without ENDI on its line: it is no note."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._notes import unseen
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for found in note.to_anki.notes:
        if found.kind != "inline-note" or found.end is not None:
            continue
        word = note.source.slice(found.start.span)
        yield Finding(
            found.start.span,
            f"no {found.end_word} on the line of {word}: {unseen(found)}; "
            f"write the note on one line, and {found.end_word} behind it",
        )
