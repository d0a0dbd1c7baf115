"""What is kept of a vault for the next run: as records, and why it cannot be used.

Whoever works with them needs no cache to be there; cache.py is the one that keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

import msgspec

from vaultlint.vault.tracking import Marks


class CacheError(Exception):
    """Why a cache cannot be used, in words that go on "the cache …"."""


class DamagedError(CacheError):
    """A cache that cannot be read, or is none of vaultlint: it has to be made anew."""


class OvertakenError(CacheError):
    """Another run has changed the cache meanwhile: what was read of it is of two states."""


class FileState(msgspec.Struct, frozen=True, array_like=True):
    """By which an unchanged file is known without reading it. Times in nanoseconds."""

    size: int
    modified: int
    changed: int
    inode: int


class KnownNote(msgspec.Struct, frozen=True, array_like=True):
    """A note as it was read. file: None when its times are too fresh to tell of a later change."""

    file: FileState | None
    digest: bytes


class KnownOutcome(msgspec.Struct, frozen=True, array_like=True):
    """What the rules said of a note with this digest, on a day (ISO 8601).

    data: of a NoteOutcome, packed; empty when they said nothing.
    """

    digest: bytes
    day: str
    data: bytes


Packs: TypeAlias = Mapping[type[msgspec.Struct], bytes]
"""The facets of a note, packed."""


class Update(NamedTuple):
    """What a run found out. files: of the vault, None if they are the same.

    records: by their kinds; empty for one that does not hold any more.
    notes: that were read anew, or whose file is known by other times. facets: of those that were
    read anew. gone: notes that are there no longer. changed: what of the vault is other now.
    outcomes: of the work. marks: by path, that these rest on.
    """

    files: tuple[str, ...] | None
    records: Mapping[str, bytes]
    notes: Mapping[str, KnownNote]
    facets: Mapping[str, Packs]
    gone: Iterable[str]
    changed: Marks
    outcomes: Mapping[str, KnownOutcome]
    marks: Mapping[str, bytes]
