"""The properties that the plugin Breadcrumbs takes for relations between notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

BREADCRUMBS = "breadcrumbs"  # its id


class BreadcrumbsFields(Struct, frozen=True):
    """The keys of each direction; None where the plugin's settings do not say.

    is_used: the vault has the plugin.
    """

    previous: tuple[str, ...] | None = None
    next: tuple[str, ...] | None = None
    up: tuple[str, ...] | None = None
    is_used: bool = False


def breadcrumbs_fields(
    stated: Mapping[str, object], *, is_enabled: bool = False
) -> BreadcrumbsFields:
    """The fields in the plugin's data.json. is_enabled: the vault lists the plugin.

    Source: its src/interfaces/settings.ts: groups of fields since version 4, hierarchies before.
    """
    groups = [*_groups(stated)]
    return BreadcrumbsFields(
        previous=_fields(groups, "prevs", "prev"),
        next=_fields(groups, "nexts", "next"),
        up=_fields(groups, "ups", "up"),
        is_used=is_enabled or bool(stated),
    )


def _fields(groups: list[tuple[str, list[object]]], *labels: str) -> tuple[str, ...] | None:
    words = (word for label, fields in groups if label in labels for word in fields)
    named = (word.strip() for word in words if isinstance(word, str))
    return tuple(dict.fromkeys(word for word in named if word)) or None


def _groups(stated: Mapping[str, object]) -> Iterator[tuple[str, list[object]]]:
    """Each group of fields with its label."""
    for group in _objects(stated.get("edge_field_groups")):
        label, fields = group.get("label"), group.get("fields")
        if isinstance(label, str) and isinstance(fields, list):
            yield label, fields
    hierarchies = [*_objects(stated.get("userHiers")), *_objects(stated.get("hierarchies"))]
    for hierarchy in hierarchies:
        inner = hierarchy.get("dirs")
        directions = inner if isinstance(inner, dict) else hierarchy
        for label, fields in directions.items():
            if isinstance(label, str) and isinstance(fields, list):
                yield label, fields


def _objects(value: object) -> Iterator[Mapping[str, object]]:
    for entry in value if isinstance(value, list) else ():
        if isinstance(entry, dict):
            yield entry
