"""An Anki note without text, or without its first field."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._notes import FILE_FAILS, following, merged, victims
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note, ToAnkiNote
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    frozen = {line.value for line in note.to_anki.lines if line.kind == "frozen-fields"}
    for index, found in enumerate(note.to_anki.notes):
        words = f"{note.source.slice(found.start.span)} and {found.end_word}"
        for fault in found.faults:
            match fault.kind:
                case "empty" if following(note, index):
                    yield Finding(
                        found.start.span,
                        f"nothing between {words}: {merged(note, index)}; remove the two lines",
                        victims(note, index),
                    )
                case "empty" | "blank":
                    yield Finding(
                        found.start.span,
                        f"nothing between {words}: the sync makes no note of it; write the note, "
                        "or remove the two lines",
                    )
                case "bare-id":
                    yield Finding(
                        fault.span,
                        f"only an id between {words}: {FILE_FAILS}; to delete the note in Anki "
                        "write DELETE and the id below it, and nothing else",
                    )
                case "empty-field" if found.type not in frozen:
                    yield Finding(
                        fault.span,
                        f"field {quoted(fault.words)} of the Anki note is empty: {_fate(found)}; "
                        "write its text below the note type",
                    )


def _fate(found: ToAnkiNote) -> str:
    if found.id is not None:
        return f"the sync empties it in the note {found.id.digits} too"
    return "Anki refuses a note without its first field"
