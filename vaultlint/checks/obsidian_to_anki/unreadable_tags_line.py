"""Tags that the sync plugin takes for text, or text that it takes for tags."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._fixes import fix_of, is_whole, lines_behind
from vaultlint.checks.obsidian_to_anki._notes import faults, note_name
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.ankinotes import TAGS
from vaultlint.notes.facts import Note, ToAnkiFault, ToAnkiNote
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span

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
        yield Finding(fault.span, _message(found, fault, words), fix=_fix(note, found, fault))


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


def _fix(note: Note, found: ToAnkiNote, fault: ToAnkiFault) -> Fix | None:
    """The line as the plugin reads it, right above the id or the end word."""
    if not is_whole(found) or found.end is None:
        return None
    head_end = fault.span.end - len(fault.words)
    if found.kind == "inline-note":
        if fault.kind != "glued-tags" or not fault.words:
            return None
        return fix_of(found, "Part the tags", True, Edit(Span(head_end, head_end), " "))
    if "\r" in note.text:
        return None
    blank, below = lines_behind(note, fault.span.end)
    is_in_place = below.start == found.end.span.start or (
        found.id is not None and below.start <= found.id.span.start <= below.end
    )
    if fault.kind in ("empty-tags", "tags-before-field") or not is_in_place:
        return None
    line = note.source.line_span(note.source.line_of(fault.span.start))
    head = Span(line.start, head_end)
    edits = [] if note.source.slice(head) == TAGS else [Edit(head, TAGS)]
    if blank.start < blank.end:
        edits.append(Edit(blank, ""))
    return fix_of(found, "Let the sync read the tags", True, *edits) if edits else None
