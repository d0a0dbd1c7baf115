"""Linking grows with the vault and no faster, whatever its links are like."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench import linking
from vaultlint.notes.facts import Link
from vaultlint.text.span import Span
from vaultlint.text.spellings import Spellings
from vaultlint.vault.index import index_of

_LETTERS = str.maketrans("0123456789", "abcdefghij")


@pytest.mark.parametrize("shape", linking.SHAPES)
def test_time_grows_with_the_vault(shape: str) -> None:
    linking.measured(shape, 20)
    small = min(linking.measured(shape, 250).linking for _ in range(2))
    large = linking.measured(shape, 2000).linking
    # Eight times the notes and links; quadratic would take 64 times as long.
    assert large < 24 * small + 0.1


def test_the_shapes_are_what_they_say() -> None:
    count = 400
    ordinary, one_name, unresolved = (linking.measured(s, count) for s in linking.SHAPES)
    assert 0 < ordinary.diagnostics < count * linking.LINKS / 20
    assert {path.rpartition("/")[2] for path in linking.one_name(count).paths} == {"Index.md"}
    assert one_name.links == unresolved.links == count * (linking.LINKS + 2) - 2
    assert unresolved.diagnostics == count * linking.LINKS


def test_the_same_seed_makes_the_same_vault() -> None:
    for shape in linking.SHAPES.values():
        assert shape(50).paths == shape(50).paths
        assert [shape(50).link(1) for _ in range(3)] == [shape(50).link(1) for _ in range(3)]


@pytest.mark.parametrize("count", [2_000, 20_000])
def test_as_many_names_are_compared_in_a_large_vault(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted, and not timed: all names are alike, and nothing tells them apart but letters."""
    compared = 0
    candidates = Spellings._candidates

    def counting(spellings: Spellings, word: str) -> Iterator[str]:
        nonlocal compared
        for candidate in candidates(spellings, word):
            compared += 1
            yield candidate

    monkeypatch.setattr(Spellings, "_candidates", counting)
    words = [f"{number:06}".translate(_LETTERS) for number in range(count)]
    index = index_of([f"{word}/Lecture on the rise of dough {word}.md" for word in words], [])
    for word in words[:100]:
        name = f"Lecture on the rise of doughs {word}"
        assert index.near_names(Link("wiki", False, name, name, "", Span(0, 1), Span(0, 1)))
    assert 0 < compared <= 100 * 256
