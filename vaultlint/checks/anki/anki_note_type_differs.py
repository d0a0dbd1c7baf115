"""A card whose note in Anki was made for a card of another kind."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.anki.makers import FlashcardsKind, flashcards_kind
from vaultlint.anki.records import AnkiNote
from vaultlint.checks.anki._synced import synced_ids
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted

_NAMES: dict[FlashcardsKind, str] = {
    "basic": "a card that is asked one way",
    "reversed": "a card that is asked both ways",
    "cloze": "a cloze",
    "spaced": "a card without an answer",
}


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    if vault.anki is None:
        return
    for synced in synced_ids(note):
        known = vault.anki.notes.get(synced.number)
        # Two cards with one id change its note in turn, whatever its type.
        if known is None or vault.is_shared_id(synced.card_id.digits):
            continue
        if synced.kind is None or not _differs(synced.kind, known):
            continue
        yield Finding(
            synced.sign,
            f"this is {_NAMES[synced.kind]}, but its note {known.id} in Anki is of the type "
            f"{quoted(known.type)}, and the plugin never changes a type: "
            f"{_outcome(synced.kind, known)}; change the type of the note in Anki, or remove the "
            "id here and the note there, and the next sync makes it anew",
        )


def _differs(kind: FlashcardsKind, known: AnkiNote) -> bool:
    made_for = flashcards_kind(known.type)
    if made_for is not None:
        return made_for != kind
    # A type of the user's own may ask as it likes, but a cloze has other fields.
    return (known.kind == "cloze") != (kind == "cloze")


def _outcome(kind: FlashcardsKind, known: AnkiNote) -> str:
    match kind, flashcards_kind(known.type):
        case "reversed", "basic":
            return "it is asked one way only"
        case "basic", "reversed":
            return "it is still asked both ways"
    return "its fields have other names, so no edit of the card reaches Anki"
