"""A note type that Anki does not have: the sync plugin skips the note."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._notes import FILE_FAILS, faults
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.quote import quoted

_SKIPPED = "the sync skips the note"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for found, fault in faults(note, "unknown-type", "blanks-behind-type", "no-type"):
        name = quoted(found.type)
        match fault.kind:
            case "blanks-behind-type":
                message = (
                    f"blanks behind the note type {quoted(fault.words)}: {_SKIPPED}; remove them"
                )
            case "no-type":
                word = note.source.slice(found.start.span)
                message = f"{name} is no note type: {_SKIPPED}; name the type below {word}"
            case _:
                message = f"{name} is no note type in Anki: {_SKIPPED}{_advice(fault.words)}"
        yield Finding(fault.span, message)
    for line in note.to_anki.lines:
        if line.form == "unknown-type":
            name = quoted(line.value)
            message = f"{name} is no note type in Anki: {FILE_FAILS}{_advice(line.words)}"
            yield Finding(line.span, message)


def _advice(meant: str) -> str:
    if meant:
        return f'; did you mean "{meant}"?'
    return "; name one that Anki has, or add it there and update the plugin's table of note types"


RULE = NoteRule("unknown-note-type", "obsidian-to-anki", Severity.ERROR, check)
