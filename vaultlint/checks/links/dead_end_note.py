"""A note that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.links._whole import beginning
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    # A link that leads to no file is another rule's matter.
    leads_on = any(vault.resolve(link, note.path).path != note.path for link in note.links)
    if not leads_on and note.text.strip():
        yield Finding(
            beginning(note), "this note links to no other file; link to what belongs to it"
        )
