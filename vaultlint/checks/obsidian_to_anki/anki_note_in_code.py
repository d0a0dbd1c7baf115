"""An example in code that the sync plugin takes for a note."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._notes import note_name
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    synced = {card.span.start: card for card in note.sync.cards}
    for found in note.to_anki.notes:
        card = synced.get(found.span.start)
        if not found.in_code or card is None:
            continue
        fate = "the sync adds it to Anki all the same"
        if card.id is not None:
            fate = f"the sync overwrites the note {card.id.digits} in Anki with it all the same"
        word = note.source.slice(found.start.span)
        # STARTI counts wherever it stands.
        advice = f"put a blank before {word}" if found.kind == "note" else f"part the word {word}"
        yield Finding(
            found.start.span,
            f"the {note_name(found)} stands in code: {fate}; {advice} if it is an example",
        )


RULE = NoteRule("anki-note-in-code", "obsidian-to-anki", Severity.WARNING, check)
