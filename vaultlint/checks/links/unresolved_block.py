"""A link to a block id that the note does not have."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.links._subpaths import links_to_places, name_of, subpath_span
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.deadids import dead_block_ids
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault, VaultRule
from vaultlint.text.quote import quoted


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    dead: dict[str, frozenset[str]] = {}
    for link, target in links_to_places(note, vault):
        places = vault.places(target.path)
        wanted = link.subpath[2:].strip()
        if places is None or not link.subpath.startswith("#^") or places.block(wanted):
            continue
        if target.path not in dead:
            dead[target.path] = frozenset(d.id.lower() for d in dead_block_ids(target))
        if wanted.lower() in dead[target.path]:
            continue  # dead-block-id speaks of it, where it is to be repaired
        meant = places.meant_block(wanted)
        advice = (
            f'did you mean "#^{meant.id}"?' if meant else "add it to its block or correct the link"
        )
        yield Finding(
            subpath_span(link, note),
            f"{name_of(target, note)} has no block id {quoted('^' + wanted)}; {advice}",
        )


RULE = VaultRule("unresolved-block", "links", Severity.WARNING, check)
