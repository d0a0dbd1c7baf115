"""The shared conformance cases as a user meets them: through `inspect` and `check`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import test_conformance
from tests.invoke import diagnostics, make_vault, vaultlint
from tests.shared import SHARED, needs_shared

PLUGINS = {"sr": "obsidian-spaced-repetition", "o2a": "obsidian-to-anki-plugin"}
KINDS = {"MLB": "multi-line", "SLB": "single-line", "CLZ": "cloze"}
RULES = {
    "filter-one-conjunction": "invalid-base",
    "groupby-needs-direction": "invalid-base",
    "duplicate-view-name": "duplicate-base-view",
}
# Of frontmatter, types, resolution and subpaths: see the other tests of conformance.
ELSEWHERE = {"fm", "type", "resolve", "sub"}


@cache
def cases(*areas: str) -> list[object]:
    """The cases of some areas, named by their ids; none where they are not at hand."""
    return [pytest.param(case, id=str(case["id"])) for case in _all() if case["area"] in areas]


@cache
def _all() -> list[Mapping[str, Any]]:
    if SHARED is None:
        return []
    text = (SHARED / "conformance.yaml").read_text(encoding="utf-8")
    entries: list[Mapping[str, Any]] = yaml.safe_load(text)["cases"]
    return entries


def inspected(root: Path, text: str, plugins: str = "[]") -> dict[str, Any]:
    vault = make_vault(root, {".obsidian/community-plugins.json": plugins, "N.md": text})
    outcome = vaultlint("inspect", vault / "N.md", "--output-format", "json")
    assert outcome.code == 0, outcome
    note: dict[str, Any] = json.loads(outcome.stdout)
    return note


@needs_shared
def test_every_case_is_tried() -> None:
    tried = {*test_conformance.AREAS, *ELSEWHERE, *PLUGINS, "base"}
    assert {case["area"] for case in _all()} <= tried


@pytest.mark.parametrize("case", cases(*sorted(test_conformance.AREAS)))
def test_what_inspect_shows(case: Mapping[str, Any], tmp_path: Path) -> None:
    note = inspected(tmp_path, case["in"])
    links = note["links"]
    shown = {
        "links": [link["target"] for link in links if not link["embed"]],
        "embeds": [link["target"] for link in links if link["embed"]],
        "tags": [f"#{tag['name']}" for tag in note["tags"]],
        "headings": [[heading["level"], heading["text"]] for heading in note["headings"]],
        "blocks": [block["id"].lower() for block in note["block_ids"]],
        "callouts": [[c["type"], c["metadata"], c["fold"], c["title"]] for c in note["callouts"]],
        "footnotes": [footnote["id"] for footnote in note["footnotes"]],
        "tables": len(note["tables"]),
        "math": [math["text"] for math in note["math"]],
    }
    assert {key: shown[key] for key in case["expect"]} == case["expect"]


@pytest.mark.parametrize("case", cases("base"))
def test_base(case: Mapping[str, Any], tmp_path: Path) -> None:
    found = diagnostics(make_vault(tmp_path, {"A.base": case["in"]}))
    assert [entry["rule"] for entry in found] == [RULES[n] for n in case["expect"]["findings"]]


@pytest.mark.parametrize("case", cases("sr"))
def test_cards(case: Mapping[str, Any], tmp_path: Path) -> None:
    text = f"#flashcards\n\n{case['in']}"
    cards = inspected(tmp_path, text, f'["{PLUGINS["sr"]}"]')["synced_cards"]
    assert [card["kind"] for card in cards] == [KINDS[kind] for kind in case["expect"]["cards"]]


@pytest.mark.parametrize("case", cases("o2a"))
def test_notes(case: Mapping[str, Any], tmp_path: Path) -> None:
    cards = inspected(tmp_path, case["in"], f'["{PLUGINS["o2a"]}"]')["synced_cards"]
    assert len(cards) == case["expect"]["notes"]


def test_a_note_of_anki_would_be_seen(tmp_path: Path) -> None:
    text = "START\nBasic\nQ\nEND\n"
    assert len(inspected(tmp_path, text, f'["{PLUGINS["o2a"]}"]')["synced_cards"]) == 1
