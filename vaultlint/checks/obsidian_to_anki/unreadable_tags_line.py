"""Tags that the sync plugin takes for text, or text that it takes for tags."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._notes import faults, note_name
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note, ToAnkiFault, ToAnkiNote
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.quote import quoted

_TAKEN = "the sync takes it for text"
_KINDS = (
    "glued-tags",
    "empty-tags",
    "indented-tags",
    "other-tags",
    "tags-in-text",
    "tags-before-field",
)


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for found, fault in faults(note, *_KINDS):
        words = quoted(note.source.slice(fault.span))
        yield Finding(fault.span, _message(found, fault, words))


def _message(found: ToAnkiNote, fault: ToAnkiFault, words: str) -> str:
    above = "the id" if found.id else found.end_word
    match fault.kind:
        case "empty-tags":
            return f"{words} names no tag: {_TAKEN} of the {note_name(found)}; remove it"
        case "glued-tags":
            return f'no blank behind "Tags:": {_TAKEN}; write {quoted(f"Tags: {fault.words}")}'
        case "other-tags":
            return f'{words} does not begin with "Tags: ": {_TAKEN}; ' + (
                f"write {quoted(f'Tags: {fault.words}')}"
            )
        case "indented-tags":
            return f'blanks before "Tags:": {_TAKEN}; remove them'
        case "tags-before-field":
            return (
                f"{words} stands behind Tags: the sync takes it and all behind it for tags; "
                "put the tags last"
            )
    return f"{words} does not stand right above {above}: {_TAKEN}; move it there"


RULE = NoteRule("unreadable-tags-line", "obsidian-to-anki", Severity.ERROR, check)
