"""A line of text that begins with END: the note ends there for the sync plugin."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._notes import faults, note_name
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for found, fault in faults(note, "early-end"):
        lost = ""
        if found.id is not None:
            lost = f" with its id {found.id.digits}, so that the sync adds the note once more"
        yield Finding(
            fault.span,
            f"{quoted(fault.words)} begins with {found.end_word}: for the sync the "
            f"{note_name(found)} ends here, and the rest of it is lost{lost}; "
            "put a blank or another word before it",
        )
