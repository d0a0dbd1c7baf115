"""Other processes that read notes and ask rules about them, each a part of the vault."""

from __future__ import annotations

import gc
import multiprocessing
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from typing import TypeVar

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

T = TypeVar("T")

_BATCH = 50  # notes; what is found of them is sent back at once


class Workers:
    """Processes of this machine. What one of them has read, it is asked about by the rules.

    Notes are parted by their places, as those that lie together ask for each other.
    """

    def __init__(self, way: Way, given: Mapping[str, bytes], jobs: int) -> None:
        # A process that is forked has all modules loaded; elsewhere it has to load them itself.
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
        self._pools = [
            ProcessPoolExecutor(1, context, _begin, (way, dict(given))) for _ in range(jobs)
        ]
        self._pool_of: dict[str, ProcessPoolExecutor] = {}

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
        prepared = [pool.submit(_prepare, ruling, columns, known) for pool in self._pools]
        for each in prepared:
            each.result()
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


def _merged(futures: Iterable[Future[list[T]]]) -> Iterator[T]:
    for future in as_completed([*futures]):
        yield from future.result()


class _Here:
    """What this process has; one vault at a time."""

    reader: NoteReader
    ruling: Ruling
    index: VaultIndex | None


def _begin(way: Way, given: Mapping[str, bytes]) -> None:
    gc.disable()
    _Here.reader = NoteReader(way, given)


def _read(paths: Sequence[str], packs: bool) -> list[ReadNote]:
    return [_Here.reader.read(path, packs=packs) for path in paths]


def _prepare(ruling: Ruling, columns: Columns, known: Sequence[str]) -> None:
    facets = PackedFacets(frozenset(known), lambda facet: columns.get(facet, {}), _Here.reader)
    _Here.ruling = ruling
    _Here.index = ruling.index(facets)


def _rule(paths: Sequence[str]) -> list[Ruled]:
    return [*ruled(_Here.reader, _Here.ruling, _Here.index, paths)]
