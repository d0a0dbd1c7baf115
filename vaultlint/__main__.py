"""The program `vaultlint`, and `python -m vaultlint`."""

from __future__ import annotations

import gc
import os
import sys

from vaultlint import __version__


def main() -> None:
    """Runs the command that the arguments name, and exits.

    What a run makes lives to its end, and has no cycles to speak of: to search all of it for them,
    during the run and when Python ends, takes a tenth of a short run.
    """
    gc.disable()
    try:
        _run()
    finally:
        gc.freeze()
        gc.enable()


def _run() -> None:
    """Where there are no options to read, click is not imported, which takes 25 ms."""
    match sys.argv[1:]:
        case ["--version"]:
            _tell_version()
            return
        case ["check", *paths] if all(map(_is_readable, paths)) and not _has_settings():
            from vaultlint.cli.ending import ended

            sys.exit(ended(lambda: _check(paths)))
    from vaultlint.cli.main import main as program

    program(prog_name="vaultlint")


def _tell_version() -> None:
    try:
        print(f"vaultlint, version {__version__}", flush=True)
    except BrokenPipeError:
        from vaultlint.commands.output import leave_pipe

        leave_pipe()


def _is_readable(argument: str) -> bool:
    """Whether an argument is the path of something that click has no objection to."""
    return not argument.startswith("-") and os.access(argument, os.R_OK)


def _has_settings() -> bool:
    """Whether options may be given by the environment."""
    return any(name.startswith("VAULTLINT_") for name in os.environ)


def _check(paths: list[str]) -> int:
    from pathlib import Path

    from vaultlint.commands import check
    from vaultlint.commands.call import Call

    return check.run(Call(paths=tuple(map(Path, paths))))


if __name__ == "__main__":
    main()
