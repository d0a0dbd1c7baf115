"""Files are written whole or not at all, and keep what they are."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.invoke import make_vault, vaultlint
from vaultlint.commands.writing import (
    ChangedOnDisk,
    orderly_termination,
    remove_leftovers,
    write_atomically,
    write_fault,
)
from vaultlint.vault.files import discover

IS_ROOT = sys.platform != "win32" and os.geteuid() == 0
NOBODY = 65534  # the user and the group that own nothing
LEFTOVER = ".vaultlint-0123456789abcdef.tmp"

fcntl = pytest.importorskip("fcntl", reason="modes, links and locks of POSIX")


def _names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@pytest.fixture
def note(tmp_path: Path) -> Path:
    file = tmp_path / "note.md"
    file.write_bytes(b"old\r\n")
    return file


@pytest.fixture
def as_nobody(tmp_path: Path) -> Iterator[None]:
    """Runs the test as a user whom permissions bind."""
    if not IS_ROOT:
        yield
        return
    for folder in (tmp_path, *tmp_path.parents[:4]):
        if folder.stat().st_uid == 0 and folder.name.startswith(("pytest-", "popen-", "test_")):
            folder.chmod(0o755)
    os.chown(tmp_path, NOBODY, NOBODY)
    for file in tmp_path.iterdir():
        os.chown(file, NOBODY, NOBODY)
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.mark.parametrize(
    "name",
    [
        "note.md",
        "Übung – 日本語.md",
        "U\u0308bung.md",
        "🧠 cards.md",
        "with\nline break.md",
        pytest.param("a" * 252 + ".md", id="longest name"),
        pytest.param("🧠" * 62 + ".md", id="longest name of emoji"),
    ],
)
def test_content_is_replaced(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(b"old")
    write_atomically(file, b"\xef\xbb\xbfnew\r\n\0", expected=b"old")
    assert file.read_bytes() == b"\xef\xbb\xbfnew\r\n\0"
    assert _names(tmp_path) == [name]


def test_large_content_and_none(note: Path) -> None:
    content = os.urandom(1 << 20) * 8
    write_atomically(note, content)
    assert note.read_bytes() == content
    write_atomically(note, b"")
    assert note.read_bytes() == b""


def test_new_file_has_the_mode_of_new_files(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_atomically(tmp_path / "new.md", b"new")
    assert (tmp_path / "new.md").read_bytes() == b"new"
    assert (tmp_path / "new.md").stat().st_mode == (tmp_path / "usual").stat().st_mode
    assert _names(tmp_path) == ["new.md", "usual"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o640, 0o755, 0o777, 0o2664])
def test_mode_is_kept(note: Path, mode: int) -> None:
    note.chmod(mode)
    write_atomically(note, b"new")
    assert stat.S_IMODE(note.stat().st_mode) == mode


def test_times(note: Path) -> None:
    os.utime(note, ns=(1_000_000_000, 2_000_000_000))
    before = time.time_ns() - 1_000_000_000  # the clock of files may be coarser
    write_atomically(note, b"new")
    status = note.stat()
    assert status.st_atime_ns == 1_000_000_000
    assert before <= status.st_mtime_ns <= time.time_ns()


@pytest.mark.skipif(not IS_ROOT, reason="only root gives files away")
def test_owner_and_group_are_kept(note: Path) -> None:
    os.chown(note, NOBODY, 12345)
    note.chmod(0o4750)
    write_atomically(note, b"new")
    status = note.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (NOBODY, 12345, 0o4750)


@pytest.mark.skipif(not IS_ROOT, reason="needs a note of somebody else")
def test_note_of_another_owner_is_written(note: Path, as_nobody: None) -> None:
    assert as_nobody is None
    os.seteuid(0)
    os.chown(note, 0, NOBODY)
    note.chmod(0o664)
    os.seteuid(NOBODY)
    write_atomically(note, b"new")
    status = note.stat()
    assert (note.read_bytes(), status.st_uid, stat.S_IMODE(status.st_mode)) == (
        b"new",
        NOBODY,
        0o664,
    )


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="this system has no such calls")
def test_extended_attributes_are_kept(note: Path) -> None:
    try:
        os.setxattr(note, "user.colour", b"green")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    write_atomically(note, b"new")
    assert os.getxattr(note, "user.colour") == b"green"


# --- links


def test_symbolic_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / "real.md", tmp_path / "vault" / "link.md"
    target.write_bytes(b"old")
    (tmp_path / "vault" / "middle.md").symlink_to("../elsewhere/real.md")
    link.symlink_to("middle.md")
    write_atomically(link, b"new", expected=b"old")
    assert link.readlink() == Path("middle.md")
    assert not target.is_symlink()
    assert target.read_bytes() == link.read_bytes() == b"new"
    assert _names(tmp_path / "vault") == ["link.md", "middle.md"]
    assert _names(tmp_path / "elsewhere") == ["real.md"]


def test_file_in_a_linked_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "note.md").write_bytes(b"old")
    (tmp_path / "linked").symlink_to("real")
    write_atomically(tmp_path / "linked" / "note.md", b"new", expected=b"old")
    assert (tmp_path / "real" / "note.md").read_bytes() == b"new"
    assert (tmp_path / "linked").is_symlink()


def test_links_in_a_ring_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("b.md")
    (tmp_path / "b.md").symlink_to("a.md")
    with pytest.raises(OSError) as caught:
        write_atomically(tmp_path / "a.md", b"new")
    assert caught.value.errno == errno.ELOOP
    assert _names(tmp_path) == ["a.md", "b.md"]


def test_hard_link_is_parted(note: Path) -> None:
    backup = note.with_name("backup.md")
    os.link(note, backup)
    write_atomically(note, b"new", expected=b"old\r\n")
    assert (note.read_bytes(), backup.read_bytes()) == (b"new", b"old\r\n")


# --- what must not be written


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(lambda file: file.write_bytes(b"mine"), "changed", id="changed"),
        pytest.param(lambda file: file.write_bytes(b""), "changed", id="emptied"),
        pytest.param(Path.unlink, "removed", id="removed"),
    ],
)
def test_changed_on_disk(
    note: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path], object],
    words: str,
) -> None:
    monkeypatch.chdir(note.parent)
    change(note)
    left = note.read_bytes() if note.exists() else None
    with pytest.raises(ChangedOnDisk) as caught:
        write_atomically(note, b"new", expected=b"old\r\n")
    assert write_fault(note, caught.value) == (
        f'"note.md" was {words} while vaultlint ran and is left alone; run it again'
    )
    assert (note.read_bytes() if note.exists() else None) == left
    assert _names(note.parent) == ([] if left is None else ["note.md"])


@pytest.mark.parametrize("change", [lambda file: file.write_bytes(b"mine"), Path.unlink])
def test_changed_while_it_is_written(
    note: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object]
) -> None:
    fsync = os.fsync

    def change_then_fsync(descriptor: int) -> None:
        change(note)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", change_then_fsync)
    with pytest.raises(ChangedOnDisk):
        write_atomically(note, b"new", expected=b"old\r\n")
    assert _names(note.parent) in ([], ["note.md"])
    assert not note.exists() or note.read_bytes() == b"mine"


def test_folder_and_pipe_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "folder.md").mkdir()
    for name in ("pipe.md", "folder.md"):
        with pytest.raises(OSError, match="not a regular file"):
            write_atomically(tmp_path / name, b"new")
    assert _names(tmp_path) == ["folder.md", "pipe.md"]


def test_read_only_note(note: Path, as_nobody: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert as_nobody is None
    monkeypatch.chdir(note.parent)
    note.chmod(0o444)
    with pytest.raises(PermissionError) as caught:
        write_atomically(note, b"new", expected=b"old\r\n")
    assert write_fault(note, caught.value) == (
        'cannot write "note.md": permission denied; it is left as it was'
    )
    assert (note.read_bytes(), _names(note.parent)) == (b"old\r\n", ["note.md"])


def test_read_only_folder(note: Path, as_nobody: None) -> None:
    assert as_nobody is None
    note.parent.chmod(0o555)
    try:
        with pytest.raises(PermissionError):
            write_atomically(note, b"new", expected=b"old\r\n")
        assert (note.read_bytes(), _names(note.parent)) == (b"old\r\n", ["note.md"])
    finally:
        note.parent.chmod(0o755)


# --- a full disk


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_no_space_left(note: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    real_write = os.write

    def full(descriptor: int, *content: bytes) -> int:
        if call == "write" and len(content[0]) > 10:
            return real_write(descriptor, content[0][:10])  # what still fits
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.chdir(note.parent)
    monkeypatch.setattr(os, call, full)
    with pytest.raises(OSError) as caught:
        write_atomically(note, b"n" * 100, expected=b"old\r\n")
    assert write_fault(note, caught.value) == (
        'cannot write "note.md": no space left on device; it is left as it was'
    )
    assert (note.read_bytes(), _names(note.parent)) == (b"old\r\n", ["note.md"])


_SMALL_FILES = """
import resource, signal, sys
from pathlib import Path
from vaultlint.commands.writing import write_atomically, write_fault
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    write_atomically(Path("note.md"), b"n" * 10_000, expected=b"old\\r\\n")
except OSError as error:
    sys.exit(write_fault(Path("note.md"), error))
