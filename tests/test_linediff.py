"""Unified diffs: what they change, and that they are made in linear time."""

from __future__ import annotations

import random
from collections.abc import Sequence
from difflib import SequenceMatcher

import pytest

from vaultlint.report import linediff
from vaultlint.report.linediff import LineMatcher

NUMBERED = [f"{number}\n" for number in range(2_000)]


@pytest.mark.parametrize(
    ("before", "after", "blocks"),
    [
        pytest.param("", "", [], id="nothing"),
        pytest.param("abc", "abc", [(0, 0, 3)], id="the same"),
        pytest.param("abc", "xyz", [], id="all other"),
        pytest.param("abcd", "abxcd", [(0, 0, 2), (2, 3, 2)], id="added"),
        pytest.param("abxcd", "abcd", [(0, 0, 2), (3, 2, 2)], id="removed"),
        pytest.param("abc", "xabc", [(0, 1, 3)], id="added above"),
        pytest.param("aab", "aaab", [(0, 0, 2), (2, 3, 1)], id="a line more than once"),
        pytest.param("abcde", "acbde", [(0, 0, 1), (2, 1, 1), (3, 3, 2)], id="moved"),
        pytest.param("--a--b--", "--a-b--", [(0, 0, 4), (5, 4, 3)], id="between anchors"),
    ],
)
def test_blocks(before: str, after: str, blocks: list[tuple[int, int, int]]) -> None:
    found = LineMatcher(list(before), list(after)).get_matching_blocks()
    assert found == [*blocks, (len(before), len(after), 0)]


def test_opcodes_make_the_one_text_of_the_other() -> None:
    dice = random.Random(7)
    for _ in range(500):
        before = dice.choices("abcdefghij"[: dice.choice((2, 10))], k=dice.choice((0, 5, 40)))
        after = [line for line in before if dice.random() < 0.8]
        after[3:3] = dice.choices("abxyz", k=dice.choice((0, 1, 4)))
        made: list[str] = []
        for tag, at, end, to, stop in LineMatcher(before, after).get_opcodes():
            assert tag != "equal" or before[at:end] == after[to:stop]
            made += before[at:end] if tag == "equal" else after[to:stop]
        assert made == after


def test_no_large_part_is_compared_by_difflib(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would take 15 seconds for 8,000 lines, each with a new line below."""
    compared: list[int] = []

    def matcher(
        junk: None, before: Sequence[str], after: Sequence[str], autojunk: bool
    ) -> SequenceMatcher[str]:
        compared.append(len(before) + len(after))
        return SequenceMatcher(junk, before, after, autojunk)

    monkeypatch.setattr(linediff, "SequenceMatcher", matcher)
    after = [new for line in NUMBERED for new in (line, "\n")]
    assert len(LineMatcher(NUMBERED, after).get_opcodes()) == 2 * len(NUMBERED)
    blank = ["\n", "a\n"] * 1_000
    assert LineMatcher(blank, ["b\n", *blank, *blank]).get_opcodes()
    assert LineMatcher(["a", "b"] * 20, ["b", "c", "a"] * 20).get_opcodes()
    assert 0 < max(compared) <= 200
