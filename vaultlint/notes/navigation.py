"""Previous, Next and Up sections: in a callout, under a heading of their own, or a property."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from msgspec import Struct

from vaultlint.notes.facts import Callout, Direction, Heading, Link, NavigationSection, Note
from vaultlint.notes.reading import Reading
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

# What may stand around a label besides blanks: icons, arrows, marks of emphasis, of headings and
# of lists, a colon; also an icon by its name, as in ":LiArrowLeft: Previous Notes".
_SIGN = r"[^\w\s\[\](){}<>|`\"'“”‘’~.,;!?…%$@&^/\\]|_|:[^\W_]\w{0,40}:"
_SIGNS_ONLY = regex(rf"(?:{_SIGN}|\s)*")
# One of these shows that a line of a callout is a label and no line of a sentence.
_MARKS = regex(r"[*_#=:：]")
_QUOTED = r"(?:\r\n|\n|\r)(?>(?:[ \t]*+>)*)[ \t]?+"  # before the words of a line in a quote
_QUOTED_LINE = regex(rf"{_QUOTED}(?P<words>[^\r\n]*)")
_REST_OF_LINE = regex(r"[^\r\n]*")
_BULLET = regex(r"(?P<indent>[ \t]*)(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_RULE = regex(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_PREVIOUS: Direction = "previous"
_NEXT: Direction = "next"
_UP: Direction = "up"
_SUB_ITEM = 2  # columns by which an item of an item is indented at least


class _Line(Struct, frozen=True):
    """One line without its container's prefix. start: of `text`, in the note."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class _Label(Struct, frozen=True):
    """A label that was found. rest: where the line goes on behind it."""

    direction: Direction
    span: Span
    rest: int
    is_marked: bool


class _Patterns(Struct, frozen=True):
    """Of a label at the start of a text, and of one in a quote behind the end of a line."""

    label: re.Pattern[str]
    quoted: re.Pattern[str]


def read_navigation(note: Note, reading: Reading) -> tuple[NavigationSection, ...]:
    """The navigation sections of a note whose blocks and inlines are read already.

    A section is a label that stands alone on its line, or with its links, and the items below it:
    list items, and lines that begin with a link. What follows the label and is no item makes it
    part of a sentence, and no section. A property is a section when it holds a link.
    """
    properties = tuple(_property_sections(note, reading))
    if not note.callouts and not note.headings:
        return properties
    reader = _Reader(note, _label_patterns(reading))
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
def _label_patterns(reading: Reading) -> _Patterns:
    words = (
        (_PREVIOUS, reading.previous_words),
        (_NEXT, reading.next_words),
        (_UP, reading.up_words),
    )

    def label(blank: str) -> str:
        signs = f"(?:{_SIGN}|{blank})*"
        labels = "|".join(f"(?P<{direction}>{_words(known, blank)})" for direction, known in words)
        return rf"(?i:(?P<before>{signs})(?:{labels})(?![^\W_]|\()(?P<behind>{signs}))"

    # A heading may have several lines.
    return _Patterns(re.compile(label(r"\s")), re.compile(_QUOTED + label(r"[^\S\r\n]")))


def _words(words: Sequence[str], blank: str) -> str:
    """A pattern for any of the words, the longest first; for none when there is none.

    blank: a pattern for what may part two words.
    """
    spelt = {unicodedata.normalize(form, word) for word in words for form in ("NFC", "NFD")}
    known = sorted({" ".join(word.split()) for word in spelt} - {""}, key=_longest_first)
    return "|".join(f"{blank}+".join(map(re.escape, word.split())) for word in known) or r"(?!)"


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


class _Reader:
    """Finds the sections of one note."""

    def __init__(self, note: Note, patterns: _Patterns) -> None:
        self.source = note.source
        self.body = note.body
        self.patterns = patterns
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
        source = self.source
        head = callout.marker.end + len(callout.fold)
        title_end = source.line_span(source.line_of(head)).end
        end = source.line_span(source.line_of(callout.span.end - 1)).end
        title = self.patterns.label.match(source.text, head, title_end)
        others = self.patterns.quoted.finditer(source.text, title_end, end)
        for match in chain((title,) if title else (), others):
            rest = _REST_OF_LINE.match(source.text, match.end())
            line_end = rest.end() if rest else end
            label = self._label(match, line_end)
            if label is None or not (label.is_marked or match is title):
                continue
            below = _quoted_lines(source.text, line_end, end)
            section = self._section(label, match.start("before"), line_end, below)
            if section is not None:
                yield section

    def heading_sections(self, heading: Heading) -> Iterator[NavigationSection]:
        """The section whose label is a heading, if it is one."""
        label = self._label_on(heading.text_span)
        if label is not None:
            span, below = heading.span, self._lines_below(heading)
            section = self._section(label, span.start, span.end, below)
            yield from () if section is None else (section,)

    def _label_on(self, line: Span) -> _Label | None:
        """The label with which a line begins."""
        match = self.patterns.label.match(self.source.text, line.start, line.end)
        return self._label(match, line.end) if match else None

    def _label(self, match: re.Match[str], line_end: int) -> _Label | None:
        """The label that was found, unless its line goes on, and not with a link."""
        rest = match.end()
        if rest < line_end and rest not in self.item_starts:
            return None
        direction = next(word for word in (_PREVIOUS, _NEXT, _UP) if match[word])
        is_marked = _MARKS.search(match["before"] + match["behind"]) is not None
        return _Label(direction, Span(*match.span(direction)), rest, is_marked)

    def _section(
        self, label: _Label, start: int, line_end: int, below: Iterator[_Line]
    ) -> NavigationSection | None:
        """The section of a label; None when prose follows, and it is none."""
        spans = [Span(label.rest, max(label.rest, line_end))]
        end = line_end
        own_links = self._links_in(spans[0])
        indent: int | None = None
        for following in below:
            if not following.text.strip():
                continue
            if self._label_on(Span(following.start, following.end)) is not None:
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


def _quoted_lines(text: str, start: int, end: int) -> Iterator[_Line]:
    """The lines of a quote, without their ">", behind the end of another at `start`."""
    for line in _QUOTED_LINE.finditer(text, start, end):
        yield _Line(line["words"], line.start("words"))
