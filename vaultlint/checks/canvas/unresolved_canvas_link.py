"""A link or an embed in a text card of a canvas that leads to no file."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.links._missing import advice, missing_links, what_is_missing
from vaultlint.checks.links._rewritten import moved_fix
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    if note.canvas is None:
        return
    for link in missing_links(iter(note.links), note, vault):
        message = f"{what_is_missing(link)}; {advice(link, note, vault)}"
        fix = moved_fix(link, note, vault)
        yield Finding(link.target_span, message, fix=fix, missing_path=link.path)
