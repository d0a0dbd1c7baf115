"""An Anki note without END: it runs on into the next one."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._notes import merged, note_name, victims
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note, ToAnkiNote
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for index, found in enumerate(note.to_anki.notes):
        if found.kind != "note" or found.end is not None or found.start.form != "exact":
            continue
        # Of a line that begins with END by chance, early-end speaks.
        if any(fault.kind == "early-end" for fault in found.faults):
            continue
        word = note.source.slice(found.start.span)
        name = f"the {note_name(found)}" if found.name else word
        yield Finding(
            found.start.span,
            f"no {found.end_word} behind {name}: {merged(note, index)}; {_advice(word, found)}",
            victims(note, index),
        )


def _advice(word: str, found: ToAnkiNote) -> str:
    if not found.name:
        return f"write something before {word}, or complete the note"
    return f"write {found.end_word} on a line of its own below its text"
