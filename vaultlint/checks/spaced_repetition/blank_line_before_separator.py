"""A blank line between a question and its separator line."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import card_name, faults, words
from vaultlint.checks.spaced_repetition._fixes import blank_lines_above, removed
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions

_NAME = "blank-line-before-separator"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        yield Finding(
            fault.span,
            f"a blank line parts {words(note, fault.span)} from its question: the "
            f"{card_name(note, fault)} is never asked; remove the blank line",
            fix=removed(note, fault, blank_lines_above(note, fault.span.start), False),
        )
