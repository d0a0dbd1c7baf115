"""Text on the line of an id: the sync plugin drops it."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._notes import faults, note_name
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.ankinotes import LEAST_DIGITS
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for found, fault in faults(note, "text-beside-id"):
        if found.id is None:
            continue
        if len(found.id.digits) < LEAST_DIGITS:
            yield Finding(
                found.id.span,
                f"{quoted(note.source.slice(found.id.span))} on the last line of the "
                f"{note_name(found)} is taken for its id: the sync skips the note, as Anki knows "
                "no such id; put it on another line",
            )
            continue
        text = quoted(note.source.slice(fault.span))
        advice = "move it above the id"
        if found.kind == "inline-note":
            advice = "move it before the id"
        yield Finding(
            fault.span,
            f"{text} stands beside the id {found.id.digits} of the {note_name(found)}: "
            f"it never reaches Anki; {advice}",
        )


RULE = NoteRule("text-beside-note-id", "obsidian-to-anki", Severity.ERROR, check)
