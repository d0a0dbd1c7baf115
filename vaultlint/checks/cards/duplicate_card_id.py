"""One id in two places: both cards sync into one note in Anki."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from vaultlint.checks.cards._owners import owned_ids
from vaultlint.checks.cards._places import other_places, related_places
from vaultlint.diagnostic import Finding
from vaultlint.notes.cardmarks import ID_LENGTH
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.vault.index import CardPlace


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    copied = {
        card_id
        for card_id in owned_ids(note)
        if len(card_id.digits) == ID_LENGTH and vault.is_shared_id(card_id.digits)
    }
    for card_id in sorted(copied, key=lambda card_id: card_id.span):
        places = vault.places_of_id(card_id.digits)
        here = bisect_left(
            places, (note.path, card_id.span), key=lambda place: (place.path, place.span)
        )
        # An id that was parted from its cloze has no place of its own.
        if places[here : here + 1] != (CardPlace(note.path, card_id),):
            continue
        related = related_places(places, here, "the same id")
        where = other_places(places, here, related)
        yield Finding(
            card_id.span,
            f"id {card_id.digits} stands also {where}: in Anki all are one note, and only the "
            "last one synced is kept; remove the id where it was copied to",
            related,
        )
