"""A ﹈ whose line breaks are not exactly <br>﹈<br>."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._victims import card_name, following_card, victims
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.cardmarks import (
    BLANKS_BETWEEN,
    BREAK,
    CLOSER,
    CLOSER_LINE,
    NO_BREAKS,
    NO_FIRST_BREAK,
    NO_SECOND_BREAK,
    OTHER_BREAK,
)
from vaultlint.notes.facts import Card, Note
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.span import Span

_LACKS = {
    NO_FIRST_BREAK: f"no {BREAK} before {CLOSER}",
    NO_SECOND_BREAK: f"no {BREAK} behind {CLOSER}",
    NO_BREAKS: f"no {BREAK} before and behind {CLOSER}",
    OTHER_BREAK: f"the line breaks around {CLOSER} are not {BREAK}",
    BLANKS_BETWEEN: f"blanks between {BREAK} and {CLOSER}",
}
_EATEN = len(BREAK)  # characters before ﹈ that the plugin takes for the first line break


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for index, card in enumerate(note.cards):
        if card.closer is None or card.opener is None or not is_malformed(card):
            continue
        start = card.closer.span.start
        end = card.id.span.start if card.id else card.closer.span.end
        text = note.text[start : min(end, card.closer.span.end)].rstrip()
        start += len(text) - len(text.lstrip())
        is_read = card.closer.form == NO_FIRST_BREAK
        yield Finding(
            Span(start, card.closer.span.start + len(text)),
            f"{_LACKS[card.closer.form]}: {_fate(note, index, card)}; write {CLOSER_LINE}",
            () if is_read else victims(note, index),
        )


def is_malformed(card: Card) -> bool:
    """Whether the plugin reads the end of a card wrongly because of its line breaks."""
    return card.closer is not None and card.closer.form in _LACKS


def _fate(note: Note, index: int, card: Card) -> str:
    name = card_name(note, card)
    if card.closer is not None and card.closer.form == NO_FIRST_BREAK:
        return f"the {name} loses the last {_EATEN} characters of its answer in Anki"
    lost = f"the {name} loses its id {card.id.digits}" if card.id else f"the {name} runs on"
    victim = following_card(note, index)
    if victim is None:
        return lost if card.id else f"{lost} and never reaches Anki"
    return f"{lost} and swallows the start of the next {card_name(note, victim)}"


RULE = NoteRule("malformed-card-closer", "cards", Severity.ERROR, check)
