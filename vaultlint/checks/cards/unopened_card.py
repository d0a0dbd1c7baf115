"""﹈ without ﹇: there is no card."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks._line_ends import and_line_feeds
from vaultlint.checks.cards._fate import fates_of
from vaultlint.checks.cards._lines import CARDS, indent_at, line_at
from vaultlint.checks.cards._names import card_name
from vaultlint.checks.cards.detached_card_id import parting
from vaultlint.diagnostic import Change, Edit, Finding, Fix
from vaultlint.notes.cardmarks import CLOSER, OPENER, OPENER_LINE
from vaultlint.notes.facts import Card, Note
from vaultlint.rule import NoOptions
from vaultlint.text.span import Span

# A line above may begin an HTML block, as <br> does.
_CHANGES = CARDS | frozenset[Change]({"blocks"})


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    fates = fates_of(note)
    for card in note.cards:
        if card.opener is not None or card.closer is None:
            continue
        if not card.tags:
            yield Finding(
                card.closer.span, f"{CLOSER} closes no card; remove it, or add the card above it"
            )
            continue
        if fates.begins_astray(card):
            continue  # it is a card for the plugin, of which stray-card-opener speaks
        fate = "it never reaches Anki"
        if card.id is not None:
            fate = f"its note {card.id.digits} is never updated again"
        yield Finding(
            card.closer.span,
            f"no {OPENER_LINE} opens the {card_name(note, card)} that {CLOSER} closes: {fate}; "
            f"put {OPENER_LINE} on a line of its own above the question",
            fix=_fix(note, card),
        )


def _fix(note: Note, card: Card) -> Fix | None:
    """The line that opens the card, above the text that seems to be its question."""
    if card.question.start == card.question.end or OPENER in note.source.slice(card.question):
        return None
    if parting(note, card) is not None:
        return None  # opened, it would be made again by every sync
    start = line_at(note, card.question.start).start
    line = f"{indent_at(note, start)}{OPENER_LINE}\n"
    fix = Fix("Open the card", (Edit(Span(start, start), line),), False, _CHANGES)
    return and_line_feeds(note, fix)  # which the plugin needs to see it
