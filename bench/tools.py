"""What is measured of each linter: its command for each thing that users wait for."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from bench.peers import Installed

Case = Literal["start", "cold", "warm", "changed", "save", "fix"]
CASES: tuple[Case, ...] = get_args(Case)
MEANING: Mapping[Case, str] = {
    "start": "the version, printed",
    "cold": "the whole vault, without a cache",
    "warm": "the whole vault, nothing changed since the last run",
    "changed": "the whole vault, one note changed since the last run",
    "save": "one note of the vault, changed since the last run",
    "fix": "the whole vault, repaired",
}
VAULT, NOTE = "VAULT", "NOTE"  # stand in a command for the paths


@dataclass(frozen=True, slots=True)
class Tool:
    """A linter as it is measured. commands: of the cases that it knows."""

    name: str
    version: str
    program: Path
    commands: Mapping[Case, tuple[str, ...]]

    def command(self, case: Case, vault: Path, note: Path) -> tuple[str, ...]:
        """The command line of a case."""
        paths = {VAULT: str(vault), NOTE: str(note)}
        return (str(self.program), *(paths.get(word, word) for word in self.commands[case]))


def vaultlint(program: Path, name: str = "vaultlint") -> Tool:
    """A vaultlint, by what its own help says that it can do."""
    version = _said(program, "--version").rsplit(maxsplit=1)[-1]
    help_text = _said(program, "check", "--help")
    commands: dict[Case, tuple[str, ...]] = {
        "start": ("--version",),
        "cold": ("check", VAULT),
        "save": ("check", NOTE),
    }
    if "--no-cache" in help_text:
        commands["cold"] = ("check", "--no-cache", VAULT)
        commands["warm"] = commands["changed"] = ("check", VAULT)
    if "--fix" in help_text:
        commands["fix"] = ("check", "--fix", VAULT)
    return Tool(name, version, program, commands)


def peer_tool(installed: Installed) -> Tool:
    """A linter of PEERS, with its own default settings."""
    commands = _COMMANDS[installed.peer.name]
    return Tool(installed.peer.name, installed.version, installed.program, commands)


# What has a cache reads it unless told otherwise; of what has none, each run is cold.
_COMMANDS: Mapping[str, Mapping[Case, tuple[str, ...]]] = {
    "rumdl": {
        "start": ("--version",),
        "cold": ("check", "--no-cache", VAULT),
        "warm": ("check", VAULT),
        "changed": ("check", VAULT),
        "save": ("check", NOTE),
        "fix": ("check", "--fix", VAULT),
    },
    "mdsmith": {
        "start": ("version",),
        "cold": ("check", VAULT),
        "save": ("check", NOTE),
        "fix": ("fix", VAULT),
    },
    "markdownlint-cli2": {
        "cold": ("**/*.md",),
        "save": (NOTE,),
        "fix": ("--fix", "**/*.md"),
    },
    "mdlint-obsidian": {
        "start": ("--help",),
        "cold": (VAULT, "--vault", VAULT),
        "save": (NOTE, "--vault", VAULT),
    },
    "pkms-lint": {"start": ("--version",), "cold": (VAULT,), "fix": ("--fix", VAULT)},
}


def _said(program: Path, *words: str) -> str:
    return subprocess.run([program, *words], check=True, capture_output=True, text=True).stdout
