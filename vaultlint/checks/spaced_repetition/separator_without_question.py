"""A separator line with no question above it."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import faults, words
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions

_NAME = "separator-without-question"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        effect = "the plugin passes over it, and the text below is no card"
        if fault.form == "reversed":
            effect = "the plugin makes a card with an empty question"
        yield Finding(
            fault.span,
            f"no question stands above {words(note, fault.span)}: {effect}; "
            "write the question on the line above",
        )
