"""What the rules about Previous and Next sections share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from vaultlint.notes.facts import Direction, NavigationSection, Note
from vaultlint.text.quote import quoted

OPPOSITE: Mapping[Direction, Direction] = {"previous": "next", "next": "previous"}
DIRECTIONS: tuple[Direction, ...] = ("previous", "next")

_NUMBER = re.compile(r"([0-9]+)")


def sections(note: Note, direction: Direction) -> tuple[NavigationSection, ...]:
    """The note's sections of one direction."""
    return tuple(section for section in note.navigation if section.direction == direction)


def has_repeated_section(note: Note) -> bool:
    """Whether a direction has two sections: repeated-navigation-section speaks, and it alone.

    One of the two was meant as the other, so what they say of a direction is not to be trusted.
    """
    return any(len(sections(note, direction)) > 1 for direction in DIRECTIONS)


def name(path: str) -> str:
    """The name of a note, in quotes."""
    return quoted(PurePosixPath(path).stem)


def reading_order(path: str) -> tuple[str | int, ...]:
    """A key that sorts "Part 2" before "Part 10"."""
    parts = _NUMBER.split(path.lower())
    return tuple(int(part) if index % 2 else part for index, part in enumerate(parts))
