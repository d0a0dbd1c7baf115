"""A link to a file of a type that Obsidian does not open."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.links._missing import is_no_link
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted
from vaultlint.vault.resolve import extension


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for link in note.links:
        unsupported = vault.resolve(link, note.path).unsupported
        if unsupported is None or is_no_link(link):
            continue
        ending = extension(unsupported)
        files = f"files that end in {quoted('.' + ending)}" if ending else "files without an ending"
        thing = "embed" if link.embed else "link"
        yield Finding(
            link.target_span,
            f"this {thing} leads nowhere, as Obsidian does not know {files}; switch on "
            '"Detect all file extensions" in its settings, or link to another file',
        )
