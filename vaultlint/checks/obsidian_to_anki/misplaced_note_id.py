"""An id that does not stand on the last line before END: it is not read."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._notes import faults, note_name
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for found, fault in faults(note, "misplaced-id", "second-id", "id-below-end"):
        if fault.kind == "second-id" and found.id is not None:
            yield Finding(
                fault.span,
                f"id {fault.words} stands in the text of the {note_name(found)}, whose id is "
                f"{found.id.digits}: the sync takes it for text; remove it",
            )
            continue
        is_below = fault.kind == "id-below-end"
        reason = "it stands below" if is_below else "text stands between it and"
        yield Finding(
            fault.span,
            f"id {fault.words} of the {note_name(found)} is not read, as {reason} "
            f"{found.end_word}: the sync adds the note once more; move it to the line above "
            f"{found.end_word}",
        )


RULE = NoteRule("misplaced-note-id", "obsidian-to-anki", Severity.ERROR, check)
