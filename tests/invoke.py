"""The command line called in this process, and small vaults made for one test."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from vaultlint.cli.main import main

Entry = Mapping[str, object]


class Outcome(NamedTuple):
    """How a call ended."""

    code: int
    stdout: str
    stderr: str


def vaultlint(*arguments: str | Path, stdin: bytes = b"") -> Outcome:
    """The outcome of `vaultlint ARGUMENTS…`; an unexpected exception is raised again."""
    result = CliRunner().invoke(
        main, [str(argument) for argument in arguments], input=stdin, catch_exceptions=False
    )
    return Outcome(result.exit_code, result.stdout, result.stderr)


def diagnostics(*arguments: str | Path, stdin: bytes = b"") -> list[Entry]:
    """The diagnostics of `vaultlint check ARGUMENTS… --output-format json`."""
    outcome = vaultlint("check", *arguments, "--output-format", "json", stdin=stdin)
    assert outcome.code in (0, 1), outcome
    entries: list[Entry] = json.loads(outcome.stdout)["diagnostics"]
    return entries


def places(entries: list[Entry]) -> list[str]:
    """Each diagnostic as `path:line:column rule`."""
    return [f"{e['path']}:{e['line']}:{e['column']} {e['rule']}" for e in entries]


def make_vault(root: Path, files: Mapping[str, str], mark: str = ".obsidian/app.json") -> Path:
    """Writes the files, and what makes the folder a vault; `mark` empty: nothing."""
    for path, text in ({mark: "{}"} if mark else {}).items() | files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return root
