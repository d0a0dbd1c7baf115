"""The only clock of the program."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, date, datetime

STATED_TIME = "SOURCE_DATE_EPOCH"


def today(environment: Mapping[str, str]) -> date:
    """The date in UTC: of the time that the environment states, so that a report can be repeated.

    Source: reproducible-builds.org, SOURCE_DATE_EPOCH (seconds since 1970, in digits).
    """
    stated = environment.get(STATED_TIME, "")
    try:
        seconds = float(int(stated)) if stated else time.time()
        return datetime.fromtimestamp(seconds, UTC).date()
    except (ValueError, OverflowError, OSError):  # no number, or beyond what the system counts
        return datetime.fromtimestamp(time.time(), UTC).date()
