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


class FileStates(NamedTuple):
    """The notes of a vault as they stand.

    files: by path, those that could be asked for. same: whose content is that of the cache.
    restated: those of them that have another FileState. changed: all others, in order.
    """

    files: Mapping[str, FileState]
    same: frozenset[str]
    restated: Mapping[str, KnownNote]
    changed: tuple[str, ...]

    def size(self, path: str) -> int:
        """Of a note, in bytes; 0 where it is not known."""
        file = self.files.get(path)
        return file.size if file else 0


def file_states(
    paths: Iterable[str], known: Mapping[str, KnownNote], reader: NoteReader
) -> FileStates:
    """How notes stand to what is known of them. A content is read only where times do not tell."""
    files: dict[str, FileState] = {}
    same: set[str] = set()
    restated: dict[str, KnownNote] = {}
    changed: list[str] = []
    root = f"{reader.way.root}/"
    now = time_ns()
    for path in paths:
        file = None if path in reader.given else _state(root + path)
        if file is not None:
            files[path] = file
        kept = known.get(path)
        if kept is not None and file is not None and kept.file == file:
            same.add(path)
        elif kept is not None and kept.digest == _digest(path, reader):
            same.add(path)
            if file is not None:
                restated[path] = KnownNote(settled(file, now), kept.digest)
        else:
            changed.append(path)
    return FileStates(files, frozenset(same), restated, tuple(changed))


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
    return FileState(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def _digest(path: str, reader: NoteReader) -> bytes | None:
    try:
        return digest_of(reader.content(path))
    except OSError:
        return None
