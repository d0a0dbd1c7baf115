"""What the properties of a vault are, by their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from vaultlint.notes.facts import Note
from vaultlint.notes.property_types import PropertyKind, PropertyTypes, property_kind


def property_kinds(
    notes: Iterable[Note], types: PropertyTypes
) -> Mapping[str, Mapping[PropertyKind, int]]:
    """In how many notes each property has values of each kind, by its case-folded name.

    Templates do not count: their values are those of no note.
    """
    found: dict[str, Counter[PropertyKind]] = {}
    for note in notes:
        if note.kind == "template" or note.frontmatter is None or note.frontmatter.plain is None:
            continue
        for entry in note.frontmatter.properties:
            kind = property_kind(entry.value.plain, types.of(entry.key))
            if kind is not None:
                found.setdefault(entry.key.casefold(), Counter())[kind] += 1
    return found
