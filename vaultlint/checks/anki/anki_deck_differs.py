"""A card that is in another deck in Anki than its note says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vaultlint.anki.records import Collection, deck_key
from vaultlint.checks.anki._synced import SyncedId, synced_ids
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted

_MOST_RELATED = 50  # other cards that are in the same wrong deck


class _Placed(NamedTuple):
    """A card that Anki knows. deck: where it is there."""

    synced: SyncedId
    deck: str

    @property
    def is_astray(self) -> bool:
        return deck_key(self.deck) != deck_key(self.synced.deck)


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    if vault.anki is None:
        return
    placed = tuple(_placed(note, vault.anki))
    together = [card for card in placed if not card.synced.moves_each]
    if together and together[0].is_astray:
        every = f"all {len(together)} cards of the note" if together[1:] else "it"
        yield _finding(together[:1], f"the next sync moves {every} back")
    else:
        for cards in _by_deck(together):
            yield _finding(
                cards,
                "the plugin looks at the note's first card only, which is there, and leaves this "
                "one where it is; move it in Anki if it belongs there",
            )
    for cards in _by_deck([card for card in placed if card.synced.moves_each]):
        yield _finding(cards, "the next sync moves it back")


def _placed(note: Note, anki: Collection) -> Iterator[_Placed]:
    for synced in synced_ids(note):
        known = anki.notes.get(synced.number)
        if known is not None and known.decks and synced.deck:
            yield _Placed(synced, known.decks[0])


def _by_deck(cards: Sequence[_Placed]) -> list[list[_Placed]]:
    """The cards that are astray, those in one deck together."""
    groups: dict[str, list[_Placed]] = {}
    for card in cards:
        if card.is_astray:
            groups.setdefault(deck_key(card.deck), []).append(card)
    return list(groups.values())


def _finding(cards: Sequence[_Placed], outcome: str) -> Finding:
    first, *others = cards
    more = f" and {len(others)} more" if others else ""
    verb = "are" if others else "is"
    return Finding(
        first.synced.card_id.span,
        f"this card{more} {verb} in the deck {quoted(first.deck)} in Anki, but its note has the "
        f"deck {quoted(first.synced.deck)}: {outcome}",
        tuple(
            Related(card.synced.card_id.span, f"also in {quoted(card.deck)}")
            for card in others[:_MOST_RELATED]
        ),
    )
