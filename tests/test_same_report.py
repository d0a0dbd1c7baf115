"""The diagnostics of a note are the same however few or many notes a run was asked about."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from tests.invoke import Entry, diagnostics, vaultlint
from tests.shared import SHARED, needs_shared

VAULTS = sorted(path for path in (Path(__file__).parent / "vaults").iterdir() if path.is_dir())


def _by_note(entries: list[Entry]) -> dict[Path, list[Entry]]:
    found: dict[Path, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[Path(str(entry["vault"]), str(entry["path"]))].append(entry)
    return found


def _notes(vault: Path) -> list[Path]:
    return sorted(path for path in vault.rglob("*.md") if "/." not in path.as_posix())


def _check_note_by_note(vault: Path) -> None:
    whole = _by_note(diagnostics(vault, "--extend-select", "all"))
    assert whole
    for note in _notes(vault):
        assert diagnostics(note, "--extend-select", "all") == whole.get(note.resolve(), []), note


@pytest.mark.parametrize("vault", VAULTS, ids=lambda vault: vault.name)
def test_note_by_note(vault: Path) -> None:
    _check_note_by_note(vault)


@needs_shared
def test_note_by_note_on_the_real_vault() -> None:
    assert SHARED is not None
    _check_note_by_note(SHARED / "vault-sample")


@pytest.mark.parametrize("vault", VAULTS, ids=lambda vault: vault.name)
def test_in_any_order_and_number(vault: Path) -> None:
    notes = _notes(vault)
    whole = vaultlint("check", vault, "--output-format", "json")
    given = vaultlint("check", *reversed(notes), notes[0], "--output-format", "json")
    folders = sorted({note.parent for note in notes})
    by_folder = vaultlint("check", *folders, "--output-format", "json")
    for other in (given, by_folder):
        assert other.code == whole.code
        assert json.loads(other.stdout)["diagnostics"] == json.loads(whole.stdout)["diagnostics"]
    assert vaultlint("check", vault, "--output-format", "json") == whole


def test_all_vaults_in_one_call() -> None:
    together = diagnostics(*VAULTS)
    assert together == [entry for vault in VAULTS for entry in diagnostics(vault)]


@pytest.mark.parametrize("vault", VAULTS, ids=lambda vault: vault.name)
def test_note_on_standard_input(vault: Path) -> None:
    for note in _notes(vault):
        stdin = note.read_bytes()
        assert diagnostics("--stdin-filename", note, "-", stdin=stdin) == diagnostics(note), note
