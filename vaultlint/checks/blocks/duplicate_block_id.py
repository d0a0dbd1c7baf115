"""A block id that stands twice in a note."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import BlockId, Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if len({block.id.lower() for block in note.block_ids}) == len(note.block_ids):
        return
    # duplicate-card-id speaks of these.
    of_cards = {card_id.span.start for card_id in note.digit_ids}
    first: dict[str, BlockId] = {}
    for block in note.block_ids:
        if block.span.start in of_cards:
            continue
        other = first.setdefault(block.id.lower(), block)
        if other is not block:
            yield Finding(
                block.span,
                f"the block id {quoted('^' + block.id)} stands above already, and nothing "
                "says to which of the two blocks a link leads; give one of them another id",
                (Related(other.span, "the first one"),),
            )
