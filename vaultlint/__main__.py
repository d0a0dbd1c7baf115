"""The program `vaultlint`, and `python -m vaultlint`."""

from __future__ import annotations

import sys

from vaultlint import __version__


def main() -> None:
    """Runs the command that the arguments name, and exits.

    The version alone is told without click, whose import takes longer than all the rest.
    """
    if sys.argv[1:] == ["--version"]:
        _tell_version()
        return
    from vaultlint.cli.main import main as program

    program(prog_name="vaultlint")


def _tell_version() -> None:
    try:
        print(f"vaultlint, version {__version__}", flush=True)
    except BrokenPipeError:
        from vaultlint.commands.output import leave_pipe

        leave_pipe()


if __name__ == "__main__":
    main()
