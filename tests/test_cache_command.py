"""`vaultlint cache info` and `vaultlint cache clean`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.invoke import Entry, make_vault, vaultlint


@pytest.fixture(autouse=True)
def _caches_inside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Here caches lie in the vaults."""
    monkeypatch.delenv("VAULTLINT_CACHE_DIR")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def vault() -> Path:
    """A vault with another one inside."""
    root = make_vault(Path("tea"), {"Tea.md": "[[Milk]]\n", "Milk.md": "[[Tea]]\n"})
    make_vault(root / "inner", {"Salt.md": ""})
    return root


def _file(root: Path) -> Path:
    return root / ".vaultlint_cache" / "cache.sqlite3"


def _info(*words: str | Path) -> list[Entry]:
    outcome = vaultlint("cache", "info", *words, "--output-format", "json")
    assert (outcome.code, outcome.stderr) == (0, "")
    told: list[Entry] = json.loads(outcome.stdout)["caches"]
    return told


def _states(*words: str | Path) -> list[object]:
    return [entry["state"] for entry in _info(*words)]


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_info(vault: Path) -> None:
    nothing = {"state": "none", "size": 0, "notes": 0, "outcomes": 0}
    places = [
        {"vault": root.absolute().as_posix(), "file": _file(root).absolute().as_posix()}
        for root in (vault, vault / "inner")
    ]
    assert _info(vault) == [{**place, **nothing} for place in places]
    assert (
        vaultlint("cache", "info", vault).stdout == 'no cache of "tea"\nno cache of "tea/inner"\n'
    )
    assert not _file(vault).exists()

    vaultlint("check", vault)
    sizes = [_file(root).stat().st_size for root in (vault, vault / "inner")]
    held = [
        {"state": "current", "size": sizes[0], "notes": 3, "outcomes": 2},
        {"state": "current", "size": sizes[1], "notes": 1, "outcomes": 1},
    ]
    assert _info(vault) == [{**place, **each} for place, each in zip(places, held, strict=True)]
    assert vaultlint("cache", "info", vault).stdout == (
        f'"tea/.vaultlint_cache/cache.sqlite3" of "tea": {sizes[0]:,} bytes, 3 notes, 2 outcomes\n'
        f'"tea/inner/.vaultlint_cache/cache.sqlite3" of "tea/inner": {sizes[1]:,} bytes, '
        "1 note, 1 outcome\n"
    )
    assert _info(vault / "inner/Salt.md") == _info(vault)[1:]


def test_info_of_another_configuration(vault: Path) -> None:
    vaultlint("check", vault)
    before = _file(vault).read_bytes()
    (vault / ".vaultlint.yaml").write_text("cards:\n  tags: [kort]\n", encoding="utf-8")
    assert _states(vault) == ["outdated", "current"]
    told = vaultlint("cache", "info", vault).stdout.splitlines()[0]
    assert told.endswith("of another version or configuration; the next run makes it anew")
    assert _file(vault).read_bytes() == before


def test_info_of_what_is_no_cache(vault: Path) -> None:
    vaultlint("check", vault)
    _file(vault).write_text("tea\n" * 2000, encoding="utf-8")
    _file(vault / "inner").unlink()
    _file(vault / "inner").mkdir()
    assert _states(vault) == ["unusable", "unusable"]
    assert "is damaged (file is not a database); the next run makes it anew" in (
        vaultlint("cache", "info", vault).stdout
    )


def test_clean(vault: Path) -> None:
    before = set(Path().rglob("*"))
    assert vaultlint("cache", "clean", vault) == (0, "no cache\n", "")
    vaultlint("check", vault)
    (vault / "inner/.vaultlint_cache/mine").touch()
    done = vaultlint("cache", "clean", vault)
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        'removed "tea/.vaultlint_cache/cache.sqlite3"',
        'removed "tea/inner/.vaultlint_cache/cache.sqlite3"',
        'removed "tea/.vaultlint_cache/.gitignore"',
        'removed "tea/.vaultlint_cache/CACHEDIR.TAG"',
        'removed "tea/.vaultlint_cache"',
    ]
    # What somebody else has put there stays, and so does what keeps it out of git.
    left = set(Path().rglob("*")) - before
    folder = vault / "inner/.vaultlint_cache"
    assert left == {folder, *(folder / name for name in ("mine", ".gitignore", "CACHEDIR.TAG"))}


def test_clean_leaves_what_vaultlint_did_not_make(vault: Path) -> None:
    folder = vault / ".vaultlint_cache"
    folder.mkdir()
    (folder / ".gitignore").write_text("other\n", encoding="utf-8")
    (folder / "cache.sqlite3-journal").touch()
    done = vaultlint("cache", "clean", vault)
    assert done.stdout == 'removed "tea/.vaultlint_cache/cache.sqlite3-journal"\n'
    assert _names(folder) == {".gitignore"}


def test_clean_of_a_vault_whose_configuration_is_wrong(vault: Path) -> None:
    vaultlint("check", vault)
    (vault / ".vaultlint.yaml").write_text("select: [", encoding="utf-8")
    assert vaultlint("cache", "info", vault).code == 2
    assert vaultlint("cache", "clean", vault).code == 0
    assert not _file(vault).parent.exists()


def test_caches_in_one_folder(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_vault(Path("salt"), {"Salt.md": ""})
    vaultlint("check", vault, "salt", "--cache-dir", "kept")
    roots = [Path(root).absolute().as_posix() for root in ("salt", "tea", "tea/inner")]
    assert sorted(str(entry["vault"]) for entry in _info("--cache-dir", "kept")) == roots
    assert set(_states("--cache-dir", "kept")) == {"current"}
    assert [entry["vault"] for entry in _info("salt", "--cache-dir", "kept")] == roots[:1]

    assert vaultlint("cache", "clean", "salt", "--cache-dir", "kept").stdout.count("removed") == 1
    assert _states("salt", "--cache-dir", "kept") == ["none"]
    Path("kept/mine-cache.sqlite3").touch()
    monkeypatch.setenv("VAULTLINT_CACHE_DIR", "kept")
    assert vaultlint("cache", "clean").stdout.count("removed") == 2
    assert _names(Path("kept")) == {".gitignore", "CACHEDIR.TAG", "mine-cache.sqlite3"}
    assert vaultlint("cache", "clean") == (0, 'no cache in "kept"\n', "")
    Path("kept/mine-cache.sqlite3").unlink()
    assert vaultlint("cache", "clean").stdout.count("removed") == 3
    assert not Path("kept").exists()
    assert vaultlint("cache", "clean") == (0, 'no cache in "kept"\n', "")


def test_info_of_a_vault_that_is_gone(vault: Path) -> None:
    vaultlint("check", vault, "--cache-dir", "kept")
    vault.rename("coffee")
    assert _states("--cache-dir", "kept") == ["outdated", "outdated"]


def test_wrong_call(vault: Path) -> None:
    for command in ("info", "clean"):
        done = vaultlint("cache", command, vault, "gone")
        assert done.code == 2
        assert 'cannot read "gone"' in done.stderr
    assert vaultlint("cache").code == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may remove anything")
def test_clean_without_the_right_to(vault: Path) -> None:
    vaultlint("check", vault)
    _file(vault).parent.chmod(0o555)
    done = vaultlint("cache", "clean", vault)
    _file(vault).parent.chmod(0o755)
    assert done.code == 2
    assert "permission denied" in done.stderr
