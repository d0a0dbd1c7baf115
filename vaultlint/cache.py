"""What a run found out about a vault, kept in one file for the next run.

Nothing here is needed: without the file, or with any part of it missing, all is made anew. A file
that is damaged, foreign or of another version of vaultlint is replaced. It holds no code.

Several runs may use it at once. Each reads one state of it. What it found is kept only if nobody
has changed that state meanwhile; so no run ever builds on what another one saw of other notes.
"""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import msgspec

from vaultlint.diagnostic import NoteOutcome
from vaultlint.text.packed import unpacked
from vaultlint.vault.facets import MAKERS
from vaultlint.vault.tracking import Marks, is_touched

FILE_NAME = "cache.sqlite3"
FOLDER_NAME = ".vaultlint_cache"

_APPLICATION = 0x7661756C  # "vaul"
_FORMAT = 1
_STAMPS = {"application_id": _APPLICATION, "user_version": _FORMAT}
_WAIT = 5.0  # seconds, for another run that writes
_MOST_WORKS = 6  # kinds of runs whose findings are kept
_SCHEMA = """
CREATE TABLE state (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE notes (path TEXT PRIMARY KEY, file BLOB, digest BLOB) WITHOUT ROWID;
CREATE TABLE facets (kind INTEGER, path TEXT, data BLOB, PRIMARY KEY (kind, path)) WITHOUT ROWID;
CREATE TABLE outcomes (
    work BLOB, path TEXT, digest BLOB, day TEXT, marks BLOB, data BLOB, PRIMARY KEY (work, path)
) WITHOUT ROWID;
CREATE TABLE works (work BLOB PRIMARY KEY, used INTEGER) WITHOUT ROWID;
"""
# CACHEDIR.TAG: https://bford.info/cachedir/
_TAG = """Signature: 8a477f597d28d172789f06886806bc55
# This folder holds what vaultlint keeps between its runs; it can be removed at any time.
"""

KINDS: Mapping[type[msgspec.Struct], int] = {facet: kind for kind, facet in enumerate(MAKERS)}


class CacheError(Exception):
    """Why there is no cache to use, in words that go on "the cache …"."""


class FileState(NamedTuple):
    """By which an unchanged file is known without reading it. Times in nanoseconds."""

    size: int
    modified: int
    changed: int
    inode: int


class KnownNote(NamedTuple):
    """A note as it was read. file: None when its times are too fresh to tell of a later change."""

    file: FileState | None
    digest: bytes


class KnownOutcome(NamedTuple):
    """What the rules said of a note on a day (ISO 8601).

    digest: of the note, and of what it names, such as a bibliography.

    data: of a NoteOutcome; empty when they said nothing.
    """

    digest: bytes
    day: str
    marks: bytes
    data: bytes

    def outcome(self) -> NoteOutcome:
        """What they said. Raises ValueError when it cannot be read."""
        return unpacked(self.data, NoteOutcome) if self.data else NoteOutcome()


Packs: TypeAlias = Mapping[type[msgspec.Struct], bytes]
"""The facets of a note, packed."""


class Update(NamedTuple):
    """What a run found out. files: of the vault, None if they are the same.

    records: by their kinds; empty for one that does not hold any more.
    notes: that were read anew, or whose file is known by other times. facets: of those that were
    read anew. gone: notes that are there no longer. changed: what of the vault is other now.
    outcomes: of the work.
    """

    files: tuple[str, ...] | None
    records: Mapping[str, bytes]
    notes: Mapping[str, KnownNote]
    facets: Mapping[str, Packs]
    gone: Iterable[str]
    changed: Marks
    outcomes: Mapping[str, KnownOutcome]


