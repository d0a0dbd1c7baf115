"""A block of math that nothing closes."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.blocks._unclosed import finding, unclosed_of_kind
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for found in unclosed_of_kind(note, "math"):
        yield finding(found, "$$", "makes a formula of", "write $$ where the formula ends")
