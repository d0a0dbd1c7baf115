"""One id in two places: both cards sync into one note in Anki."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from vaultlint.checks.cards._owners import owned_ids
from vaultlint.diagnostic import Finding, Related, Severity
from vaultlint.notes.cardmarks import ID_LENGTH
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault, VaultRule
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span
from vaultlint.vault.index import CardPlace

_MOST_NAMED = 3  # other notes in a message
_MOST_RELATED = 50  # other places before and behind; all of them would be quadratic in their number


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for card_id in sorted(set(owned_ids(note)), key=lambda card_id: card_id.span):
        if len(card_id.digits) != ID_LENGTH:
            continue
        places = vault.places_of_id(card_id.digits)
        here = bisect_left(places, (note.path, card_id.span), key=_order)
        # An id that was parted from its cloze has no place of its own.
        if len(places) < 2 or places[here : here + 1] != (CardPlace(note.path, card_id),):
            continue
        others = places[max(here - _MOST_RELATED, 0) : here]
        others += places[here + 1 : here + 1 + _MOST_RELATED]
        yield Finding(
            card_id.span,
            f"id {card_id.digits} stands also {_where(note, others, len(places) - 1)}: in Anki "
            "all are one note, and only the last one synced is kept; remove the id where it was "
            "copied to",
            tuple(Related(place.id.span, "the same id", _path_in(note, place)) for place in others),
        )


def _order(place: CardPlace) -> tuple[str, Span]:
    return place.path, place.id.span


def _path_in(note: Note, place: CardPlace) -> str | None:
    return None if place.path == note.path else place.path


def _where(note: Note, others: tuple[CardPlace, ...], count: int) -> str:
    """The other places in words. count: of all of them, also of those not in `others`."""
    paths = sorted({place.path for place in others} - {note.path})
    parts = [f"in {quoted(path)}" for path in paths[:_MOST_NAMED]]
    if any(place.path == note.path for place in others):
        parts.insert(0, "elsewhere in this note")
    named = sum(place.path in {note.path, *paths[:_MOST_NAMED]} for place in others)
    if count > named:
        parts.append(f"in {count - named} more places")
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


RULE = VaultRule("duplicate-card-id", "cards", Severity.ERROR, check)
