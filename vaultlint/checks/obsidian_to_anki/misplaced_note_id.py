"""An id that does not stand on the last line before END: it is not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._fixes import fix_of, is_whole
from vaultlint.checks.obsidian_to_anki._notes import faults, note_name
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.facts import Note, ToAnkiFault, ToAnkiNote
from vaultlint.rule import NoOptions
from vaultlint.text.span import Span

_IDS = ("misplaced-id", "second-id", "id-below-end", "unreadable-id")


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    repeated = Counter(card_id.digits for card_id in note.to_anki.ids)
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
            fix=_fix(note, found, fault, repeated[fault.words] > 1),
        )


def _fix(note: Note, found: ToAnkiNote, fault: ToAnkiFault, is_repeated: bool) -> Fix | None:
    """The line of the id moved to where it is read, if it is the only id of the note."""
    kinds = [each.kind for each in found.faults if each.kind in _IDS]
    if not is_whole(found) or found.end is None or is_repeated or len(kinds) > 1:
        return None
    if "\r" in note.text or found.id is not None:
        return None
    number = note.source.line_of(fault.span.start)
    line = note.source.line_span(number)
    add = Edit(
        Span(found.end.span.start, found.end.span.start), f"{note.source.slice(line).strip()}\n"
    )
    if line.end < len(note.text):
        remove = Edit(Span(line.start, note.source.line_starts[number + 1]), "")
    else:
        remove = Edit(Span(line.start - 1, line.end), "")
    edits = sorted((add, remove), key=lambda edit: edit.span)
    # Below the end word, it may be meant for something else.
    is_safe = fault.kind == "misplaced-id"
    return fix_of(found, f"Move the id above {found.end_word}", is_safe, *edits)
