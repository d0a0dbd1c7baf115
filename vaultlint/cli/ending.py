"""How the program ends: with an exit code, not with a traceback when it is stopped."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

from vaultlint.commands.output import leave_pipe

USAGE = 2  # exit code: wrong usage
INTERRUPTED = 130  # exit code: as shells state a process that Ctrl-C ended
_UNREAD = 1  # exit code: nobody reads what is written; as click has it


def ended(run: Callable[[], int]) -> int:
    """The exit code that `run` returns; what it writes goes out as UTF-8 with line feeds."""
    for stream in (sys.stdout, sys.stderr):
        _write_utf_8(stream)
    code = _UNREAD
    try:
        code = run()
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("\nvaultlint: interrupted\n")
        return INTERRUPTED
    except BrokenPipeError:
        leave_pipe()
    return code


def _write_utf_8(stream: object) -> None:
    if not isinstance(stream, io.TextIOWrapper):
        return
    # A terminal knows its own encoding; files and pipes get the same bytes everywhere.
    encoding = None if stream.isatty() else "utf-8"
    stream.reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")
