"""The day of a run."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from vaultlint.commands.clock import today


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        pytest.param("0", date(1970, 1, 1), id="the first second"),
        pytest.param("1700006399", date(2023, 11, 14), id="a second before midnight in UTC"),
        pytest.param("1700006400", date(2023, 11, 15), id="midnight"),
    ],
)
def test_a_stated_time_counts(stated: str, day: date) -> None:
    assert today({"SOURCE_DATE_EPOCH": stated}) == day


@pytest.mark.parametrize("stated", ["", "soon", "9" * 40])
def test_the_clock_counts_else(stated: str) -> None:
    now = datetime.now(UTC).date()
    assert today({"SOURCE_DATE_EPOCH": stated}) in (now, now + timedelta(days=1))
