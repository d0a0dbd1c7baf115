"""The fields that Breadcrumbs takes for relations, in the shapes that its versions keep them in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.invoke import diagnostics, make_vault, places
from vaultlint.notes.facts import NavigationSection
from vaultlint.notes.parse import parse
from vaultlint.notes.reading import DEFAULT_READING, Reading
from vaultlint.text.source import source
from vaultlint.vault.breadcrumbs import BreadcrumbsFields, breadcrumbs_fields


@pytest.mark.parametrize(
    ("stated", "fields"),
    [
        pytest.param({}, BreadcrumbsFields(), id="nothing"),
        pytest.param(
            {
                "edge_fields": [{"label": "before"}, {"label": "after"}],
                "edge_field_groups": [
                    {"label": "prevs", "fields": ["before", " before "]},
                    {"label": "nexts", "fields": ["after", "then"]},
                    {"label": "sames", "fields": ["same"]},
                    {"label": "ups", "fields": []},
                ],
            },
            BreadcrumbsFields(("before",), ("after", "then"), None, True),
            id="version 4",
        ),
        pytest.param(
            {"hierarchies": [{"dirs": {"up": ["up"], "next": ["next"], "prev": ["prev"]}}]},
            BreadcrumbsFields(("prev",), ("next",), ("up",), True),
            id="version 4, at its beginning",
        ),
        pytest.param(
            {
                "userHiers": [
                    {"up": ["parent"], "same": [], "next": [""], "prev": ["davor"]},
                    {"up": ["author"], "prev": []},
                ]
            },
            BreadcrumbsFields(("davor",), None, ("parent", "author"), True),
            id="version 3",
        ),
        pytest.param(
            {"edge_field_groups": [None, {"label": 1, "fields": 2}], "userHiers": {"up": 3}},
            BreadcrumbsFields(is_used=True),
            id="damaged",
        ),
    ],
)
def test_fields(stated: dict[str, object], fields: BreadcrumbsFields) -> None:
    assert breadcrumbs_fields(stated) == fields


def sections(text: str, reading: Reading = DEFAULT_READING) -> list[tuple[str, str, list[str]]]:
    def row(section: NavigationSection) -> tuple[str, str, list[str]]:
        return section.direction, section.label, [link.target for link in section.links]

    note = parse(source("n.md", text), reading)
    assert all(section.is_property for section in note.navigation if section.span.end < 60)
    return [row(section) for section in note.navigation]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param('---\nprev: "[[A]]"\n---\n', [("previous", "prev", ["A"])], id="one"),
        pytest.param(
            '---\nPrevious: "[[A|x]]"\n---\n', [("previous", "Previous", ["A"])], id="case"
        ),
        pytest.param(
            '---\nnext:\n  - "[[A]]"\n  - to come\n  - "[[B#h]]"\n---\n',
            [("next", "next", ["A", "B#h"])],
            id="list",
        ),
        pytest.param('---\nup: ["[[A]]"]\n---\n', [("up", "up", ["A"])], id="up"),
        pytest.param('---\nup: "[A](a/A.md)"\n---\n', [("up", "up", ["a/A.md"])], id="Markdown"),
        pytest.param("---\nnext: tomorrow\nprev:\nup: []\n---\n", [], id="no link"),
        pytest.param('---\nnext: "![[A.png]]"\n---\n', [], id="embed"),
        pytest.param('---\nx:\n  next: "[[A]]"\n---\n', [], id="in a mapping"),
        pytest.param('---\nnexts: "[[A]]"\n---\n', [], id="another key"),
        pytest.param('---\nnext: "[[A]]"\nnext: "[[B]]"\n---\n', [], id="dropped by Obsidian"),
        pytest.param(
            '---\nnext: "[[A]]"\n---\n\n> [!info]\n> **Next Note(s)**:\n> - [[A]]\n',
            [("next", "next", ["A"]), ("next", "Next Note(s)", ["A"])],
            id="and a section",
        ),
    ],
)
def test_properties(text: str, found: list[tuple[str, str, list[str]]]) -> None:
    assert sections(text) == found


def test_other_words() -> None:
    reading = Reading(next_properties=("Danach",), up_words=("überblick",))
    text = '---\ndanach: "[[A]]"\nnext: "[[B]]"\n---\n\n> [!info] Überblick: [[C]]\n'
    assert sections(text, reading) == [("next", "danach", ["A"]), ("up", "Überblick", ["C"])]


CHAIN = {
    "1.md": '---\ndanach: "[[3]]"\n---\n',
    "2.md": '---\ndavor: "[[1]]"\n---\n',
}


def test_the_configuration_names_properties(tmp_path: Path) -> None:
    config = "navigation:\n  properties:\n    previous: [davor]\n    next: [danach]\n"
    vault = make_vault(tmp_path, {**CHAIN, ".vaultlint.yaml": config})
    assert places(diagnostics(vault)) == [
        "1.md:2:12 unresolved-neighbour",
        "2.md:2:11 one-way-neighbour",
    ]
    assert places(diagnostics(vault, "--isolated")) == ["1.md:2:12 unresolved-link"]


def test_the_plugin_names_properties(tmp_path: Path) -> None:
    own = '{"edge_field_groups": [{"label": "nexts", "fields": ["danach"]}]}'
    vault = make_vault(tmp_path, {**CHAIN, ".obsidian/plugins/breadcrumbs/data.json": own})
    assert places(diagnostics(vault)) == ["1.md:2:12 unresolved-neighbour"]


def test_the_plugin_takes_what_one_note_says_for_both(tmp_path: Path) -> None:
    notes = {
        "1.md": '---\nnext: "[[2]]"\n---\n',
        "2.md": '---\nprev: "[[0]]"\n---\n',
        "0.md": "Text.\n",
    }
    vault = make_vault(tmp_path, notes)
    assert places(diagnostics(vault)) == ["1.md:2:10 one-way-neighbour"]
    make_vault(tmp_path, {".obsidian/community-plugins.json": '["breadcrumbs"]'})
    assert diagnostics(vault) == []
    # What the text says besides is for the reader, who sees no more than that.
    make_vault(tmp_path, {"2.md": notes["2.md"] + "\n> [!info]\n> **Previous Note**: [[0]]\n"})
    assert places(diagnostics(vault)) == ["1.md:2:10 one-way-neighbour"]
