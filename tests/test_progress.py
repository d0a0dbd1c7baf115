"""The bar of long runs: on a terminal only, and never in the report."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.invoke import make_vault
from vaultlint.commands.progress import SHOWN_FROM, tracked

pty = pytest.importorskip("pty", reason="needs pseudo-terminals")


def test_short_runs_are_not_tracked() -> None:
    paths = ["A.md"] * (SHOWN_FROM - 1)
    assert tracked(paths, "reading", is_shown=True) is paths
    many = ["A.md"] * SHOWN_FROM
    assert tracked(many, "reading", is_shown=False) is many


@pytest.mark.parametrize("arguments", [[], ["--quiet"]])
def test_bar_on_a_terminal(tmp_path: Path, arguments: list[str]) -> None:
    notes = {f"{number}.md": "text" for number in range(SHOWN_FROM)}
    vault = make_vault(tmp_path / "[red]vault", notes)
    outer, inner = os.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen(
        [sys.executable, "-m", "vaultlint", "check", str(vault), *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=inner,
    ) as process:
        os.close(inner)
        assert process.stdout is not None
        report = process.stdout.read().decode()
        shown = _read_all(outer)
        assert process.wait() == 0
    os.close(outer)
    is_quiet = bool(arguments)
    assert report == ("" if is_quiet else f"{SHOWN_FROM} notes checked, no mistakes found\n")
    assert ("reading [red]vault" in shown) is not is_quiet


def _read_all(terminal: int) -> str:
    parts: list[bytes] = []
    try:
        while part := os.read(terminal, 65536):
            parts.append(part)
    except OSError:  # Linux says so when the other end is closed
        pass
    return b"".join(parts).decode()
