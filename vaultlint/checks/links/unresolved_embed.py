"""An embed of a file that is not in the vault."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.links._missing import advice, missing_links, what_is_missing
from vaultlint.checks.links._rewritten import moved_fix
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    embeds = (link for link in note.links if link.embed)
    for link in missing_links(embeds, note, vault):
        message = f"{what_is_missing(link)}; {advice(link, note, vault)}"
        fix = moved_fix(link, note, vault)
        yield Finding(link.target_span, message, fix=fix, missing_path=link.path)
