"""docs/frontmatter.md: what its examples print is what is printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.example_vault import EXAMPLE, copy_example
from tests.invoke import vaultlint
from vaultlint.notes.formats import FORMATS
from vaultlint.schema import PRESETS

PAGE = (Path(__file__).parent.parent / "docs" / "frontmatter.md").read_text(encoding="utf-8")
_SESSION = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CALL = re.compile(r"^\$ (vaultlint .*)\n", re.MULTILINE)
CALLS = [call for session in _SESSION.findall(PAGE) for call in _CALL.findall(session)]


def test_the_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy_example(tmp_path / "study-vault"))
    printed = []
    for session in _SESSION.findall(PAGE):
        calls = _CALL.findall(session)
        printed.append("".join(f"$ {call}\n{_stdout(call)}" for call in calls))
    assert printed == _SESSION.findall(PAGE)
    assert len(CALLS) >= 6


def _stdout(call: str) -> str:
    outcome = vaultlint(*shlex.split(call)[1:])
    assert outcome.code == 0, outcome
    return outcome.stdout


def test_the_configuration_is_that_of_the_example() -> None:
    shown = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert shown is not None
    assert (EXAMPLE / ".vaultlint.yaml").read_text(encoding="utf-8").endswith(shown[1])


def test_every_preset_and_format_is_told() -> None:
    told = re.findall(r"^\| ((?:`[a-z-]+`(?:, )?)+) \|", PAGE, re.MULTILINE)
    names = [name for cell in told for name in re.findall(r"[a-z-]+", cell)]
    # The schema of rule pages is for vaultlint's own rulebook.
    assert sorted(names) == sorted([*FORMATS, *(p for p in PRESETS if p != "rule-page")])
