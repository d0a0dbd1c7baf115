"""The types of properties: which values fit them, and what kind of thing a value is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vaultlint.notes.facts import Note, Plain
from vaultlint.notes.parse import parse
from vaultlint.notes.property_types import (
    AssignedType,
    PropertyTypes,
    has_type,
    is_moment,
    property_kind,
    property_types,
)
from vaultlint.notes.reading import Reading
from vaultlint.text.source import source
from vaultlint.vault.index import index_of
from vaultlint.vault.obsidian import ObsidianSettings, obsidian_settings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-09-03", True),
        ("2023-09", True),
        ("2023-09-03T08:46", True),
        ("2023-09-03 08:46", True),
        ("2023-09-03 08:46:12.5", True),
        ("2023-09-03T08:46:12Z", True),
        ("2023-09-03T08:46+02:00", True),
        (" 2023-09-03 ", True),
        ("2024-02-29", True),
        ("2023-02-29", False),
        ("2023-13-01", False),
        ("2023-09-03T25:00", False),
        ("2023-09-03T08:66", False),
        ("3.9.2023", False),
        ("09/03/2023", False),
        ("2023-9-3", False),
        ("2023-09-03 | 08:46", False),
        ("0000-01-01", False),
        ("soon", False),
        ("", False),
    ],
)
def test_is_moment(text: str, expected: bool) -> None:
    assert is_moment(text) is expected


VALUES: dict[str, Plain] = {
    "nothing": None,
    "empty": "",
    "text": "rye",
    "number": 3,
    "fraction": 0.5,
    "true": True,
    "date": "2023-09-03",
    "list": ["a", 1],
    "mapping": {"a": 1},
}


@pytest.mark.parametrize(
    ("wanted", "fitting"),
    [
        ("text", {"text", "date"}),
        ("multitext", {"text", "number", "fraction", "true", "date", "list"}),
        ("number", {"number", "fraction"}),
        ("checkbox", {"true"}),
        ("date", {"date"}),
        ("datetime", {"date"}),
        ("tags", {"text", "date", "list"}),
        ("aliases", {"text", "date", "list"}),
    ],
)
def test_has_type(wanted: AssignedType, fitting: set[str]) -> None:
    fits = {name for name, plain in VALUES.items() if has_type(plain, wanted)}
    assert fits == {*fitting, "nothing", "empty"}


@pytest.mark.parametrize(
    ("plain", "assigned", "kind"),
    [
        pytest.param(None, "text", None, id="nothing"),
        pytest.param("", None, None, id="an empty text"),
        pytest.param([], None, "list", id="an empty list"),
        pytest.param("rye", None, "text", id="text"),
        pytest.param("rye", "multitext", "list", id="one text for a list"),
        pytest.param("2023-09-03", None, "date", id="day"),
        pytest.param("2023-09", None, "text", id="month"),
        pytest.param("2023-09-03 08:46", None, "datetime", id="time"),
        pytest.param("2023-09-03", "datetime", "datetime", id="a day for a time"),
        pytest.param("2023-09-03", "text", "text", id="a day for a text"),
        pytest.param(True, "number", "checkbox", id="a checkbox is no number"),
        pytest.param(20230903, "date", "number", id="a number for a date"),
        pytest.param({"a": 1}, "text", "mapping", id="mapping"),
    ],
)
def test_property_kind(plain: Plain, assigned: AssignedType | None, kind: str | None) -> None:
    assert property_kind(plain, assigned) == kind


def test_types_of_names() -> None:
    types = property_types(
        {"Created": "datetime", "created": "date", "rating": "stars", "n": 3, "tags": "text"}
    )
    names = ("created", "CREATED", "rating", "n", "Tags", "aliases", "cssClasses", "other")
    assert [types.of(name) for name in names] == [
        "datetime", "datetime", None, None, "tags", "aliases", "multitext", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('{"types": {"Created": "datetime"}}', {"created": "datetime"}),
        ('{"types": ["created"]}', {}),
        ('{"types": null}', {}),
        ("[]", {}),
        ("{", {}),
        (json.dumps({"created": "datetime"}), {}),
    ],
)
def test_types_of_a_vault(content: str, expected: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian" / "types.json").write_text(content, encoding="utf-8")
    assert obsidian_settings(tmp_path).property_types.by_name == expected


def _note(path: str, text: str) -> Note:
    return parse(source(path, text), Reading(template_folders=("forms",)))


def test_kinds_of_the_properties_of_a_vault() -> None:
    notes = [
        _note("a.md", "---\ndate: 2023-09-03\nn: 1\n---\n"),
        _note("b.md", "---\nDate: 20230903\nn:\n---\n"),
        _note("c.md", "---\ndate: 2023-09-03T08:46\nn: 'x'\n---\n"),
        _note("d.md", "---\nn: 1\nn: 2\n---\n"),
        _note("e.md", "no frontmatter\n"),
        _note("forms/f.md", "---\ndate: later\n---\n"),
    ]
    settings = ObsidianSettings(property_types=PropertyTypes({"date": "date"}))
    index = index_of([], notes, settings)
    assert index.property_kinds("Date") == {"date": 2, "number": 1}
    assert index.property_kinds("n") == {"number": 1, "text": 1}
