"""Which notes of a vault are other than they were when a cache was filled."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from time import time_ns
from typing import NamedTuple

from vaultlint.commands.noteworker import NoteReader, digest_of
from vaultlint.kept import FileState, KnownNote

# Nanoseconds. A file system may have a coarse clock: what is written in the same tick as what was
# read has the same time. Two seconds are the coarsest that is in use, that of FAT.
_TICK = 2_000_000_000
_WORD = (1 << 64) - 1  # Windows may have more bits of an inode than can be kept


class FileStates(NamedTuple):
    """The notes of a vault as they stand.

    files: by path, those of the notes below that could be asked for. same: whose content is that
    of the cache. restated: those of them that have another FileState. changed: all others, in
    order. known: as the cache knows them.
    """

    files: Mapping[str, FileState]
    same: frozenset[str]
    restated: Mapping[str, KnownNote]
    changed: tuple[str, ...]
    known: Mapping[str, KnownNote]

    def size(self, path: str) -> int:
        """Of a note, in bytes; 0 where it is not known."""
        kept = self.known.get(path)
        file = self.files.get(path) or (kept.file if kept else None)
        return file.size if file else 0


def file_states(
    paths: Iterable[str], known: Mapping[str, KnownNote], reader: NoteReader
) -> FileStates:
    """How notes stand to what is known of them. A content is read only where times do not tell."""
    files: dict[str, FileState] = {}
    same: list[str] = []
    restated: dict[str, KnownNote] = {}
    changed: list[str] = []
    root = f"{reader.way.root}/"
    now = time_ns()
    for path in paths:
        file = None if path in reader.given else _state(root + path)
        kept = known.get(path)
        if kept is not None and file is not None and kept.file == file:
            same.append(path)
            continue
        if file is not None:
            files[path] = file
        if kept is not None and kept.digest == _digest(path, reader):
            same.append(path)
            state = None if file is None else settled(file, now)
            if state is not None:
                restated[path] = KnownNote(state, kept.digest)
        else:
            changed.append(path)
    return FileStates(files, frozenset(same), restated, tuple(changed), known)


def settled(file: FileState, now: int) -> FileState | None:
    """A state that will tell of each later change; None when it is too fresh to do so."""
    return file if max(file.modified, file.changed) < now - _TICK else None


def _state(file: str) -> FileState | None:
    try:
        found = os.stat(file)  # noqa: PTH116  # a Path takes three times as long
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    inode = found.st_ino & _WORD
    return FileState(found.st_size, found.st_mtime_ns, found.st_ctime_ns, inode)


def _digest(path: str, reader: NoteReader) -> bytes | None:
    try:
        return digest_of(reader.content(path))
    except OSError:
        return None
