"""What a check may ask about the other notes of the vault."""

from __future__ import annotations

from dataclasses import dataclass

from vaultlint.notes.facts import CardId


@dataclass(frozen=True, slots=True)
class CardPlace:
    """One place of a card id in the vault."""

    path: str
    id: CardId
