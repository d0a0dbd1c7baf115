"""A card whose first separator stands in inline code."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import faults, words
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions

_NAME = "card-hidden-by-code"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        mark = words(note, fault.span)
        yield Finding(
            fault.span,
            f"the plugin looks at the first {mark} of a line only, and as it stands in code, "
            f"{words(note, fault.card)} is no card; keep {mark} out of the question",
        )
