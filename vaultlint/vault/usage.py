"""How a vault writes what has several spellings: tags, and types of callouts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from vaultlint.notes.facts import Note

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


class Usage:
    """How often the notes of a vault use a spelling, or a type."""

    def __init__(self, notes: Iterable[Note], callout_types: Container[str] = ()) -> None:
        """callout_types: those that the vault has styles for, in lower case."""
        self._spellings: dict[str, Counter[str]] = {}
        self._callouts: Counter[str] = Counter()
        self._callout_types = callout_types
        for note in notes:
            if note.kind not in ("note", "board"):
                continue
            parts = {(p.key, p.words) for tag in note.tags for p in tag_parts(tag.name)}
            for key, words in parts:
                self._spellings.setdefault(key, Counter())[words] += 1
            self._callouts.update(callout.type for callout in note.callouts)

    def spellings(self, key: str) -> Mapping[str, int]:
        """In how many notes the part of a tag with this key is written how."""
        return self._spellings.get(key, {})

    def callouts(self, kind: str) -> int:
        """How many callouts are of this type."""
        return self._callouts[kind]

    def knows_callout(self, kind: str) -> bool:
        """Whether the vault has a style for callouts of this type."""
        return kind in self._callout_types
