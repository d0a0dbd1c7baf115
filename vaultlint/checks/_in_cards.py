"""Where cards stand, so that a blank line or a mark there is no matter of layout alone."""

from __future__ import annotations

from vaultlint.checks._once import once_a_note
from vaultlint.notes.facts import Note
from vaultlint.notes.regions import Regions, places_of


@once_a_note
def card_places(note: Note) -> Regions:
    """The cards and clozes of a note: those that plugins make, and those that are meant."""
    return places_of(
        note.sync.cards,
        note.sync.cards_if_lf or (),
        note.cards,
        note.bare_cards,
        note.inline_cards,
        note.clozes,
        note.to_anki.notes,
        note.digit_ids,
    )
