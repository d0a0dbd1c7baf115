"""A link that may as well lead to another file."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.links._missing import is_no_link
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted
from vaultlint.vault.resolve import path_key


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for link in note.links:
        resolution = vault.resolve(link, note.path)
        if resolution.path is None or not resolution.others or is_no_link(link):
            continue
        # Two paths that differ in case alone cannot be told apart by any link.
        key = path_key(resolution.path)
        other = next((path for path in resolution.others if path_key(path) != key), None)
        if other is None:
            continue
        count = len(resolution.others)
        others = quoted(other) if count == 1 else f"{count} others"
        yield Finding(
            link.target_span,
            f"{quoted(link.path)} may be {quoted(resolution.path)} as well as {others}; "
            f"write its path",
        )
