"""One id in two places: both cards sync into one note in Anki."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._owners import owned_ids
from vaultlint.diagnostic import Finding, Related, Severity
from vaultlint.notes.cardmarks import ID_LENGTH
from vaultlint.notes.facts import CardId, Note
from vaultlint.rule import NoOptions, Vault, VaultRule
from vaultlint.text.quote import quoted
from vaultlint.vault.index import CardPlace

_MOST_NAMED = 3  # other notes in a message; all are related places


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for card_id in sorted(set(owned_ids(note)), key=lambda card_id: card_id.span):
        if len(card_id.digits) != ID_LENGTH:
            continue
        here = CardPlace(note.path, card_id)
        places = vault.places_of_id(card_id.digits)
        others = [place for place in places if place != here]
        if here in places and others:
            yield _finding(note, card_id, others)


def _finding(note: Note, card_id: CardId, others: list[CardPlace]) -> Finding:
    related = tuple(
        Related(
            place.id.span,
            "the same id",
            None if place.path == note.path else place.path,
        )
        for place in others
    )
    return Finding(
        card_id.span,
        f"id {card_id.digits} stands also {_where(note, others)}: in Anki all are one note, and "
        "only the last one synced is kept; remove the id where it was copied to",
        related,
    )


def _where(note: Note, others: list[CardPlace]) -> str:
    paths = sorted({place.path for place in others} - {note.path})
    parts = [f"in {quoted(path)}" for path in paths[:_MOST_NAMED]]
    if any(place.path == note.path for place in others):
        parts.insert(0, "elsewhere in this note")
    if paths[_MOST_NAMED:]:
        parts.append(f"in {len(paths) - _MOST_NAMED} more notes")
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


RULE = VaultRule("duplicate-card-id", "cards", Severity.ERROR, check)
