"""A link to a view that the base does not have."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.bases._views import only_view, view_fault
from vaultlint.checks.links._missing import is_no_link
from vaultlint.checks.links._rewritten import with_subpath
from vaultlint.checks.links._subpaths import subpath_span
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for link in note.links:
        if not link.subpath or not link.path or is_no_link(link):
            continue
        resolution = vault.resolve(link, note.path)
        base = None if resolution.path is None else vault.base(resolution.path)
        if base is None or resolution.path is None or resolution.others:
            continue
        message = view_fault(base, resolution.path, link.subpath)
        if message:
            view = only_view(base, link.subpath)
            fix = with_subpath(f"#{view}", link, note) if view else None
            yield Finding(subpath_span(link, note), message, fix=fix)
