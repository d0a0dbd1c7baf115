"""Lines that look like properties, wherever they stand in a note."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

# What people and plugins name properties; prose such as "Note: …" must not look like one.
KNOWN_PROPERTIES = frozenset(
    {
        "alias",
        "aliases",
        "author",
        "authors",
        "cards-deck",
        "created",
        "cssclass",
        "cssclasses",
        "date",
        "description",
        "kanban-plugin",
        "modified",
        "permalink",
        "publish",
        "tag",
        "tags",
        "title",
        "updated",
    }
)

_TEXT = regex(r"\S")
_PROPERTY = regex(
    r"(?P<key>[^\W\d_][\w.-]*(?: [\w.-]+){0,3}|\"[^\"\n]+\"|'[^'\n]+')[ \t]*:(?P<value>[ \t].*|$)"
)
# Three dashes behind blanks are an attempt to close, and no part of a property.
_CONTINUED = regex(r"[ \t]+(?!---)\S|-[ \t]+\S|-[ \t]*$")


class PropertyLine(NamedTuple):
    """A line such as "tags: x". key: without quotes. value: trimmed. line: its index."""

    key: str
    value: str
    line: int


class PropertyLines(NamedTuple):
    """Property lines that follow each other, with the items and indented lines below them.

    end: index of the first line behind them.
    """

    entries: tuple[PropertyLine, ...]
    end: int

    @property
    def names(self) -> tuple[str, ...]:
        """The keys, in order."""
        return tuple(entry.key for entry in self.entries)

    def names_one_of(self, names: Collection[str]) -> bool:
        """Whether one of the keys is among `names`; a line of #tags does not count."""
        return any(e.key in names and not e.value.startswith("#") for e in self.entries)


def line_text(source: Source, index: int) -> str:
    """The line with this index; empty behind the last line."""
    if index >= len(source.line_starts):
        return ""
    return source.slice(source.line_span(index))


def property_line(source: Source, index: int) -> PropertyLine | None:
    """The line as a property, None when it looks like none."""
    found = _PROPERTY.fullmatch(line_text(source, index))
    if found is None:
        return None
    return PropertyLine(found["key"].strip("\"'"), found["value"].strip(), index)


def property_lines(source: Source, start: int, stop: int) -> PropertyLines:
    """The properties that begin with line `start`, up to a line that fits none, or to `stop`."""
    entries: list[PropertyLine] = []
    index = start
    while index < stop:
        entry = property_line(source, index)
        if entry is not None:
            entries.append(entry)
        elif not _CONTINUED.match(line_text(source, index)):
            break
        index += 1
    return PropertyLines(tuple(entries), index)


def next_text(source: Source, start: int, stop: int) -> int:
    """Index of the first line from `start` on that is not blank; `stop` when there is none."""
    if start >= stop:
        return stop
    end = source.line_span(stop - 1).end
    found = _TEXT.search(source.text, source.line_starts[start], end)
    return stop if found is None else source.line_of(found.start())


def lines_span(source: Source, first: int, behind: int) -> Span:
    """From the first line to the end of the line before `behind`, without its line break."""
    return Span(source.line_starts[first], source.line_span(behind - 1).end)
