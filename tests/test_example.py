"""The example vault shows one fault of each kind that the README tells of, and is sound else."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from tests.example_vault import EXAMPLE, copy_example, repair
from vaultlint.cli.main import main

SHOWN = ("cards", "clozes", "encoding", "frontmatter", "links", "navigation")


def test_one_fault_of_every_kind() -> None:
    result = CliRunner().invoke(main, ["check", str(EXAMPLE), "--output-format", "json"])
    families = [entry["family"] for entry in json.loads(result.stdout)["diagnostics"]]
    assert (result.exit_code, sorted(families)) == (1, sorted(SHOWN))


def test_sound_when_repaired(tmp_path: Path) -> None:
    vault = copy_example(tmp_path / "vault")
    repair(vault)
    result = CliRunner().invoke(main, ["check", str(vault), "--output-format", "concise"])
    assert (result.exit_code, result.stdout) == (0, "12 notes checked, no mistakes found\n")
