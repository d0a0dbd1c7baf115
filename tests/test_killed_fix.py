"""Whenever a run of --fix is killed, each note is old or new, whole, and the next run finishes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.killed_fix import WAYS

KILLS = 500


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_killed_runs(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.killed_fix", str(tmp_path / "vault"), str(KILLS)],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        encoding="utf-8",
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    seen = json.loads(ended.stdout)
    # It was where it hurts: files half written, and notes done while others were not.
    assert sum(seen[way] for way in WAYS[:-1]) == KILLS - KILLS // 4
    assert seen["with a temporary file"] > KILLS // 8
    assert seen["in between"] > KILLS // 8