class Cache:
    """The cache of one vault, opened.

    Its methods raise CacheError when the file turns out to be damaged.
    """

    def __init__(self, connection: sqlite3.Connection, is_writable: bool) -> None:
        self._connection = connection
        self._is_writable = is_writable
        self._generation = self._value("generation")

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()

    def files(self) -> tuple[str, ...]:
        """All files of the vault when it was read last; empty when it never was."""
        value = self._value("files")
        try:
            return msgspec.msgpack.decode(value, type=tuple[str, ...]) if value else ()
        except msgspec.DecodeError as error:
            raise CacheError(f"is damaged ({error})") from error

    def notes(self) -> dict[str, KnownNote]:
        """The notes by path."""
        rows = self._rows("SELECT path, file, digest FROM notes")
        return {path: KnownNote(_state(file), digest) for path, file, digest in rows}

    def record(self, kind: str) -> bytes:
        """A record of the whole vault, packed; empty when there is none."""
        return self._value(f"record {kind}")

    def facets(self, facet: type[msgspec.Struct]) -> dict[str, bytes]:
        """A facet of all notes that have it, encoded, by path."""
        rows = self._rows("SELECT path, data FROM facets WHERE kind = ?", KINDS[facet])
        return dict(rows)

    def facet(self, path: str, facet: type[msgspec.Struct]) -> bytes | None:
        """A facet of one note, encoded."""
        query = "SELECT data FROM facets WHERE kind = ? AND path = ?"
        return next((data for (data,) in self._rows(query, KINDS[facet], path)), None)

    def outcomes(self, work: bytes) -> dict[str, KnownOutcome]:
        """What is known of the outcomes of a kind of run, by path."""
        query = "SELECT path, digest, day, marks, data FROM outcomes WHERE work = ?"
        return {path: KnownOutcome(*values) for path, *values in self._rows(query, work)}

    def outcome(self, work: bytes, path: str) -> KnownOutcome | None:
        """What is known of the outcome of one note."""
        query = "SELECT digest, day, marks, data FROM outcomes WHERE work = ? AND path = ?"
        return next((KnownOutcome(*values) for values in self._rows(query, work, path)), None)

    def sizes(self) -> tuple[int, int]:
        """How many notes, and how many outcomes, it holds."""
        ((notes,),) = self._rows("SELECT count(*) FROM notes")
        ((outcomes,),) = self._rows("SELECT count(*) FROM outcomes")
        return notes, outcomes

    def save(self, work: bytes, update: Update) -> bool:
        """Keeps what a run found out; False if another run has changed what it built on.

        Nothing is kept in a folder that cannot be written to.
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
        except sqlite3.Error as error:
            raise CacheError(f"cannot be written ({error})") from error

    def _write(self, work: bytes, update: Update) -> None:
        run = self._connection.executemany
        if update.files is not None:
            self._set("files", msgspec.msgpack.encode(update.files))
        for kind, record in update.records.items():
            self._set(f"record {kind}", record)
        anew = [(path,) for path in (*update.gone, *update.facets)]
        self._forget_facets(anew)
        run("DELETE FROM notes WHERE path = ?", [(path,) for path in update.gone])
        run(
            "INSERT OR REPLACE INTO notes VALUES (?, ?, ?)",
            [(path, _file(known.file), known.digest) for path, known in update.notes.items()],
        )
        run(
            "INSERT OR REPLACE INTO facets VALUES (?, ?, ?)",
            [
                (KINDS[facet], path, data)
                for path, facets in update.facets.items()
                for facet, data in facets.items()
            ],
        )
        self._forget_outcomes(update.changed, anew)
        run(
            "INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?, ?, ?, ?)",
            [(work, path, *known) for path, known in update.outcomes.items()],
        )
        self._forget_works(work)
        self._set("generation", int.to_bytes(int.from_bytes(self._generation) + 1, 8))

    def _forget_facets(self, paths: Iterable[tuple[str]]) -> None:
        self._connection.executemany(
            "DELETE FROM facets WHERE kind = ? AND path = ?",
            [(kind, path) for (path,) in paths for kind in KINDS.values()],
        )

    def _forget_outcomes(self, changed: Marks, paths: Iterable[tuple[str]]) -> None:
        """Outcomes that rest on what changed, and those of notes that did."""
        if not changed:
            return
        touched = [
            (work, path)
            for work, path, marks in self._rows("SELECT work, path, marks FROM outcomes")
            if is_touched(marks, changed)
        ]
        works = [work for (work,) in self._rows("SELECT work FROM works")]
        touched += [(work, path) for (path,) in paths for work in works]
        query = "DELETE FROM outcomes WHERE work = ? AND path = ?"
        self._connection.executemany(query, touched)

    def _forget_works(self, work: bytes) -> None:
        """Outcomes of the kinds of runs that were not made for the longest time."""
        number = int.from_bytes(self._generation)
        self._connection.execute("INSERT OR REPLACE INTO works VALUES (?, ?)", (work, number))
        query = "SELECT work FROM works ORDER BY used DESC LIMIT -1 OFFSET ?"
        for (old,) in self._rows(query, _MOST_WORKS):
            for table in ("outcomes", "works"):
                self._connection.execute(f"DELETE FROM {table} WHERE work = ?", (old,))

    def _value(self, key: str) -> bytes:
        rows = self._rows("SELECT value FROM state WHERE key = ?", key)
        return next((value for (value,) in rows), b"")

    def _set(self, key: str, value: bytes) -> None:
        self._connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (key, value))

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise CacheError(f"is damaged ({error})") from error


def open_cache(file: Path, world: bytes) -> Cache:
    """The cache in a file, which is made when there is none.

    world: all that its facets depend on besides the notes; what was kept of another is dropped.
    Raises CacheError when the file cannot be used; replaced_cache() then makes it anew.
    """
    try:
        connection, is_writable = _connected(file)
    except (OSError, sqlite3.Error) as error:
        raise CacheError(f"cannot be opened ({error})") from error
    try:
        return Cache(connection, _prepared(connection, world, is_writable))
    except sqlite3.Error as error:
        connection.close()
        raise CacheError(f"is damaged ({error})") from error
    except CacheError:
        connection.close()
        raise


def replaced_cache(file: Path, world: bytes) -> Cache:
    """An empty cache in the place of one that cannot be used. Raises CacheError."""
    try:
        for old in (file, file.with_name(f"{file.name}-journal")):
            old.unlink(missing_ok=True)
    except OSError as error:
        raise CacheError(f"cannot be replaced ({error})") from error
    return open_cache(file, world)


def make_folder(folder: Path) -> None:
    """Makes the folder of a cache, which tells backups and git to pass it over. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _TAG)):
        if not (folder / name).exists():
            (folder / name).write_text(text, encoding="utf-8")


