"""Previous, Next and Up sections: in a callout, under a heading of their own, or a property."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from vaultlint.notes.facts import Callout, Direction, Heading, Link, NavigationSection, Note
from vaultlint.notes.reading import Reading
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

# What may stand around a label besides blanks: icons, arrows, marks of emphasis, of headings and
# of lists, a colon; also an icon by its name, as in ":LiArrowLeft: Previous Notes".
_SIGN = r"[^\w\s\[\](){}<>|`\"'“”‘’~.,;!?…%$@&^/\\]|_"
_SIGNS = rf"(?:{_SIGN}|\s|:[^\W_]\w{{0,40}}:)*"
_SIGNS_ONLY = regex(_SIGNS)
# One of these shows that a line of a callout is a label and no line of a sentence.
_MARKS = regex(r"[*_#=:：]")
_QUOTE_PREFIX = regex(r"(?:[ \t]*>)*[ \t]?")
_BULLET = regex(r"(?P<indent>[ \t]*)(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_RULE = regex(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_PREVIOUS: Direction = "previous"
_NEXT: Direction = "next"
_UP: Direction = "up"
_SUB_ITEM = 2  # columns by which an item of an item is indented at least


class _Line(NamedTuple):
    """One line without its container's prefix. start: of `text`, in the note."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class _Label(NamedTuple):
    """A label that was found. rest: where the line goes on behind it."""

    direction: Direction
    span: Span
    rest: int
    is_marked: bool


def read_navigation(note: Note, reading: Reading) -> tuple[NavigationSection, ...]:
    """The navigation sections of a note whose blocks and inlines are read already.

    A section is a label that stands alone on its line, or with its links, and the items below it:
    list items, and lines that begin with a link. What follows the label and is no item makes it
    part of a sentence, and no section. A property is a section when it holds a link.
    """
    properties = tuple(_property_sections(note, reading))
    if not note.callouts and not note.headings:
        return properties
    reader = _Reader(note, _label_pattern(reading))
    found = {
        section.label_span: section
        for section in chain(
            # An inner callout begins behind its outer one and takes its own lines from it.
            *(reader.callout_sections(callout) for callout in note.callouts),
            *(reader.heading_sections(heading) for heading in note.headings),
        )
    }
    return (*properties, *sorted(found.values(), key=lambda section: section.span))


def _property_sections(note: Note, reading: Reading) -> Iterator[NavigationSection]:
    """The properties that list neighbours: a link, or a list with links."""
    links: dict[str, list[Link]] = {}
    for link in note.links:
        if link.property and not link.embed:
            links.setdefault(link.property.partition(".")[0], []).append(link)
    if not links or note.frontmatter is None:
        return
    directions = _property_directions(reading)
    for entry in note.frontmatter.properties:
        direction = directions.get(entry.key.casefold())
        if direction and entry.key in links:
            span = Span(entry.key_span.start, entry.value.span.end)
            own = tuple(links[entry.key])
            is_partial = reading.implies_neighbours
            yield NavigationSection(
                direction, entry.key, entry.key_span, span, own, True, is_partial
            )


@lru_cache
def _property_directions(reading: Reading) -> Mapping[str, Direction]:
    """The direction of each key, case folded."""
    directions: dict[str, Direction] = {}
    for keys, direction in (
        (reading.up_properties, _UP),
        (reading.next_properties, _NEXT),
        (reading.previous_properties, _PREVIOUS),
    ):
        directions |= {key.casefold(): direction for key in keys}
    return directions


@lru_cache
def _label_pattern(reading: Reading) -> re.Pattern[str]:
    words = (
        (_PREVIOUS, reading.previous_words),
        (_NEXT, reading.next_words),
        (_UP, reading.up_words),
    )
    labels = "|".join(f"(?P<{direction}>{_words(known)})" for direction, known in words)
    return re.compile(
        rf"(?P<before>{_SIGNS})(?:{labels})(?![^\W_]|\()(?P<behind>{_SIGNS})", re.IGNORECASE
    )


def _words(words: Sequence[str]) -> str:
    """A pattern for any of the words, the longest first; for none when there is none."""
    spelt = {unicodedata.normalize(form, word) for word in words for form in ("NFC", "NFD")}
    known = sorted({" ".join(word.split()) for word in spelt} - {""}, key=_longest_first)
    return "|".join(r"\s+".join(map(re.escape, word.split())) for word in known) or r"(?!)"


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


