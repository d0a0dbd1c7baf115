"""An Anki collection or an export of it turned into records. Nothing of Anki's is written.

Source: the schemas in Anki, rslib/src/storage.
"""

from __future__ import annotations

import errno
import json
import shutil
import sqlite3
import stat
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from vaultlint.anki.errors import CollectionError
from vaultlint.anki.package import decompress, unpack
from vaultlint.anki.records import DECK_SEPARATOR, AnkiNote, Collection, NoteKind, deck_key

_SQLITE, _ZIP, _ZSTD = b"SQLite format 3\0", b"PK\x03\x04", b"\x28\xb5\x2f\xfd"
_BESIDE = ("-wal", "-journal")  # what SQLite keeps of changes that are not in the file yet
_ATTEMPTS = 3

_OLDEST, _NEWEST = 11, 18  # schemas
_WITH_TABLES = 15  # from this schema on, decks and note types have tables of their own
_TABLES = {"col", "notes", "cards"}
_FIELD_SEPARATOR = _PART_SEPARATOR = "\x1f"
_SOURCE = "source"
_CLOZE = 1  # the kind of a note type
_CLOZE_CONFIG = b"\x08\x01"  # protobuf: field 1 is 1; Anki writes the fields in their order
# The collection.anki2 of a new export says "please update" in one note. Source: Anki,
# rslib/src/import_export/package/colpkg/export.rs: no other collection has pages of this size.
_PLACEHOLDER_PAGE = 512  # bytes

# What damaged rows and JSON make of the reading below.
_NONSENSE = (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError)


class _NoteType(NamedTuple):
    """source: the index of its field "Source", else None."""

    name: str
    kind: NoteKind
    source: int | None


_UNKNOWN = _NoteType("", "basic", None)


