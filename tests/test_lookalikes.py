"""Names with look-alikes of characters that a file name cannot hold, and unseen differences."""

from __future__ import annotations

import pytest

from vaultlint.text.lookalikes import as_meant, unseen_difference


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Part 4꞉ Rye", "Part 4: Rye"),
        ("Why？", "Why?"),
        ("1⁄2 1∕2 1⟋2", "1/2 1/2 1/2"),
        ("v1․2 ⋕3", "v1.2 #3"),
        ("a：b＊c", "a:b*c"),
        ("Kuche\u0308", "Kuch\u00eb"),
        ("🗒️ SQL", "🗒️ SQL"),
        ("plain: already", "plain: already"),
    ],
)
def test_as_meant(name: str, meant: str) -> None:
    assert as_meant(name) == meant


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        pytest.param("🗒 SQL", "🗒\ufe0f SQL", "U+FE0F", id="lacks a variation selector"),
        pytest.param("🗒\ufe0f SQL", "🗒 SQL", "U+FE0F", id="has one"),
        pytest.param("a\u00a0b", "a b", "U+00A0", id="no-break space"),
        pytest.param("a b", "a\u00a0b", "U+00A0", id="the other way"),
        pytest.param("rye", "rye\u200b", "U+200B", id="at the end"),
        pytest.param("rye", "rye", "", id="the same"),
        pytest.param("rye", "rya", "", id="seen"),
        pytest.param("👨🏽\u200d💻", "🧑🏽\u200d💻", "", id="another emoji"),
    ],
)
def test_unseen_difference(one: str, other: str, difference: str) -> None:
    assert unseen_difference(one, other) == difference
