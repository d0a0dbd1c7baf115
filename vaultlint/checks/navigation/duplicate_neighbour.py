"""A Previous or Next section that lists the same note twice."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.navigation._sections import WORDS, name
from vaultlint.diagnostic import Finding, Related, Severity
from vaultlint.notes.facts import NavigationSection, Note
from vaultlint.rule import NoOptions, Vault, VaultRule
from vaultlint.text.span import Span


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for section in note.navigation:
        yield from _repeated(section, note, vault)


def _repeated(section: NavigationSection, note: Note, vault: Vault) -> Iterator[Finding]:
    first: dict[tuple[str, str], Span] = {}
    for link in section.links:
        path = vault.resolve(link, note.path).path if link.path else None
        # unresolved-neighbour and self-neighbour speak of each.
        if path is None or path == note.path:
            continue
        # [[A#Dough]] and [[A#Oven]] are two places to go on at.
        place = path, link.subpath.casefold()
        if place not in first:
            first[place] = link.target_span
            continue
        yield Finding(
            link.target_span,
            f"{name(path)} is listed as {WORDS[section.direction]} note already; "
            "remove it here, or name the note that was meant",
            (Related(first[place], "it is listed here"),),
        )


RULE = VaultRule("duplicate-neighbour", "navigation", Severity.WARNING, check)
