"""An attachment that nothing leads to."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.span import Span


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    if note.kind != "attachment":
        return
    if note.path not in vault.backlinks.files and note.path not in vault.mentioned:
        yield Finding(
            Span(0, 0),
            "no note, canvas or base uses this file; link to it where it is wanted, or delete it",
        )
