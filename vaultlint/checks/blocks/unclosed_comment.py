"""A %% comment that nothing closes."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.blocks._unclosed import finding, unclosed_of_kind
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for found in unclosed_of_kind(note, "comment"):
        yield finding(found, "%%", "hides", "write %% where the comment ends, or remove it")
