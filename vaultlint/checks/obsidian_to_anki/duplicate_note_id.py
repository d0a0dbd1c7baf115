"""One id in two places: both notes sync into one note in Anki."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from vaultlint.checks.cards._places import other_places, related_places
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.vault.index import CardPlace


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for note_id in note.to_anki.ids:
        if not vault.is_shared_id(note_id.digits):
            continue
        places = vault.places_of_id(note_id.digits)
        order = (note.path, note_id.span)
        here = bisect_left(places, order, key=lambda place: (place.path, place.span))
        if places[here : here + 1] != (CardPlace(note.path, note_id),):
            continue
        related = related_places(places, here, "the same id")
        yield Finding(
            note_id.span,
            f"id {note_id.digits} stands also {other_places(places, here, related)}: in Anki all "
            "are one note, and only the last one synced is kept; remove the id where it was "
            "copied to",
            related,
        )
