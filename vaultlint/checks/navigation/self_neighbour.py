"""A note that lists itself as its own neighbour."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.navigation._sections import WORDS
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for section in note.navigation:
        for link in section.links:
            # [[#Part 2]] leads within the note on purpose.
            if link.path and vault.resolve(link, note.path).path == note.path:
                yield Finding(
                    link.target_span,
                    f"the note lists itself as its {WORDS[section.direction]} note; "
                    "name the note that was meant, or leave the item empty",
                )
