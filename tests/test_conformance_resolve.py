"""Resolution of links and subpaths against the shared conformance cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from tests.shared import SHARED, needs_shared
from tests.test_link_places import places_of
from vaultlint.notes.parse import parse
from vaultlint.text.source import source
from vaultlint.vault.resolve import Resolver


def cases(area: str) -> list[object]:
    """The cases of one area, as parameters named by their ids; none where they are not at hand."""
    if SHARED is None:
        return []
    text = (SHARED / "conformance.yaml").read_text(encoding="utf-8")
    entries = yaml.safe_load(text)["cases"]
    return [pytest.param(e, id=str(e["id"])) for e in entries if e["area"] == area]


@needs_shared
@pytest.mark.parametrize("case", cases("resolve"))
def test_resolve(case: Mapping[str, Any]) -> None:
    assert Resolver(case["vault"]).resolve(case["link"], case["from"]).path == case["to"]


@needs_shared
@pytest.mark.parametrize("case", cases("sub"))
def test_subpath(case: Mapping[str, Any]) -> None:
    note = parse(source("N.md", "".join(f"{'#' * n} {text}\n\n" for n, text in case["headings"])))
    found = places_of(note).heading(case["subpath"])
    if "hit_index" in case:
        assert found == note.headings[case["hit_index"]]
    else:
        assert (found.text if found else None) == case["hit"]
