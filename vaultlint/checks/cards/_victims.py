"""Cards in messages, and the next card, which a damaged one takes with it."""

from __future__ import annotations

from vaultlint.diagnostic import Related
from vaultlint.notes.facts import Card, Note
from vaultlint.text.quote import quoted
from vaultlint.text.source import line_starts

_LONGEST_LINE = 200  # code points of a question that are looked at; fewer are quoted


def card_name(note: Note, card: Card) -> str:
    """The card by the first line of its question, such as `card "What is yeast?"`."""
    start, end = card.question.start, card.question.end
    words = note.text[start : min(end, start + _LONGEST_LINE)].strip()
    if not words:
        return "card"
    first_line = words[: (*line_starts(words), len(words))[1]]
    return f"card {quoted(first_line)}"


def following_card(note: Note, index: int) -> Card | None:
    """The next card behind the one with this index, which does not stand inside it."""
    end = note.cards[index].span.end
    for behind in range(index + 1, len(note.cards)):
        if note.cards[behind].span.start >= end:
            return note.cards[behind]
    return None


def loss(note: Note, index: int) -> str:
    """What becomes in Anki of a card whose tag or end the plugin does not find."""
    victim = following_card(note, index)
    card_id = note.cards[index].id
    if victim is None and card_id is not None:
        return f"its note {card_id.digits} is never updated again"
    if victim is None:
        return "it never reaches Anki"
    name = card_name(note, victim)
    if victim.id is None:
        return f"Anki makes one card of it and the next {name}"
    return f"Anki merges it with the next {name} and overwrites the note {victim.id.digits}"


def victims(note: Note, index: int) -> tuple[Related, ...]:
    """The next card, as a related place."""
    victim = following_card(note, index)
    if victim is None:
        return ()
    id_text = f" (^{victim.id.digits})" if victim.id else ""
    span = victim.opener.span if victim.opener else victim.span
    return (Related(span, f"the next {card_name(note, victim)}{id_text}"),)
