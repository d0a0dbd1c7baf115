"""More reviews in a schedule than the card is asked in ways."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import card_name, counted, faults
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions

_NAME = "surplus-schedule"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        ways = counted(int(fault.form), "way")
        yield Finding(
            fault.span,
            f"{fault.count} reviews, but the {card_name(note, fault)} is asked in {ways} only: the "
            "plugin cuts off the last; remove the review of what is asked no more",
        )
