"""What the properties of a vault are, by their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from vaultlint.notes.property_types import PropertyKind


def property_kinds(
    kinds: Iterable[tuple[str, PropertyKind]],
) -> Mapping[str, Mapping[PropertyKind, int]]:
    """In how many notes each property has values of each kind, by its case-folded name.

    kinds: of all properties of all notes, with these names.
    """
    found: dict[str, Counter[PropertyKind]] = {}
    for name, kind in kinds:
        found.setdefault(name, Counter())[kind] += 1
    return found
