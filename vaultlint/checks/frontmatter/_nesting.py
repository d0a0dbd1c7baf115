"""Properties that are nested because a schema of the note wants them so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vaultlint.notes.facts import Note
from vaultlint.schema import Json, Schema, Schemas

_DEEPEST = 8  # references and alternatives in each other; more is a circle, or no schema to read
_ALTERNATIVES = ("allOf", "anyOf", "oneOf")
_OF_MAPPINGS = frozenset(
    {
        "additionalProperties",
        "patternProperties",
        "properties",
        "required",
        "unevaluatedProperties",
    }
)


def is_wanted(schemas: Schemas, note: Note, key: str) -> bool:
    """Whether a schema of the note describes a mapping, or a list of such, under this key."""
    return any(
        _describes_nesting(part, schema.read, 0)
        for schema in _schemas(schemas, note)
        if isinstance(schema.read, dict)
        for part in _of_key(schema.read, schema.read, key, 0)
    )


def _schemas(schemas: Schemas, note: Note) -> Iterator[Schema]:
    yield from (schema for _, schema in schemas.applying(note))
    plain = note.frontmatter.plain if note.frontmatter else None
    named = plain.get("$schema") if plain else None
    own = schemas.own.get(named) if isinstance(named, str) else None
    if isinstance(own, Schema):
        yield own


def _of_key(schema: Json, root: Json, key: str, depth: int) -> Iterator[Json]:
    """What a schema says of one property."""
    if isinstance(schema, dict) and depth < _DEEPEST:
        stated = schema.get("properties", {})
        if key in stated:
            yield stated[key]
        for part in _parts(schema, root):
            yield from _of_key(part, root, key, depth + 1)


def _describes_nesting(schema: Json, root: Json, depth: int, inside: bool = False) -> bool:
    """Whether a schema describes a mapping. inside: of a list, in which a list is nested too."""
    if isinstance(schema, bool) or depth == _DEEPEST:
        return False
    stated = schema.get("type", ())
    types = [stated] if isinstance(stated, str) else stated
    if not _OF_MAPPINGS.isdisjoint(schema) or "object" in types or (inside and "array" in types):
        return True
    items = schema.get("items", False)
    return (
        isinstance(items, dict) and _describes_nesting(items, root, depth + 1, inside=True)
    ) or any(_describes_nesting(part, root, depth + 1, inside) for part in _parts(schema, root))


def _parts(schema: dict[str, Any], root: Json) -> Iterator[Json]:
    """The schemas that say more of the same value, those that it refers to inside of its file."""
    for keyword in _ALTERNATIVES:
        yield from schema.get(keyword, ())
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/"):
        found: Any = root
        for step in reference[2:].split("/"):
            found = found.get(step) if isinstance(found, dict) else None
        if isinstance(found, dict):
            yield found
