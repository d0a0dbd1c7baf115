"""A link to a path of one computer."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.links._outside import files_meant, is_absolute_path
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import ExternalLink, Link, Note
from vaultlint.rule import NoOptions, Vault, VaultRule
from vaultlint.text.quote import quoted


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    links: tuple[ExternalLink | Link, ...] = (*note.external_links, *note.links)
    for link in links:
        address = link.url if isinstance(link, ExternalLink) else link.path
        if not is_absolute_path(address):
            continue
        meant = files_meant(link, address, vault)
        advice = f"did you mean {meant}?" if meant else "put the file into the vault and link to it"
        yield Finding(
            link.target_span,
            f"{quoted(address)} is a path of one computer and leads nowhere on another; {advice}",
        )


RULE = VaultRule("absolute-path-link", "links", Severity.WARNING, check)
