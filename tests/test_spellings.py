"""Near spellings: which words are found, and that their number does not slow the search."""

from __future__ import annotations

import time
from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultlint.text.spellings import Spellings


@pytest.mark.parametrize(
    ("word", "near"),
    [
        pytest.param("feedng", ("feeding",), id="a letter less"),
        pytest.param("feeeding", ("feeding",), id="a letter more"),
        pytest.param("feednig", ("feeding",), id="two letters turned"),
        pytest.param("part one", ("part ono", "part ona", "part onb"), id="several, as they stand"),
        pytest.param("lecture 2 on x", ("lecture 2 on y",), id="the same number"),
        pytest.param("lecture 3 on x", (), id="another number is another word"),
        pytest.param("fee", (), id="too short to tell"),
        pytest.param("", (), id="nothing"),
    ],
)
def test_near(word: str, near: tuple[str, ...]) -> None:
    words = ["feeding", "part ono", "part ona", "part onb", "lecture 1 on y", "lecture 2 on y"]
    assert Spellings(words).near(word) == near


def test_the_nearest_comes_first() -> None:
    words = ["sourdoughs and more", "sourdough and rye", "sourdough and rice"]
    assert Spellings(words).near("sourdough and ryes")[0] == "sourdough and rye"


_LETTERS = st.text(alphabet="abcde ", min_size=8, max_size=30)


@given(_LETTERS, st.integers(0, 29), st.sampled_from(["drop", "put", "twice"]))
def test_one_slip_is_always_found(word: str, at: int, slip: str) -> None:
    at %= len(word)
    changed = {
        "drop": word[:at] + word[at + 1 :],
        "put": word[:at] + "x" + word[at + 1 :],
        "twice": word[:at] + word[at] + word[at:],
    }[slip]
    assert Spellings([word, "another word"]).nearest(changed) == word


def _alike(count: int) -> list[str]:
    """So many words of one length, with one first half and no number."""
    ends = islice(product("abcdefghijklmnopqrst", repeat=4), count)
    return [f"lecture on the history of {''.join(end)}" for end in ends]


def test_time_grows_with_the_words_that_are_missing() -> None:
    def seconds(count: int) -> float:
        spellings = Spellings(_alike(count))
        missing = [word.replace("history", "histroy") for word in _alike(count)]
        begin = time.process_time()
        assert all(spellings.near(word) for word in missing)
        return time.process_time() - begin

    seconds(10)
    # Sixteen times as many; a comparison of each with each would take 256 times as long.
    assert seconds(16_000) < 48 * seconds(1000) + 0.1


def test_numbers_part_the_words() -> None:
    """Of ten thousand words that differ in their numbers, only those of the number are compared."""
    spellings = Spellings(f"Lecture {number} on yeast" for number in range(10_000))
    assert spellings.near("Lecture 9876 on yaest") == ("Lecture 9876 on yeast",)
