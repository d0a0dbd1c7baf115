"""A mistake in a call is one line, and nothing ends in a traceback."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

import click

from vaultlint.cli.ending import INTERRUPTED, USAGE, ended


class Program(click.Group):
    """A group of commands whose call ends the program."""

    # Any: click types this by overloads for modes in which it does not exit.
    def main(self, *args: Any, **extra: Any) -> Any:
        """Runs the command that the arguments name, and exits."""
        extra = extra | {"standalone_mode": False}
        sys.exit(ended(partial(self._run, *args, **extra)))

    def _run(self, *args: Any, **extra: Any) -> int:
        try:
            super().main(*args, **extra)
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else 0
        except click.ClickException as error:
            sys.stderr.write(f"vaultlint: {_one_line(error)}\n")
            return USAGE
        except click.Abort:
            sys.stderr.write("vaultlint: interrupted\n")
            return INTERRUPTED
        return 0


def _one_line(error: click.ClickException) -> str:
    words = " ".join(error.format_message().split())
    words = words[:1].lower() + words[1:].removesuffix(".")
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return words
    # Without the program's own name, which is a path when Python runs it.
    command = " ".join(("vaultlint", *context.command_path.split()[1:]))
    return f"{words}; see `{command} --help`"
