"""A card in a comment: hidden in Obsidian, and synced all the same."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._made import MadeCard, made_in_order
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import Note
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    closed = [comment.span for comment in note.comments if comment.closed]
    if not closed:
        return
    comments = Regions(closed)
    by_comment: dict[int, list[MadeCard]] = {}
    for card in made_in_order(note):
        end = comments.end_of(card.span.start)
        if end is not None and card.span.end <= end:
            by_comment.setdefault(end, []).append(card)
    for first, *others in by_comment.values():
        also = f", and so do {len(others)} more" if others else ""
        also = also.replace("do 1 more", "does 1 more")
        yield Finding(
            first.mark,
            f"the {first.name} stands in a comment{also}: the sync plugin knows no comments and "
            "syncs what is in them; take the card out of the comment, or remove it",
            tuple(Related(card.mark, f"also the {card.name}") for card in others),
        )
