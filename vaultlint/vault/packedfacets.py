"""Facets that lie packed in the memory or in a file, and are unpacked when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Protocol, TypeAlias

from msgspec import Struct

from vaultlint.notes.facts import Note
from vaultlint.text.packed import unpacked
from vaultlint.text.source import Source
from vaultlint.vault.facets import F, Facet, Facets

Packed: TypeAlias = bytes | Facet
"""A facet as packed() makes it, or itself where that cannot be done."""

Column: TypeAlias = Mapping[str, Packed]
"""One facet of all notes that have it, by path."""


_MOST_SINGLE = 50  # facets of a kind that are loaded one by one


class Texts(Protocol):
    """Reads notes when they are asked for."""

    def note(self, path: str, /) -> Note | None:
        """All of the note at this path; None when it cannot be read."""
        ...

    def source(self, path: str, /) -> Source | None:
        """The text of the note at this path; None when it cannot be read."""
        ...


class PackedFacets:
    """Packed facets, unpacked once; see Facets."""

    def __init__(
        self,
        paths: Collection[str],
        load: Callable[[type[Struct]], Column],
        texts: Texts,
        load_one: Callable[[str, type[Struct]], Packed | None] | None = None,
    ) -> None:
        """load: a column. load_one: one facet of one note, where that is less work."""
        self._paths = paths
        self._load = load
        self._load_one = load_one
        self._texts = texts
        self._columns: dict[type[Struct], Any] = {}
        self._singles: dict[type[Struct], dict[str, Any]] = {}

    @property
    def paths(self) -> Iterable[str]:
        """See Facets."""
        return self._paths

    def each(self, facet: type[F]) -> Iterable[tuple[str, F]]:
        """See Facets."""
        return self._column(facet).items()

    def of(self, path: str, facet: type[F]) -> F | None:
        """See Facets."""
        if facet in self._columns or self._load_one is None:
            return self._column(facet).get(path)
        singles = self._singles.setdefault(facet, {})
        if path not in singles:
            if len(singles) == _MOST_SINGLE:
                return self._column(facet).get(path)
            found = self._load_one(path, facet)
            singles[path] = None if found is None else _unpacked(found, facet)
        single: F | None = singles[path]
        return single

    def note(self, path: str) -> Note | None:
        """See Facets."""
        return self._texts.note(path) if path in self._paths else None

    def source(self, path: str) -> Source | None:
        """See Facets."""
        return self._texts.source(path) if path in self._paths else None

    def _column(self, facet: type[F]) -> dict[str, F]:
        if facet not in self._columns:
            found = self._load(facet)
            self._columns[facet] = {path: _unpacked(each, facet) for path, each in found.items()}
        column: dict[str, F] = self._columns[facet]
        return column


class ChangedFacets:
    """Facets as they are after some notes have changed; see Facets."""

    def __init__(
        self, before: Facets, paths: Collection[str], anew: PackedFacets, gone: Collection[str]
    ) -> None:
        """paths: of all notes now. anew: those that changed or are new. gone: those that do not
        count of `before`, changed ones included.
        """
        self._before = before
        self._paths = paths
        self._anew = anew
        self._gone = gone

    @property
    def paths(self) -> Iterable[str]:
        """See Facets."""
        return self._paths

    def each(self, facet: type[F]) -> Iterator[tuple[str, F]]:
        """See Facets."""
        kept = (entry for entry in self._before.each(facet) if entry[0] not in self._gone)
        return chain(kept, self._anew.each(facet))

    def of(self, path: str, facet: type[F]) -> F | None:
        """See Facets."""
        return (self._anew if path in self._gone else self._before).of(path, facet)

    def note(self, path: str) -> Note | None:
        """See Facets."""
        return self._anew.note(path) if path in self._gone else self._before.note(path)

    def source(self, path: str) -> Source | None:
        """See Facets."""
        return self._anew.source(path) if path in self._gone else self._before.source(path)


def _unpacked(found: Packed, facet: type[F]) -> F:
    return unpacked(found, facet) if isinstance(found, bytes) else found  # type: ignore[return-value]
