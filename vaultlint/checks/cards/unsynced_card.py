"""A card or a cloze without an id: the next sync makes it in Anki."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._made import made_cards
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    fate = "has no id yet: the next sync makes a new note of it in Anki; sync the note"
    for card in made_cards(note):
        if card.id is None:
            yield Finding(card.mark, f"{card.name} {fate}")
    for cloze in note.clozes:
        if cloze.id is None and cloze.lost_id is None and not cloze.faults:
            yield Finding(cloze.span, f"cloze {quoted(note.source.slice(cloze.span))} {fate}")
