"""The JSON Schemas in schemas/ are valid, and describe what vaultlint prints and reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from tests.example_vault import EXAMPLE
from tests.shared import SHARED, needs_shared
from vaultlint.checks.catalogue import FAMILIES, rule_names
from vaultlint.cli.main import main

SCHEMAS = Path(__file__).parent.parent / "schemas"


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema(name))


def printed(*arguments: str) -> object:
    result = CliRunner().invoke(main, [*arguments, "--output-format", "json"])
    assert result.exit_code in (0, 1), result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.name)
def test_schema_is_valid(path: Path) -> None:
    read = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(read)
    assert {"$schema", "title", "description"} <= read.keys()


def test_report_is_as_described() -> None:
    validator("report").validate(printed("check", str(EXAMPLE)))


@pytest.mark.parametrize("note", sorted(EXAMPLE.rglob("*.md")), ids=lambda path: path.name)
def test_inspected_note_is_as_described(note: Path) -> None:
    validator("note").validate(printed("inspect", str(note)))


@needs_shared
def test_inspected_real_notes_are_as_described() -> None:
    assert SHARED is not None
    notes = [*SHARED.glob("seed/*.md"), *SHARED.glob("vault-sample/**/*.md")]
    for note in notes:
        validator("note").validate(printed("inspect", str(note)))


@needs_shared
def test_report_on_the_real_vault_is_as_described() -> None:
    validator("report").validate(printed("check", str((SHARED or Path()) / "vault-sample")))


def test_configuration_names_all_rules_and_families() -> None:
    config = schema("config")
    assert config["$defs"]["selector"]["enum"] == ["all", *FAMILIES, *rule_names()]
    assert config["properties"]["rules"]["propertyNames"]["enum"] == list(rule_names())


@pytest.mark.parametrize("folder", [EXAMPLE, SCHEMAS.parent / "rules"], ids=lambda path: path.name)
def test_our_own_configurations_are_as_described(folder: Path) -> None:
    text = (folder / ".vaultlint.yaml").read_text(encoding="utf-8")
    validator("config").validate(yaml.safe_load(text))
