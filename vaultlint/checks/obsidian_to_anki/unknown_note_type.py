"""A note type that Anki does not have: the sync plugin skips the note."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._fixes import fix_of, is_whole
from vaultlint.checks.obsidian_to_anki._notes import FILE_FAILS, faults
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.facts import Note, ToAnkiFault, ToAnkiNote
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex

_CLOZE = regex(r"\{\{c[0-9]+::[^{}\n]+\}\}")
_FIELD = regex(r"[^\s:]+(?: [^\s:]+)*:|END|<!--")
_TAGS = regex(r"\s*tags", re.IGNORECASE)
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
        yield Finding(fault.span, message, fix=_fix(note, found, fault))
    for line in note.to_anki.lines:
        if line.form == "unknown-type":
            name = quoted(line.value)
            message = f"{name} is no note type in Anki: {FILE_FAILS}{_advice(line.words)}"
            yield Finding(line.span, message)


def _advice(meant: str) -> str:
    if meant:
        return f'; did you mean "{meant}"?'
    return "; name one that Anki has, or add it there and update the plugin's table of note types"


def _fix(note: Note, found: ToAnkiNote, fault: ToAnkiFault) -> Fix | None:
    """The type as Anki knows it, of a note in which its fields stand rightly then."""
    if not fault.words or not is_whole(found) or found.kind != "note" or "\r" in note.text:
        return None
    if not _is_sound(note.source.slice(found.span), fault.words):
        return None
    if fault.kind == "blanks-behind-type":
        return fix_of(found, "Remove the blanks", True, Edit(fault.span, ""))
    is_safe = fault.words.casefold() == found.type.casefold()
    return fix_of(found, f"Write {fault.words}", is_safe, Edit(fault.span, fault.words))


def _is_sound(text: str, note_type: str) -> bool:
    """Whether the first field has text, which is a cloze where it has to be; and no tags."""
    lines = text.split("\n")
    if "cloze" in note_type.lower() and not _CLOZE.search(text):
        return False
    has_text = len(lines) > 2 and bool(lines[2].strip()) and not _FIELD.match(lines[2])
    return has_text and not any(_TAGS.match(line) for line in lines)
