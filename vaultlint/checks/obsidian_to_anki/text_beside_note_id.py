"""Text on the line of an id: the sync plugin drops it."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._fixes import fix_of, is_whole
from vaultlint.checks.obsidian_to_anki._notes import faults, note_name
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.ankinotes import COMMENT, LEAST_DIGITS
from vaultlint.notes.facts import CardId, Note, ToAnkiFault, ToAnkiNote
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span


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
            fix=_fix(note, found, fault, found.id),
        )


def _fix(note: Note, found: ToAnkiNote, fault: ToAnkiFault, card_id: CardId) -> Fix | None:
    """The id on a line of its own, below the text that stands before it."""
    if found.kind != "note" or not is_whole(found) or "\r" in note.text:
        return None
    start = card_id.span.start
    if note.text.endswith(COMMENT, 0, start):
        start -= len(COMMENT)
    if fault.span.end > start or note.text[fault.span.end : start].strip():
        return None
    gap = Span(fault.span.end, start)
    return fix_of(found, "Put the id on a line of its own", True, Edit(gap, "\n"))
