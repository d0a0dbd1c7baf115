"""Other processes that read notes and ask rules about them, each a part of the vault."""

from __future__ import annotations

import gc
import multiprocessing
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, as_completed
from itertools import cycle
from typing import TypeVar

from msgspec import Struct

from vaultlint.commands.crew import OthersLostError
from vaultlint.commands.noteworker import (
    Columns,
    NoteReader,
    ReadNote,
    Ruled,
    Ruling,
    Way,
    ruled,
)
from vaultlint.vault.index import VaultIndex
from vaultlint.vault.packedfacets import PackedFacets
from vaultlint.vault.tracking import RECORDS

T = TypeVar("T")
R = TypeVar("R", bound=Struct)

_BATCH = 50  # notes; what is found of them is sent back at once


class Workers:
    """Processes of this machine. What one of them has read, it is asked about by the rules.

    Notes are parted by their places, as those that lie together ask for each other.
    """

    def __init__(self, way: Way, given: Mapping[str, bytes], jobs: int) -> None:
        # A process that is forked has loaded what this one has; elsewhere it loads all itself.
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
        self._pools = [
            ProcessPoolExecutor(1, context, _begin, (way, dict(given))) for _ in range(jobs)
        ]
        self._pool_of: dict[str, ProcessPoolExecutor] = {}
        self.records: tuple[Struct, ...] = ()

    def close(self) -> None:
        """Lets the processes end."""
        for pool in self._pools:
            pool.shutdown(wait=True, cancel_futures=True)

    def read(self, sizes: Mapping[str, int], *, packs: bool) -> Iterator[ReadNote]:
        """Reads notes, in no special order. sizes: in bytes, by path. packs: as in NoteReader."""
        total, taken, jobs = max(1, sum(sizes.values())), 0, len(self._pools)
        for path, size in sizes.items():
            self._pool_of[path] = self._pools[min(taken * jobs // total, jobs - 1)]
            taken += size
        yield from _merged(pool.submit(_read, part, packs) for pool, part in self._parted(sizes))

    def rule(
        self, ruling: Ruling, columns: Columns, known: Sequence[str], paths: Iterable[str]
    ) -> Iterator[Ruled]:
        """Asks the rules about notes, in no special order.

        columns: the facets of all notes of the vault that are known; known: their paths.
        """
        prepared = (pool.submit(_prepare, ruling, columns, known) for pool in self._pools)
        _done(prepared)
        if ruling.is_vault:
            # Each record is made by one of them, for all.
            pairs = zip(RECORDS, cycle(self._pools), strict=False)
            self.records = tuple(_done(pool.submit(_make_record, kind) for kind, pool in pairs))
            _done(pool.submit(_take_records, self.records) for pool in self._pools)
        yield from _merged(pool.submit(_rule, part) for pool, part in self._parted(paths))

    def _parted(self, paths: Iterable[str]) -> Iterator[tuple[ProcessPoolExecutor, list[str]]]:
        """The notes in batches, those of all pools in turn."""
        of_pool: dict[int, list[str]] = {index: [] for index in range(len(self._pools))}
        places = {id(pool): index for index, pool in enumerate(self._pools)}
        for count, path in enumerate(paths):
            pool = self._pool_of.get(path)
            of_pool[places[id(pool)] if pool else count % len(self._pools)].append(path)
        longest = max(map(len, of_pool.values()), default=0)
        for start in range(0, longest, _BATCH):
            for index, waiting in of_pool.items():
                if part := waiting[start : start + _BATCH]:
                    yield self._pools[index], part


def _done(futures: Iterable[Future[T]]) -> list[T]:
    """What they end with, in order. Raises OthersLostError when a process has died."""
    try:
        return [future.result() for future in [*futures]]
    except BrokenExecutor as error:
        raise _lost(error) from error


def _merged(futures: Iterable[Future[list[T]]]) -> Iterator[T]:
    """What they end with, as it comes. Raises OthersLostError when a process has died."""
    try:
        for future in as_completed([*futures]):
            yield from future.result()
    except BrokenExecutor as error:
        raise _lost(error) from error


def _lost(error: BrokenExecutor) -> OthersLostError:
    return OthersLostError(f"another process of this run ended early ({error})")


class _Here:
    """What this process has; one vault at a time."""

    reader: NoteReader
    ruling: Ruling
    index: VaultIndex | None
    records: Mapping[type[Struct], Struct]


def _begin(way: Way, given: Mapping[str, bytes]) -> None:
    gc.disable()
    _Here.reader = NoteReader(way, given)


def _read(paths: Sequence[str], packs: bool) -> list[ReadNote]:
    return [_Here.reader.read(path, packs=packs) for path in paths]


def _prepare(ruling: Ruling, columns: Columns, known: Sequence[str]) -> None:
    facets = PackedFacets(frozenset(known), lambda facet: columns.get(facet, {}), _Here.reader)
    _Here.ruling = ruling
    _Here.records = {}
    _Here.index = ruling.index(facets, _record)


def _record(kind: type[R]) -> R | None:
    record = _Here.records.get(kind)
    return record if isinstance(record, kind) else None


def _make_record(kind: type[Struct]) -> Struct:
    assert _Here.index is not None
    return _Here.index.made(kind)


def _take_records(records: Iterable[Struct]) -> None:
    _Here.records = {type(record): record for record in records}


def _rule(paths: Sequence[str]) -> list[Ruled]:
    return [*ruled(_Here.reader, _Here.ruling, _Here.index, paths)]
