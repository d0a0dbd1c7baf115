"""A Previous or Next section that names a note which does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.links._missing import advice, missing_links
from vaultlint.checks.links._rewritten import moved_fix
from vaultlint.checks.navigation._sections import DIRECTIONS, WORDS
from vaultlint.diagnostic import Finding, Fix
from vaultlint.notes.facts import Direction, Link, Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for section in note.navigation:
        for link in missing_links(section.links, note, vault):
            kind = WORDS[section.direction]
            missing = f"the {kind} note {quoted(link.path)} does not exist"
            message = f"{missing}; {advice(link, note, vault)}"
            fix = _fix(link, section.direction, note, vault)
            yield Finding(link.target_span, message, fix=fix, missing_path=link.path)


def _fix(link: Link, direction: Direction, note: Note, vault: Vault) -> Fix | None:
    """None also where the note that is meant is listed already, or lists this one so."""
    fix = moved_fix(link, note, vault)
    if fix is None or direction == "up":
        return fix
    meant = vault.same_name(link)[0]
    is_listed = any(meant in vault.neighbours(note.path, side) for side in DIRECTIONS)
    return None if is_listed or note.path in vault.neighbours(meant, direction) else fix
