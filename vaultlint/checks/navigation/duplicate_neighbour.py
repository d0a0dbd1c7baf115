"""A Previous or Next section that lists the same note twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from vaultlint.checks.navigation._items import without_item
from vaultlint.checks.navigation._sections import WORDS, name
from vaultlint.diagnostic import Finding, Fix, Related
from vaultlint.notes.facts import Link, NavigationSection, Note
from vaultlint.rule import NoOptions, Vault


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for section in note.navigation:
        yield from _repeated(section, note, vault)


def _repeated(section: NavigationSection, note: Note, vault: Vault) -> Iterator[Finding]:
    first: dict[tuple[str, str], Link] = {}
    for link in section.links:
        path = vault.resolve(link, note.path).path if link.path else None
        # unresolved-neighbour and self-neighbour speak of each.
        if path is None or path == note.path:
            continue
        # [[A#Dough]] and [[A#Oven]] are two places to go on at.
        place = path, link.subpath.casefold()
        if place not in first:
            first[place] = link
            continue
        yield Finding(
            link.target_span,
            f"{name(path)} is listed as {WORDS[section.direction]} note already; "
            "remove it here, or name the note that was meant",
            (Related(first[place].target_span, "it is listed here"),),
            fix=_fix(link, first[place], path, section, note),
        )


def _fix(link: Link, first: Link, path: str, section: NavigationSection, note: Note) -> Fix | None:
    """None where the text of the second one may name the note that was meant."""
    is_same = link.display in (None, first.display, PurePosixPath(path).stem)
    return without_item(link, section, note) if is_same else None
