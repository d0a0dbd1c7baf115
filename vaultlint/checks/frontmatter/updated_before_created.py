"""A note that says that it was changed before it was made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from vaultlint.diagnostic import Finding, Related, Severity
from vaultlint.notes.facts import Frontmatter, Note, Property
from vaultlint.rule import NoteRule
from vaultlint.text.quote import quoted


class Options(NamedTuple):
    """created, updated: names of the properties; of each, the first that a note has counts."""

    created: tuple[str, ...] = ("created", "date created")
    updated: tuple[str, ...] = ("updated", "modified", "date modified")


_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    r"\s?(?P<offset>[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)


class _Moment(NamedTuple):
    """A day, or a time of it. offset: from UTC, None where it is not stated."""

    at: datetime
    has_time: bool
    offset: timedelta | None


def check(note: Note, options: Options) -> Iterator[Finding]:
    frontmatter = note.frontmatter
    if frontmatter is None or frontmatter.plain is None:
        return
    created = _first(frontmatter, options.created)
    updated = _first(frontmatter, options.updated)
    if created is None or updated is None:
        return
    before, after = _moment(created), _moment(updated)
    if before is not None and after is not None and _is_before(after, before):
        yield Finding(
            updated.value.span,
            f"{quoted(updated.key)} is {_shown(updated)}, before {quoted(created.key)}, "
            f"{_shown(created)}; correct one of the two",
            (Related(created.value.span, "made here"),),
            property_path=(updated.key,),
        )


def _first(frontmatter: Frontmatter, names: tuple[str, ...]) -> Property | None:
    found = (frontmatter.property(name) for name in names)
    return next((entry for entry in found if entry is not None), None)


def _shown(entry: Property) -> str:
    return quoted(str(entry.value.plain))


def _moment(entry: Property) -> _Moment | None:
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
    return _Moment(at, has_time, _offset(found["offset"]))


def _offset(text: str | None) -> timedelta | None:
    if text is None:
        return None
    if text in "Zz":
        return timedelta()
    size = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return -size if text[0] == "-" else size


def _is_before(one: _Moment, other: _Moment) -> bool:
    """Whether one is surely before the other."""
    if not (one.has_time and other.has_time):
        return one.at.date() < other.at.date()
    if (one.offset is None) != (other.offset is None):
        # Two clocks, of which one is unknown, are less than a day and a bit apart.
        return one.at + timedelta(hours=26) < other.at
    # The seconds that only one of the two states say nothing.
    return _to_the_minute(one) < _to_the_minute(other)


def _to_the_minute(moment: _Moment) -> datetime:
    return (moment.at - (moment.offset or timedelta())).replace(second=0)


RULE = NoteRule(
    name="updated-before-created",
    family="frontmatter",
    severity=Severity.WARNING,
    check=check,
    options=Options,
    yields_to=("schema-violation", "property-type-mismatch"),
)
