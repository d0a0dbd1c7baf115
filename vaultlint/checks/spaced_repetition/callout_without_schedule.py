"""A callout for a schedule in which none stands."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import card_name, counted, faults
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions

_NAME = "callout-without-schedule"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        yield Finding(
            fault.span,
            "no schedule stands in this callout: the plugin looks for one further down, and "
            f"{counted(fault.count, 'line')} become part of the {card_name(note, fault)}; "
            "remove the callout",
        )