def read_collection(file: Path) -> Collection:
    """The notes in a collection.anki2, or in an export (.colpkg, .apkg).

    Anki may be open: what it has not written to the file yet is read from a copy. Raises
    CollectionError in the user's words, and OSError.
    """
    mode = file.stat().st_mode
    if stat.S_ISDIR(mode):
        raise CollectionError(f'"{file}" is a folder; name the collection in it, collection.anki2')
    if not stat.S_ISREG(mode):  # to read from a pipe would be to wait for somebody
        raise OSError(errno.EINVAL, "not a regular file")
    head = _head(file)
    with TemporaryDirectory(prefix="vaultlint-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder, "collection.anki2")
        if head == _SQLITE:
            return _read_steadily(file, copy)
        if head.startswith(_ZIP):
            unpack(file, copy)
            # An .apkg holds the decks that were chosen when it was exported.
            return _read(copy, file, is_whole=file.suffix.lower() != ".apkg")
        if head.startswith(_ZSTD):
            decompress(file, copy)
            return _read(copy, file)
    raise CollectionError(
        f'"{file}" is {"no Anki collection" if head else "empty"}; name the collection.anki2 of '
        "your profile, or an export of Anki (.colpkg, .apkg)"
    )


def _head(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(len(_SQLITE))


def _read_steadily(file: Path, copy: Path) -> Collection:
    """Reads a collection that Anki may be writing to at this moment."""
    for _ in range(_ATTEMPTS):
        before = _stamps(file)
        try:
            collection = _read(_settled(file, copy), file)
        except CollectionError:
            if _stamps(file) == before:
                raise
            continue
        if _stamps(file) == before:
            return collection
    raise CollectionError(f'Anki is changing "{file}"; wait until it is done, or close it')


def _stamps(file: Path) -> tuple[tuple[int, int] | None, ...]:
    """Size and time of a collection and of what lies beside it; they change when it does."""
    return tuple(_stamp(Path(f"{file}{suffix}")) for suffix in ("", *_BESIDE))


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return status.st_size, status.st_mtime_ns


def _settled(file: Path, copy: Path) -> Path:
    """The collection as a file that has all changes in it: itself, or a copy."""
    beside = [suffix for suffix in _BESIDE if (_stamp(Path(f"{file}{suffix}")) or (0, 0))[0]]
    if not beside:
        return file
    for suffix in _BESIDE:  # of the attempt before
        Path(f"{copy}{suffix}").unlink(missing_ok=True)
    for suffix in ("", *beside):
        shutil.copyfile(f"{file}{suffix}", f"{copy}{suffix}")
    try:
        with closing(sqlite3.connect(copy)) as database:
            # The first read takes the changes in, and the other mode needs no file beside.
            database.execute("select count() from sqlite_master").fetchone()
            database.execute("pragma journal_mode = delete")
    except sqlite3.Error as error:
        raise _damaged(file, error) from error
    return copy


def _read(database: Path, file: Path, is_whole: bool = True) -> Collection:
    """file: for messages."""
    # Immutable: SQLite takes no lock and makes no files; Anki neither waits nor notices.
    uri = f"{database.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        if _head(database) != _SQLITE:
            raise ValueError("no database in it")
        with closing(sqlite3.connect(uri, uri=True)) as opened:
            (page_size,) = opened.execute("pragma page_size").fetchone()
            # SQLite itself takes zeros for what is missing of the last page.
            if database.stat().st_size % page_size:
                raise ValueError("its end is missing")
            _check(opened, file)
            notes = {note.id: note for note in _notes(opened)}
    except (sqlite3.Error, *_NONSENSE) as error:
        raise _damaged(file, error) from error
    names = {name for note in notes.values() for name in note.decks}
    return Collection(notes, is_whole, frozenset(map(deck_key, names)))


def _damaged(file: Path, error: Exception) -> CollectionError:
    words = " ".join(str(error).split())
    return CollectionError(
        f'"{file}" is damaged ({words}); let Anki check its database, or export it again'
    )


def _check(database: sqlite3.Connection, file: Path) -> None:
    """Raises CollectionError when this is no collection, or not one to be read."""
    query = "select name from sqlite_master where type = 'table'"
    tables = {name for (name,) in database.execute(query)}
    if not tables >= _TABLES:
        raise CollectionError(
            f'"{file}" is an SQLite database, but no Anki collection; name the collection.anki2 '
            "of your profile"
        )
    version = _version(database)
    if version > _NEWEST:
        raise CollectionError(
            f'"{file}" is of a newer Anki (schema {version}; schemas {_OLDEST} to {_NEWEST} can be '
            "read); update vaultlint"
        )
    if version < _OLDEST:
        raise CollectionError(
            f'"{file}" is of an old Anki (schema {version}; schemas {_OLDEST} to {_NEWEST} can be '
            "read); open it with a newer one"
        )
    (page_size,) = database.execute("pragma page_size").fetchone()
    (count,) = database.execute("select count() from notes").fetchone()
    if page_size == _PLACEHOLDER_PAGE and count == 1:
        raise CollectionError(
            f'"{file}" only asks older programs to update; name the export (.colpkg, .apkg) that '
            "it was taken from"
        )


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("select ver from col").fetchone()[0])


def _notes(database: sqlite3.Connection) -> Iterator[AnkiNote]:
    if _version(database) >= _WITH_TABLES:
        types, decks = _types_in_tables(database), _decks_in_tables(database)
    else:
        models, names = database.execute("select models, decks from col").fetchone()
        types, decks = _types_in_json(models), _decks_in_json(names)
    decks_of = _decks_of_notes(database, decks)
    for note_id, type_id, tags, fields in database.execute("select id, mid, tags, flds from notes"):
        note_type = types.get(type_id, _UNKNOWN)
        values = str(fields).split(_FIELD_SEPARATOR)
        source = note_type.source
        yield AnkiNote(
            id=int(note_id),
            type=note_type.name,
            kind=note_type.kind,
            decks=decks_of.get(note_id, ()),
            tags=tuple(str(tags).split()),
            text=values[0],
            source="" if source is None or source >= len(values) else values[source],
        )


def _decks_of_notes(
    database: sqlite3.Connection, decks: Mapping[int, str]
) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    query = "select nid, case odid when 0 then did else odid end from cards order by nid, ord"
    for note_id, deck_id in database.execute(query):
        before = found.get(note_id, ())
        name = decks.get(deck_id)
        if name is not None and name not in before:
            found[note_id] = (*before, name)
    return found


def _types_in_tables(database: sqlite3.Connection) -> dict[int, _NoteType]:
    fields: dict[int, list[str]] = {}
    for type_id, name in database.execute("select ntid, name from fields order by ntid, ord"):
        fields.setdefault(type_id, []).append(name)
    query = "select ntid, count() from templates group by ntid"
    templates: dict[int, int] = dict(database.execute(query).fetchall())
    return {
        type_id: _note_type(
            name,
            bytes(config).startswith(_CLOZE_CONFIG),
            templates.get(type_id, 1),
            fields.get(type_id, []),
        )
        for type_id, name, config in database.execute("select id, name, config from notetypes")
    }


def _types_in_json(models: str) -> dict[int, _NoteType]:
    return {
        int(type_id): _note_type(
            model["name"],
            model["type"] == _CLOZE,
            len(model["tmpls"]),
            [field["name"] for field in sorted(model["flds"], key=lambda field: field["ord"])],
        )
        for type_id, model in json.loads(models).items()
    }


def _note_type(name: str, is_cloze: bool, templates: int, fields: list[str]) -> _NoteType:
    kind: NoteKind = "cloze" if is_cloze else "reversed" if templates > 1 else "basic"
    folded = [str(field).casefold() for field in fields]
    return _NoteType(str(name), kind, folded.index(_SOURCE) if _SOURCE in folded else None)


def _decks_in_tables(database: sqlite3.Connection) -> dict[int, str]:
    return {
        deck_id: str(name).replace(_PART_SEPARATOR, DECK_SEPARATOR)
        for deck_id, name in database.execute("select id, name from decks")
    }


def _decks_in_json(decks: str) -> dict[int, str]:
    return {int(deck_id): str(deck["name"]) for deck_id, deck in json.loads(decks).items()}
