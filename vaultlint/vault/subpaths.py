"""Where the subpaths of links lead, and what is meant where they lead nowhere."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from vaultlint.notes.facts import BlockId, Heading
from vaultlint.text.regex import regex
from vaultlint.text.spellings import Spellings
from vaultlint.vault.facets import PlaceFacet
from vaultlint.vault.resolve import heading_key

T = TypeVar("T")

_LEVELS = 6
# The app makes up such ids, so that one is no slip of another.
_MADE_BY_APP = regex(r"[0-9a-f]{6}")


class Places:
    """The headings and block ids of one note, found by subpath. headings: in order of place."""

    def __init__(self, note: PlaceFacet) -> None:
        self.headings = note.headings
        # Of each heading text, the places in `_headings` on each level, ascending.
        self._by_key: dict[str, tuple[list[int], ...]] = {}
        for place, heading in enumerate(note.headings):
            key = heading_key(heading.text)
            if key not in self._by_key:
                self._by_key[key] = tuple([] for _ in range(_LEVELS))
            self._by_key[key][heading.level - 1].append(place)
        self._blocks: dict[str, BlockId] = {}
        for block in note.block_ids:
            self._blocks.setdefault(block.id.lower(), block)
        self._loose: Mapping[str, Heading] | None = None
        self._spellings: Spellings | None = None
        self._ids: Spellings | None = None
        self._is_known = note.is_known
        self._dead = frozenset(note.dead_ids)
        self._alike: Mapping[str, Sequence[Heading]] | None = None
        self._alike_ids: Mapping[str, Sequence[BlockId]] | None = None

    @property
    def is_known(self) -> bool:
        """Whether these are all places of the note that links can lead to.

        Not of a drawing, whose plugin has subpaths of its own, nor of a note of which a part is
        hidden or no text.
        """
        return self._is_known

    @property
    def dead_ids(self) -> frozenset[str]:
        """What is written as a block id and is none, in lower case."""
        return self._dead

    def heading(self, subpath: str) -> Heading | None:
        """The heading that a subpath such as "#Chapter#Part" names, else None."""
        found, missing = self._walked(subpath)
        return None if missing else found

    def last_heading(self, subpath: str) -> tuple[Heading | None, str]:
        """The last heading that the parts of a subpath reach, and the part that leads no further.

        The part is empty when all of them lead somewhere.
        """
        return self._walked(subpath)

    def block(self, block_id: str) -> BlockId | None:
        """The block with this id (without "^"), else None."""
        return self._blocks.get(block_id.lower())

    def meant_heading(self, part: str) -> Heading | None:
        """The heading that a part of a subpath seems to mean, else None.

        A slug, such as "tab-stacks" for "Tab stacks", or a heading that is spelt nearly so.
        """
        loose = self._by_loose_key()
        wanted = _loose_key(part)
        if wanted in loose:
            return loose[wanted]
        if self._spellings is None:
            self._spellings = Spellings(loose)
        nearest = self._spellings.nearest(wanted)
        return loose[nearest] if nearest else None

    def meant_block(self, block_id: str) -> BlockId | None:
        """The block whose id is spelt nearly as this one, else None."""
        if _MADE_BY_APP.fullmatch(block_id):
            return None
        if self._ids is None:
            self._ids = Spellings(self._blocks)
        nearest = self._ids.nearest(block_id.lower())
        return self._blocks[nearest] if nearest else None

    def only_heading(self, part: str) -> Heading | None:
        """The one heading that differs from a part of a subpath in blanks, marks and case alone."""
        if self._alike is None:
            self._alike = _grouped((heading.text, heading) for heading in self.headings)
        found = self._alike.get(_loose_key(part), ())
        return found[0] if len(found) == 1 else None

    def only_block(self, block_id: str) -> BlockId | None:
        """The one block whose id differs in hyphens and case alone."""
        if self._alike_ids is None:
            self._alike_ids = _grouped(self._blocks.items())
        found = self._alike_ids.get(_loose_key(block_id), ())
        return found[0] if len(found) == 1 else None

    def _walked(self, subpath: str) -> tuple[Heading | None, str]:
        """Each part must match a deeper heading behind the one before; the first match wins."""
        place, level = -1, 0
        for part in filter(None, subpath.split("#")):
            levels = self._by_key.get(heading_key(part), ())[level:]
            nexts = [
                places[behind]
                for places in levels
                if (behind := bisect_right(places, place)) < len(places)
            ]
            if not nexts:
                return (self.headings[place] if place >= 0 else None), part
            place = min(nexts)
            level = self.headings[place].level
        return (self.headings[place] if place >= 0 else None), ""

    def _by_loose_key(self) -> Mapping[str, Heading]:
        if self._loose is None:
            found: dict[str, Heading] = {}
            for heading in self.headings:
                found.setdefault(_loose_key(heading.text), heading)
            found.pop("", None)
            self._loose = found
        return self._loose


def _loose_key(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return "".join(filter(str.isalnum, text.casefold()))


def _grouped(named: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    """Things by the loose keys of their names; not those of which the key is empty."""
    groups: dict[str, list[T]] = {}
    for name, thing in named:
        groups.setdefault(_loose_key(name), []).append(thing)
    groups.pop("", None)
    return groups
