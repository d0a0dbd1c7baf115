"""`vaultlint stats`: what it counts, and the health of folders."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.example_vault import EXAMPLE
from tests.invoke import Outcome, make_vault, vaultlint
from tests.shared import SHARED, needs_shared
from tests.test_schemas import validator
from vaultlint.diagnostic import Severity
from vaultlint.report.stats import FolderHealth, folder_health

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
CARD = "﹇<br>\nQ{n}?\n\n#card\n\nA.\n\n⌂\n<br>﹈<br>{id}\n\n"
FILES = {
    ".vaultlint.yaml": (
        "schemas:\n"
        "- schema: book.json\n  folders: [books]\n"
        "- schema: book.json\n  tags: [book]\n"
        "- schema: obsidian\n"
    ),
    "book.json": '{"title": "Book", "required": ["author"]}',
    "Home.md": "[[A]] [[Gone]] ![[p.png]] ![[gone.png]] [[@key]] [web](https://a.org) https://b.org\n",
    "books/A.md": (
        "---\nauthor: Ada\ntags: [book]\n---\n> [!info]\n> **Next Note(s)**:\n> - [[B]]\n\n"
        + CARD.format(n=1, id="^1700000000001")
        + CARD.format(n=2, id="")
        + "Yeast dies at {1:55 °C}.\n^1700000000002\n"
    ),
    "books/B.md": "> [!info]\n> **Previous Note(s)**:\n> - [[A]]\n\n﹇<br>\nQ?\n\n#card\n\nA.\n",
    "books/C.md": "---\ntags: [book\n---\n",
    "books/far/D.md": "",
    "map.canvas": '{"nodes": [], "edges": []}',
    "p.png": "",
    "unused.png": "",
}


def stats(*arguments: str | Path) -> dict[str, Any]:
    """What `vaultlint stats ARGUMENTS… --output-format json` tells of the only vault."""
    outcome = vaultlint("stats", *arguments, "--output-format", "json")
    assert outcome.code == 0, outcome
    told = json.loads(outcome.stdout)
    assert list(validator("stats").iter_errors(told)) == []
    (vault,) = told["vaults"]
    assert isinstance(vault, dict)
    return vault


def test_counts(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, FILES)
    found = stats(vault)
    health = found.pop("health")
    states = {"synced": 0, "new": 0, "broken": 0, "legacy": 0}
    assert found == {
        "root": tmp_path.as_posix(),
        "notes": {"in_vault": 5, "counted": 5},
        "canvases": 1,
        "bases": 0,
        "attachments": {"total": 2, "unused": 1},
        # [[@key]] is a citation.
        "links": {"resolved": 4, "unresolved": 2, "embeds": 2, "external": 2},
        "cards": {
            "total": 4,
            "synced": 2,
            "new": 1,
            "broken": 1,
            "legacy": 0,
            "decks": 1,
            "clozes": {**states, "total": 1, "synced": 1},
            "dialects": {"bracket": {**states, "total": 4, "synced": 2, "new": 1, "broken": 1}},
        },
        "chains": {
            "chains": 1,
            "notes": 2,
            "gap": 0,
            "self": 0,
            "one_way": 0,
            "contradiction": 0,
            "ring": 0,
            "out_of_order": 0,
            "fork": 0,
            "join": 0,
        },
        # Whether C.md is valid nobody can say, and D.md is empty.
        "schemas": [
            {"schema": "book.json", "title": "Book", "valid": 1, "invalid": 1},
            {"schema": "obsidian", "title": "Obsidian", "valid": 3, "invalid": 0},
        ],
    }
    report = json.loads(vaultlint("check", vault, "--output-format", "json").stdout)
    summary = report["summary"]
    dirty = {d["path"] for d in report["diagnostics"] if d["severity"] != "info"}
    assert {"Home.md", "books/C.md", "books/B.md"} <= dirty
    total = health["total"]
    assert (total["errors"], total["warnings"]) == (summary["errors"], summary["warnings"])
    assert (total["files"], total["clean"]) == (6, 6 - len(dirty))
    assert [folder["folder"] for folder in health["folders"]] == ["", "books"]


def test_part_of_a_vault(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, FILES)
    found = stats(vault / "books" / "B.md")
    assert found["notes"] == {"in_vault": 5, "counted": 1}
    assert found["cards"]["total"] == 1
    assert found["links"] == {"resolved": 1, "unresolved": 0, "embeds": 0, "external": 0}
    assert (found["chains"]["chains"], found["chains"]["notes"]) == (1, 2)
    assert [folder["folder"] for folder in found["health"]["folders"]] == ["books"]


def test_notes_name_their_own_schemas(tmp_path: Path) -> None:
    files = {
        "own.json": '{"required": ["x"]}',
        "A.md": "---\n$schema: own.json\nx: 1\n---\n",
        "B.md": "---\n$schema: own.json\n---\n",
        "C.md": "---\n$schema: gone.json\n---\n",
    }
    found = stats(make_vault(tmp_path, files), "--isolated")
    assert found["schemas"] == [
        {"schema": "obsidian", "title": "Obsidian", "valid": 3, "invalid": 0},
        {"schema": "own.json", "title": "own.json", "valid": 1, "invalid": 1},
    ]


def test_properties_that_a_use_forbids(tmp_path: Path) -> None:
    files = {
        ".vaultlint.yaml": "schemas:\n- schema: s.json\n  unknown-properties: forbid\n",
        "s.json": '{"title": "S", "properties": {"x": {}}}',
        "A.md": "---\nx: 1\n---\n",
        "B.md": "---\ny: 1\n---\n",
    }
    assert stats(make_vault(tmp_path, files))["schemas"] == [
        {"schema": "s.json", "title": "S", "valid": 1, "invalid": 1}
    ]


def test_suppressed_diagnostics_do_not_count(tmp_path: Path) -> None:
    text = "%% vaultlint-disable unresolved-link -- later %%\n[[Gone]]\n"
    found = stats(make_vault(tmp_path, {"A.md": text}))
    assert found["health"]["total"]["errors"] == 0
    assert found["links"]["unresolved"] == 1


# --- health


FOUND = [("v/a/1.md", ERROR), ("v/a/1.md", ERROR), ("v/b/c/2.md", WARNING), ("v/4.md", INFO)]
PATHS = ["v/a/1.md", "v/b/c/2.md", "v/b/3.md", "v/4.md"]


@pytest.mark.parametrize(
    ("depth", "health"),
    [
        pytest.param(
            0, [FolderHealth("v", 4, 2, {ERROR: 2, WARNING: 1, INFO: 1})], id="all in one"
        ),
        pytest.param(
            1,
            [
                FolderHealth("v", 1, 1, {INFO: 1}),
                FolderHealth("v/a", 1, 0, {ERROR: 2}),
                FolderHealth("v/b", 2, 1, {WARNING: 1}),
            ],
            id="one below what is common",
        ),
        pytest.param(
            2,
            [
                FolderHealth("v", 1, 1, {INFO: 1}),
                FolderHealth("v/a", 1, 0, {ERROR: 2}),
                FolderHealth("v/b", 1, 1, {}),
                FolderHealth("v/b/c", 1, 0, {WARNING: 1}),
            ],
            id="two below",
        ),
    ],
)
def test_folders(depth: int, health: list[FolderHealth]) -> None:
    assert list(folder_health(PATHS, [*FOUND, ("other.png", ERROR)], depth)) == health


@pytest.mark.parametrize(
    ("files", "errors", "rate"),
    [
        pytest.param(3, 1, 33.3, id="one decimal"),
        pytest.param(1, 2, 200.0, id="more than one each"),
        pytest.param(0, 0, 0.0, id="no files"),
    ],
)
def test_rate(files: int, errors: int, rate: float) -> None:
    assert FolderHealth("", files, 0, {ERROR: errors}).per_hundred(ERROR) == rate


def test_no_files() -> None:
    assert folder_health([], [], 1) == ()


# --- text


def test_text() -> None:
    outcome = vaultlint("stats", EXAMPLE)
    assert outcome == Outcome(
        0,
        f"{EXAMPLE.as_posix()}\n"
        "  notes                12\n"
        "  attachments          4\n"
        "  links                34: 33 resolved, 1 unresolved; 4 embeds among them\n"
        "  links to the web     0\n"
        "  cards                26 in 8 decks: 24 synced, 2 broken\n"
        "    clozes among them  8: 8 synced\n"
        "  chains               2 of 10 notes, one-way: 1\n"
        "  schema Study note    10 valid, 0 invalid\n"
        "  schema Lesson        9 valid, 1 invalid\n"
        "\n"
        "folder     files  clean  errors  per 100  warnings  per 100  infos\n"
        "─────────  ─────  ─────  ──────  ───────  ────────  ───────  ─────\n"
        ".              1      1       0      0.0         0      0.0      0\n"
        "courses       10      4       4     40.0         2     20.0      0\n"
        "templates      1      1       0      0.0         0      0.0      0\n"
        "all           12      6       4     33.3         2     16.7      0\n",
        "",
    )


def test_empty_vault(tmp_path: Path) -> None:
    outcome = vaultlint("stats", make_vault(tmp_path, {}))
    assert outcome.stdout.splitlines()[-1].split() == ["all", "0", "0", "0", "0.0", "0", "0.0", "0"]
    assert stats(tmp_path)["health"]["folders"] == []


def test_several_dialects(tmp_path: Path) -> None:
    files = {
        ".vaultlint.yaml": "cards:\n  dialects: [bracket, spaced-repetition]\n",
        "A.md": "#flashcards\n\nOne::Two\n\n" + CARD.format(n=1, id="^1700000000001"),
        "m.base": "views:\n  - type: table\n    name: T\n",
    }
    vault = make_vault(tmp_path, files)
    lines = [line.split() for line in vaultlint("stats", vault).stdout.splitlines()]
    assert ["canvases,", "bases", "0,", "1"] in lines
    assert ["bracket", "1:", "1", "synced"] in lines
    assert any(line[:2] == ["spaced-repetition", "1:"] for line in lines)


def test_names_are_made_visible(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, {"a/A.md": "", "\x1b[31m/B.md": ""})
    assert "\x1b" not in vaultlint("stats", vault).stdout


def test_colour(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, {"A.md": ""})
    first = vaultlint("stats", vault, "--color", "always").stdout.splitlines()[0]
    assert first == f"\x1b[1;4m{tmp_path.as_posix()}\x1b[0m"


def test_output_file(tmp_path: Path) -> None:
    vault = make_vault(tmp_path / "v", {"A.md": ""})
    told = vaultlint("stats", vault).stdout
    file = tmp_path / "stats.txt"
    assert vaultlint("stats", vault, "--output-file", file) == Outcome(0, "", "")
    assert file.read_text(encoding="utf-8") == told


# --- wrong calls, and what cannot be read


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        pytest.param(
            ("gone.md",), 'cannot read "gone.md": no such file or folder', id="no such note"
        ),
        pytest.param(
            ("lone.md",),
            '"lone.md" is in no vault; name the folder of its vault with --vault',
            id="in no vault",
        ),
        pytest.param(
            (".", "--isolated", "--config", "lone.md"),
            "--isolated and --config contradict each other; give one of them",
            id="two configurations",
        ),
    ],
)
def test_wrong_calls(
    arguments: tuple[str, ...], fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lone.md").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert vaultlint("stats", *arguments) == Outcome(2, "", f"vaultlint: {fault}\n")


def test_unreadable_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = make_vault(tmp_path, {"A.md": "[[A]]\n"})
    (vault / "B.md").symlink_to(vault / "gone.md")
    monkeypatch.chdir(vault)
    outcome = vaultlint("stats", "--output-format", "json")
    assert (outcome.code, outcome.stderr) == (
        2,
        'vaultlint: cannot read "B.md": a broken symbolic link\n',
    )
    (told,) = json.loads(outcome.stdout)["vaults"]
    assert told["links"]["resolved"] == 1


@needs_shared
def test_agrees_with_the_other_commands() -> None:
    assert SHARED is not None
    vault = SHARED / "vault-sample"
    found = stats(vault)
    cards = json.loads(vaultlint("cards", vault, "--output-format", "json").stdout)
    chains = json.loads(vaultlint("chains", vault, "--output-format", "json").stdout)
    checked = json.loads(vaultlint("check", vault, "--output-format", "json").stdout)
    assert found["cards"]["decks"] == len(cards["decks"])
    for state in ("synced", "new", "broken", "legacy"):
        assert found["cards"][state] == cards["summary"][state]
    assert found["chains"] == chains["summary"]
    assert dict(_found(found)) == {
        name: checked["summary"][name] for name in ("errors", "warnings", "infos")
    }


def _found(told: dict[str, Any]) -> Iterator[tuple[str, int]]:
    for name in ("errors", "warnings", "infos"):
        yield name, told["health"]["total"][name]
