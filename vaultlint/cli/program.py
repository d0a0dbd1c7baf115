"""How the program ends: a mistake in a call is one line, and nothing ends in a traceback."""

from __future__ import annotations

import io
import sys
from typing import Any

import click

from vaultlint.commands.output import leave_pipe

USAGE = 2  # exit code: wrong usage
INTERRUPTED = 130  # exit code: as shells state a process that Ctrl-C ended


class Program(click.Group):
    """A group of commands; what is written goes out as UTF-8 with line feeds."""

    # Any: click types this by overloads for modes in which it does not exit.
    def main(self, *args: Any, **extra: Any) -> Any:
        """Runs the command that the arguments name, and exits."""
        for stream in (sys.stdout, sys.stderr):
            _write_utf_8(stream)
        sys.exit(self._exit_code(*args, **(extra | {"standalone_mode": False})))

    def _exit_code(self, *args: Any, **extra: Any) -> int:
        code = 0
        try:
            code = self._run(*args, **extra)
            sys.stdout.flush()
        except click.ClickException as error:
            sys.stderr.write(f"vaultlint: {_one_line(error)}\n")
            return USAGE
        except (click.Abort, KeyboardInterrupt):
            sys.stderr.write("vaultlint: interrupted\n")
            return INTERRUPTED
        except BrokenPipeError:
            leave_pipe()
        return code

    def _run(self, *args: Any, **extra: Any) -> int:
        try:
            super().main(*args, **extra)
        except SystemExit as ended:
            return ended.code if isinstance(ended.code, int) else 0
        return 0


def _write_utf_8(stream: object) -> None:
    if not isinstance(stream, io.TextIOWrapper):
        return
    # A terminal knows its own encoding; files and pipes get the same bytes everywhere.
    encoding = None if stream.isatty() else "utf-8"
    stream.reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")


def _one_line(error: click.ClickException) -> str:
    words = " ".join(error.format_message().split())
    words = words[:1].lower() + words[1:].removesuffix(".")
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return words
    # Without the program's own name, which is a path when Python runs it.
    command = " ".join(("vaultlint", *context.command_path.split()[1:]))
    return f"{words}; see `{command} --help`"
