"""Where in a note what its schemas say of it belongs."""

from __future__ import annotations

from vaultlint.notes.facts import Note, Property, Value
from vaultlint.schema import Step
from vaultlint.text.span import Span


def opening(note: Note) -> Span:
    """The opener of the frontmatter, or the first line of a note that has none."""
    if note.frontmatter is not None:
        return note.frontmatter.opener
    return note.source.line_span(0)


def value_span(note: Note, path: tuple[Step, ...]) -> Span:
    """The value at this path, its key when it is empty; the opener for the whole frontmatter."""
    span = opening(note)
    properties = note.frontmatter.properties if note.frontmatter else ()
    value: Value | None = None
    for step in path:
        if isinstance(step, int):
            value = value.items[step] if value is not None else None
        else:
            entry = _named(properties, step)
            value = entry.value if entry is not None else None
            span = entry.key_span if entry is not None else span
        if value is None:
            return span
        span = value.span if value.span.start < value.span.end else span
        properties = value.properties
    return span


def mapping_span(note: Note, path: tuple[Step, ...]) -> Span:
    """The key of the mapping at this path; the opener for the whole frontmatter."""
    entry = _entry(note, path)
    return entry.key_span if entry is not None else value_span(note, path)


def key_span(note: Note, path: tuple[Step, ...], name: str) -> Span:
    """The key `name` of the mapping at this path."""
    entry = _entry(note, (*path, name))
    return entry.key_span if entry is not None else mapping_span(note, path)


def _entry(note: Note, path: tuple[Step, ...]) -> Property | None:
    properties = note.frontmatter.properties if note.frontmatter else ()
    entry: Property | None = None
    value: Value | None = None
    for step in path:
        if isinstance(step, int):
            entry, value = None, value.items[step] if value is not None else None
        else:
            entry = _named(properties, step)
            value = entry.value if entry is not None else None
        properties = value.properties if value is not None else ()
    return entry


def _named(properties: tuple[Property, ...], key: str) -> Property | None:
    return next((entry for entry in properties if entry.key == key), None)
