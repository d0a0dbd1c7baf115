"""Anki's exports, .colpkg and .apkg: zip archives with a collection in them."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from pathlib import Path
from typing import IO

import zstandard

from vaultlint.anki.errors import CollectionError

# Source: Anki, rslib/src/import_export/package/meta.rs. In an export of the latest version a
# collection.anki2 lies too, which only tells older programs to update.
_LATEST = "collection.anki21b"
_NAMES = {1: "collection.anki2", 2: "collection.anki21", 3: _LATEST}
_META = "meta"
_CHUNK = 1 << 20  # bytes
_VERSION_FIELD = 0x08  # protobuf: field 1, a variable-length integer

_DAMAGES = (
    zipfile.BadZipFile,
    zstandard.ZstdError,
    zlib.error,
    EOFError,
    NotImplementedError,  # a compression that zipfile does not know
    RuntimeError,  # a password
)


def unpack(file: Path, to: Path) -> None:
    """Writes the collection in an export to the file `to`.

    Raises CollectionError when there is none, when it is damaged, or too new; OSError.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            name = _collection_name(archive, file)
            with archive.open(name) as packed, to.open("wb") as unpacked:
                if name == _LATEST:
                    _decompress(packed, unpacked)
                else:
                    shutil.copyfileobj(packed, unpacked)
    except _DAMAGES as error:
        raise CollectionError(
            f'"{file}" is damaged ({error}); export it from Anki again'
        ) from error


def decompress(file: Path, to: Path) -> None:
    """Writes a collection.anki21b, taken out of its archive, to the file `to`. Raises as unpack."""
    try:
        with file.open("rb") as packed, to.open("wb") as unpacked:
            _decompress(packed, unpacked)
    except _DAMAGES as error:
        raise CollectionError(
            f'"{file}" is damaged ({error}); export it from Anki again'
        ) from error


def _decompress(packed: IO[bytes], unpacked: IO[bytes]) -> None:
    """Raises EOFError when the end is missing, which zstandard itself takes as it is."""
    frame = zstandard.ZstdDecompressor().decompressobj()
    while not frame.eof and (chunk := packed.read(_CHUNK)):
        unpacked.write(frame.decompress(chunk))
    if not frame.eof:
        raise EOFError("its end is missing")


def _collection_name(archive: zipfile.ZipFile, file: Path) -> str:
    """The name of the real collection in an archive."""
    names = frozenset(archive.namelist())
    if _META in names:
        version = _version(archive.read(_META))
        if version not in _NAMES:
            raise CollectionError(
                f'"{file}" was exported by a newer Anki; export it with "Support older Anki '
                'versions", or update vaultlint'
            )
        name = _NAMES[version]
    else:
        name = next((name for _, name in sorted(_NAMES.items(), reverse=True) if name in names), "")
    if not name:
        raise CollectionError(
            f'"{file}" is a zip archive without an Anki collection; name an export of Anki '
            "(.colpkg, .apkg), or the collection.anki2 of your profile"
        )
    if name not in names:
        raise _damaged(file, f"no {name} in it")
    return name


def _version(meta: bytes) -> int:
    """The version of an export; 0 when it is not stated."""
    if len(meta) < 2 or meta[0] != _VERSION_FIELD:
        return 0
    return meta[1]


def _damaged(file: Path, words: str) -> CollectionError:
    return CollectionError(f'"{file}" is damaged ({words}); export it from Anki again')
