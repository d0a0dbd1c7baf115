"""A card without ﹇ and ﹈ in a vault whose plugin reads blocks only."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding
from vaultlint.notes.cardmarks import CLOSER, OPENER
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if "bracket" not in note.dialects or "flashcards-obsidian" in note.dialects:
        return
    for card in note.bare_cards:
        fate = (
            f"its note {card.id.digits} is never updated again" if card.id else "it is not synced"
        )
        yield Finding(
            card.tag.name_span,
            f"card {quoted(note.source.slice(card.question))} is of the older form, without "
            f"{OPENER} and {CLOSER}: {fate}; write it as a block",
        )
