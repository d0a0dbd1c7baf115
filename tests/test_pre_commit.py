"""The hooks of .pre-commit-hooks.yaml under the real pre-commit, in throwaway repositories."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.example_vault import copy_example, repair

CHECKOUT = Path(__file__).parent.parent
MOON = "courses/🌙 Night sky/3. Phases of the Moon.md"  # saved in the wrong encoding
FLOUR = "courses/🥖 Bread baking/1. Flour and water.md"  # Home.md links to it


def _run(folder: Path, *command: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )


def _head() -> str | None:
    if shutil.which("git") is None or not (CHECKOUT / ".git").exists():
        return None
    result = _run(CHECKOUT, "git", "rev-parse", "HEAD", env=dict(os.environ))
    return result.stdout.strip() if result.returncode == 0 else None


HEAD = _head()
pytestmark = pytest.mark.skipif(
    HEAD is None, reason="needs git and a checkout: pre-commit clones it"
)


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository that holds the example vault, with hooks of pre-commit."""

    vault: Path
    env: dict[str, str]

    def git(self, *arguments: str) -> tuple[int, str]:
        """The exit code, and all output."""
        return self._ran("git", *arguments)

    def hook(self, name: str) -> tuple[int, str]:
        """The hook, run by hand on what is staged."""
        return self._ran("pre-commit", "run", name)

    def commit(self, *without: str) -> tuple[int, str]:
        """A commit of everything. without: hooks that are skipped."""
        self.git("add", "-A")
        skipped = {"SKIP": ",".join(without)}
        result = _run(
            self.vault, "git", "commit", "--message", "Change", env={**self.env, **skipped}
        )
        return result.returncode, result.stdout + result.stderr

    def _ran(self, *command: str) -> tuple[int, str]:
        result = _run(self.vault, *command, env=self.env)
        return result.returncode, result.stdout + result.stderr


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which pre-commit installs vaultlint once for all tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit")),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), kept["PATH"]]),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.org",
    }


