"""A link that leads to no file of the vault."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.links._missing import advice, missing_links, what_is_missing
from vaultlint.checks.links._rewritten import moved_fix
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    missing = [link for link in missing_links(note.links, note, vault) if not link.embed]
    if not missing:
        return
    # unresolved-neighbour speaks of these.
    neighbours = {link.span for section in note.navigation for link in section.links}
    for link in missing:
        if link.span in neighbours:
            continue
        message = f"{what_is_missing(link)}; {advice(link, note, vault)}"
        fix = moved_fix(link, note, vault)
        yield Finding(link.target_span, message, fix=fix, missing_path=link.path)
