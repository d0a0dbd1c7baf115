"""Notes that are easily read wrongly, as `vaultlint inspect` shows them; each case states its rule.

Of each case, only what it states is compared. links and embeds are targets; displays, paths,
properties and resolves are those of both, in their order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from tests.invoke import vaultlint

TRICKY = Path(__file__).parent / "tricky"
AREAS = ("wikilinks", "embeds", "headings", "block_ids", "tags")


class Case(NamedTuple):
    """One note. at: its path. files: the others of its vault. shown: what is stated of it."""

    says: str
    at: str
    note: str
    files: Mapping[str, str]
    shown: Mapping[str, object]


def cases(area: str) -> list[Case]:
    entries = yaml.safe_load((TRICKY / f"{area}.yaml").read_text(encoding="utf-8"))
    return [
        Case(
            entry.pop("says"),
            entry.pop("at", "Note.md"),
            entry.pop("note"),
            entry.pop("files", {}),
            entry,
        )
        for entry in entries
    ]


def seen(note: Path) -> dict[str, object]:
    """What `inspect` shows of a note, in the words of the cases."""
    outcome = vaultlint("inspect", note, "--output-format", "json")
    assert outcome.code == 0, outcome
    facts = json.loads(outcome.stdout)
    links = facts["links"]
    return {
        "links": [link["target"] for link in links if not link["embed"]],
        "embeds": [link["target"] for link in links if link["embed"]],
        "displays": [link["display"] for link in links],
        "paths": [link["path"] for link in links],
        "properties": [link["property"] for link in links],
        "resolves": [link["resolves_to"] for link in links],
        "external": [link["url"] for link in facts["external_links"]],
        "headings": [[heading["level"], heading["text"]] for heading in facts["headings"]],
        "ids": [block["id"].lower() for block in facts["block_ids"]],
        "tags": [tag["name"] for tag in facts["tags"]],
    }


@pytest.mark.parametrize("area", AREAS)
def test_there_are_twenty_notes_of_each_area(area: str) -> None:
    assert len(cases(area)) >= 20


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case.says) for area in AREAS for case in cases(area)]
)
def test_note(case: Case, tmp_path: Path) -> None:
    files = {".obsidian/app.json": "{}", **case.files, case.at: case.note}
    for path, text in files.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    shown = seen(tmp_path / case.at)
    assert case.shown
    assert {key: shown[key] for key in case.shown} == case.shown
