"""The types of properties: those that a vault gives to names, and those that values have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, get_args

from msgspec import Struct, field

from vaultlint.notes.facts import Plain
from vaultlint.text.regex import regex

PropertyType = Literal["text", "multitext", "number", "checkbox", "date", "datetime", "unknown"]
"""A type that a value has by itself; "unknown" is what Obsidian cannot edit."""

AssignedType = Literal[
    "text", "multitext", "number", "checkbox", "date", "datetime", "tags", "aliases"
]
"""A type that a vault gives to a name, as .obsidian/types.json spells it."""

PropertyKind = Literal["text", "list", "number", "checkbox", "date", "datetime", "mapping"]
"""What people would call a value, whatever Obsidian makes of it."""

# Whatever types.json says of these names.
_FORCED: Mapping[str, AssignedType] = {
    "tags": "tags",
    "aliases": "aliases",
    "cssclasses": "multitext",
}
_KINDS: Mapping[AssignedType, PropertyKind] = {
    "text": "text",
    "multitext": "list",
    "number": "number",
    "checkbox": "checkbox",
    "date": "date",
    "datetime": "datetime",
    "tags": "list",
    "aliases": "list",
}

SCHEMA_PROPERTY = "$schema"  # names the JSON Schema of a note

_DATE = regex(r"[0-9]{4}-[01][0-9]-[0-3][0-9]")
# Seconds make it text: Obsidian infers a time only to the minute.
_DATETIME = regex(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]")
# Source: ISO 8601, calendar dates; moment.js, with which Obsidian reads dates, knows these too.
_MOMENT = regex(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?P<time>[T ](?:[01][0-9]|2[0-4])(?::?[0-5][0-9](?::?[0-5][0-9](?:[.,][0-9]+)?)?)?"
    r"\s?(?:[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?)?"
)


class PropertyTypes(Struct, frozen=True):
    """The types that a vault gives to names of properties. by_name: case folded."""

    by_name: Mapping[str, AssignedType] = field(default_factory=dict)

    def of(self, key: str) -> AssignedType | None:
        """The type of the properties with this name, None when nobody chose one."""
        folded = key.casefold()
        return _FORCED.get(folded) or self.by_name.get(folded)


def property_types(stated: Mapping[str, object]) -> PropertyTypes:
    """The types that .obsidian/types.json states under "types"; others than Obsidian's are left."""
    known: Iterable[AssignedType] = get_args(AssignedType)
    by_word = {str(word): word for word in known}
    found: dict[str, AssignedType] = {}
    for key, word in stated.items():
        if isinstance(word, str) and word in by_word:
            found.setdefault(key.casefold(), by_word[word])
    return PropertyTypes(found)


def is_moment(text: str) -> bool:
    """Whether Obsidian reads it as a date, with a time or not: a day of the calendar, ISO 8601."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return False
    try:
        date(int(found["year"]), int(found["month"]), int(found["day"] or 1))
    except ValueError:
        return False
    return True


def has_type(plain: Plain, wanted: AssignedType) -> bool:
    """Whether Obsidian shows a value without a warning when its name has this type.

    Nothing has every type. Of lists and mappings inside, nothing is said here.
    """
    if plain is None or plain == "":
        return True
    match wanted:
        case "text":
            return isinstance(plain, str)
        case "number":
            return isinstance(plain, int | float) and not isinstance(plain, bool)
        case "checkbox":
            return isinstance(plain, bool)
        case "date" | "datetime":
            return isinstance(plain, str) and is_moment(plain)
        case "multitext":
            return not isinstance(plain, dict)
        case "tags" | "aliases":
            return isinstance(plain, str | list)


def property_kind(plain: Plain, assigned: AssignedType | None) -> PropertyKind | None:
    """What a value is, None for nothing. What has the type of its name is of that type's kind."""
    if plain is None or plain == "":
        return None
    if assigned is not None and has_type(plain, assigned):
        return _KINDS[assigned]
    match plain:
        case bool():
            return "checkbox"
        case int() | float():
            return "number"
        case list():
            return "list"
        case dict():
            return "mapping"
        case str():
            return _kind_of_text(plain)


def _kind_of_text(text: str) -> PropertyKind:
    found = _MOMENT.fullmatch(text.strip())
    if found is None or not found["day"] or not is_moment(text):
        return "text"
    return "datetime" if found["time"] else "date"


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
