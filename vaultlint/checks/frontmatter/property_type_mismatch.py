"""A value that has not the type of its property in Obsidian, which shows a warning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.checks.frontmatter._edits import changes_of, extent, guarded
from vaultlint.checks.frontmatter._values import Path, in_quotes, item_span, shown, value_span
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.facts import Note, Plain, Property, Value
from vaultlint.notes.property_types import (
    AssignedType,
    PropertyTypes,
    has_type,
    inferred_type,
)
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span


class Options(NamedTuple):
    """property_types: of the vault, given by the run."""

    property_types: PropertyTypes = PropertyTypes()


# Without quotes, zeros at the start and more digits than a number has would be lost.
_SAME_NUMBER = regex(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?")
_NUMBER = regex(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_YES, _NO = frozenset({"true", "yes", "on", "x"}), frozenset({"false", "no", "off"})
_WANTED: dict[AssignedType, str] = {
    "text": "a text",
    "multitext": "a list",
    "number": "a number",
    "checkbox": "a checkbox",
    "date": "a date",
    "datetime": "a date with a time",
    "tags": "a list of texts",
    "aliases": "a list of texts",
}


def check(note: Note, options: Options) -> Iterator[Finding]:
    frontmatter = note.frontmatter
    if frontmatter is None or frontmatter.plain is None:
        return
    for entry in frontmatter.properties:
        wanted = options.property_types.of(entry.key)
        match entry.key.casefold():
            case "tags":  # of these lost-tags speaks
                continue
            case "aliases" | "cssclasses":
                yield from _in_list(note, entry, wanted or "multitext")
            case _ if wanted is not None and not _fits(entry.value.plain, wanted):
                span = value_span(note, entry)
                yield _finding(note, entry, entry.value, wanted, span, (entry.key,))


def _fits(plain: Plain, wanted: AssignedType) -> bool:
    # What is nested has no type that Obsidian knows: nested-property speaks.
    return has_type(plain, wanted) or inferred_type(plain) == "unknown"


def _in_list(note: Note, entry: Property, wanted: AssignedType) -> Iterator[Finding]:
    """The values of a property that is a list of texts in every vault."""
    if not isinstance(entry.value.plain, list) and not _is_item(entry.value.plain, wanted):
        span = value_span(note, entry)
        yield _finding(note, entry, entry.value, wanted, span, (entry.key,))
    for index, item in enumerate(entry.value.items):
        if not _is_item(item.plain, wanted):
            span = item_span(note, item, entry)
            yield _finding(note, entry, item, "text", span, (entry.key, index))


def _is_item(plain: Plain, wanted: AssignedType) -> bool:
    """Whether a value can be an item of the list; of the aliases, numbers are dropped."""
    if wanted == "aliases":
        return plain is None or isinstance(plain, str)
    return not isinstance(plain, list | dict)


def _finding(
    note: Note, entry: Property, value: Value, wanted: AssignedType, span: Span, path: Path
) -> Finding:
    item = f"item {path[1] + 1} of " if len(path) > 1 and isinstance(path[1], int) else ""
    return Finding(
        span,
        f"{item}property {quoted(entry.key)} is {shown(note, value)}, and Obsidian expects "
        f"{_WANTED[wanted]}; {_advice(value.plain, wanted)}",
        fix=_fix(note, entry, value, wanted),
        property_path=path,
    )


def _fix(note: Note, entry: Property, value: Value, wanted: AssignedType) -> Fix | None:
    """Writes the same value as what is wanted."""
    written = note.source.slice(value.span)
    match wanted, value.plain:
        case "text" | "aliases", bool() | int() | float():
            title, text = "Put it in quotes", in_quotes(written)
        case "number", str() as plain if _SAME_NUMBER.fullmatch(plain.strip()):
            title, text = "Leave out the quotes", plain.strip()
        case "checkbox", str() as plain if plain.strip().lower() in _YES:
            title, text = "Write true", "true"
        case "checkbox", str() as plain if plain.strip().lower() in _NO:
            title, text = "Write false", "false"
        case _:
            return None
    if "\n" in written or written[:1] in "|>&*!":
        return None
    fix = Fix(title, (Edit(value.span, text),), True, changes_of(entry.key), reach=extent(entry))
    return guarded(note, fix)


def _advice(plain: Plain, wanted: AssignedType) -> str:
    match wanted, plain:
        case "text", bool() | int() | float():
            return "put it in quotes"
        case "text", list():
            return "write one text, or make the property a list in Obsidian"
        case "text", _:
            return "write one text"
        case "number", str() if _NUMBER.fullmatch(plain.strip()):
            return "leave out the quotes"
        case "checkbox", str() if plain.strip().lower() in _YES:
            return "write true"
        case "checkbox", str() if plain.strip().lower() in _NO:
            return "write false"
        case "checkbox", _:
            return "write true or false"
        case "date", _:
            return "write it as YYYY-MM-DD"
        case "datetime", _:
            return "write it as YYYY-MM-DDTHH:mm"
        case "number", _:
            return "write a number, or make the property a text in Obsidian"
    return "write a list, with a dash before each item"
