"""docs/reports.md: what it shows is what vaultlint prints."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.invoke import vaultlint
from vaultlint.commands.formats import FORMATS

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/reports.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```console\n\$ vaultlint ([^\n]+)\n(.*?)```\n", PAGE, re.DOTALL)


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[words for words, _ in EXAMPLES])
def test_example(command: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    printed = vaultlint(*shlex.split(command)).stdout
    # "…" stands for what is left out, within a line.
    pattern = ".*".join(re.escape(part) for part in shown.split("…"))
    assert re.fullmatch(pattern, printed), printed


def test_all_formats_are_told() -> None:
    table = PAGE.split("| format | for |", 1)[1].split("\n\n", 1)[0]
    assert set(re.findall(r"`([\w-]+)`", table)) == set(FORMATS)
    shown = {command.rsplit(" ", 1)[1] for command, _ in EXAMPLES}
    assert shown >= set(FORMATS) - {"text", "json", "html"}
