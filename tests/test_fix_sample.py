"""Repairs of the real vault sample, judged by expressions that know nothing of vaultlint."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.shared import SHARED, needs_shared
from vaultlint.cli.main import main

pytestmark = needs_shared

SAMPLE = (SHARED or Path()) / "vault-sample"
SEED = (SHARED or Path()) / "seed"

# The sync plugin's own view of a block: from ﹇ to the next ﹈, and of a cloze: a line above an id.
_BLOCK = re.compile(r"﹇<br>\n(.*?)\n#card[^\n]*\n(.*?)<br>﹈<br>(?:\^(\d{13}))?", re.DOTALL)
_CLOZE = re.compile(r"^([^\n]*\{[^\n]*\}[^\n]*)\n\^(\d{13})$", re.MULTILINE)
_ID = re.compile(r"\^(\d{13})\b")
_CLOSED_FENCE = re.compile(r"^``` +$", re.MULTILINE)  # four of them are to be repaired
_LINK = re.compile(r"\[\[[^\]\n]+\]\]|\]\([^)\n]+\)")


def view(vault: Path) -> dict[str, Counter[tuple[str, ...]]]:
    """Blocks, clozes, ids and links of all notes, each with its note."""
    kinds = {"blocks": _BLOCK, "clozes": _CLOZE, "ids": _ID, "links": _LINK}
    found: dict[str, Counter[tuple[str, ...]]] = {kind: Counter() for kind in kinds}
    for note in sorted(vault.rglob("*.md")):
        text = _CLOSED_FENCE.sub("```", note.read_text(encoding="utf-8"))
        name = str(note.relative_to(vault))
        for kind, pattern in kinds.items():
            found[kind].update(
                (name, *map(str, m.groups() or m[0])) for m in pattern.finditer(text)
            )
    return found


def run(vault: Path, *options: str) -> tuple[int, dict[str, object], str]:
    result = CliRunner().invoke(main, ["check", str(vault), "--output-format", "json", *options])
    return result.exit_code, json.loads(result.stdout), result.stderr


def contents(vault: Path) -> dict[str, bytes]:
    return {str(p.relative_to(vault)): p.read_bytes() for p in vault.rglob("*") if p.is_file()}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "vault"))


def changed_lines(before: bytes, after: bytes) -> tuple[Counter[bytes], Counter[bytes]]:
    """The lines that are gone, and those that are new."""
    old, new = Counter(before.split(b"\n")), Counter(after.split(b"\n"))
    return old - new, new - old


def test_the_seed_note_is_restored_byte_for_byte(tmp_path: Path) -> None:
    (damaged,) = SEED.glob("*.md")
    (meant,) = SAMPLE.rglob("Part 1꞉ Overview.md")
    copy = tmp_path / damaged.name
    copy.write_bytes(damaged.read_bytes())
    for _again in range(2):
        result = CliRunner().invoke(main, ["check", "--fix", str(copy)])
        assert result.exit_code == 0, result.output
        assert copy.read_bytes() == meant.read_bytes()


def test_safe_repairs_lose_nothing(vault: Path) -> None:
    before, files = view(vault), contents(vault)
    code, report, said = run(vault, "--fix")
    assert (code, said) == (1, "")
    summary = report["summary"]
    assert isinstance(summary, dict)
    assert (summary["fixed"], summary["fixable"]) == (5, 0)
    assert view(vault) == before
    after = contents(vault)
    gone, new = Counter[bytes](), Counter[bytes]()
    for path in files:
        lost, made = changed_lines(files[path], after[path])
        gone += lost
        new += made
    # Four fences with a blank behind them, and a tag line with a zero-width space.
    assert sorted(line.decode().rstrip(" \u200b") for line in gone) == sorted(
        line.decode().rstrip(" ") for line in new
    )
    assert sum(gone.values()) == 5
    code, report, said = run(vault, "--fix")
    assert contents(vault) == after


def test_unsafe_repairs_lose_nothing_but_the_mistakes(vault: Path) -> None:
    before = view(vault)
    code, report, said = run(vault, "--fix", "--unsafe-fixes")
    assert (code, said) == (1, "")
    summary = report["summary"]
    assert isinstance(summary, dict)
    assert (summary["fixable"], summary["fixable_unsafe"]) == (0, 0)
    after = view(vault)
    assert after["ids"] == before["ids"]
    assert after["clozes"] == before["clozes"]
    lost = before["blocks"] - after["blocks"]
    made = after["blocks"] - before["blocks"]
    # Two cards were one, and one was none.
    assert [block[3] for block in lost] == ["1695177560072"]
    questions = sorted(block[1].strip().splitlines()[0] for block in made)
    assert questions == [
        'Does SQL Server allow quotation marks `""` for strings?',
        "Is the following code valid?",
        "What is a Docker image and how is it created?",
    ]
    files = contents(vault)
    run(vault, "--fix", "--unsafe-fixes")
    assert contents(vault) == files
