"""How long a process takes, and how much memory: time from its start to its end, as users wait."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer
from typing import IO

_SAMPLE_SECONDS = 0.02  # between two looks at the memory of the processes
_LAST_WORDS = 4096  # bytes of what a program says, that tell of a crash


class UnmeasuredError(Exception):
    """A run that tells nothing: it failed or took too long. Its text is the reason in one line."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of a command.

    wall, cpu: seconds; cpu of all its processes and threads. peak: bytes of resident memory of the
    largest of its processes. Linux counts the moment before exec to it, so that it is never below
    what the process that measures takes itself, about 15 MB.
    """

    wall: float
    cpu: float
    peak: int


def measured(
    command: tuple[str, ...], folder: Path, environment: Mapping[str, str], limit: float
) -> Measured:
    """A run of the command in the folder, its output thrown away.

    limit: seconds, after which it is killed. Raises UnmeasuredError.
    """
    start = time.perf_counter()
    process = _started(command, folder, environment)
    timer = Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
    timer.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
    finally:
        timer.cancel()
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)  # it is waited for already
    if wall >= limit:
        raise UnmeasuredError(f"not done in {limit:.0f} s")
    _check(process.returncode)
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
    return Measured(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit)


def rehearse(
    command: tuple[str, ...], folder: Path, environment: Mapping[str, str], limit: float
) -> None:
    """A run before those that count. Raises UnmeasuredError also when the program crashes.

    Python ends with the code 1 then, as linters do that find something.
    """
    with TemporaryFile() as errors:
        process = _started(command, folder, environment, errors)
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise UnmeasuredError(f"not done in {limit:.0f} s") from error
        errors.seek(max(errors.seek(0, os.SEEK_END) - _LAST_WORDS, 0))
        said = errors.read().decode(errors="replace")
    if "Traceback (most recent call last)" in said or "panicked at" in said:
        raise UnmeasuredError(f"crashes: {said.strip().splitlines()[-1]}")
    _check(code)


def tree_peak(
    command: tuple[str, ...], folder: Path, environment: Mapping[str, str], limit: float
) -> int | None:
    """The most bytes that all processes of a run take at one time; None where it cannot be seen.

    What processes share counts once (PSS). Looking costs time, so this run is not timed.
    """
    if not Path("/proc/self/smaps_rollup").is_file():
        return None
    process = _started(command, folder, environment)
    deadline = time.perf_counter() + limit
    peak = 0
    while process.poll() is None:
        if time.perf_counter() > deadline:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise UnmeasuredError(f"not done in {limit:.0f} s")
        peak = max(peak, sum(map(_proportional, _tree(process.pid))))
        time.sleep(_SAMPLE_SECONDS)
    _check(process.returncode)
    return peak


def _started(
    command: tuple[str, ...],
    folder: Path,
    environment: Mapping[str, str],
    errors: IO[bytes] | int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
    except OSError as error:
        raise UnmeasuredError(f"does not start: {error.strerror}") from error


def _check(code: int) -> None:
    """Raises UnmeasuredError unless the run went well; linters end with 1 when they find faults."""
    if code not in (0, 1):
        raise UnmeasuredError(f"ends with code {code}")


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = tasks.read_text().split()
        except OSError:  # ended meanwhile
            continue
        for child in children:
            yield from _tree(int(child))


def _proportional(pid: int) -> int:
    """Bytes of memory of one process; of pages that n processes share, an n-th."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
