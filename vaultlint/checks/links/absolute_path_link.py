"""A link to a path of one computer."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.links._outside import files_meant, is_absolute_path
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    places = [(link.path, link.target_span) for link in note.links]
    places += ((link.url, link.target_span) for link in note.external_links)
    places += ((address.url, address.span) for address in note.addresses)
    for address, span in places:
        if not is_absolute_path(address):
            continue
        meant = files_meant(address, vault)
        advice = f"did you mean {meant}?" if meant else "put the file into the vault and link to it"
        yield Finding(
            span,
            f"{quoted(address)} is a path of one computer and leads nowhere on another; {advice}",
        )
