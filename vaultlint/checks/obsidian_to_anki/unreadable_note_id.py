"""An id that is not spelt as the sync plugin spells it: it is not read."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._notes import faults, note_name
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for found, fault in faults(note, "unreadable-id"):
        yield Finding(
            fault.span,
            f"{quoted(note.source.slice(fault.span))} of the {note_name(found)} is not read as "
            "an id: the sync adds the note once more; "
            f'write "ID: {fault.words}" on the line above {found.end_word}',
        )


RULE = NoteRule("unreadable-note-id", "obsidian-to-anki", Severity.ERROR, check)