def _connected(file: Path) -> tuple[sqlite3.Connection, bool]:
    is_there = file.is_file()
    is_writable = os.access(file if is_there else file.parent, os.W_OK)
    is_writable = is_writable and os.access(file.parent, os.W_OK)
    mode = "rwc" if is_writable else "ro"
    uri = f"{file.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=_WAIT, isolation_level=None)
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection, is_writable


def _prepared(connection: sqlite3.Connection, world: bytes, is_writable: bool) -> bool:
    """Makes the tables when the file is new or of another world."""
    stamps = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in _STAMPS]
    found = None
    if stamps == list(_STAMPS.values()):
        found = connection.execute("SELECT value FROM state WHERE key = 'world'").fetchone()
    elif stamps[0] not in (0, _APPLICATION) or (stamps[0] == 0 and _has_tables(connection)):
        raise CacheError("is not one of vaultlint")
    if found != (world,):
        if not is_writable:
            raise CacheError("is of another version or configuration, and cannot be written")
        _make_tables(connection, world)
    return is_writable


def _make_tables(connection: sqlite3.Connection, world: bytes) -> None:
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
        for (table,) in connection.execute(query).fetchall():
            connection.execute(f'DROP TABLE "{table}"')
        for statement in filter(str.strip, _SCHEMA.split(";")):
            connection.execute(statement)
        for name, value in _STAMPS.items():
            connection.execute(f"PRAGMA {name} = {value}")
        connection.execute("INSERT INTO state VALUES ('world', ?)", (world,))
        connection.execute("INSERT INTO state VALUES ('generation', ?)", (os.urandom(6),))


def _has_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master").fetchone() is not None


_STATE = struct.Struct("<4q")


def _state(file: bytes | None) -> FileState | None:
    return None if file is None else FileState(*_STATE.unpack(file))


def _file(state: FileState | None) -> bytes | None:
    return None if state is None else _STATE.pack(*state)
