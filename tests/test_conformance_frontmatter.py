"""Frontmatter and the types of properties against the shared conformance cases."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import yaml

from tests.shared import SHARED, needs_shared
from vaultlint.notes.frontmatter import (
    property_aliases,
    property_links,
    property_tags,
    read_frontmatter,
)
from vaultlint.notes.property_types import inferred_type
from vaultlint.text.source import source


def _cases(area: str) -> list[object]:
    if SHARED is None:
        return []
    text = (SHARED / "conformance.yaml").read_text(encoding="utf-8")
    cases = yaml.safe_load(text)["cases"]
    return [pytest.param(case, id=str(case["id"])) for case in cases if case["area"] == area]


@needs_shared
def test_cases_are_found() -> None:
    assert [len(_cases(area)) for area in ("fm", "type")] == [16, 2]


@needs_shared
@pytest.mark.parametrize("case", _cases("fm"))
def test_frontmatter(case: Mapping[str, str | Mapping[str, object]]) -> None:
    text, expect = case["in"], case["expect"]
    assert isinstance(text, str)
    assert isinstance(expect, Mapping)
    # Headings are a matter of the body; the reader of bytes takes the byte order mark off.
    assert _outcome(text.removeprefix("\ufeff"), expect) == {
        key: value for key, value in expect.items() if key != "headings"
    }


def _outcome(text: str, expect: Mapping[str, object]) -> dict[str, object]:
    frontmatter, body = read_frontmatter(source("Note.md", text))
    outcome: dict[str, object] = {"body": text[body.start : body.end]}
    if frontmatter is None:
        outcome["fm"] = None
        return {key: outcome[key] for key in outcome if key in expect}
    plain = frontmatter.plain
    outcome["fm"] = "invalid" if plain is None else dict(plain)
    outcome["tags"] = [f"#{tag.name}" for tag in property_tags(frontmatter)]
    outcome["fmlinks"] = [link.target for link in property_links(frontmatter)]
    outcome["aliases"] = list(property_aliases(frontmatter))
    return {key: outcome[key] for key in outcome if key in expect}


@needs_shared
@pytest.mark.parametrize("case", _cases("type"))
def test_inferred_type(case: Mapping[str, object]) -> None:
    value = case["value"]
    assert isinstance(value, str)
    assert {"type": inferred_type(value)} == case["expect"]
