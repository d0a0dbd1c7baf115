"""Which files a vault holds, and where its root is."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from vaultlint.vault.files import Listing, Odd, discover, find_root, is_note_name

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX file names")


def vault(root: Path, *paths: str) -> Path:
    """Makes empty files; a path that ends in "/" makes a folder."""
    for path in paths:
        place = root / path
        if path.endswith("/"):
            place.mkdir(parents=True, exist_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    return root


@pytest.mark.parametrize(
    ("paths", "notes", "files"),
    [
        pytest.param((), (), (), id="empty vault"),
        pytest.param(
            ("b.md", "a/z.md", "a/B.MD", "pic.png", "a/table.csv", "bare"),
            ("a/B.MD", "a/z.md", "b.md"),
            ("a/B.MD", "a/z.md", "b.md", "bare", "a/table.csv", "pic.png"),
            id="all types are files, .md in any case is a note",
        ),
        pytest.param(
            (".obsidian/app.json", ".trash/x.md", "a/.b.md", ".draft/c/d.md", "a/b.md"),
            ("a/b.md",),
            ("a/b.md",),
            id="a leading dot hides",
        ),
        pytest.param(("a.md.txt", "a.markdown"), (), ("a.markdown", "a.md.txt"), id="other ends"),
    ],
)
def test_notes_and_files(
    tmp_path: Path, paths: tuple[str, ...], notes: tuple[str, ...], files: tuple[str, ...]
) -> None:
    assert discover(vault(tmp_path, *paths)) == Listing(notes, tuple(sorted(files)))


@pytest.mark.parametrize(
    ("exclude", "unchecked"),
    [
        pytest.param((), set(), id="nothing"),
        pytest.param(("drafts/",), {"drafts/a.md", "x/drafts/c.md"}, id="a folder anywhere"),
        pytest.param(("/drafts/",), {"drafts/a.md"}, id="a folder at the root"),
        pytest.param(("*.md", "!b.md"), {"drafts/a.md", "x/drafts/c.md"}, id="taken back"),
        pytest.param(("*.png",), {"p.png"}, id="an attachment"),
    ],
)
def test_excluded_notes_stay_in_the_vault(
    tmp_path: Path, exclude: tuple[str, ...], unchecked: set[str]
) -> None:
    notes = ("b.md", "drafts/a.md", "x/drafts/c.md")
    listing = discover(vault(tmp_path, *notes, "p.png"), exclude)
    assert listing == Listing(notes, (*notes[:2], "p.png", notes[2]), frozenset(unchecked))


def test_notes_of_nested_vaults_are_targets_but_checked_at_home(tmp_path: Path) -> None:
    root = vault(
        tmp_path,
        ".obsidian/",
        "a.md",
        "in/.obsidian/app.json",
        "in/b.md",
        "in/deep/.vaultlint.yaml",
        "in/deep/c.md",
        "inn/d.md",
        "own/.vaultlint.yaml",
        "own/e.md",
        "odd/.vaultlint.yaml/",
        "odd/f.md",
    )
    notes = ("a.md", "in/b.md", "in/deep/c.md", "inn/d.md", "odd/f.md", "own/e.md")
    unchecked = frozenset({"in/b.md", "in/deep/c.md", "own/e.md"})
    assert discover(root) == Listing(notes, notes, unchecked, ("in", "own"))


@posix_only
def test_what_is_no_note_is_odd(tmp_path: Path) -> None:
    vault(tmp_path, "folder.md/inside.md", "note.md", "folder/")
    (tmp_path / "gone.md").symlink_to("nowhere.md")
    (tmp_path / "gone.png").symlink_to("nowhere.png")
    (tmp_path / "round.md").symlink_to("round.md")
    (tmp_path / "linked.md").symlink_to("note.md")
    os.mkfifo(tmp_path / "pipe.md")
    os.mkfifo(tmp_path / "pipe")
    server = socket.socket(socket.AF_UNIX)
    with server:
        # A socket's path may hold 108 bytes at most.
        here = Path.cwd()
        os.chdir(tmp_path)
        try:
            server.bind("socket.md")
        finally:
            os.chdir(here)
    notes = ("folder.md/inside.md", "linked.md", "note.md")
    odd = (
        Odd("folder.md", "a folder"),
        Odd("gone.md", "a broken symbolic link"),
        Odd("pipe.md", "a pipe"),
        Odd("round.md", "a broken symbolic link"),
        Odd("socket.md", "a socket"),
    )
    assert discover(tmp_path) == Listing(notes, notes, odd=odd)


@posix_only
@pytest.mark.skipif(sys.platform == "darwin", reason="its file names are always UTF-8")
def test_name_in_other_bytes_is_odd(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    (tmp_path / name).touch()
    assert discover(tmp_path) == Listing(
        (), (), odd=(Odd(name, "named in bytes that are no UTF-8"),)
    )


def test_unreadable_folder_is_odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault(tmp_path, "a.md", "locked/b.md")
    scandir = os.scandir

    def denied(folder: str | Path) -> object:
        if Path(folder).name == "locked":
            raise PermissionError(13, "Permission denied", str(folder))
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", denied)
    odd = (Odd("locked", "a folder that cannot be read"),)
    assert discover(tmp_path) == Listing(("a.md",), ("a.md",), odd=odd)


@posix_only
@pytest.mark.parametrize(
    ("links", "notes"),
    [
        pytest.param({"vault/loop": "vault"}, ("a/a.md",), id="to the vault itself"),
        pytest.param({"vault/loop": "."}, ("a/a.md",), id="to a folder around the vault"),
        pytest.param({"vault/again": "vault/a"}, ("a/a.md",), id="to a folder of the vault"),
        pytest.param({"vault/out": "out"}, ("a/a.md", "out/o.md", "out/p/q.md"), id="outside"),
        pytest.param(
            {"vault/y": "out", "vault/z": "out"},
            ("a/a.md", "y/o.md", "y/p/q.md"),
            id="twice outside: the first counts",
        ),
        pytest.param(
            {"vault/y": "out/p", "vault/z": "out"},
            ("a/a.md", "y/q.md"),
            id="around a linked folder: not disjoint",
        ),
        pytest.param(
            {"vault/y": "out", "out/back": "vault", "out/on": "further"},
            ("a/a.md", "y/o.md", "y/on/f.md", "y/p/q.md"),
            id="links in linked folders",
        ),
        pytest.param({"vault/out": "none"}, ("a/a.md",), id="to nothing"),
    ],
)
def test_linked_folders(tmp_path: Path, links: dict[str, str], notes: tuple[str, ...]) -> None:
    vault(tmp_path, "vault/a/a.md", "out/o.md", "out/p/q.md", "further/f.md")
    for link, target in links.items():
        (tmp_path / link).symlink_to(tmp_path / target, target_is_directory=True)
    assert discover(tmp_path / "vault") == Listing(notes, notes)


@pytest.mark.parametrize("name", ["none", "file.md"])
def test_root_that_is_no_folder(tmp_path: Path, name: str) -> None:
    vault(tmp_path, "file.md")
    with pytest.raises(OSError, match=name):
        discover(tmp_path / name)


@pytest.mark.parametrize(
    ("marks", "path", "root"),
    [
        pytest.param(("v/.obsidian/",), "v", "v", id="the folder itself"),
        pytest.param(("v/.obsidian/",), "v/a/b.md", "v", id="above a note"),
        pytest.param(("v/.obsidian/",), "v/a/none.md", "v", id="above what does not exist"),
        pytest.param(("v/.vaultlint.yaml",), "v/a", "v", id="by a configuration"),
        pytest.param(("v/.obsidian/", "v/a/.vaultlint.yaml"), "v/a/b.md", "v/a", id="the nearest"),
        pytest.param(("v/a/.obsidian/",), "v/a/../a/b.md", "v/a", id="dots in the path"),
        pytest.param(("v/.obsidian",), "v/a", None, id="a file .obsidian is no mark"),
        pytest.param((), "v/a/b.md", None, id="none"),
    ],
)
def test_find_root(tmp_path: Path, marks: tuple[str, ...], path: str, root: str | None) -> None:
    vault(tmp_path, "v/a/b.md", *marks)
    found = find_root(tmp_path / path)
    assert found == (None if root is None else tmp_path / root)


@pytest.mark.parametrize(
    ("path", "is_note"), [("a.md", True), ("a.Md", True), ("md", False), ("a.mdx", False)]
)
def test_is_note_name(path: str, is_note: bool) -> None:
    assert is_note_name(path) is is_note
