"""What the rules about Previous and Next sections share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from vaultlint.notes.facts import Direction, NavigationSection, Note
from vaultlint.text.quote import quoted

OPPOSITE: Mapping[Direction, Direction] = {"previous": "next", "next": "previous"}
DIRECTIONS: tuple[Direction, ...] = ("previous", "next")
WORDS: Mapping[Direction, str] = {"previous": "previous", "next": "next", "up": "parent"}


def sections(note: Note, direction: Direction) -> tuple[NavigationSection, ...]:
    """The note's sections of one direction, properties included."""
    return tuple(section for section in note.navigation if section.direction == direction)


def text_sections(note: Note, direction: Direction) -> tuple[NavigationSection, ...]:
    """Those in its text: a note may well have a property besides."""
    return tuple(section for section in sections(note, direction) if not section.is_property)


def has_repeated_section(note: Note) -> bool:
    """Whether a direction has two sections: repeated-navigation-section speaks, and it alone.

    One of the two was meant as the other, so what they say of a direction is not to be trusted.
    """
    directions = [section.direction for section in note.navigation if not section.is_property]
    return any(directions.count(direction) > 1 for direction in DIRECTIONS)


def name(path: str) -> str:
    """The name of a note, in quotes."""
    return quoted(PurePosixPath(path).stem)
