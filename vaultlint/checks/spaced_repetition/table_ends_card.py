"""A table in an answer: the blank line that it needs ends the card."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import card_name, faults
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions

_NAME = "table-ends-card"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        yield Finding(
            fault.span,
            f"this table is not in the answer of the {card_name(note, fault)}: the blank line that "
            "a table needs above it ends the card; set an end marker in the plugin",
        )