"""


def test_limit_of_the_system_in_the_middle_of_a_write(note: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _SMALL_FILES], cwd=note.parent, capture_output=True, text=True
    )
    assert (ended.returncode, ended.stderr) == (
        1,
        'cannot write "note.md": file too large; it is left as it was\n',
    )
    assert (note.read_bytes(), _names(note.parent)) == (b"old\r\n", ["note.md"])


def test_full_file_system(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount a small file system")
    try:
        note = disk / "note.md"
        note.write_bytes(b"o" * 40_000)
        with pytest.raises(OSError) as caught:
            write_atomically(note, b"n" * 40_000)
        assert caught.value.errno == errno.ENOSPC
        assert (note.read_bytes(), _names(disk)) == (b"o" * 40_000, ["note.md"])
    finally:
        subprocess.run(["umount", str(disk)], check=True)


# --- killed runs


def test_leftovers_are_removed_and_nothing_else(tmp_path: Path) -> None:
    vault, elsewhere = tmp_path / "vault", tmp_path / "elsewhere"
    kept = [
        ".vaultlint.yaml",
        ".vaultlint-baseline.json",
        ".vaultlint-0123456789abcdef.tmp.md",
        ".vaultlint-0123.tmp",
        "vaultlint-0123456789abcdef.tmp",
        "note.md",
    ]
    for folder in (vault, elsewhere):
        folder.mkdir()
        for name in (LEFTOVER, *kept):
            (folder / name).write_bytes(b"half")
    (vault / "inner").mkdir()
    (vault / "inner" / LEFTOVER).mkdir()  # a folder of this name is not ours
    (vault / "inner" / "note.md").touch()
    (vault / "link.md").symlink_to("../elsewhere/note.md")
    remove_leftovers([vault / "note.md", vault / "link.md", vault / "inner" / "note.md"])
    assert _names(elsewhere) == sorted(kept)
    assert _names(vault) == sorted([*kept, "inner", "link.md"])
    assert _names(vault / "inner") == sorted([LEFTOVER, "note.md"])


def test_leftovers_in_folders_that_cannot_be_read(note: Path, as_nobody: None) -> None:
    assert as_nobody is None
    (note.parent / LEFTOVER).touch()
    note.parent.chmod(0)
    try:
        remove_leftovers([note, note.parent / "missing" / "note.md"])
    finally:
        note.parent.chmod(0o755)
    assert _names(note.parent) == [LEFTOVER, "note.md"]


def test_temporary_file_of_a_run_that_goes_on_stays(
    note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    fsync = os.fsync

    def clean_then_fsync(descriptor: int) -> None:
        remove_leftovers([note])
        seen.append(_names(note.parent))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", clean_then_fsync)
    write_atomically(note, b"new")
    assert note.read_bytes() == b"new"
    assert [len(names) for names in seen] == [2]


def test_temporary_file_that_is_taken_for_abandoned_is_made_again(
    note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flock, calls = fcntl.flock, 0

    def clean_then_lock(descriptor: int, operation: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 1:  # another run cleans up between the making of the file and its lock
            remove_leftovers([note])
        flock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", clean_then_lock)
    write_atomically(note, b"new")
    assert (note.read_bytes(), _names(note.parent)) == (b"new", ["note.md"])
    assert calls == 3  # of the file, of the clean-up, of the second file


def test_without_locks_only_old_leftovers_are_removed(
    note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(_descriptor: int, _operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", no_locks)
    leftover = note.with_name(LEFTOVER)
    leftover.touch()
    remove_leftovers([note])
    assert leftover.exists()
    os.utime(leftover, (0, 0))
    remove_leftovers([note])
    assert not leftover.exists()
    write_atomically(note, b"new")
    assert (note.read_bytes(), _names(note.parent)) == (b"new", ["note.md"])


def test_leftover_is_no_file_of_the_vault(tmp_path: Path) -> None:
    (tmp_path / "note.md").touch()
    (tmp_path / LEFTOVER).touch()
    assert discover(tmp_path).files == ("note.md",)


@pytest.mark.parametrize("why", ["full", "changed"])
def test_fix_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    """What is not repaired is reported, and not counted as repaired; the other notes are."""
    marked = b"\xef\xbb\xbf# A\n"
    vault = make_vault(tmp_path, {})
    for name in ("a.md", "b.md"):
        (vault / name).write_bytes(marked)
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if (vault / "a.md").read_bytes() == marked:
            real(descriptor)  # a.md is written first
        elif why == "full":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        else:
            (vault / "b.md").write_bytes(marked + b"mine\n")

    monkeypatch.chdir(vault)
    monkeypatch.setattr(os, "fsync", fsync)
    outcome = vaultlint(
        *("check", "--fix", "--select", "byte-order-mark", "--output-format", "concise")
    )
    told = {
        "full": 'cannot write "b.md": no space left on device; it is left as it was',
        "changed": '"b.md" was changed while vaultlint ran and is left alone; run it again',
    }
    assert (outcome.code, outcome.stderr) == (2, f"vaultlint: {told[why]}\n")
    shown, summary = outcome.stdout.splitlines()
    assert shown.startswith("b.md:1:1: ")
    assert "(1 fixed; 1 fixable" in summary
    assert (vault / "a.md").read_bytes() == b"# A\n"
    assert (vault / "b.md").read_bytes() == marked + (b"mine\n" if why == "changed" else b"")


# --- signals

_ENDLESS = """
import os, sys, time
from pathlib import Path
from vaultlint.commands.writing import orderly_termination, write_atomically
fsync = os.fsync
def slow(descriptor):
    print("writing", flush=True)
    time.sleep(60)
os.fsync = slow
with orderly_termination():
    write_atomically(Path("note.md"), b"new")
"""


@pytest.mark.parametrize(
    ("number", "code", "left"),
    [
        pytest.param(signal.SIGTERM, 128 + signal.SIGTERM, 1, id="SIGTERM"),
        pytest.param(signal.SIGHUP, 128 + signal.SIGHUP, 1, id="SIGHUP"),
        pytest.param(signal.SIGINT, -signal.SIGINT, 1, id="SIGINT"),
        pytest.param(signal.SIGKILL, -signal.SIGKILL, 2, id="SIGKILL"),
    ],
)
def test_signal_in_the_middle_of_a_write(
    note: Path, number: signal.Signals, code: int, left: int
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _ENDLESS],
        cwd=note.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "writing\n"
        run.send_signal(number)
        assert run.wait(10) == code
    assert note.read_bytes() == b"old\r\n"
    assert len(_names(note.parent)) == left
    remove_leftovers([note])
    assert _names(note.parent) == ["note.md"]


def test_signals_are_as_before_afterwards() -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGHUP)
    with orderly_termination():
        assert signal.getsignal(signal.SIGTERM) is not before[0]
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGHUP)) == before


def test_ignored_signals_stay_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with orderly_termination():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
