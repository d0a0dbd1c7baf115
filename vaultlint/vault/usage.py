"""How a vault writes what has several spellings: tags, and types of callouts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from vaultlint.vault.facets import UsageFacet

_MOST_COUNTED = 12  # callouts
_DEEPEST = 16  # parts of a tag that are looked at


class TagPart(NamedTuple):
    """A part of a nested tag.

    key: of the tag up to this part, the form in which Obsidian compares it. start: of the part,
    in the tag's name.
    """

    key: str
    words: str
    start: int


def tag_parts(name: str) -> Iterator[TagPart]:
    """The parts of a tag, such as "a" and "b" of "a/b"."""
    start = 0
    for part in name.split("/", _DEEPEST)[:_DEEPEST]:
        end = start + len(part)
        yield TagPart(name[:end].lower(), part, start)
        start = end + 1


class UsageRecord(Struct, frozen=True, array_like=True):
    """How often a vault writes what how, in values that can be kept.

    spellings: by the key of a part of tags, in how many notes it is written how. callouts: by type.
    """

    spellings: Mapping[str, Mapping[str, int]]
    callouts: Mapping[str, int]


def read_usage(notes: Iterable[UsageFacet]) -> UsageRecord:
    """How often these notes use a spelling, or a type."""
    counts: Counter[tuple[str, str]] = Counter()
    callouts: Counter[str] = Counter()
    known: dict[str, frozenset[tuple[str, str]]] = {}  # most tags stand in many notes
    for note in notes:
        for name in note.tags:
            if name not in known:
                known[name] = frozenset((part.key, part.words) for part in tag_parts(name))
        counts.update(frozenset[tuple[str, str]]().union(*(known[name] for name in note.tags)))
        callouts.update(note.callouts)
    spellings: dict[str, dict[str, int]] = {}
    for (key, words), count in counts.items():
        spellings.setdefault(key, {})[words] = count
    return UsageRecord(spellings, callouts)


class Usage:
    """How often the notes of a vault use a spelling, or a type."""

    def __init__(self, record: UsageRecord, callout_types: Container[str] = ()) -> None:
        """callout_types: those that the vault has styles for, in lower case."""
        self.record = record
        self._callout_types = callout_types
        self._variants: dict[str, tuple[TagPart, str] | None] = {}

    def spellings(self, key: str) -> Mapping[str, int]:
        """In how many notes the part of a tag with this key is written how."""
        return self.record.spellings.get(key, {})

    def variant(self, name: str) -> tuple[TagPart, str] | None:
        """The first part of a tag that is not written as usual(), and how it is; else None."""
        if name not in self._variants:
            self._variants[name] = self._found_variant(name)
        return self._variants[name]

    def usual(self, key: str) -> str | None:
        """How most notes write the part of a tag with this key; None if there is none.

        Of spellings in equally many notes, the one with small letters counts as that of most.
        """
        spellings = self.spellings(key)
        return max(spellings, key=lambda words: (spellings[words], words), default=None)

    def _found_variant(self, name: str) -> tuple[TagPart, str] | None:
        for part in tag_parts(name):
            usual = self.usual(part.key)
            if usual is not None and usual != part.words:
                return part, usual
        return None

    def callouts(self, kind: str) -> int:
        """How many callouts are of this type; a dozen stands for more."""
        return min(self.record.callouts.get(kind, 0), _MOST_COUNTED)

    def knows_callout(self, kind: str) -> bool:
        """Whether the vault has a style for callouts of this type."""
        return kind in self._callout_types
