"""What is known to be true of the real vault sample, note by note."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.shared import SHARED, needs_shared
from vaultlint.cli.main import main

pytestmark = needs_shared

SAMPLE = (SHARED or Path()) / "vault-sample"
ACADEMIC = "the-vault/src/🔴 Academic/📚 Educational Resource"
PART_1 = f"{ACADEMIC}/Docker Docs/Guides/Get started/Part 1꞉ Overview.md"


def run(*arguments: str) -> dict[str, object]:
    """What a command prints as JSON."""
    result = CliRunner().invoke(main, [*arguments, "--output-format", "json"])
    assert result.exit_code in (0, 1), result.output
    read = json.loads(result.stdout)
    assert isinstance(read, dict)
    return read


def diagnostics(*paths: Path) -> list[tuple[str, int, str]]:
    """Note (its name), line and rule of each diagnostic."""
    entries = run("check", *(str(path) for path in paths))["diagnostics"]
    assert isinstance(entries, list)
    return [(Path(entry["path"]).name, entry["line"], entry["rule"]) for entry in entries]


def seen(path: Path) -> dict[str, list[dict[str, object]]]:
    """What `inspect` shows of a note: its lists of facts."""
    note = run("inspect", str(path))
    return {key: facts for key, facts in note.items() if isinstance(facts, list)}


@pytest.fixture(scope="module")
def sample() -> list[tuple[str, int, str]]:
    return diagnostics(SAMPLE)


@pytest.mark.parametrize(
    "expected",
    [
        ("Docker Overview.md", 180, "local-image-with-alt"),
        ("Docker Overview.md", 286, "unreadable-card-opener"),
        ("🗒️ SQL ∋ Table of Contents.md", 781, "unclosed-card"),
        ("1. Two Sum.md", 727, "fence-freezes-sync"),
        ("1. Two Sum.md", 869, "fence-freezes-sync"),
        ("1. Two Sum.md", 875, "fence-freezes-sync"),
        ("003. max-value 🧑🏽‍💻.md", 373, "fence-freezes-sync"),
        ("Part 3꞉ Update the application.md", 25, "one-way-neighbour"),
        ("Part 4꞉ Share the application.md", 25, "neighbour-out-of-order"),
        ("0. Introduction ∋ Table of Contents.md", 44, "unresolved-neighbour"),
        ("004. is prime 👨🏽‍💻.md", 575, "unresolved-neighbour"),
    ],
    ids=lambda expected: f"{expected[0]}:{expected[1]}",
)
def test_known_fault_is_found(expected: tuple[str, int, str], sample: list[object]) -> None:
    assert sample.count(expected) == 1


def test_facts_are_counted_in_full() -> None:
    counts: Counter[str] = Counter()
    for path in sorted((SAMPLE / "the-vault" / "src").rglob("*.md")):
        facts = seen(path)
        counts.update({key: len(facts[key]) for key in ("cards", "clozes", "navigation")})
    assert counts == {"cards": 272, "clozes": 14, "navigation": 27}


def test_seed_is_misread_and_nothing_else() -> None:
    (seed,) = ((SHARED or Path()) / "seed").glob("*.md")
    report = run("check", str(seed))["diagnostics"]
    assert isinstance(report, list)
    assert [entry["rule"] for entry in report] == ["mojibake"]
    assert "Windows-1252" in report[0]["message"]
    note = run("inspect", str(seed))
    properties = note["properties"]
    assert isinstance(properties, dict)
    assert properties["title"] == "Part 1꞉ Overview"
    facts = seen(seed)
    assert (len(facts["cards"]), len(facts["clozes"])) == (3, 4)


def test_the_same_note_undamaged_is_clean() -> None:
    assert diagnostics(SAMPLE / PART_1) == []


def test_victim_is_named() -> None:
    entries = run("check", str(SAMPLE))["diagnostics"]
    assert isinstance(entries, list)
    (unclosed,) = [entry for entry in entries if entry["rule"] == "unclosed-card"]
    (victim,) = unclosed["related"]
    assert victim["line"] > unclosed["line"]
