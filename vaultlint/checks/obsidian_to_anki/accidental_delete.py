"""DELETE right before an id that is still in use: the sync plugin deletes its note in Anki."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._notes import note_name
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import CardId, Note, ToAnkiNote
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted
from vaultlint.vault.index import CardPlace


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    if "obsidian-to-anki" not in note.dialects or not note.sync.deleted:
        return
    deleted = {card_id.span for card_id in note.sync.deleted}
    for found in note.to_anki.notes:
        if found.id is not None and found.id.span in deleted and not found.in_code:
            deleted.discard(found.id.span)
            yield _in_note(found, found.id)
    for card_id in note.sync.deleted:
        if card_id.span not in deleted:
            continue
        places = vault.places_of_id(card_id.digits)
        if places:
            yield _in_use(note, card_id, places[0])


def _in_note(found: ToAnkiNote, card_id: CardId) -> Finding:
    return Finding(
        card_id.span,
        f"the word before the id {card_id.digits} orders the sync to delete the "
        f"{note_name(found)}, with all its reviews; put another word, or the tags, between the two",
    )


def _in_use(note: Note, card_id: CardId, place: CardPlace) -> Finding:
    path = None if place.path == note.path else place.path
    where = "in this file" if path is None else f"in {quoted(place.path)}"
    return Finding(
        card_id.span,
        f"the next sync deletes the note {card_id.digits} in Anki, which is still {where}; "
        "remove the text of the note there, or the order to delete it here",
        (Related(place.span, "the note with this id", path),),
    )
