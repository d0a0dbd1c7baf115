"""A property that holds a mapping, or a list in a list: Obsidian cannot edit it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.checks.frontmatter._nesting import is_wanted
from vaultlint.checks.frontmatter._values import (
    is_unquoted_link,
    is_unquoted_placeholder,
    value_span,
)
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note, Plain, Property, Value
from vaultlint.schema import Schemas
from vaultlint.text.quote import quoted


class Options(NamedTuple):
    """allow: names of properties that may be nested. schemas: of the vault, given by the run."""

    allow: tuple[str, ...] = ()
    schemas: Schemas = Schemas()


# Of these lost-tags and property-type-mismatch speak: what is nested in them is lost.
_LISTS = frozenset({"tags", "aliases", "cssclasses"})


def check(note: Note, options: Options) -> Iterator[Finding]:
    if note.frontmatter is None or note.frontmatter.plain is None:
        return
    allowed = _LISTS.union(name.casefold() for name in options.allow)
    for entry in note.frontmatter.properties:
        nested = None if entry.key.casefold() in allowed else _nested(note, entry)
        if nested is not None and not is_wanted(options.schemas, note, entry.key):
            yield Finding(
                value_span(note, entry),
                f"property {quoted(entry.key)} {nested}, which Obsidian shows as raw text and "
                "cannot edit; write properties side by side, or allow it in .vaultlint.yaml",
                property_path=(entry.key,),
            )


def _nested(note: Note, entry: Property) -> str | None:
    """How the property is nested; None when it is not."""
    if not _holds_nesting(entry.value.plain) or _is_told_elsewhere(note, entry.value):
        return None
    if isinstance(entry.value.plain, dict):
        return "is a mapping"
    inner = [item for item in entry.value.items if not _is_told_elsewhere(note, item)]
    if any(isinstance(item.plain, dict) for item in inner):
        return "is a list of mappings"
    return "is a list of lists" if any(isinstance(item.plain, list) for item in inner) else None


def _holds_nesting(plain: Plain) -> bool:
    """Whether a value is a mapping, or holds a list or a mapping."""
    if isinstance(plain, list):
        return any(isinstance(item, list | dict) for item in plain)
    return isinstance(plain, dict)


def _is_told_elsewhere(note: Note, value: Value) -> bool:
    return is_unquoted_link(note, value) or is_unquoted_placeholder(note, value)
