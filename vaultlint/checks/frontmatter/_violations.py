"""Where in a note what its schemas say of it belongs."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Related
from vaultlint.notes.facts import Note, Property, Value
from vaultlint.schema import Step, Violation
from vaultlint.text.span import Span


def opening(note: Note) -> Span:
    """The opener of the frontmatter, or the first line of a note that has none."""
    if note.frontmatter is not None:
        return note.frontmatter.opener
    return note.source.line_span(0)


def related(violation: Violation) -> tuple[Related, ...]:
    """Where the schema asks for something else, when people can look there."""
    asked = violation.asked
    return () if asked is None else (Related(asked.span, "asked for here", asked.path),)


def value_span(note: Note, path: tuple[Step, ...]) -> Span:
    """The value at this path; the opener for the whole frontmatter.

    Of a value that is empty, or does not end on the line of its key, the key; of an item of
    several lines the first.
    """
    source = note.source
    span = opening(note)
    for entry, value in _walk(note, path):
        line = source.line_of(value.span.start if entry is None else entry.key_span.start)
        is_long = source.line_of(value.span.end) > line
        if entry is not None and (is_long or value.span.start == value.span.end):
            span = entry.key_span
        elif is_long:
            span = Span(value.span.start, source.line_span(line).end)
        elif value.span.start < value.span.end:
            span = value.span
    return span


def mapping_span(note: Note, path: tuple[Step, ...]) -> Span:
    """The key of the mapping at this path; the opener for the whole frontmatter."""
    return _key(note, path) or value_span(note, path)


def key_span(note: Note, path: tuple[Step, ...], name: str) -> Span:
    """The key `name` of the mapping at this path."""
    return _key(note, (*path, name)) or mapping_span(note, path)


def _key(note: Note, path: tuple[Step, ...]) -> Span | None:
    """The key at the end of the path; None for an item of a list, or when it is not there."""
    steps = list(_walk(note, path))
    entry = steps[-1][0] if path and len(steps) == len(path) else None
    return entry.key_span if entry is not None else None


def _walk(note: Note, path: tuple[Step, ...]) -> Iterator[tuple[Property | None, Value]]:
    """The values on the way along a path, as far as they are there, each with its property."""
    properties = note.frontmatter.properties if note.frontmatter else ()
    items: tuple[Value, ...] = ()
    for step in path:
        entry = None if isinstance(step, int) else _named(properties, step)
        if isinstance(step, int):
            value = items[step] if step < len(items) else None
        else:
            value = entry.value if entry is not None else None
        if value is None:
            return
        yield entry, value
        properties, items = value.properties, value.items


def _named(properties: tuple[Property, ...], key: str) -> Property | None:
    return next((entry for entry in properties if entry.key == key), None)