class _Reader:
    """Finds the sections of one note."""

    def __init__(self, note: Note, pattern: re.Pattern[str]) -> None:
        self.source = note.source
        self.body = note.body
        self.pattern = pattern
        self.links = [
            link
            for link in note.links
            if not (link.embed or link.property or link.kind == "reference")
        ]
        self.link_starts = [link.span.start for link in self.links]
        self.item_starts = {
            *self.link_starts,
            *(link.span.start for link in note.unencoded_links),
            *(link.span.start for link in note.external_links),
        }
        self.heading_starts = [heading.span.start for heading in note.headings]

    def callout_sections(self, callout: Callout) -> Iterator[NavigationSection]:
        """The sections whose labels are lines of a callout, its title included."""
        lines = _callout_lines(self.source, callout)
        for index, line in enumerate(lines):
            label = self._label(line)
            if label is None or not (label.is_marked or index == 0):
                continue
            below = (lines[n] for n in range(index + 1, len(lines)))
            section = self._section(label, line, below, line.start)
            if section is not None:
                yield section

    def heading_sections(self, heading: Heading) -> Iterator[NavigationSection]:
        """The section whose label is a heading, if it is one."""
        span = heading.text_span
        label = self._label(_Line(self.source.slice(span), span.start))
        if label is not None:
            line = _Line(self.source.slice(heading.span), heading.span.start)
            below = self._lines_below(heading)
            section = self._section(label, line, below, heading.span.start)
            yield from () if section is None else (section,)

    def _label(self, line: _Line) -> _Label | None:
        match = self.pattern.match(line.text)
        if match is None:
            return None
        rest = line.start + match.end()
        if match.end() < len(line.text) and rest not in self.item_starts:
            return None
        direction = next(word for word in (_PREVIOUS, _NEXT, _UP) if match[word])
        start, end = match.span(direction)
        is_marked = _MARKS.search(match["before"] + match["behind"]) is not None
        return _Label(direction, Span(line.start + start, line.start + end), rest, is_marked)

    def _section(
        self, label: _Label, line: _Line, below: Iterator[_Line], start: int
    ) -> NavigationSection | None:
        """The section of a label; None when prose follows, and it is none."""
        spans = [Span(label.rest, max(label.rest, line.end))]
        end = line.end
        own_links = self._links_in(spans[0])
        indent: int | None = None
        for following in below:
            if not following.text.strip():
                continue
            if self._label(following) is not None:
                break
            bullet = _BULLET.match(following.text)
            if bullet is None and not self._begins_with_link(following):
                if indent is None and not own_links:
                    return None
                break
            here = _columns(bullet["indent"]) if bullet else 0
            indent = here if indent is None else indent
            if here < indent + _SUB_ITEM:
                spans.append(Span(following.start, following.end))
            end = following.end
        links = tuple(chain.from_iterable(self._links_in(span) for span in spans))
        words = self.source.slice(label.span)
        return NavigationSection(label.direction, words, label.span, Span(start, end), links)

    def _begins_with_link(self, line: _Line) -> bool:
        signs = _SIGNS_ONLY.match(line.text)
        return signs is not None and line.start + signs.end() in self.item_starts

    def _links_in(self, span: Span) -> list[Link]:
        first = bisect_left(self.link_starts, span.start)
        return self.links[first : bisect_left(self.link_starts, span.end)]

    def _lines_below(self, heading: Heading) -> Iterator[_Line]:
        """The lines from a heading to the next rule or heading."""
        line_starts = self.source.line_starts
        following = bisect_left(self.heading_starts, heading.span.end)
        ends = (*self.heading_starts[following : following + 1], self.body.end)
        first = self.source.line_of(heading.span.end) + 1
        for index in range(first, bisect_left(line_starts, ends[0])):
            span = self.source.line_span(index)
            text = self.source.slice(span)
            if _RULE.match(text):
                return
            yield _Line(text, span.start)


def _columns(indent: str) -> int:
    return len(indent.expandtabs(4))


def _callout_lines(source: Source, callout: Callout) -> list[_Line]:
    """The lines of a callout: its title first, then the lines without their ">"."""
    head = callout.marker.end + len(callout.fold)
    first = source.line_of(head)
    lines = [_Line(source.text[head : source.line_span(first).end], head)]
    for index in range(first + 1, source.line_of(callout.span.end) + 1):
        span = source.line_span(index)
        if span.start >= callout.span.end:
            break
        text = source.slice(span)
        prefix = _QUOTE_PREFIX.match(text)
        cut = prefix.end() if prefix else 0
        lines.append(_Line(text[cut:], span.start + cut))
    return lines