def _repository(folder: Path, env: dict[str, str], *hooks: str) -> Repository:
    vault = copy_example(folder / "vault")
    lines = ["repos:", f"  - repo: {CHECKOUT}", f"    rev: {HEAD}", "    hooks:"]
    lines += [f"      - id: {hook}" for hook in hooks]
    (vault / ".pre-commit-config.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    repository = Repository(vault, env)
    for command in (("git", "init", "-q"), ("pre-commit", "install")):
        result = _run(vault, *command, env=env)
        assert result.returncode == 0, result.stdout + result.stderr
    return repository


@pytest.fixture
def sound(tmp_path: Path, env: dict[str, str]) -> Repository:
    """A repository whose repaired vault is committed, with all hooks but the one that repairs."""
    repository = _repository(tmp_path, env, "vaultlint", "vaultlint-staged", "vaultlint-vault")
    repair(repository.vault)
    code, output = repository.commit()
    assert (code, output.count("Passed")) == (0, 3), output
    return repository


def _at_once(repository: Repository, *hooks: str) -> list[tuple[int, str]]:
    """What hooks end with that run at the same time on all files."""
    started = [
        subprocess.Popen(
            ["pre-commit", "run", hook, "--all-files"],
            cwd=repository.vault,
            env=repository.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        for hook in hooks
    ]
    ended = [(process.communicate()[0], process.returncode) for process in started]
    # How long it took is told of the one that was slower.
    return [(code, re.sub(r"- duration: .*\n", "", output)) for output, code in ended]


def test_hooks_at_once_share_the_cache(tmp_path: Path, env: dict[str, str]) -> None:
    inside = {name: value for name, value in env.items() if name != "VAULTLINT_CACHE_DIR"}
    repository = _repository(tmp_path, inside, "vaultlint", "vaultlint-vault")
    repository.git("add", "-A")
    cache = repository.vault / ".vaultlint_cache/cache.sqlite3"
    hooks = ("vaultlint", "vaultlint-vault", "vaultlint-vault")
    _at_once(repository, "vaultlint")  # installs it
    (alone,) = _at_once(repository, "vaultlint")
    assert alone[0] == 1, alone
    assert "unclosed-card" in alone[1]
    cache.unlink()

    cold = _at_once(repository, *hooks)
    assert cold == _at_once(repository, *hooks)
    assert cold[0] == alone
    assert cold[1] == cold[2]
    assert "cache" not in "".join(output for _, output in cold)
    connection = sqlite3.connect(cache)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("SELECT count(*) FROM outcomes").fetchone()[0] > 0
    connection.close()

    repository.git("add", "-A")
    assert ".vaultlint_cache" not in repository.git("ls-files")[1]
    assert ".vaultlint_cache" not in repository.git("status", "--porcelain")[1]


def test_commit_is_blocked_until_the_vault_is_repaired(tmp_path: Path, env: dict[str, str]) -> None:
    repository = _repository(tmp_path, env, "vaultlint-fix", "vaultlint")
    moon = repository.vault / MOON

    # The damaged note is repaired, and the commit stopped, so that one can look.
    code, output = repository.commit()
    assert code == 1, output
    assert "files were modified by this hook" in output
    assert "ðŸŒ™" not in moon.read_text(encoding="utf-8")

    # What cannot be repaired safely still blocks it, and it alone.
    code, output = repository.commit()
    assert code == 1, output
    assert "files were modified" not in output
    assert "unclosed-card" in output
    assert "mojibake" not in output
    assert repository.git("rev-parse", "HEAD")[0] != 0

    fixed = moon.read_bytes()
    for path in copy_example(tmp_path / "again").rglob("*.md"):
        shutil.copy(path, repository.vault / path.relative_to(tmp_path / "again"))
    repair(repository.vault)
    assert moon.read_bytes() == fixed
    code, output = repository.commit()
    assert (code, output.count("Passed")) == (0, 2), output


def test_renamed_note(sound: Repository) -> None:
    first = sound.vault / FLOUR
    first.rename(first.with_name("1. Water and flour.md"))
    sound.git("add", "-A")

    # The note is asked about as a part of its vault. Notes that nobody touched break, too: only the
    # hook that looks at the whole vault sees it, and no line of the commit is to blame.
    code, output = sound.hook("vaultlint")
    assert code == 1, output
    assert '"2. Fermentation" does not list this note as its previous note' in output
    assert "Home.md" not in output
    assert sound.hook("vaultlint-staged")[0] == 0
    code, output = sound.hook("vaultlint-vault")
    assert code == 1, output
    assert "Home.md" in output

    # When the line is touched, all of them see it.
    home = sound.vault / "Home.md"
    home.write_bytes(home.read_bytes().replace(b"[[1. Flour and water", b"![[1. Flour and water"))
    sound.git("add", "-A")
    for hook in ("vaultlint", "vaultlint-staged"):
        code, output = sound.hook(hook)
        assert code == 1, output
        assert "Home.md" in output


def test_renamed_note_with_its_links(sound: Repository) -> None:
    first = sound.vault / FLOUR
    first.rename(first.with_name("1. Water and flour.md"))
    for note in sound.vault.rglob("*.md"):
        text = note.read_bytes().replace(b"1. Flour and water", b"1. Water and flour")
        note.write_bytes(text)
    code, output = sound.commit()
    assert (code, output.count("Passed")) == (0, 3), output
    assert "rename " in sound.git("show", "--summary")[1]


def test_deleted_link_target(sound: Repository) -> None:
    (sound.vault / FLOUR).unlink()
    sound.git("add", "-A")

    # Nothing is left that the other hooks could look at.
    code, output = sound.hook("vaultlint")
    assert code == 0, output
    assert "no files to check" in output
    code, output = sound.hook("vaultlint-vault")
    assert code == 1, output
    assert "Home.md" in output
    assert "unresolved-link" in output

    code, output = sound.commit()
    assert code == 1, output
    sound.git("reset", "-q", "--hard")
    assert sound.hook("vaultlint-vault")[0] == 0
