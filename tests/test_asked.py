"""Which vaults, and which parts of them, the paths of a call stand for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.invoke import diagnostics, make_vault, places
from vaultlint.commands.asked import Asked, asked_note, asked_vaults
from vaultlint.commands.callerror import CallError


def _asked(
    root: Path,
    *,
    folders: set[str] | None = None,
    notes: set[str] | None = None,
    is_vault: bool = True,
    is_forced: bool = False,
) -> Asked:
    return Asked(root, is_vault, is_forced, frozenset(folders or ()), frozenset(notes or ()))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two vaults, one of them in the other, and with notes in no vault."""
    make_vault(tmp_path / "vault", {"A.md": "", "sub/B.md": ""})
    make_vault(tmp_path / "vault/sub/inner", {"C.md": ""}, mark=".vaultlint.yaml")
    make_vault(tmp_path, {"loose/D.md": "", "loose/deep/E.md": "", "loose/.x/F.md": ""}, mark="")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "vaults"),
    [
        pytest.param(["vault"], [("vault", True, {""}, set())], id="a vault"),
        pytest.param(["vault/sub"], [("vault", True, {"sub"}, set())], id="a folder of it"),
        pytest.param(
            ["vault/sub/B.md", "vault/A.md"],
            [("vault", True, set(), {"A.md", "sub/B.md"})],
            id="notes of it",
        ),
        pytest.param(
            ["vault/sub/inner/C.md", "vault/A.md"],
            [("vault", True, set(), {"A.md"}), ("vault/sub/inner", True, set(), {"C.md"})],
            id="notes of two vaults",
        ),
        pytest.param(["loose"], [("loose", False, {""}, set())], id="a folder in no vault"),
        pytest.param(
            ["loose/deep", "loose"], [("loose", False, {""}, set())], id="a folder in another"
        ),
        pytest.param(
            ["loose/deep/E.md", "loose"], [("loose", False, {""}, set())], id="a note in a folder"
        ),
        pytest.param(
            ["loose/D.md", "loose/deep/E.md"],
            [("loose", False, set(), {"D.md"}), ("loose/deep", False, set(), {"E.md"})],
            id="notes in no vault",
        ),
        pytest.param(
            ["loose", "loose/.x/F.md"],
            [("loose", False, {""}, set()), ("loose/.x", False, set(), {"F.md"})],
            id="a hidden folder is not seen from above",
        ),
        pytest.param(
            [".", "vault"], [(".", False, {""}, set()), ("vault", True, {""}, set())], id="above"
        ),
    ],
)
def test_asked_vaults(
    here: Path, paths: list[str], vaults: list[tuple[str, bool, set[str], set[str]]]
) -> None:
    expected = tuple(
        _asked(here / root, folders=folders, notes=notes, is_vault=is_vault)
        for root, is_vault, folders, notes in vaults
    )
    for order in (paths, paths[::-1]):
        assert asked_vaults(map(Path, order), None) == (expected, ())


def test_a_named_root_holds_everything(here: Path) -> None:
    asked, faults = asked_vaults([Path("vault/sub/inner"), Path("loose/D.md")], Path("vault"))
    assert asked == (_asked(here / "vault", folders={"sub/inner"}, is_forced=True),)
    assert faults == ('"loose/D.md" is not in the vault "vault"; name its own',)


@pytest.mark.parametrize(
    ("folders", "notes", "path", "covers"),
    [
        pytest.param({""}, set(), "a/b.md", True, id="all"),
        pytest.param({"a"}, set(), "a/b/c.md", True, id="in a folder"),
        pytest.param({"a"}, set(), "a", True, id="the folder"),
        pytest.param({"a"}, set(), "ab/c.md", False, id="beside it"),
        pytest.param({"a/b"}, set(), "a/c.md", False, id="above it"),
        pytest.param(set(), {"a/b.md"}, "a/b.md", True, id="the note"),
        pytest.param(set(), {"a/b.md"}, "a/c.md", False, id="another note"),
        pytest.param(set(), set(), "a.md", False, id="nothing"),
    ],
)
def test_covers(folders: set[str], notes: set[str], path: str, covers: bool) -> None:
    assert _asked(Path("/v"), folders=folders, notes=notes).covers(path) is covers


def test_asked_note_need_not_exist(here: Path) -> None:
    new = asked_note(Path("vault/new folder/New.md"), None)
    assert new == _asked(here / "vault", notes={"new folder/New.md"})
    with pytest.raises(CallError):
        asked_note(Path("vault"), None)
    with pytest.raises(CallError):
        asked_note(Path("loose/D.md"), Path("vault"))


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_to_vaults_and_folders(tmp_path: Path) -> None:
    make_vault(tmp_path / "real", {"A.md": "[[X]] [[B]]"})
    make_vault(tmp_path / "far", {"B.md": "[[Y]]"}, mark="")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "real/linked").symlink_to(tmp_path / "far")
    found = ["A.md:1:3 unresolved-link", "linked/B.md:1:3 unresolved-link"]
    assert places(diagnostics(tmp_path / "link")) == found
    assert places(diagnostics(tmp_path / "link/linked/B.md")) == found[1:]
    assert places(diagnostics("--vault", tmp_path / "real", tmp_path / "link/A.md")) == found[:1]
