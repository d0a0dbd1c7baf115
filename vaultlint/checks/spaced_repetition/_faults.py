"""What the plugin reads otherwise than it is meant, by the rule that tells of it."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.notes.facts import Note, SpacedFault
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span


def faults(note: Note, rule: str) -> Iterator[SpacedFault]:
    """The faults of which one rule tells, in order."""
    if note.spaced is not None:
        yield from (fault for fault in note.spaced.faults if fault.rule == rule)


def words(note: Note, span: Span | None) -> str:
    """The text of a place, quoted."""
    return quoted(note.source.slice(span)) if span is not None else '""'


def card_name(note: Note, fault: SpacedFault) -> str:
    """Such as `card "What is yeast?"`; only `card` when it has no question."""
    if fault.card is None or fault.card.start == fault.card.end:
        return "card"
    return f"card {words(note, fault.card)}"


def counted(number: int, noun: str) -> str:
    """Such as "1 card" or "3 cards"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def lost(note: Note, fault: SpacedFault) -> str:
    """Such as `the card "What is yeast?" is lost`, with the number when there are more."""
    if fault.count == 1:
        return f"the {card_name(note, fault)} is lost"
    return f"{fault.count} cards, the first {words(note, fault.card)}, are lost"
