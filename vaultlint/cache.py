"""What a run found out about a vault, kept in one file for the next run.

Nothing here is needed: without the file, or with any part of it missing, all is made anew. A file
that is damaged, foreign or of another version of vaultlint is replaced. It holds no code.

Several runs may use it at once. Each builds on one state of it, and finds out when another run has
changed that state meanwhile. What it found is kept only if nobody has; so no run ever builds on
what another one saw of other notes.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from zlib import crc32

import msgspec

from vaultlint.kept import (
    CacheError,
    DamagedError,
    FileState,
    KnownNote,
    KnownOutcome,
    OvertakenError,
    Update,
)
from vaultlint.text.packed import packed, unpacked
from vaultlint.vault.facets import MAKERS
from vaultlint.vault.tracking import Marks, touched

_APPLICATION = 0x7661756C  # "vaul"
_FORMAT = 3
_STAMPS = {"application_id": _APPLICATION, "user_version": _FORMAT}
_WAIT = 5.0  # seconds, for another run that writes
_MOST_WORKS = 6  # kinds of runs whose findings are kept
_MOST_ROWS = 200  # notes, or outcomes of a work, that are kept one by one
# SQLite finds only a part of all damage. Each row has a checksum, crc, of what must not be other.
# What is known of all notes is read at once, so the most of it lies packed in values of the state:
# `notes`, and for each work `outcomes` and `marks`. The rows of the tables are newer. One with an
# empty digest stands for what is there no longer.
# A table without rowids would read all of a large value on the way to another one.
_SCHEMA = """
CREATE TABLE state (key TEXT PRIMARY KEY, value BLOB, crc INTEGER);
CREATE TABLE notes (path TEXT PRIMARY KEY, file BLOB, digest BLOB, crc INTEGER) WITHOUT ROWID;
CREATE TABLE facets (
    kind INTEGER, path TEXT, data BLOB, crc INTEGER, PRIMARY KEY (kind, path)
) WITHOUT ROWID;
CREATE TABLE outcomes (
    work BLOB, path TEXT, digest BLOB, day BLOB, marks BLOB, data BLOB, crc INTEGER,
    PRIMARY KEY (work, path)
) WITHOUT ROWID;
CREATE TABLE works (work BLOB PRIMARY KEY, used INTEGER) WITHOUT ROWID;
"""
# What keeps a sound file from being used: https://www.sqlite.org/rescode.html
_HINDRANCES = frozenset(
    {
        sqlite3.SQLITE_AUTH,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOLFS,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)
# The second when a message of SQLite quotes what is damaged.
_ERRORS = (sqlite3.Error, UnicodeDecodeError)
# CACHEDIR.TAG: https://bford.info/cachedir/
_TAG = """Signature: 8a477f597d28d172789f06886806bc55
# This folder holds what vaultlint keeps between its runs; it can be removed at any time.
"""
_OWN_FILES: Mapping[str, str] = {".gitignore": "*\n", "CACHEDIR.TAG": _TAG}

KINDS: Mapping[type[msgspec.Struct], int] = {facet: kind for kind, facet in enumerate(MAKERS)}


S = TypeVar("S", bound=msgspec.Struct)


class _Notes(msgspec.Struct, frozen=True, array_like=True):
    notes: dict[str, KnownNote]


class _Outcomes(msgspec.Struct, frozen=True, array_like=True):
    outcomes: dict[str, KnownOutcome]


class _Marks(msgspec.Struct, frozen=True, array_like=True):
    """What outcomes rest on. sizes: how much of `marks`, one after the other, each note has."""

    paths: tuple[str, ...]
    sizes: tuple[int, ...]
    marks: bytes


class Contents(NamedTuple):
    """What a cache holds. root: the vault's folder, as it was named when the cache was made."""

    root: Path
    notes: int
    outcomes: int
    is_current: bool


