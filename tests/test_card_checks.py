"""What the pages of the rulebook cannot show of the rules about cards: time, and large numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.invoke import diagnostics, make_vault
from vaultlint.checks.cards._places import other_places, related_places
from vaultlint.checks.cards.implausible_card_id import Options, check
from vaultlint.notes.parse import parse
from vaultlint.text.source import source
from vaultlint.text.span import Span

TODAY = date(2024, 2, 29)


@pytest.mark.parametrize(
    ("time", "is_reported"),
    [
        pytest.param(datetime(2005, 12, 30, 23, 59, 59), True, id="before the first day"),
        pytest.param(datetime(2005, 12, 31), False, id="a day before it, somewhere"),
        pytest.param(datetime(2024, 2, 29, 12), False, id="today"),
        pytest.param(datetime(2024, 3, 1, 23, 59, 59), False, id="tomorrow, somewhere"),
        pytest.param(datetime(2024, 3, 2), True, id="the day after tomorrow"),
    ],
)
def test_an_id_is_a_time(time: datetime, is_reported: bool) -> None:
    milliseconds = int(time.replace(tzinfo=UTC).timestamp() * 1000)
    note = parse(source("N.md", f"A {{1:levain}} is fed.\n^{milliseconds:013}\n"))
    assert bool(list(check(note, Options(TODAY)))) == is_reported


def test_a_run_that_asks_no_clock_knows_no_future() -> None:
    note = parse(source("N.md", "A {1:levain} is fed.\n^9999999999999\n"))
    assert list(check(note, Options())) == []
    assert len(list(check(note, Options(TODAY)))) == 1


# --- many places


@dataclass(frozen=True)
class At:
    path: str
    span: Span


def places(number: int) -> list[At]:
    return [At(f"{index:05}.md", Span(index, index + 1)) for index in range(number)]


@pytest.mark.parametrize("number", [2, 3, 50])
def test_few_places_relate_all_others(number: int) -> None:
    found = places(number)
    for here in range(number):
        others = [place.path for place in found if place is not found[here]]
        assert [related.path for related in related_places(found, here, "same")] == others


@pytest.mark.parametrize("number", [51, 52, 200])
def test_of_many_places_the_first_relates_all(number: int) -> None:
    found = places(number)
    assert len(related_places(found, 0, "same")) == number - 1
    for here in range(1, number):
        related = [place.path or "" for place in related_places(found, here, "same")]
        assert related[0] == "00000.md"
        assert related == sorted(set(related))
        assert found[here].path not in related
        assert len(related) == 50
        words = other_places(found, here, related_places(found, here, "same"))
        assert words.startswith('in "00000.md", in ')
        assert words.endswith(f" and in {number - 4} more places")


def test_places_of_the_same_note_come_first_in_words() -> None:
    found = [At("a.md", Span(0, 1)), At("b.md", Span(0, 1)), At("b.md", Span(5, 6))]
    related = related_places(found, 1, "same")
    assert [(place.path, place.span) for place in related] == [
        ("a.md", Span(0, 1)),
        (None, Span(5, 6)),
    ]
    assert other_places(found, 1, related) == 'elsewhere in this note and in "a.md"'


CARD = "﹇<br>\n{}\n\n#card\n\nA grain.\n\n⌂\n<br>﹈<br>{}\n"


def test_one_note_alone_says_what_the_whole_vault_says(tmp_path: Path) -> None:
    files = {f"{at:03}.md": CARD.format("What is rye?", "") for at in range(3)}
    files |= {f"{at:03}.md": CARD.format(f"{at}?", "^1699000000001") for at in range(3, 80)}
    vault = make_vault(tmp_path, files)
    whole = diagnostics(vault)
    assert len(whole) == len(files)
    for path in files:
        assert diagnostics(vault / path) == [entry for entry in whole if entry["path"] == path]


def test_related_places_do_not_grow_with_their_square(tmp_path: Path) -> None:
    number = 400
    files = {f"{at:03}.md": CARD.format("What is rye?", "^1699000000001") for at in range(number)}
    related = [entry["related"] for entry in diagnostics(make_vault(tmp_path, files))]
    counts = [len(places) for places in related if isinstance(places, list)]
    assert counts[0] == number - 1
    assert len(counts) == number
    assert max(counts[1:]) == 50
