"""Files written whole or not at all.

No library keeps what must be kept of a note here: mode, owner, extended attributes and access
time of the file, and the link that leads to it (atomicwrites is archived, boltons keeps the mode
alone), so the few calls are made in this module.
"""

from __future__ import annotations

import errno
import os
import signal
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from vaultlint.commands.opening import from_here
from vaultlint.commands.output import reason
from vaultlint.text.regex import regex

if sys.platform != "win32":
    import fcntl

# Hidden, so that neither Obsidian nor discover() takes it for a note. The name of the note is no
# part of it: with it, the name could be longer than the 255 bytes that file systems allow.
_TEMPORARY = regex(r"\.vaultlint-[0-9a-f]{16}\.tmp")
_OLD = 3600  # seconds after which no run can still be writing a file
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class ChangedOnDisk(Exception):  # noqa: N818  # it is no error of anybody's
    """A file is no longer as it was read; it was left as it is now."""


def write_atomically(file: Path, content: bytes, expected: bytes | None = None) -> None:
    """Puts `content` in the place of what the file holds; whoever looks sees the one or the other.

    expected: what the caller read in the file; None for any content, or no file at all.

    The content goes to a temporary file in the same folder and to the disk, and then takes the
    name of the file. Mode, owner, group, extended attributes and time of access stay as far as the
    system allows; the time of creation does on macOS only. A symbolic link stays, and the file
    that it leads to is written. A hard link is parted: the other names keep the old content, as
    what has two names cannot be replaced at once, and most such names belong to backups.

    Raises ChangedOnDisk when the file does not hold `expected`, and OSError when it cannot be
    written; either way it is left alone, and the temporary file is removed.
    """
    target = Path(os.path.realpath(file))
    status = _status(file)
    if status is None and expected is not None:
        raise ChangedOnDisk(_changed(file, "removed"))
    temporary, descriptor = _temporary_file(target.parent, 0o666 if status is None else 0o600)
    try:
        try:
            _write_all(descriptor, content)
            if status is not None:
                _keep_status(temporary, descriptor, target, status)
            os.fsync(descriptor)
            if sys.platform == "win32":
                os.close(descriptor)  # an open file cannot be renamed there
                descriptor = -1
            if expected is not None:
                _check_unchanged(file, expected)
            temporary.replace(target)
        finally:
            if descriptor >= 0:
                os.close(descriptor)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def write_fault(file: Path, error: OSError | ChangedOnDisk) -> str:
    """Why a file was not written, in one line."""
    if isinstance(error, ChangedOnDisk):
        return str(error)
    return f'cannot write "{from_here(file)}": {reason(error)}; it is left as it was'


def remove_leftovers(files: Iterable[Path]) -> None:
    """Removes the temporary files of runs that were killed while they wrote these files.

    Those of a run that goes on are locked, and stay; so do those that cannot be removed.
    """
    for folder in sorted(_written_folders(files)):
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                is_ours = _TEMPORARY.fullmatch(entry.name) is not None
                if is_ours and entry.is_file(follow_symlinks=False):
                    with suppress(OSError):
                        _remove_abandoned(Path(entry.path))


@contextmanager
def orderly_termination() -> Iterator[None]:
    """Meanwhile, a signal that would kill the process ends it as an exception does.

    So the file in work is finished or left as it was, and its temporary file is removed. To be
    entered in the main thread. Raises SystemExit with 128 and the number of the signal, as shells
    state it. Ctrl-C raises KeyboardInterrupt anyway.
    """
    names = ("SIGTERM", "SIGHUP")
    signals = [getattr(signal, name) for name in names if hasattr(signal, name)]
    # What the caller ignores, as nohup does, is not ours to obey.
    taken = [number for number in signals if signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, _exit)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


def _exit(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


# --- one file


def _status(file: Path) -> os.stat_result | None:
    """Of a file that can be replaced; None when there is none. Raises OSError for any other."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "not a regular file")
    # The folder decides whether a file can be replaced; its own mode says whether it may be.
    with file.open("r+b"):
        return status


def _temporary_file(folder: Path, mode: int) -> tuple[Path, int]:
    """A new file, and its descriptor, which is locked where there are locks."""
    while True:
        path = folder / f".vaultlint-{os.urandom(8).hex()}.tmp"
        descriptor = os.open(path, _CREATE, mode)
        # Before the lock was there, another run may have taken the file for abandoned.
        if _lock(descriptor) is not False and os.path.lexists(path):
            return path, descriptor
        os.close(descriptor)
        path.unlink(missing_ok=True)


def _lock(descriptor: int) -> bool | None:
    """Whether the lock is ours now; None where files have no locks. Closing gives it back."""
    if sys.platform != "win32":  # where a file that is open cannot be removed anyway
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return None
        return True
    return None


def _write_all(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _keep_status(temporary: Path, descriptor: int, target: Path, status: os.stat_result) -> None:
    """Gives the new file what belongs to the old one, as far as the system allows."""
    written = os.fstat(descriptor)
    if sys.platform != "win32" and (written.st_uid, written.st_gid) != (
        status.st_uid,
        status.st_gid,
    ):
        # Only root may give a file away; a group of one's own may be set by all.
        with suppress(OSError):
            os.chown(temporary, -1, status.st_gid)
        with suppress(OSError):
            os.chown(temporary, status.st_uid, -1)
    import shutil  # 2 ms to import, for archives

    with suppress(OSError):
        shutil.copystat(target, temporary)
    with suppress(OSError):  # again: of a failure above, the mode must not be the price
        temporary.chmod(stat.S_IMODE(status.st_mode))
    with suppress(OSError):
        if sys.platform == "darwin":
            # There, a time of change before the time of creation moves the latter back, too.
            os.utime(temporary, (status.st_atime, status.st_birthtime))
        os.utime(temporary, ns=(status.st_atime_ns, written.st_mtime_ns))


def _check_unchanged(file: Path, expected: bytes) -> None:
    """Raises ChangedOnDisk unless the file holds exactly this."""
    try:
        content = file.read_bytes()
    except FileNotFoundError as error:
        raise ChangedOnDisk(_changed(file, "removed")) from error
    if content != expected:
        raise ChangedOnDisk(_changed(file, "changed"))


def _changed(file: Path, how: str) -> str:
    return f'"{from_here(file)}" was {how} while vaultlint ran and is left alone; run it again'


# --- what killed runs left


def _written_folders(files: Iterable[Path]) -> set[Path]:
    """The folders that temporary files of these files are made in."""
    folders: set[Path] = set()
    for file in files:
        folders.add(file.parent)
        with suppress(OSError):
            if file.is_symlink():
                folders.add(Path(os.path.realpath(file)).parent)
    return folders


def _remove_abandoned(path: Path) -> None:
    """Removes a temporary file unless its run goes on."""
    if sys.platform == "win32":
        path.unlink()  # refused while the file is open
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        lock = _lock(descriptor)
        is_old = time.time() - os.fstat(descriptor).st_mtime > _OLD
        # Locked by nobody, its maker is dead. Where there are no locks, its age must tell.
        if lock or (lock is None and is_old):
            path.unlink()
    finally:
        os.close(descriptor)
