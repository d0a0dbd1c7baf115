"""A code fence that freezes the sync plugin: closed with trailing blanks, or not at all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from msgspec.structs import replace

from vaultlint.checks.cards._bare_fate import bare_fates_of
from vaultlint.checks.cards._lines import CARDS
from vaultlint.checks.cards._made import MadeCard, made_clozes, made_in_order
from vaultlint.diagnostic import Edit, Finding, Fix, Related
from vaultlint.notes.facts import Fence, Note
from vaultlint.notes.sync.dropped import FENCE_MARK, code_blocks
from vaultlint.rule import NoOptions
from vaultlint.text.span import Span

_FREEZE = "Obsidian freezes at the next sync, or the cards up to the next fence are dropped"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    has_synced_cloze = any(cloze.id is not None for cloze in note.clozes)
    if not note.cards and not has_synced_cloze and not bare_fates_of(note).cards:
        return
    findings = list(_of_fences(note))
    starts = [finding.span.start for finding in findings]
    for block, cards in _dropped(note):
        related = tuple(Related(card.mark, f"the {card.name} is dropped") for card in cards)
        told = bisect_left(starts, block.start)
        if told < len(starts) and starts[told] < block.end:
            findings[told] = replace(findings[told], related=related)
            continue
        also = f" and {len(cards) - 1} more" if cards[1:] else ""
        yield Finding(
            Span(block.start, block.start + len(FENCE_MARK)),
            f"the sync plugin takes all from this {FENCE_MARK} to the next line that ends in "
            f"{FENCE_MARK} for code, and drops the {cards[0].name}{also}; write {FENCE_MARK} "
            "where code begins and ends only",
            related,
        )
    yield from findings


def _dropped(note: Note) -> Iterator[tuple[Span, list[MadeCard]]]:
    """What is code for the plugin, with the cards that are no code for Obsidian."""
    if FENCE_MARK not in note.text:
        return
    cards = sorted((*made_in_order(note), *made_clozes(note)), key=lambda card: card.span)
    starts = [card.span.start for card in cards]
    for block in code_blocks(note.text):
        inside = cards[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
        dropped = [card for card in inside if card.span.end <= block.end]
        if dropped:
            yield block, dropped


def _of_fences(note: Note) -> Iterator[Finding]:
    """The fences that are not closed as the plugin wants it."""
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
        end = fence.closer.end
        if note.text[end - 1].isspace():
            text = note.source.slice(fence.closer)
            blanks = len(text) - len(text.rstrip())
            yield Finding(
                Span(end - blanks, end),
                f"blanks behind the closing {fence.marker}: {_FREEZE}; remove them",
                fix=_without_blanks(note, fence, Span(end - blanks, end)),
            )


def _without_blanks(note: Note, fence: Fence, blanks: Span) -> Fix:
    # The plugin pairs all marks of code behind it anew: cards that were dropped are read again.
    reach = Span(fence.span.start, len(note.text))
    return Fix("Remove them", (Edit(blanks, ""),), True, CARDS, reach=reach)


def _crosses_card(fence: Fence, edges: list[int]) -> bool:
    """Whether a card begins or ends in the fence: then its closer belongs to a later fence."""
    return bisect_right(edges, fence.span.start) != bisect_right(edges, fence.span.end - 1)
