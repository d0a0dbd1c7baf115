"""Repairs are the same with and without a cache, and with one they read but a few notes."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.invoke import Outcome, make_vault, vaultlint
from tests.shared import SHARED, needs_shared
from tests.test_cache_edits import make_random_vault
from vaultlint.commands import checkedvaults, reruns
from vaultlint.commands.vaultrun import VaultRun, run_vault
from vaultlint.notes import parse
from vaultlint.notes.facts import Note
from vaultlint.text.source import Source

VAULTS = sorted(path for path in (Path(__file__).parent / "vaults").iterdir() if path.is_dir())
EXAMPLE = Path(__file__).parent.parent / "examples" / "study-vault"
CALLS = (
    ("--fix",),
    ("--fix", "--unsafe-fixes"),
    ("--fix-only", "--unsafe-fixes"),
    ("--diff", "--unsafe-fixes"),
    ("--fix", "--unsafe-fixes", "--extend-select", "all"),
)
CARD = "﹇<br>\nGreen? #card\nYes\n⌂\n<br>﹈<br>\n\n^1698833072729\n"  # a blank line too many


def _files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def _fixed(vault: Path, source: Path, *call: str | Path) -> tuple[Outcome, dict[str, bytes]]:
    """What is said of a copy of the source, which is `vault`, and its files afterwards."""
    shutil.rmtree(vault, ignore_errors=True)
    shutil.copytree(source, vault)
    outcome = vaultlint("check", vault, *call)
    return outcome, _files(vault)


def _compare(source: Path, vault: Path, *call: str) -> None:
    without = _fixed(vault, source, *call, "--no-cache")
    cache = vault.parent / "cache"
    assert _fixed(vault, source, *call, "--cache-dir", cache) == without
    assert _fixed(vault, source, *call, "--cache-dir", cache) == without  # now it knows the notes


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
@pytest.mark.parametrize("source", [*VAULTS, EXAMPLE], ids=lambda vault: vault.name)
def test_vaults(source: Path, call: tuple[str, ...], tmp_path: Path) -> None:
    _compare(source, tmp_path / "vault", *call)


@needs_shared
@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_the_real_vault(call: tuple[str, ...], tmp_path: Path) -> None:
    assert SHARED is not None
    _compare(SHARED / "vault-sample", tmp_path / "vault", *call)


@pytest.mark.parametrize("seed", range(int(os.environ.get("VAULTLINT_EDIT_SEEDS", "12"))))
def test_random_vaults(seed: int, tmp_path: Path) -> None:
    make_random_vault(tmp_path / "made", random.Random(seed))
    for call in CALLS[1], CALLS[4]:
        _compare(tmp_path / "made", tmp_path / "vault", *call)


# --- other programs


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return make_vault(
        tmp_path / "vault",
        {"a.md": CARD, "b.md": "[[a]]\n"},
    )


def _write_after_run(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, write: Callable[[], object]
) -> None:
    """Has another program write after the first run of this module."""
    waiting = [write]

    def running(*call: Any) -> VaultRun:
        found = run_vault(*call)
        if waiting:
            waiting.pop()()
        return found

    monkeypatch.setattr(module, "run_vault", running)


def test_a_note_that_changes_before_it_is_read(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = vault / "a.md"
    before = note.read_bytes()
    vaultlint("check", "--fix", vault)
    fixed = note.read_bytes()
    assert fixed != before
    note.write_bytes(before)
    above = b"Another text.\n\n"
    _write_after_run(monkeypatch, checkedvaults, lambda: note.write_bytes(above + before))
    vaultlint("check", "--fix", vault)
    assert note.read_bytes() == above + fixed


def test_a_note_that_changes_after_it_was_read(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = vault / "a.md"
    text = b"Another text.\n\n" + note.read_bytes()
    _write_after_run(monkeypatch, reruns, lambda: note.write_bytes(text))
    outcome = vaultlint("check", "--fix", vault)
    assert outcome.code == 2
    assert "was changed while vaultlint ran and is left alone" in outcome.stderr
    assert note.read_bytes() == text


def test_few_notes_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"{number}.md": f"[[{number + 1}]]\n" for number in range(50)}
    vault = make_vault(tmp_path / "vault", {**many, "a.md": ""})
    vaultlint("check", vault)
    note = vault / "a.md"
    note.write_text(CARD, "utf-8")
    read: list[str] = []
    parsed = parse.parse

    def reading(source: Source, *more: Any) -> Note:
        read.append(source.path)
        return parsed(source, *more)

    monkeypatch.setattr(parse, "parse", reading)
    outcome = vaultlint("check", "--fix", note)
    assert "1 mistake fixed" in outcome.stdout, outcome
    assert set(read) == {"a.md"}
