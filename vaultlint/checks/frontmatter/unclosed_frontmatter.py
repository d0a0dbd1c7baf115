"""Frontmatter without a closer, and a rule at the start of a note that opens one by mistake."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.frontmatter._extent import wrong_extent
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    finding = wrong_extent(note)
    if finding is not None:
        yield finding
