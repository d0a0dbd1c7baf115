"""A property that is another kind of value than in most notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.checks.frontmatter._values import value_span
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.notes.property_types import PropertyKind, PropertyTypes, property_kind
from vaultlint.rule import Vault
from vaultlint.text.quote import quoted

_FEWEST = 3  # notes; fewer are no custom


class Options(NamedTuple):
    """property_types: of the vault, given by the run."""

    property_types: PropertyTypes = PropertyTypes()


_NAMES: dict[PropertyKind, str] = {
    "text": "a text",
    "list": "a list",
    "number": "a number",
    "checkbox": "true or false",
    "date": "a date",
    "datetime": "a date with a time",
    "mapping": "a mapping",
}


def check(note: Note, vault: Vault, options: Options) -> Iterator[Finding]:
    frontmatter = note.frontmatter
    if frontmatter is None or frontmatter.plain is None:
        return
    for entry in frontmatter.properties:
        kind = property_kind(entry.value.plain, options.property_types.of(entry.key))
        counts = vault.property_kinds(entry.key)
        if kind is None or not counts:
            continue
        usual = max(counts, key=lambda other: (counts[other], other))
        count, total = counts[usual], sum(counts.values())
        if usual != kind and count >= _FEWEST and 2 * count > total:
            yield Finding(
                value_span(note, entry),
                f"{quoted(entry.key)} is {_NAMES[kind]} here, and {_NAMES[usual]} in {count} of "
                f"{total} notes; write {_NAMES[usual]}, or rename it",
                property_path=(entry.key,),
            )
