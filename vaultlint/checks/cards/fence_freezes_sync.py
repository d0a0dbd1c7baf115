"""A code fence that freezes the sync plugin: closed with trailing blanks, or not at all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Fence, Note
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.span import Span

_FREEZE = "Obsidian freezes at the next sync, or the cards up to the next fence are dropped"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if not note.cards:
        return
    edges = sorted(edge for card in note.cards for edge in (card.span.start, card.span.end))
    is_shifted = False  # behind an unclosed fence, openers and closers are taken for each other
    for fence in note.fences:
        if fence.closer is None or _crosses_card(fence, edges):
            if is_shifted:
                continue
            is_shifted = True
            advice = f"close it with {fence.marker}"
            yield Finding(fence.opener, f"nothing closes this code fence: {_FREEZE}; {advice}")
            continue
        text = note.source.slice(fence.closer)
        blanks = len(text) - len(text.rstrip())
        if blanks:
            end = fence.closer.end
            yield Finding(
                Span(end - blanks, end),
                f"blanks behind the closing {fence.marker}: {_FREEZE}; remove them",
            )


def _crosses_card(fence: Fence, edges: list[int]) -> bool:
    """Whether a card begins or ends in the fence: then its closer belongs to a later fence."""
    return bisect_right(edges, fence.span.start) != bisect_right(edges, fence.span.end - 1)


RULE = NoteRule("fence-freezes-sync", "cards", Severity.ERROR, check)
