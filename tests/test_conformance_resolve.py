"""Resolution of links and subpaths against the shared conformance cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from tests.shared import SHARED, needs_shared
from vaultlint.notes.facts import BlockId, Heading
from vaultlint.text.span import Span
from vaultlint.vault.resolve import Resolver, block_at, heading_at


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
    headings = [
        Heading(level, text, Span(n, n), Span(n, n))
        for n, (level, text) in enumerate(case.get("headings", ()))
    ]
    blocks = [BlockId(name, Span(0, 0)) for name in case.get("blocks", ())]
    found = heading_at(headings, case["subpath"]) or block_at(blocks, case["subpath"])
    if "hit_index" in case:
        assert found == headings[case["hit_index"]]
    elif isinstance(found, BlockId):
        assert found.id == case["hit"]
    else:
        assert (found.text if found else None) == case["hit"]
