"""The other linters, installed from their registries into a folder outside of the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Peer:
    """A linter. registry: the one that has it. program: the name of its executable."""

    name: str
    registry: Literal["PyPI", "npm"]
    program: str


@dataclass(frozen=True, slots=True)
class Installed:
    """A linter that can be run. program: the path of its executable."""

    peer: Peer
    program: Path
    version: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A linter that could not be had, and why, in one line."""

    peer: Peer
    reason: str


PEERS: tuple[Peer, ...] = (
    Peer("rumdl", "PyPI", "rumdl"),
    Peer("mdsmith", "PyPI", "mdsmith"),
    Peer("markdownlint-cli2", "npm", "markdownlint-cli2"),
    Peer("mdlint-obsidian", "PyPI", "mdlint"),
    Peer("pkms-lint", "PyPI", "pkms-lint"),
)


def default_folder() -> Path:
    """Where linters are kept between runs."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "vaultlint-bench"


def installed(peer: Peer, folder: Path) -> Installed | Missing:
    """The linter, installed into a folder of its own below `folder` unless it is there."""
    home = folder / peer.name
    try:
        match peer.registry:
            case "PyPI":
                return _from_pypi(peer, home)
            case "npm":
                return _from_npm(peer, home)
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout or "").strip().splitlines()
        return Missing(peer, said[-1] if said else f"{error.cmd[0]} ends with {error.returncode}")
    except OSError as error:
        return Missing(peer, f"{error.filename}: {error.strerror}")


def _from_pypi(peer: Peer, home: Path) -> Installed:
    scripts = home / ("Scripts" if sys.platform == "win32" else "bin")
    python = scripts / "python"
    program = scripts / peer.program
    if not program.exists():
        venv.create(home, with_pip=True, clear=True)
        _output([str(python), "-m", "pip", "install", "--quiet", peer.name])
    ask = f"from importlib.metadata import version; print(version({peer.name!r}))"
    return Installed(peer, program, _output([str(python), "-c", ask]))


def _from_npm(peer: Peer, home: Path) -> Installed:
    program = home / "node_modules" / ".bin" / peer.program
    if not program.exists():
        home.mkdir(parents=True, exist_ok=True)
        _output(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(home), peer.name])
    package = json.loads((home / "node_modules" / peer.name / "package.json").read_text())
    return Installed(peer, program, package["version"])


def _output(command: Sequence[str]) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout.strip()
