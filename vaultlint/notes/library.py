"""The works that the notes of a vault may cite."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct, field

from vaultlint.text.digest import blake2
from vaultlint.text.spellings import Spellings

_SHORTEST = 4  # code points; the beginning of a key that is shorter says nothing


class Keys:
    """The keys of some bibliographies together.

    What is needed to tell which key is meant by one that is unknown, is made when it is first
    asked for.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = frozenset(keys)
        self._folded: dict[str, str] | None = None
        self._sorted: list[str] = []
        self._spellings = Spellings(())

    @cached_property
    def digest(self) -> bytes:
        """By which the same keys are known again."""
        return blake2("\0".join(sorted(self._keys)).encode(), 16)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def meant(self, key: str) -> str | None:
        """The known key that is probably meant: in another case, cut off, or spelt nearly so."""
        near = self._near(key)
        return near[0] if near else None

    def only_meant(self, key: str) -> str | None:
        """The known key that is meant if no other one is as near; else None."""
        near = self._near(key)
        return near[0] if len(near) == 1 else None

    def _near(self, key: str) -> tuple[str, ...]:
        """The known keys that may be meant, the likeliest first."""
        if self._folded is None:
            self._folded = {_folded(known): known for known in sorted(self._keys)}
            self._sorted = sorted(self._folded)
            self._spellings = Spellings(self._sorted)
        folded = _folded(key)
        longer = self._only_longer(folded)
        found: tuple[str, ...] = (folded,)
        if folded not in self._folded:
            found = (longer,) if longer else self._spellings.near(folded)
        return tuple(self._folded[each] for each in found)

    def _only_longer(self, folded: str) -> str | None:
        """The key that begins so, if it is one."""
        at = bisect_left(self._sorted, folded)
        longer = [known for known in self._sorted[at : at + 2] if known.startswith(folded)]
        return longer[0] if len(longer) == 1 and len(folded) >= _SHORTEST else None


class Library(Struct, frozen=True):
    """What is known of the works that notes cite.

    by_note: of each note that cites and whose bibliographies could all be read, their keys.
    missing: the bibliographies that could not, as they are named.
    """

    by_note: Mapping[str, Keys] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


def _folded(key: str) -> str:
    return unicodedata.normalize("NFC", key).casefold()
