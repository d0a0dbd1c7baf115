"""An id whose note was deleted in Anki: the plugin never syncs the card again."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.anki.records import Collection, deck_key
from vaultlint.checks.anki._synced import SyncedId, synced_ids
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    if vault.anki is None:
        return
    for synced in synced_ids(note):
        if synced.number in vault.anki.notes:
            continue
        where = _where(synced, vault.anki)
        if where is None:
            continue
        yield Finding(
            synced.card_id.span,
            f"id {synced.card_id.digits} is not {where}: its note was deleted there, and the "
            "plugin never syncs this card again; remove the id and the next sync makes it anew, "
            "or remove the card",
        )


def _where(synced: SyncedId, anki: Collection) -> str | None:
    """What an id is missing in; None when it may be in Anki all the same."""
    if anki.is_whole:
        return "in Anki"
    return f"in the deck {quoted(synced.deck)}" if deck_key(synced.deck) in anki.decks else None
