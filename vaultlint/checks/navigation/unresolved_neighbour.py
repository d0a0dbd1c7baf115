"""A Previous or Next section that names a note which does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.links._missing import advice, missing_links
from vaultlint.checks.navigation._sections import WORDS
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault, VaultRule
from vaultlint.text.quote import quoted


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for section in note.navigation:
        for link in missing_links(iter(section.links), note, vault):
            kind = WORDS[section.direction]
            missing = f"the {kind} note {quoted(link.path)} does not exist"
            yield Finding(link.target_span, f"{missing}; {advice(link, note, vault)}")


RULE = VaultRule("unresolved-neighbour", "navigation", Severity.ERROR, check)
