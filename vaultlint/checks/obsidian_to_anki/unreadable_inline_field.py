"""The name of a field that the sync plugin does not find in an inline note."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._notes import faults, note_name
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for found, fault in faults(note, "glued-field", "long-field"):
        fate = f"what follows stays in the field before it in the {note_name(found)}"
        if fault.kind == "glued-field":
            message = f'no blank behind "{fault.words}:": {fate}; write "{fault.words}: "'
        else:
            message = (
                f'"{fault.words}:" is more than one word, which names no field on one line: '
                f"{fate}; write the note on several lines"
            )
        yield Finding(fault.span, message)
