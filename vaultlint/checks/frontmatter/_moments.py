"""Days and times that properties state."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from vaultlint.notes.facts import Property
from vaultlint.text.regex import regex

_MOMENT = regex(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    r"\s?(?P<offset>[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)

_LONGEST_WITHOUT_OFFSET = len("2024-05-01T12:30")


class Moment(NamedTuple):
    """A day, or a time of it. offset: from UTC, None where it is not stated."""

    at: datetime
    has_time: bool
    offset: timedelta | None


def moment(entry: Property) -> Moment | None:
    """The day or time that a property states; None when it states none that is sure."""
    text = entry.value.plain
    found = _MOMENT.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        return None
    has_time = found["hour"] is not None
    try:
        at = datetime.fromisoformat(found["day"])
        if has_time:
            at = at.replace(
                hour=int(found["hour"]),
                minute=int(found["minute"]),
                second=int(found["second"] or 0),
            )
    except ValueError:
        return None
    return Moment(at, has_time, _offset(found["offset"]))


def is_later_day(one: Property, other: Property) -> bool:
    """Whether the text of one property begins with a later day than that of the other.

    Told at a glance, of texts that are too short for an offset from UTC other than Z.
    """
    if not isinstance(one.value.plain, str) or not isinstance(other.value.plain, str):
        return False
    text, than = one.value.plain.strip(), other.value.plain.strip()
    return max(len(text), len(than)) <= _LONGEST_WITHOUT_OFFSET and text[:10] > than[:10]


def _offset(text: str | None) -> timedelta | None:
    if text is None:
        return None
    if text in "Zz":
        return timedelta()
    size = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return -size if text[0] == "-" else size


def is_before(one: Moment, other: Moment) -> bool:
    """Whether one is surely before the other."""
    if not (one.has_time and other.has_time):
        return one.at.date() < other.at.date()
    if (one.offset is None) != (other.offset is None):
        # Two clocks, of which one is unknown, are less than a day and a bit apart.
        return one.at + timedelta(hours=26) < other.at
    # The seconds that only one of the two states say nothing.
    return _to_the_minute(one) < _to_the_minute(other)


def _to_the_minute(each: Moment) -> datetime:
    return (each.at - (each.offset or timedelta())).replace(second=0)
