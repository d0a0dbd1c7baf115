"""A link to a block id that the note does not have."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.links._rewritten import with_subpath
from vaultlint.checks.links._subpaths import links_to_places, name_of, subpath_span
from vaultlint.diagnostic import Finding, Fix
from vaultlint.notes.facts import Link, Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted
from vaultlint.vault.subpaths import Places


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for link, path, places in links_to_places(note, vault):
        wanted = link.subpath[2:].strip()
        if not link.subpath.startswith("#^") or places.block(wanted):
            continue
        if wanted.lower() in places.dead_ids:
            continue  # dead-block-id speaks of it, where it is to be repaired
        meant = places.meant_block(wanted)
        advice = (
            f'did you mean "#^{meant.id}"?' if meant else "add it to its block or correct the link"
        )
        yield Finding(
            subpath_span(link, note),
            f"{name_of(path, note)} has no block id {quoted('^' + wanted)}; {advice}",
            fix=_fix(link, wanted, note, places),
        )


def _fix(link: Link, wanted: str, note: Note, places: Places) -> Fix | None:
    meant = places.only_block(wanted)
    return with_subpath(f"#^{meant.id}", link, note) if meant else None
