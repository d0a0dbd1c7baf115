"""The type that Obsidian gives a property whose name has no type in the vault."""

from __future__ import annotations

import re
from typing import Literal

from vaultlint.notes.facts import Plain

PropertyType = Literal["text", "multitext", "number", "checkbox", "date", "datetime", "unknown"]

_DATE = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]")
# Seconds make it text: Obsidian infers a time only to the minute.
_DATETIME = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]")


def inferred_type(plain: Plain) -> PropertyType:
    """The type of a value, as Obsidian shows it when nobody chose one."""
    match plain:
        case bool():
            return "checkbox"
        case int() | float():
            return "number"
        case str():
            return _type_of_text(plain)
        case list():
            return (
                "unknown" if any(isinstance(item, list | dict) for item in plain) else "multitext"
            )
        case dict():
            return "unknown"
        case _:
            return "text"


def _type_of_text(text: str) -> PropertyType:
    if _DATE.fullmatch(text):
        return "date"
    return "datetime" if _DATETIME.fullmatch(text) else "text"
