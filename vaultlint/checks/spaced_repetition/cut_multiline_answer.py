"""An answer that goes on below the blank line at which its card ends."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import card_name, faults
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions

_NAME = "cut-multiline-answer"

_REASONS = {
    "block": "in the middle of a block",
    "colon": "before what its last line announces",
    "list": "in the middle of a list",
    "schedule": "although its schedule stands further below",
}


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        yield Finding(
            fault.span,
            f"the answer of the {card_name(note, fault)} ends at the blank line above, "
            f"{_REASONS[fault.form]}; remove the blank line, or set an end marker in the plugin",
        )
