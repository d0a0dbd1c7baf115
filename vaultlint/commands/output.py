"""Where reports and messages go."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TextIO

from vaultlint.commands.callerror import CallError
from vaultlint.report.visible import visible

FAILED = 2  # the exit code of a call that cannot be answered


def write_report(parts: Iterable[str], file: Path | None, stream: TextIO | None = None) -> None:
    """Writes to the file, else to the stream; a reader who left early ends it quietly.

    stream: None for standard output.
    """
    stream = stream or sys.stdout
    if file is not None:
        _write_file("".join(parts), file)
        return
    try:
        for part in parts:
            stream.write(part)
        stream.flush()
    except BrokenPipeError:
        leave_pipe()


def _write_file(text: str, file: Path) -> None:
    try:
        file.write_bytes(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise CallError(f'cannot write "{file}": {reason(error)}') from error


def say(line: str) -> None:
    """Writes one line about the run itself to standard error."""
    sys.stderr.write(f"vaultlint: {visible(line)}\n")


def exit_code(work: Callable[[], int]) -> int:
    """What the work of a command ends with; FAILED when its call is wrong, which is said."""
    try:
        return work()
    except CallError as error:
        for line in error.lines:
            say(line)
        return FAILED


def leave_pipe() -> None:
    """Stops writing to a pipe that nobody reads; Python must not complain of it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def reason(error: OSError) -> str:
    """Why the system refused, in the words of the other messages: "permission denied"."""
    words = error.strerror or type(error).__name__
    return words[:1].lower() + words[1:]


def is_colored(choice: bool | None, file: Path | None, environment: Mapping[str, str]) -> bool:
    """Whether a report is written in colours.

    choice: of --color; None lets the terminal decide. Source: no-color.org, force-color.org.
    """
    if choice is not None:
        return choice
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return file is None and environment.get("TERM") != "dumb" and sys.stdout.isatty()
