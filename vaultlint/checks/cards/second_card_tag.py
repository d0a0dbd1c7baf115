"""A second tag line in a card: it is a part of the answer."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._names import card_name
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for card in note.cards:
        if card.opener is None:
            continue
        for tag in card.tags[1:]:
            first = card.tags[0]
            yield Finding(
                tag.name_span,
                f"{quoted(tag.name)} is a second tag line in the {card_name(note, card)}: the "
                "first one counts, and this one is shown in the answer; keep one of the two",
                (Related(first.name_span, "the tag that counts"),),
            )
