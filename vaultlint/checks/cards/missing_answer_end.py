"""A card whose answer has no ⌂ below it."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._lines import CARDS, indent_at, line_at
from vaultlint.checks.cards._names import card_name
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.cardmarks import ANSWER_END, CLOSER_LINE
from vaultlint.notes.facts import CardPart, Note
from vaultlint.rule import NoOptions
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for card in note.cards:
        if card.opener is None or card.closer is None or card.separator is not None:
            continue
        if not card.tags or card.answer.start == card.answer.end:
            continue
        yield Finding(
            card.closer.span,
            f"{card_name(note, card)} has no {ANSWER_END} at the end of its answer; "
            f"put {ANSWER_END} on a line of its own above {CLOSER_LINE}",
            fix=_fix(note, card.closer),
        )


def _fix(note: Note, closer: CardPart) -> Fix | None:
    line = line_at(note, closer.span.start)
    start, indent = line.start, indent_at(note, line.start)
    if note.source.slice(line).strip() != note.source.slice(closer.span).strip():
        return None  # it stands behind text
    edit = Edit(Span(start, start), f"{indent}{ANSWER_END}\n")
    return Fix(f"Put {ANSWER_END} above {CLOSER_LINE}", (edit,), False, CARDS)
