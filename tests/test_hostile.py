"""No input makes vaultlint look at anything again and again: twice the input, twice the steps."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import pytest

import vaultlint as package
from tests.hostile import LAYOUTS, SPECIALS, TOKENS, Files, repeated
from vaultlint.diagnostic import Report, Severity
from vaultlint.engine import active_rules, check_vault
from vaultlint.notes.parse import parse
from vaultlint.notes.reading import DIALECTS, Reading
from vaultlint.report.text import text_lines
from vaultlint.settings import Settings
from vaultlint.text.decode import decode
from vaultlint.vault.index import index_of

if TYPE_CHECKING:
    from _typeshed import TraceFunction

FOLDER = str(Path(package.__file__).parent)
READING = Reading(dialects=DIALECTS)
RULES = [active.loaded() for active in active_rules(Settings(today=date(2024, 5, 1)))]
COUNT = 12  # repetitions, and twice and four times as many
# Linear: 2. Quadratic: 4. The rest is for what is made once, such as a bisection's depth.
MOST = 2.4
SLACK = 60  # steps


def _checked(files: Files) -> None:
    """Reads and checks a vault, and reports it as text."""
    notes = [parse(decode(path, text.encode()), READING) for path, text in files.items()]
    index = index_of(list(files), notes)
    report = check_vault("/v", notes, RULES, index, len(notes))
    assert not report.failures
    for _ in text_lines(Report((report,)), Severity.INFO, "/v", False, 100):
        pass


def steps(work: Callable[[], None]) -> int:
    """How many lines of vaultlint's code run meanwhile."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> TraceFunction:
        nonlocal count
        count += event == "line"
        return counted

    def entered(frame: FrameType, _event: str, _argument: object) -> TraceFunction | None:
        return counted if frame.f_code.co_filename.startswith(FOLDER) else None

    before = sys.gettrace()
    sys.settrace(entered)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def _doubles(files: Callable[[int], Files], count: int) -> bool:
    """Whether the second doubling of a vault costs about twice what the first one does."""
    _checked(files(count))  # what is loaded or made at the first use does not count
    one, two, four = (steps(partial(_checked, files(n))) for n in (count, 2 * count, 4 * count))
    return four - two <= MOST * (two - one) + SLACK


def is_linear(files: Callable[[int], Files]) -> bool:
    """Whether that is so of small vaults, or of larger ones: some bounds, such as the depth of
    quotes that are read, are reached only there."""
    return _doubles(files, COUNT) or _doubles(files, 16 * COUNT)


@pytest.mark.parametrize("layout", ["on a line", "on lines", "in paragraphs"])
def test_repetitions(layout: str) -> None:
    assert set(LAYOUTS) >= {layout}
    found = [token for token in TOKENS if not is_linear(repeated(token, layout))]
    assert found == []


def test_specials() -> None:
    found = [case.name for case in SPECIALS if not is_linear(case.files)]
    assert found == []


def test_what_looks_at_all_for_each_is_found() -> None:
    def quadratic(files: Files) -> None:
        words = files["A.md"].split()
        parse(decode("A.md", " ".join(words * (len(words) // 10)).encode()), READING)

    def count(n: int) -> int:
        return steps(lambda: quadratic({"A.md": "#a " * n}))

    one, two, four = count(20), count(40), count(80)
    assert four - two > MOST * (two - one) + SLACK
