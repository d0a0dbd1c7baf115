"""A note that nothing leads to."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.links._whole import beginning
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    if note.path not in vault.backlinks.files and note.text.strip():
        yield Finding(
            beginning(note), "no other note links to this one; link to it where it is wanted"
        )
