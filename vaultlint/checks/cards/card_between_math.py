"""Cards between two $$: the sync plugin takes them for math, and skips them."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._made import MadeCard, made_in_order
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import Note
from vaultlint.notes.sync.dropped import MATH_MARK, math_blocks
from vaultlint.rule import NoOptions
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if MATH_MARK not in note.text:
        return
    cards = made_in_order(note)
    at = 0
    for block in math_blocks(note.text):
        inside: list[MadeCard] = []
        while at < len(cards) and cards[at].span.start < block.end:
            if block.start <= cards[at].mark.start and cards[at].span.end <= block.end:
                inside.append(cards[at])
            at += 1
        if not inside:
            continue
        first, *others = inside
        also = f" and {len(others)} more" if others else ""
        verbs = "stand" if others else "stands"
        opener = Span(block.start, block.start + len(MATH_MARK))
        closer = Span(block.end - len(MATH_MARK), block.end)
        yield Finding(
            first.mark,
            f"the {first.name}{also} {verbs} between two {MATH_MARK}: the sync plugin takes all "
            f"between them for math and skips it; remove or complete the {MATH_MARK} that is alone",
            (
                Related(opener, "math begins here for the plugin"),
                Related(closer, "and ends here"),
                *(Related(card.mark, f"also the {card.name}") for card in others),
            ),
        )
