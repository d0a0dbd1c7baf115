"""The events of a YAML parser made into values with their places, by the rules of npm yaml 2."""

from __future__ import annotations

import re
from typing import Protocol

from msgspec import Struct, field

from vaultlint.notes.facts import DuplicateProperty, Plain, Property, Value
from vaultlint.notes.yaml_core import core_value, key_identity, key_text, tagged_value
from vaultlint.notes.yaml_faults import (
    alias_overuse,
    dedented_bracket,
    dedented_quote,
    glued_comment,
    item_in_brackets,
    second_document,
    too_deep,
    unknown_alias,
)
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

# Levels; npm yaml overflows its stack at some thousands. libyaml's work on a token grows with them.
DEEPEST = 200
# npm yaml, options: maxAliasCount. A "billion laughs" would need more.
_MOST_ALIASES = 100

# "\ud83c\udfb4", as JSON writes an emoji: JavaScript takes the two halves for the one character.
_HALVES = regex("[\ud800-\udbff][\udc00-\udfff]")
_GLUED_HEADER = regex(r"[|>][-+1-9]*#")
_BEHIND_COLON = regex(r"\s*:")
_BEHIND_DASH = regex(r"(?>(?:[ \t\r\n]|#[^\n]*+)*)-")


class Mark(Protocol):
    """A place in the text: code points, and line and column from 0."""

    @property
    def index(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class Event(Protocol):
    """An event of ruamel's parsers; its kind is the name of its class.

    Each kind has the two marks and those of the others that it can have. style: the first mark of
    a scalar that is not plain, else "" or None. flow_style: of a collection written in brackets.
    """

    @property
    def start_mark(self) -> Mark: ...
    @property
    def end_mark(self) -> Mark: ...
    @property
    def anchor(self) -> str | None: ...
    @property
    def tag(self) -> object: ...
    @property
    def value(self) -> str: ...
    @property
    def style(self) -> str | None: ...
    @property
    def flow_style(self) -> bool | None: ...


class _Open(Struct):
    """A collection whose end has not come yet.

    least: blanks that a continued line of its parts needs. at: end of what was read last.
    weight: how often the most used alias in it was used.
    """

    is_mapping: bool
    is_flow: bool
    start: int
    start_line: int
    column: int
    least: int
    anchor: str | None
    at: int
    key: Value | None = None
    items: list[Value] = field(default_factory=list)
    properties: list[Property] = field(default_factory=list)
    plain_list: list[Plain] = field(default_factory=list)
    plain_mapping: dict[str, Plain] = field(default_factory=dict)
    seen: dict[tuple[str, object], Property] = field(default_factory=dict)
    weight: int = 0


class _Anchor(Struct):
    """A value that aliases may repeat. weight: of the aliases in it, 1 when it has none."""

    value: Value
    weight: int
    uses: int = 1


class Tree:
    """Takes the events of one text in order; `root` and `duplicates` are the outcome.

    text: as it is written. base: code points before it in the note. written: code points that
    stand in the parser's text for others, by the ones that they stand for.
    """

    def __init__(self, text: str, base: int, written: dict[int, int]) -> None:
        self.root: Value | None = None
        self.duplicates: list[DuplicateProperty] = []
        self._text = text
        self._base = base
        self._written = written
        self._open: list[_Open] = []
        self._anchors: dict[str, _Anchor] = {}
        self._documents = 0
        self._steps = {
            "ScalarEvent": self._scalar,
            "MappingStartEvent": self._start_mapping,
            "MappingEndEvent": self._end,
            "SequenceStartEvent": self._start_list,
            "SequenceEndEvent": self._end,
            "AliasEvent": self._alias,
            "DocumentStartEvent": self._document,
        }

    def add(self, event: Event) -> None:
        """The next event. Raises YamlError for what npm yaml refuses."""
        step = self._steps.get(type(event).__name__)
        if step is not None:
            step(event)

    def _document(self, event: Event) -> None:
        self._documents += 1
        if self._documents > 1:
            raise second_document(self._text, event.start_mark.index)

    def _scalar(self, event: Event) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        style, text = event.style, event.value
        if len(text) == 1 and self._written.get(ord(text)) == ord("-"):
            self._put_dash(start, event.anchor)
            return
        if self._written:
            text = text.translate(self._written)
        if style in ("'", '"'):
            self._check_quoted(event)
            text = _HALVES.sub(_joined, text)
        elif style:
            glued = _GLUED_HEADER.match(self._text, start)
            if glued:
                raise glued_comment(self._text, glued.end() - 1)
            end = start + len(self._text[start:end].rstrip())
        elif text == "-" and self._is_in_flow() and not self._text.startswith(":", end):
            raise item_in_brackets(self._text, start)
        if start == end:
            start = end = self._missing_at(start)
        self._put(Value(self._span(start, end), _plain(event, text, style)), end, event.anchor, 0)

    def _put_dash(self, start: int, anchor: str | None) -> None:
        """A list with one empty item, written on the line of its key."""
        item = Value(self._span(start + 1, start + 1), None)
        self._put(Value(self._span(start, start + 1), [None], (item,)), start + 1, anchor, 0)

    def _alias(self, event: Event) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        anchor = self._anchors.get(event.anchor or "")
        if anchor is None:
            raise unknown_alias(self._text, start, end)
        anchor.uses += 1
        weight = anchor.uses * anchor.weight
        if weight > _MOST_ALIASES:
            raise alias_overuse(self._text, start, end, _MOST_ALIASES)
        value = anchor.value
        copy = Value(self._span(start, end), value.plain, value.items, value.properties)
        self._put(copy, end, None, weight)

    def _start_mapping(self, event: Event) -> None:
        self._start(event, is_mapping=True)

    def _start_list(self, event: Event) -> None:
        self._start(event, is_mapping=False)

    def _start(self, event: Event, is_mapping: bool) -> None:
        mark = event.start_mark
        if len(self._open) == DEEPEST:
            raise too_deep(self._text, mark.index, DEEPEST)
        is_flow = bool(event.flow_style)
        least = self._least() if is_flow else mark.column + 1
        self._open.append(
            _Open(
                is_mapping,
                is_flow,
                mark.index,
                mark.line,
                mark.column,
                least,
                event.anchor,
                mark.index,
            )
        )

    def _end(self, event: Event) -> None:
        done = self._open.pop()
        end = done.at
        if done.is_flow:
            end = event.end_mark.index
            self._check_flow(done, event)
        span = self._span(done.start, max(done.start, end))
        if done.is_mapping:
            value = Value(span, done.plain_mapping, (), tuple(done.properties))
        else:
            value = Value(span, done.plain_list, tuple(done.items))
        self._put(value, end, done.anchor, done.weight)

    def _put(self, value: Value, end: int, anchor: str | None, weight: int) -> None:
        if anchor is not None:
            self._anchors[anchor] = _Anchor(value, max(weight, 1))
        if not self._open:
            self.root = value
            return
        parent = self._open[-1]
        parent.at = end
        parent.weight = max(parent.weight, weight)
        if not parent.is_mapping:
            parent.items.append(value)
            parent.plain_list.append(value.plain)
        elif parent.key is None:
            parent.key = value
        else:
            self._put_property(parent, parent.key, value)
            parent.key = None

    def _put_property(self, parent: _Open, key: Value, value: Value) -> None:
        entry = Property(key_text(key), key.span, value)
        parent.properties.append(entry)
        parent.plain_mapping[entry.key] = value.plain
        identity = key_identity(key)
        if identity is None:
            return
        first = parent.seen.setdefault(identity, entry)
        if first is not entry:
            self.duplicates.append(DuplicateProperty(first, entry))

    def _missing_at(self, start: int) -> int:
        """Where a value that is not there would stand: behind its colon or its dash."""
        if not self._open:
            return start
        parent = self._open[-1]
        mark = _BEHIND_COLON if parent.key is not None else _BEHIND_DASH
        if parent.is_mapping and parent.key is None:
            return start
        found = mark.match(self._text, parent.at)
        return found.end() if found and found.end() <= start else start

    def _span(self, start: int, end: int) -> Span:
        return Span(self._base + start, self._base + end)

    def _least(self) -> int:
        return self._open[-1].least if self._open else 0

    def _check_quoted(self, event: Event) -> None:
        start, end = event.start_mark, event.end_mark
        if self._text.startswith("#", end.index):
            raise glued_comment(self._text, end.index)
        least = self._least()
        if start.line == end.line or least == 0:
            return
        for line in self._text[start.index : end.index].split("\n")[1:]:
            words = line.lstrip(" ")
            if words.rstrip("\r") and len(line) - len(words) < least:
                raise dedented_quote(self._text, start.index, end.index)

    def _check_flow(self, done: _Open, event: Event) -> None:
        end = event.end_mark
        if self._text.startswith("#", end.index):
            raise glued_comment(self._text, end.index)
        if done.start_line == end.line or done.least == 0 or self._is_in_flow():
            return
        at = done.start
        lines = self._text[done.start : end.index].split("\n")
        for number, line in enumerate(lines):
            words = line.lstrip(" ")
            blanks = len(line) - len(words)
            closes = number + 1 == len(lines) and words in ("]", "}") and blanks == done.least - 1
            stands = number == 0 or not words.strip() or words.lstrip().startswith("#") or closes
            if not stands and blanks < done.least:
                raise dedented_bracket(self._text, done.start, at + blanks)
            at += len(line) + 1

    def _is_in_flow(self) -> bool:
        return bool(self._open) and self._open[-1].is_flow


def _joined(halves: re.Match[str]) -> str:
    return halves[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _plain(event: Event, text: str, style: str | None) -> Plain:
    tag = event.tag
    if tag is not None:
        return tagged_value(text, str(tag))
    return text if style else core_value(text)
