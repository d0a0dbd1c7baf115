"""What runs before know of a vault, and what the next one will know from this run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from time import time_ns
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from vaultlint.commands.filestates import file_states, settled
from vaultlint.commands.noteworker import NoteReader, ReadNote, Ruled
from vaultlint.diagnostic import NoteOutcome
from vaultlint.kept import KnownNote, KnownOutcome, Update
from vaultlint.text.packed import packed, unpacked
from vaultlint.vault.facets import MAKERS, Facet, Facets
from vaultlint.vault.index import KeptRecords, VaultIndex
from vaultlint.vault.packedfacets import ChangedFacets, Column, Packed, PackedFacets
from vaultlint.vault.tracking import (
    RECORDS,
    Known,
    Marks,
    changed_marks,
    standing_records,
)

R = TypeVar("R", bound=Struct)

if TYPE_CHECKING:
    from vaultlint.cache import Cache

_FEW = 20  # notes that changed or are asked about; what is known of them is looked up one by one


class Memory:
    """What is known of the notes of a vault, without a cache nothing.

    states: how the notes stand to it.
    """

    def __init__(self, cache: Cache | None, names: Collection[str], reader: NoteReader) -> None:
        """names: of all notes of the vault."""
        self._cache = cache
        self._started = time_ns()
        self._reader = reader
        self._known = cache.notes() if cache else {}
        self.states = file_states(names, self._known, reader)
        self._gone = self._known.keys() - self.states.same
        self._before = PackedFacets(
            self._known.keys(),
            partial(_kept_column, cache) if cache else lambda _: {},
            reader,
            partial(_kept_facet, cache) if cache and len(self._gone) <= _FEW else None,
        )
        self._read: Mapping[str, ReadNote] = {}
        self._touched: Marks = frozenset()
        self._standing: frozenset[type[Struct]] = frozenset()
        self._work = b""
        self._named: Mapping[str, bytes] = {}

    @property
    def is_kept(self) -> bool:
        """Whether there is a cache to keep anything in."""
        return self._cache is not None

    def facets(self, paths: Collection[str], read: Mapping[str, ReadNote]) -> Facets:
        """The facets of all notes now. read: those that are not as they are known."""
        self._read = read
        anew = PackedFacets(read.keys(), lambda kind: _column(kind, read), self._reader)
        return ChangedFacets(self._before, dict.fromkeys(paths), anew, {*self._gone, *read})

    def columns(self) -> dict[type[Struct], Column]:
        """The same, packed."""
        left = {*self._gone, *self._read}
        columns: dict[type[Struct], Column] = {}
        for kind in MAKERS:
            known = self._cache.facets(kind) if self._cache else {}
            kept = {path: data for path, data in known.items() if path not in left}
            columns[kind] = kept | _column(kind, self._read)
        return columns

    def look_at(
        self,
        work: Callable[[], bytes],
        named: Mapping[str, bytes],
        files: tuple[str, ...],
        after: Facets,
        index: VaultIndex,
        index_of: Callable[[tuple[str, ...], Facets, KeptRecords], VaultIndex],
    ) -> None:
        """Finds out what of the vault is other than it was.

        work: the digest of all else that outcomes depend on. named: likewise, by path, of what
        notes name. index_of: an index of other files.
        """
        if self._cache is None:
            return
        self._work = work()
        self._named = named
        then = self._cache.files()
        changed = {*self._gone, *self._read}
        if not self._known:
            return
        self._standing = standing_records(self._before, after, changed, same_files=then == files)
        if changed or then != files:
            earlier = index_of(then, self._before, self._record)
            before = Known(then, self._before, earlier)
            now = Known(files, after, index)
            self._touched = changed_marks(before, now, changed, self._standing)

    def record(self, kind: type[R]) -> R | None:
        """A record of the whole vault that holds still; None when it has to be made."""
        return self._record(kind) if kind in self._standing else None

    def _record(self, kind: type[R]) -> R | None:
        data = self._cache.record(kind.__name__) if self._cache else b""
        return _unpacked(self._cache, data, kind) if self._cache and data else None

    def outcomes(
        self, wanted: Collection[str], day: str, daily: Collection[str]
    ) -> dict[str, NoteOutcome]:
        """The outcomes of those notes for which they are known.

        day: today, in ISO 8601. daily: the rules that find less from day to day.
        """
        same = [path for path in wanted if path in self.states.same]
        if self._cache is None or not same:
            return {}
        found = self._cache.outcomes(self._work)
        touched = self._cache.touched(self._work, self._touched)
        outcomes: dict[str, NoteOutcome] = {}
        nothing = NoteOutcome()
        for path in same:
            kept = found.get(path)
            if kept is None or kept.digest != self._digest(path) or path in touched:
                continue
            outcome = _unpacked(self._cache, kept.data, NoteOutcome) if kept.data else nothing
            if kept.day == day or (kept.day < day and not _has(outcome, daily)):
                outcomes[path] = outcome
        return outcomes

    def save(
        self,
        made: Mapping[str, Ruled],
        day: str,
        files: tuple[str, ...],
        records: Iterable[Struct],
    ) -> None:
        """Keeps what this run found out; nothing of a run that was given contents of notes.

        records: that were made of the whole vault. Raises CacheError if the cache could not be
        read: a rule that met that was cut short.
        """
        if self._cache is None:
            return
        if self._cache.fault is not None:
            raise self._cache.fault
        if self._reader.given:
            return
        read = {path: note for path, note in self._read.items() if _is_plain(note)}
        outcomes = {
            path: KnownOutcome(self._digest(path), day, data)
            for path, ruled in made.items()
            if (path in read or path in self.states.same)
            and (data := _data(ruled.outcome)) is not None
        }
        update = Update(
            files if files != self._cache.files() else None,
            self._new_records(records),
            {**self.states.restated, **{path: self._note(note) for path, note in read.items()}},
            {path: _packs(note) for path, note in read.items()},
            self._gone - read.keys(),
            self._touched,
            outcomes,
            {path: made[path].marks for path in outcomes},
        )
        if any(update):
            self._cache.save(self._work, update)

    def _new_records(self, records: Iterable[Struct]) -> dict[str, bytes]:
        """Those that were made in this run; and nothing in the place of those that hold no more."""
        assert self._cache is not None
        new = {kind.__name__: b"" for kind in RECORDS if kind not in self._standing}
        new = {kind: data for kind, data in new.items() if self._cache.has_record(kind)}
        for record in records:
            kind = type(record)
            if kind not in self._standing or not self._cache.has_record(kind.__name__):
                new[kind.__name__] = packed(record) or b""
        return new

    def _digest(self, path: str) -> bytes:
        note = self._read[path] if path in self._read else self._known[path]
        return note.digest + self._named.get(path, b"")

    def _note(self, note: ReadNote) -> KnownNote:
        file = self.states.files.get(note.path)
        return KnownNote(settled(file, self._started) if file else None, note.digest)


def _column(kind: type[Struct], read: Mapping[str, ReadNote]) -> dict[str, Packed]:
    return {path: note.facets[kind] for path, note in read.items() if kind in note.facets}


def _is_plain(note: ReadNote) -> bool:
    """Whether a note was read, and all that is known of it can be kept."""
    is_read = not note.unreadable and note.failure is None
    return is_read and all(isinstance(each, bytes) for each in note.facets.values())


def _packs(note: ReadNote) -> dict[type[Struct], bytes]:
    return {kind: data for kind, data in note.facets.items() if isinstance(data, bytes)}


def _data(outcome: NoteOutcome) -> bytes | None:
    """An outcome as it is kept; None when it cannot be."""
    if outcome.failures:
        return None
    return packed(outcome) if outcome != NoteOutcome() else b""


def _kept_column(cache: Cache, kind: type[Facet]) -> Column:
    return {path: _unpacked(cache, data, kind) for path, data in cache.facets(kind).items()}


def _kept_facet(cache: Cache, path: str, kind: type[Facet]) -> Packed | None:
    data = cache.facet(path, kind)
    return None if data is None else _unpacked(cache, data, kind)


def _unpacked(cache: Cache, data: bytes, kind: type[R]) -> R:
    """What a cache holds packed. Raises CacheError when it cannot be read."""
    try:
        return unpacked(data, kind)
    except ValueError as error:
        raise cache.damaged(error) from error


def _has(outcome: NoteOutcome, rules: Iterable[str]) -> bool:
    told = [*outcome.diagnostics, *(held.diagnostic for held in outcome.kept_back)]
    return not {diagnostic.rule for diagnostic in told}.isdisjoint(rules)