class Cache:
    """The cache of one vault, opened.

    Its methods raise CacheError when they cannot read it. fault: what they raised last, or why
    nothing could be kept.
    """

    def __init__(self, connection: sqlite3.Connection, is_writable: bool) -> None:
        self.fault: CacheError | None = None
        self._connection = connection
        self._is_writable = is_writable
        self._generation = self._value("generation")
        self._files: tuple[str, ...] | None = None

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()

    def damaged(self, why: object) -> DamagedError:
        """The error to raise when what was read of it makes no sense."""
        self.fault = error = DamagedError(f"is damaged ({why})")
        return error

    def files(self) -> tuple[str, ...]:
        """All files of the vault when it was read last; empty when it never was."""
        if self._files is None:
            value = self._stated("files").decode("utf-8", "surrogatepass")
            self._files = tuple(value.split("\0")) if value else ()
        return self._files

    def notes(self) -> dict[str, KnownNote]:
        """The notes by path."""
        notes = self._packed("notes", _Notes, _Notes({})).notes
        for _, path, file, digest in self._sound("SELECT crc, path, file, digest FROM notes"):
            notes.pop(path, None)
            if digest:
                state = self._unpacked(file, FileState) if file else None
                notes[path] = KnownNote(state, digest)
        return notes

    def record(self, kind: str) -> bytes:
        """A record of the whole vault, packed; empty when there is none."""
        return self._stated(f"record {kind}")

    def has_record(self, kind: str) -> bool:
        """Whether there is one; it is not read."""
        rows = self._rows("SELECT length(value) FROM state WHERE key = ?", f"record {kind}")
        self._check_state()
        return any(length for (length,) in rows)

    def facets(self, facet: type[msgspec.Struct]) -> dict[str, bytes]:
        """A facet of all notes that have it, packed, by path."""
        rows = self._sound("SELECT crc, path, data FROM facets WHERE kind = ?", KINDS[facet])
        return {path: data for _, path, data in rows}

    def facet(self, path: str, facet: type[msgspec.Struct]) -> bytes | None:
        """A facet of one note, packed."""
        query = "SELECT crc, path, data FROM facets WHERE kind = ? AND path = ?"
        return next((data for _, _, data in self._sound(query, KINDS[facet], path)), None)

    def outcomes(self, work: bytes) -> dict[str, KnownOutcome]:
        """What is known of the outcomes of a kind of run, by path."""
        outcomes = self._packed(_key("outcomes", work), _Outcomes, _Outcomes({})).outcomes
        for path, known, _ in self._newer(work):
            outcomes.pop(path, None)
            if known is not None:
                outcomes[path] = known
        return outcomes

    def touched(self, work: bytes, changed: Marks) -> set[str]:
        """The notes whose outcomes rest on something that changed."""
        if not changed:
            return set()
        packs = self._packed(_key("marks", work), _Marks, _Marks((), (), b""))
        places = touched(packs.marks, [*accumulate(packs.sizes)], changed)
        paths = {packs.paths[place] for place in places}
        for path, _, marks in self._newer(work):
            paths.discard(path)
            if touched(marks, [len(marks)], changed):
                paths.add(path)
        return paths

    def _newer(self, work: bytes) -> Iterator[tuple[str, KnownOutcome | None, bytes]]:
        """By path, outcomes that are newer than the packed ones, and what they rest on."""
        query = "SELECT crc, path, digest, day, marks, data FROM outcomes WHERE work = ?"
        for _, path, digest, day, marks, data in self._sound(query, work):
            yield path, KnownOutcome(digest, day.decode(), data) if digest else None, marks

    def contents(self, world: bytes | None) -> Contents:
        """What it holds. world: as in open_cache(), to compare with; None of no vault."""
        outcomes = sum(len(self.outcomes(work)) for work in self._works())
        root = Path(os.fsdecode(self._value("root")))
        return Contents(root, len(self.notes()), outcomes, self._value("world") == world)

    def save(self, work: bytes, update: Update) -> bool:
        """Keeps what a run found out; False if another run has changed what it built on.

        Nothing is kept where that is not possible.
        """
        if not self._is_writable:
            return False
        try:
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                if self._value("generation") != self._generation:
                    return False
                self._write(work, update)
            return True
        except _ERRORS as error:
            # Another run that writes for so long, or has replaced the file, keeps the same.
            if not _is_overtaken(error):
                self.fault = _told(error, "cannot be written")
        except CacheError as error:
            self.fault = error
        return False

    def _write(self, work: bytes, update: Update) -> None:
        run = self._connection.executemany
        if update.files is not None:
            self._set("files", "\0".join(update.files).encode("utf-8", "surrogatepass"))
        for kind, record in update.records.items():
            self._set(f"record {kind}", record)
        anew = [path for path in (*update.gone, *update.facets) if _is_text(path)]
        self._forget_facets(anew)
        if update.changed:
            for each in self._works():
                forgotten = dict.fromkeys([*self.touched(each, update.changed), *anew])
                self._put_outcomes(each, forgotten, {})
        run(
            "INSERT OR REPLACE INTO facets VALUES (?, ?, ?, ?)",
            [
                (KINDS[facet], *_summed(path, data))
                for path, facets in update.facets.items()
                if _is_text(path)
                for facet, data in facets.items()
            ],
        )
        self._put_notes({**dict.fromkeys(update.gone), **update.notes})
        self._put_outcomes(work, update.outcomes, update.marks)
        self._forget_works(work)
        self._set("generation", int.to_bytes(int.from_bytes(self._generation) + 1, 8))

    def _forget_facets(self, paths: Iterable[str]) -> None:
        self._connection.executemany(
            "DELETE FROM facets WHERE kind = ? AND path = ?",
            [(kind, path) for path in paths for kind in KINDS.values()],
        )

    def _put_notes(self, changed: Mapping[str, KnownNote | None]) -> None:
        """Keeps notes; None stands for one that is gone."""
        changed = {path: known for path, known in changed.items() if _is_text(path)}
        if self._count("SELECT count(*) FROM notes") + len(changed) > _MOST_ROWS:
            notes = _with(self.notes(), changed)
            self._set("notes", packed(_Notes(notes)) or b"")
            self._connection.execute("DELETE FROM notes")
            return
        rows = [
            (path, _file(known.file), known.digest) if known else (path, b"", b"")
            for path, known in changed.items()
        ]
        query = "INSERT OR REPLACE INTO notes VALUES (?, ?, ?, ?)"
        self._connection.executemany(query, [_summed(*row) for row in rows])

    def _put_outcomes(
        self, work: bytes, changed: Mapping[str, KnownOutcome | None], marks: Mapping[str, bytes]
    ) -> None:
        """Keeps outcomes of a work, and their marks; None stands for one that holds no more."""
        changed = {path: known for path, known in changed.items() if _is_text(path)}
        rows = self._count("SELECT count(*) FROM outcomes WHERE work = ?", work)
        if rows + len(changed) > _MOST_ROWS:
            outcomes = _with(self.outcomes(work), changed)
            held = {**self._marks(work), **marks}
            packs = [held.get(path, b"") for path in outcomes]
            record = _Marks(tuple(outcomes), tuple(map(len, packs)), b"".join(packs))
            self._set(_key("outcomes", work), packed(_Outcomes(outcomes)) or b"")
            self._set(_key("marks", work), packed(record) or b"")
            self._connection.execute("DELETE FROM outcomes WHERE work = ?", (work,))
            return
        none = KnownOutcome(b"", "", b"")
        pairs = [(path, known or none) for path, known in changed.items()]
        self._connection.executemany(
            "INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (work, *_summed(path, o.digest, o.day.encode(), marks.get(path, b""), o.data))
                for path, o in pairs
            ],
        )

    def _marks(self, work: bytes) -> dict[str, bytes]:
        """What outcomes rest on, by path."""
        packs = self._packed(_key("marks", work), _Marks, _Marks((), (), b""))
        bounds = pairwise(accumulate(packs.sizes, initial=0))
        pieces = (packs.marks[start:end] for start, end in bounds)
        marks = dict(zip(packs.paths, pieces, strict=True))
        return marks | {path: own for path, _, own in self._newer(work)}

    def _forget_works(self, work: bytes) -> None:
        """Outcomes of the kinds of runs that were not made for the longest time."""
        number = int.from_bytes(self._generation)
        run = self._connection.execute
        run("INSERT OR REPLACE INTO works VALUES (?, ?)", (work, number))
        query = "SELECT work FROM works ORDER BY used DESC LIMIT -1 OFFSET ?"
        for (old,) in self._rows(query, _MOST_WORKS):
            for table in ("outcomes", "works"):
                run(f"DELETE FROM {table} WHERE work = ?", (old,))
            for kind in ("outcomes", "marks"):
                run("DELETE FROM state WHERE key = ?", (_key(kind, old),))

    def _works(self) -> list[bytes]:
        return [work for (work,) in self._rows("SELECT work FROM works")]

    def _count(self, query: str, *values: object) -> int:
        ((count,),) = self._rows(query, *values)
        return int(count)

    def _packed(self, key: str, kind: type[S], otherwise: S) -> S:
        """A value of the state as a record; `otherwise` when there is none."""
        value = self._stated(key)
        return self._unpacked(value, kind) if value else otherwise

    def _unpacked(self, value: bytes, kind: type[S]) -> S:
        try:
            return unpacked(value, kind)
        except ValueError as error:
            raise self.damaged(error) from error

    def _stated(self, key: str) -> bytes:
        """A value of the state that this run builds on; empty when there is none."""
        value = self._value(key)
        self._check_state()
        return value

    def _value(self, key: str) -> bytes:
        rows = self._checked("SELECT crc, key, value FROM state WHERE key = ?", key)
        return next((value for _, _, value in rows), b"")

    def _set(self, key: str, value: bytes) -> None:
        self._connection.execute(_SET, _summed(key, value))

    def _sound(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the state that this run builds on; see _checked()."""
        rows = self._checked(query, *values)
        self._check_state()
        return rows

    def _check_state(self) -> None:
        """Raises OvertakenError when what was read until now need not be of one state."""
        if self._value("generation") != self._generation:
            self.fault = OvertakenError("was changed by another run")
            raise self.fault

    def _checked(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows without damage: a checksum, a text, and the bytes that they are the sum of."""
        rows = self._rows(query, *values)
        try:
            is_sound = all(crc == _sum(name, values) for crc, name, *values in rows)
        except (AttributeError, TypeError):  # a value of another type
            is_sound = False
        if not is_sound:
            raise self.damaged("wrong checksum")
        return rows

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(query, values).fetchall()
        except UnicodeEncodeError:
            return []  # of a path that is none in UTF-8, of which nothing is kept
        except _ERRORS as error:
            self.fault = _told(error, "cannot be read")
            raise self.fault from error


_SET = "INSERT OR REPLACE INTO state VALUES (?, ?, ?)"


def open_cache(file: Path, world: bytes, root: Path) -> Cache:
    """The cache in a file, which is made when there is none, and so is its folder.

    world: all that its facets depend on besides the notes; what was kept of another is dropped.
    root: of the vault. Raises CacheError when the file cannot be used.
    """
    try:
        is_there = _is_there(file)
        if not is_there:
            make_folder(file.parent)
        connection, is_writable = _connected(file, is_there)
    except OSError as error:
        raise CacheError(f"cannot be made ({error.strerror})") from error
    except _ERRORS as error:
        raise _told(error, "cannot be opened") from error
    try:
        _prepare(connection, world, root, is_writable)
        return Cache(connection, is_writable)
    except _ERRORS as error:
        connection.close()
        raise _told(error, "cannot be used") from error
    except CacheError:
        connection.close()
        raise


def contents(file: Path, world: bytes | None) -> Contents:
    """What a cache holds; it is only looked at.

    world: as in open_cache(); None when the vault is not there. Raises CacheError, also when it is
    of another version that says nothing of itself.
    """
    try:
        connection, _ = _connected(file, _is_there(file), is_writable=False)
        with closing(connection):
            if not _has_stamps(connection):
                raise CacheError("is of another version of vaultlint")
            return Cache(connection, is_writable=False).contents(world)
    except OSError as error:
        raise CacheError(f"cannot be read ({error.strerror})") from error
    except _ERRORS as error:
        raise _told(error, "cannot be opened") from error


def remove_cache(file: Path) -> list[Path]:
    """Removes a cache, and what SQLite may have left beside it; what was there. Raises OSError."""
    removed = []
    # The journal first: it must not be taken for that of a new file.
    for each in (file.with_name(f"{file.name}-journal"), file):
        with suppress(FileNotFoundError):
            each.unlink()
            removed.append(each)
    return removed


def make_folder(folder: Path) -> None:
    """Makes the folder of a cache, which tells backups and git to pass it over. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _OWN_FILES.items():
        if not (folder / name).exists():
            (folder / name).write_text(text, encoding="utf-8")


def remove_folder(folder: Path) -> list[Path]:
    """Removes what make_folder() made, if nothing else is left; what was there. Raises OSError."""
    own = [folder / name for name, text in _OWN_FILES.items() if _text(folder / name) == text]
    if not own or len(own) != len(list(folder.iterdir())):
        return []
    for file in own:
        file.unlink()
    folder.rmdir()
    return [*own, folder]


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None


def _is_there(file: Path) -> bool:
    """Whether the file is there. Raises OSError, and DamagedError when something else is."""
    try:
        mode = file.lstat().st_mode
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(mode):
        raise DamagedError("is no file")
    return True


def _connected(
    file: Path, is_there: bool, is_writable: bool = True
) -> tuple[sqlite3.Connection, bool]:
    """A connection, and whether it can write."""
    is_writable = is_writable and os.access(file if is_there else file.parent, os.W_OK)
    is_writable = is_writable and os.access(file.parent, os.W_OK)
    mode = "rwc" if is_writable else "ro"
    uri = f"{file.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=_WAIT, isolation_level=None)
    try:
        # A power cut may damage the file, as its checksums will tell; to wait for the disk at each
        # save would take longer than all else.
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA trusted_schema = OFF")
    except _ERRORS:
        connection.close()
        raise
    return connection, is_writable


def _prepare(connection: sqlite3.Connection, world: bytes, root: Path, is_writable: bool) -> None:
    """Makes the tables when the file is new, or of another version or configuration."""
    if _is_of(connection, world):
        return
    if not is_writable:
        raise CacheError("is of another version or configuration, and cannot be written")
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        if not _is_of(connection, world):  # unless another run has made them meanwhile
            _make_tables(connection, world, root)


def _is_of(connection: sqlite3.Connection, world: bytes) -> bool:
    if not _has_stamps(connection):
        return False
    query = "SELECT key, value, crc FROM state WHERE key = 'world'"
    return connection.execute(query).fetchall() == [_summed("world", world)]


def _has_stamps(connection: sqlite3.Connection) -> bool:
    """Whether its tables are as those of this module. Raises DamagedError when it is foreign."""
    stamps = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in _STAMPS]
    if stamps[0] not in (0, _APPLICATION) or (stamps[0] == 0 and _has_tables(connection)):
        raise DamagedError("is none of vaultlint")
    return stamps == list(_STAMPS.values())


def _make_tables(connection: sqlite3.Connection, world: bytes, root: Path) -> None:
    query = "SELECT name FROM sqlite_master WHERE type = 'table'"
    for (table,) in connection.execute(query).fetchall():
        connection.execute(f'DROP TABLE "{table}"')
    for statement in filter(str.strip, _SCHEMA.split(";")):
        connection.execute(statement)
    for name, value in _STAMPS.items():
        connection.execute(f"PRAGMA {name} = {value}")
    stated = {"world": world, "root": os.fsencode(root), "generation": os.urandom(6)}
    connection.executemany(_SET, [_summed(*pair) for pair in stated.items()])


def _has_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master").fetchone() is not None


def _told(error: Exception, otherwise: str) -> CacheError:
    """What an error of SQLite means. otherwise: what is said when the file may be sound."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    if code & 0xFF in _HINDRANCES:
        return CacheError(f"{otherwise} ({error})")
    return DamagedError(f"is damaged ({error})")


def _is_overtaken(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", 0)
    return code == sqlite3.SQLITE_READONLY_DBMOVED or code & 0xFF == sqlite3.SQLITE_BUSY


def _summed(name: str, *values: bytes) -> tuple[object, ...]:
    return (name, *values, _sum(name, values))


def _sum(name: str, values: Iterable[bytes]) -> int:
    return crc32(b"".join(values), crc32(name.encode()))


def _is_text(path: str) -> bool:
    """Whether a path can be kept: a name that is none in UTF-8 cannot."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _with(known: dict[str, S], changed: Mapping[str, S | None]) -> dict[str, S]:
    """What is known after a change; None stands for what is there no longer."""
    return {path: one for path, one in {**known, **changed}.items() if one is not None}


def _file(state: FileState | None) -> bytes:
    return (packed(state) or b"") if state else b""


def _key(kind: str, work: bytes) -> str:
    """Of a value of the state that is kept for each work."""
    return f"{kind} {work.hex()}"
