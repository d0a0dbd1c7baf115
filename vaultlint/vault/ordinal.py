"""The numbers in the names of notes that are counted, such as "Part 2"."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple

from vaultlint.text.regex import regex

_NUMBER = regex(r"([0-9]+)")
# "Part 2", "3.1 Salt", "2023-10-31"; but not "3D", which counts nothing.
_COUNTED = regex(r"(?P<before>[^0-9]*+)(?P<numbers>[0-9]{1,18}(?>(?:[-._][0-9]{1,18})*))(?![^\W_])")


class Ordinal(NamedTuple):
    """The place of a note among those that are counted as it is.

    series: its folder, and its name up to the number, case folded. numbers: such as (2023, 10, 31).
    """

    series: tuple[str, str]
    numbers: tuple[int, ...]


def ordinal(path: str) -> Ordinal | None:
    """The place that the name of a note states; None when it has no number."""
    place = PurePosixPath(path)
    match = _COUNTED.match(place.stem)
    if match is None:
        return None
    numbers = tuple(int(number) for number in _NUMBER.findall(match["numbers"]))
    return Ordinal((place.parent.as_posix(), match["before"].casefold()), numbers)


def reading_order(path: str) -> tuple[str | int, ...]:
    """A key that sorts "Part 2" before "Part 10"."""
    parts = _NUMBER.split(path.lower())
    return tuple(int(part) if index % 2 else part for index, part in enumerate(parts))
