"""The separator of cards of one line, in a card of several lines."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import card_name, faults, words
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions

_NAME = "separator-in-multiline-card"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        mark, name = words(note, fault.span), card_name(note, fault)
        if fault.form == "question":
            effect = f"the question {words(note, fault.card)} becomes a card of its own, and the "
            effect += "card below loses it"
        else:
            effect = f"its line becomes a card of its own, and the {name} is lost"
        yield Finding(
            fault.span, f"{mark} in a card of several lines: {effect}; write it in inline code"
        )
