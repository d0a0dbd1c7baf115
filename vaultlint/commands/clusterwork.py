"""What runs on the workers of a cluster: a batch of notes is read there, and asked about.

A worker sees no file of the vault. All that it needs is sent to it, so that any other can do its
work again. Results that are moved to another worker are made anew there, of what they were made of.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import vaultlint
from vaultlint.commands.noteworker import (
    Columns,
    NoteReader,
    ReadNote,
    Ruled,
    Ruling,
    Way,
    ruled,
)
from vaultlint.commands.vaults import collector_paused
from vaultlint.notes.facts import Note
from vaultlint.text.source import Source
from vaultlint.vault.index import VaultIndex
from vaultlint.vault.packedfacets import PackedFacets

Installed = Mapping[str, str]
"""What decides about reports where it is installed: versions by name, "" for what is missing."""

# What the code of vaultlint itself is called in an Installed.
CODE = "vaultlint's code"

# Notes take so many times the memory of their contents.
_GROWTH = 10

# A worker may have several threads. Rules keep what they found of the note that they saw last, and
# an index is made by whoever first asks for it: one after the other, and Python gains nothing by
# threads here anyway.
_ONE_AT_A_TIME = Lock()


class Lacking(NamedTuple):
    """A note that the rules have to be asked about again, with the content of these notes."""

    path: str
    others: frozenset[str]


class Batch(NoteReader):
    """Notes whose contents were sent, and what was read of them.

    lacking: the notes that were asked for, and not sent.
    """

    def __init__(self, way: Way, given: Mapping[str, bytes]) -> None:
        super().__init__(way, given)
        self.lacking: set[str] = set()
        self._found: list[ReadNote] | None = None

    def __reduce__(self) -> tuple[type[Batch], tuple[Way, Mapping[str, bytes]]]:
        return Batch, (self.way, self.given)

    def __sizeof__(self) -> int:
        return _GROWTH * sum(map(len, self.given.values()))

    def found(self, packs: bool) -> list[ReadNote]:
        """What is to be known of all its notes. packs: as in NoteReader."""
        if self._found is None:
            self._found = [self.read(path, packs=packs) for path in self.given]
        return self._found

    def note(self, path: str) -> Note | None:
        """See Texts."""
        return super().note(path) if self._has(path) else None

    def source(self, path: str, *, is_sound: bool = False) -> Source | None:
        """See Texts."""
        return super().source(path, is_sound=is_sound) if self._has(path) else None

    def _has(self, path: str) -> bool:
        if path not in self.given:
            self.lacking.add(path)
        return path in self.given


class Shared:
    """What the rules have to know of the vault; the same for all batches.

    The texts of notes are those of the batch that is asked about; see Texts.
    """

    def __init__(self, packed: bytes) -> None:
        """packed: by pack()."""
        self._packed = packed
        self._opened: tuple[Ruling, VaultIndex | None] | None = None
        self._batch: Batch | None = None

    def __reduce__(self) -> tuple[type[Shared], tuple[bytes]]:
        return Shared, (self._packed,)

    def __sizeof__(self) -> int:
        return len(self._packed)

    @staticmethod
    def pack(ruling: Ruling, columns: Columns, known: Sequence[str]) -> bytes:
        """columns: the facets of all notes of the vault that are known; known: their paths."""
        return pickle.dumps((ruling, dict(columns), tuple(known)), pickle.HIGHEST_PROTOCOL)

    def note(self, path: str) -> Note | None:
        """See Texts."""
        return self._batch.note(path) if self._batch else None

    def source(self, path: str) -> Source | None:
        """See Texts."""
        return self._batch.source(path) if self._batch else None

    def ruled(self, batch: Batch, paths: Iterable[str]) -> Iterator[Ruled | Lacking]:
        """What the rules say of notes of a batch."""
        if self._opened is None:
            ruling, columns, known = pickle.loads(self._packed)
            facets = PackedFacets(frozenset(known), lambda kind: columns.get(kind, {}), self)
            self._opened = ruling, ruling.index(facets)
        self._batch = batch
        batch.lacking.clear()
        for each in ruled(batch, *self._opened, paths):
            # A rule that was told that there is no such note has said nothing that counts.
            yield Lacking(each.path, frozenset(batch.lacking)) if batch.lacking else each
            batch.lacking.clear()


# --- the tasks


def batch(expected: Installed, way: Way, given: Mapping[str, bytes], packs: bool) -> Batch:
    """Notes that were sent, read. They stay where they are, for read() and rule().

    expected: what the worker must have. Raises InstallationError when it has something else.
    """
    _check(expected)
    sent = Batch(way, given)
    with _ONE_AT_A_TIME, collector_paused():
        sent.found(packs)
    return sent


def read(sent: Batch, packs: bool) -> list[ReadNote]:
    """What is to be known of the notes of a batch. packs: as in NoteReader."""
    with _ONE_AT_A_TIME, collector_paused():
        return sent.found(packs)


def rule(
    expected: Installed, shared: Shared, sent: Batch, paths: Sequence[str]
) -> list[Ruled | Lacking]:
    """What the rules say of notes of a batch. expected: as in batch()."""
    _check(expected)
    with _ONE_AT_A_TIME, collector_paused():
        return [*shared.ruled(sent, paths)]


# --- what is installed


class InstallationError(Exception):
    """A worker has not what the run has that sends it work."""


@cache
def installed(names: tuple[str, ...]) -> Installed:
    """What is installed here: vaultlint, its code, and the distributions with these names.

    It is found out once, as what this process has loaded stays as it is.
    """
    found = {"vaultlint": vaultlint.__version__}
    for name in names:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = ""
    digest = hashlib.blake2b(digest_size=8)
    package = Path(vaultlint.__file__).parent
    for file in sorted(package.rglob("*.py")):
        digest.update(file.relative_to(package).as_posix().encode())
        digest.update(file.read_bytes())
    return {**found, CODE: digest.hexdigest()}


def asker(names: tuple[str, ...]) -> Callable[[], Installed]:
    """A function that tells what is installed where it is called; nothing without vaultlint.

    It is made anew, so that it is sent as a whole, also to where there is no vaultlint to call.
    """

    def ask() -> Installed:
        try:
            from vaultlint.commands import clusterwork
        except ImportError:
            return {}
        return clusterwork.installed(names)

    return ask


def _check(expected: Installed) -> None:
    """Raises InstallationError. A worker may have come after the run had looked at all others."""
    names = tuple(name for name in expected if name not in ("vaultlint", CODE))
    if installed(names) != expected:
        raise InstallationError("a worker has other versions of vaultlint or its libraries")
