"""Anki notes in messages, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Related
from vaultlint.notes.facts import Note, ToAnkiFault, ToAnkiNote
from vaultlint.text.quote import quoted

FILE_FAILS = "the sync stops with an error, and no note of this file reaches Anki"


def note_name(found: ToAnkiNote) -> str:
    """The note by the first line of its text, such as `Anki note "What is yeast?"`."""
    return f"Anki note {quoted(found.name)}" if found.name else "Anki note"


def faults(note: Note, *kinds: str) -> Iterator[tuple[ToAnkiNote, ToAnkiFault]]:
    """The faults of some kinds, each with the Anki note that it stands in."""
    for found in note.to_anki.notes:
        for fault in found.faults:
            if fault.kind in kinds:
                yield found, fault


def unseen(found: ToAnkiNote) -> str:
    """What becomes of an Anki note that the sync does not see."""
    if found.id is None:
        return f"the {note_name(found)} never reaches Anki"
    return f"edits of the {note_name(found)} never reach its note {found.id.digits} in Anki"


def hidden_by_crlf(note: Note) -> list[ToAnkiNote]:
    """The Anki notes that the sync does not see for nothing but their line ends."""
    return [
        found
        for found in note.to_anki.notes
        if found.kind == "note"
        and not found.in_code
        and found.start.form == "exact"
        and note.text.startswith("\r", found.start.span.end)
    ]


def following(note: Note, index: int) -> ToAnkiNote | None:
    """The next Anki note on lines of its own: the victim of one that has no end."""
    for behind in range(index + 1, len(note.to_anki.notes)):
        found = note.to_anki.notes[behind]
        if found.kind == "note" and not found.in_code:
            return found
    return None


def merged(note: Note, index: int) -> str:
    """What becomes of an Anki note whose end the sync does not find."""
    found, victim = note.to_anki.notes[index], following(note, index)
    if victim is None:
        if found.id is not None:
            return f"its note {found.id.digits} in Anki is never updated again"
        return "it never reaches Anki"
    name = note_name(victim)
    if victim.id is None:
        return f"the sync makes one of it and the next {name}"
    return f"the sync merges it with the next {name} and overwrites the note {victim.id.digits}"


def victims(note: Note, index: int) -> tuple[Related, ...]:
    """The next Anki note, as a related place."""
    victim = following(note, index)
    if victim is None:
        return ()
    id_text = f" (ID {victim.id.digits})" if victim.id else ""
    return (Related(victim.start.span, f"the next {note_name(victim)}{id_text}"),)
