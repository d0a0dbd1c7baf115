"""The hooks of .pre-commit-hooks.yaml under the real pre-commit, in a throwaway repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.example_vault import copy_example, repair

CHECKOUT = Path(__file__).parent.parent
CONFIG = """\
repos:
  - repo: {checkout}
    rev: {revision}
    hooks:
      - id: vaultlint
      - id: vaultlint-vault
        stages: [manual]
      - id: vaultlint-staged
        stages: [manual]
      - id: vaultlint-fix
        stages: [manual]
"""


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


@pytest.mark.skipif(HEAD is None, reason="needs git and a checkout: pre-commit clones it")
def test_commit_is_blocked_until_the_vault_is_repaired(tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= {
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), env["PATH"]]),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.org",
    }
    vault = copy_example(tmp_path / "vault")
    config = CONFIG.format(checkout=CHECKOUT, revision=HEAD)
    (vault / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    for command in (["git", "init", "-q"], ["pre-commit", "install"], ["git", "add", "."]):
        result = _run(vault, *command, env=env)
        assert result.returncode == 0, result.stdout + result.stderr

    blocked = _run(vault, "git", "commit", "-m", "Begin", env=env)
    assert blocked.returncode == 1, blocked.stdout + blocked.stderr
    assert "unclosed-card" in blocked.stdout + blocked.stderr

    # The damaged note is repaired, and the commit stopped, so that one can look.
    moon = vault / "courses/🌙 Night sky/3. Phases of the Moon.md"
    damaged = moon.read_bytes()
    fixed = _run(vault, "pre-commit", "run", "--hook-stage", "manual", "vaultlint-fix", env=env)
    assert fixed.returncode == 1, fixed.stdout + fixed.stderr
    assert "files were modified by this hook" in fixed.stdout
    assert "ðŸŒ™" not in moon.read_text(encoding="utf-8")
    moon.write_bytes(damaged)

    repair(vault)
    _run(vault, "git", "add", ".", env=env)
    passed = _run(vault, "git", "commit", "-m", "Begin", env=env)
    assert passed.returncode == 0, passed.stdout + passed.stderr

    # A note that nobody touched breaks when the target of its link is renamed: only the hook
    # that looks at the whole vault sees it.
    first = vault / "courses/🥖 Bread baking/1. Flour and water.md"
    first.rename(first.with_name("1. Water and flour.md"))
    _run(vault, "git", "add", "-A", env=env)
    whole = _run(vault, "pre-commit", "run", "--hook-stage", "manual", "vaultlint-vault", env=env)
    assert whole.returncode == 1, whole.stdout + whole.stderr
    assert "Home.md" in whole.stdout

    # Nor is it on a line of the commit, until that line is touched.
    only_staged = ("pre-commit", "run", "--hook-stage", "manual", "vaultlint-staged")
    lines = _run(vault, *only_staged, env=env)
    assert lines.returncode == 0, lines.stdout + lines.stderr
    home = vault / "Home.md"
    home.write_bytes(home.read_bytes().replace(b"[[1. Flour and water", b"![[1. Flour and water"))
    _run(vault, "git", "add", "-A", env=env)
    lines = _run(vault, *only_staged, env=env)
    assert lines.returncode == 1, lines.stdout + lines.stderr
    assert "Home.md" in lines.stdout
