"""Bases, as Obsidian reads them: .base files, and code blocks in the language "base".

Source: Obsidian help, "Bases syntax", "Views" and "Formulas"; the app's own messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from vaultlint.notes.facts import (
    Base,
    Fence,
    Formula,
    Note,
    StructureFault,
    Text,
    Value,
)
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.source import Origins, Source
from vaultlint.text.span import Span
from vaultlint.text.suggestion import did_you_mean, nearest

if TYPE_CHECKING:
    from vaultlint.notes.yaml_text import YamlText

_CONJUNCTIONS = ("and", "or", "not")
_DIRECTIONS = ("ASC", "DESC")
# Plugins bring view types of their own: only what is nearly one of these is a slip.
_VIEW_TYPES = ("table", "cards", "list")
_FORMULA_ID = "formula."
# Where an expression names a formula; its texts and regular expressions are taken as a whole.
_NAMED_FORMULA = regex(
    r"(?:^|[(,=!&|?:\[])\s*+/(?>(?:[^/\\\n]|\\.)+)/|"
    r"\"(?>(?:[^\"\\]|\\.)*)\"|'(?>(?:[^'\\]|\\.)*)'"
    r"|(?<![\w.$])formula(?:\s*+\.\s*+(?P<bare>[^\W\d]\w*+)"
    r"|\s*+\[\s*+(?:\"(?P<double>[^\"\\]*+)\"|'(?P<single>[^'\\]*+)')\s*+\])",
    re.DOTALL,
)
_LINE = regex(r"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++")
_QUOTE_MARK = regex(r"[ \t]{0,3}>[ ]?")


def read_base_file(source: Source) -> Note:
    """The facts of a .base file; an empty one is an empty base."""
    whole = Span(0, len(source.text))
    base = _Reader(source.text, whole, Origins()).base()
    return Note(source, "base", None, whole, bases=(base,))


def base_blocks(source: Source, fences: Sequence[Fence]) -> tuple[Base, ...]:
    """The bases in the code blocks of a note, in order."""
    return tuple(_block(source, fence) for fence in fences if fence.language == "base")


def _block(source: Source, fence: Fence) -> Base:
    """One code block; its lines lose what belongs to the quote or list around them."""
    line = source.line_span(source.line_of(fence.opener.start))
    before = source.text[line.start : fence.opener.start]
    content = source.slice(fence.content)
    if not before:
        origins = Origins((0,), (fence.content.start,))
        return _Reader(content, fence.content, origins).base()
    depth, indent = before.count(">"), len(before)
    lines: list[str] = []
    text_starts, file_starts = [0], [fence.content.start]
    length = 0
    for found in _LINE.finditer(content):
        start = _content_start(found[0], depth, indent)
        text_starts.append(length)
        file_starts.append(fence.content.start + found.start() + start)
        lines.append(found[0][start:])
        length += len(lines[-1])
    origins = Origins(tuple(text_starts), tuple(file_starts))
    return _Reader("".join(lines), fence.content, origins).base()


def _content_start(line: str, depth: int, indent: int) -> int:
    """Where the code begins in a line of a block. depth: of quotes; indent: of the opener."""
    at = 0
    for _ in range(depth):
        mark = _QUOTE_MARK.match(line, at)
        at = at if mark is None else mark.end()
    while at < indent and line.startswith((" ", "\t"), at):
        at += 1
    return at


class _Reader:
    """Reads the tree once."""

    def __init__(self, text: str, span: Span, origins: Origins) -> None:
        """text: the YAML. span: of it in the file. origins: of each of its characters."""
        self._text = text
        self._span = span
        self._origins = origins
        self._faults: list[StructureFault] = []
        self._uses: list[Text] = []
        self._views: list[Text] = []
        self._summary_uses: list[Text] = []

    def base(self) -> Base:
        # Imported here: few notes hold a base.
        from vaultlint.notes.yaml_text import read_yaml

        yaml = read_yaml(self._text)
        fault = self._unreadable(yaml)
        if fault is not None:
            return Base(self._span, False, (fault,))
        root = yaml.root
        if root is None or root.plain is None:
            return Base(self._span, True)
        entries = _entries(root)
        self._filters(entries.get("filters"))
        formulas = self._formulas(entries.get("formulas"))
        self._properties(entries.get("properties"))
        summaries = self._summaries(entries.get("summaries"))
        self._all_views(entries.get("views"))
        if not _may_be_read(entries.get("formulas")):
            self._uses.clear()
        if not _may_be_read(entries.get("summaries")):
            self._summary_uses.clear()
        return Base(
            self._span,
            True,
            tuple(sorted(self._faults, key=lambda fault: fault.span)),
            tuple(self._views),
            formulas,
            tuple(sorted(self._uses, key=lambda use: use.span)),
            summaries,
            tuple(self._summary_uses),
        )

    def _unreadable(self, yaml: YamlText) -> StructureFault | None:
        if yaml.fault is not None:
            return StructureFault(self._place(yaml.fault.span), yaml.fault.message)
        if yaml.duplicates:
            again = yaml.duplicates[0].again
            message = f"the key {quoted(again.key)} stands twice, so nothing is read; remove one"
            return StructureFault(self._place(again.key_span), message)
        root = yaml.root
        if root is None or root.plain is None or isinstance(root.plain, dict):
            return None
        message = f"a base is a mapping, and this is {_kind(root)}; write keys such as views:"
        return StructureFault(self._head(root), message)

    # --- the keys of a base

    def _filters(self, value: Value | None) -> None:
        if value is None or value.plain is None:
            return
        if isinstance(value.plain, str):
            self._expression(value)
        elif isinstance(value.plain, dict):
            self._conjunction(value)
        else:
            message = f"{_kind(value)} is no filter; write a text, or one of and:, or: and not:"
            self._fault(value, message)

    def _conjunction(self, value: Value) -> None:
        known = [entry for entry in value.properties if entry.key in _CONJUNCTIONS]
        for entry in value.properties:
            if entry.key not in _CONJUNCTIONS:
                near = did_you_mean(entry.key, _CONJUNCTIONS)
                message = f"{quoted(entry.key)} is no key of a filter; write and:, or: or not:"
                self._fault_at(entry.key_span, f"{message}{near}")
        for entry in known[1:]:
            message = (
                f'a filter has one of "and", "or" and "not", and "{known[0].key}" stands above; '
                "put one into the other"
            )
            self._fault_at(entry.key_span, message)
        for entry in known:
            if isinstance(entry.value.plain, list):
                for item in entry.value.items:
                    self._filters(item)
            elif entry.value.plain is not None:
                message = (
                    f'"{entry.key}" is {_kind(entry.value)}, not a list; begin each item with -'
                )
                self._fault(entry.value, message)

    def _formulas(self, value: Value | None) -> tuple[Formula, ...]:
        formulas = []
        for key, expression in self._mapping(value, "formulas", "name: expression"):
            names: tuple[str, ...] = ()
            if self._is_text(expression, f"the formula {quoted(key.text)}"):
                names = self._expression(expression)
            formulas.append(Formula(key, names))
        return tuple(formulas)

    def _properties(self, value: Value | None) -> None:
        for key, settings in self._mapping(value, "properties", "a mapping"):
            if settings.plain is None:
                continue
            if not isinstance(settings.plain, dict):
                message = (
                    f"the settings of {quoted(key.text)} are {_kind(settings)}; "
                    "write displayName: below it"
                )
                self._fault(settings, message)
                continue
            shown = _entries(settings).get("displayName")
            if shown is not None and shown.plain is not None:
                self._is_text(shown, '"displayName"')

    def _summaries(self, value: Value | None) -> tuple[str, ...]:
        names = []
        for key, expression in self._mapping(value, "summaries", "name: expression"):
            names.append(key.text)
            if self._is_text(expression, f"the summary {quoted(key.text)}"):
                self._expression(expression)
        return tuple(names)

    def _all_views(self, value: Value | None) -> None:
        if value is None or value.plain is None:
            return
        if not isinstance(value.plain, list):
            message = f'"views" is {_kind(value)}, not a list; begin each view with -'
            self._fault(value, message)
            return
        for item in value.items:
            if isinstance(item.plain, dict):
                self._view(item)
            else:
                self._fault(
                    item,
                    f"a view is a mapping, and this is {_kind(item)}; write keys such as type:",
                )

    # --- a view

    def _view(self, view: Value) -> None:
        entries = _entries(view)
        self._view_type(view, entries.get("type"))
        self._view_name(view, entries.get("name"))
        self._filters(entries.get("filters"))
        order = entries.get("order")
        for item in self._items(order, "order", "a list of properties"):
            text = self._text_of(item)
            if text is None:
                self._fault(item, f'an item of "order" names a property, and this is {_kind(item)}')
            else:
                self._property_id(text)
        for item in self._items(entries.get("sort"), "sort", "a list"):
            self._sorting(item, 'an item of "sort"')
        group = entries.get("groupBy")
        if group is not None and group.plain is not None:
            self._sorting(group, '"groupBy"')
        for entry in view.properties:
            if entry.key == "group_by" and group is None:
                message = '"group_by" is read no more; write groupBy'
                self._fault_at(entry.key_span, message)
        self._limit(entries.get("limit"))
        for key, name in self._mapping(entries.get("summaries"), "summaries", "property: summary"):
            self._property_id(key)
            if name.plain is not None and self._is_text(name, "a summary"):
                self._summary_uses.append(Text(str(name.plain), self._place(name.span)))

    def _view_type(self, view: Value, value: Value | None) -> None:
        if value is None or value.plain is None:
            self._fault(view, "the view has no type; add type: table")
        elif self._is_text(value, '"type"'):
            word = str(value.plain)
            near = nearest(word, _VIEW_TYPES)
            if word not in _VIEW_TYPES and near is not None and _is_slip(word, near):
                message = f'no view is of the type {quoted(word)}; did you mean "{near}"?'
                self._fault(value, message)

    def _view_name(self, view: Value, value: Value | None) -> None:
        if value is None or value.plain is None or not str(value.plain).strip():
            place = self._head(view) if value is None else self._place(value.span)
            self._fault_at(place, "the view has no name; add name: and a name", is_placed=True)
        elif self._is_text(value, '"name"'):
            self._views.append(Text(str(value.plain), self._place(value.span)))

    def _sorting(self, value: Value, thing: str) -> None:
        if not isinstance(value.plain, dict):
            message = f"{thing} is {_kind(value)}; write property: and direction: below it"
            self._fault(value, message)
            return
        entries = _entries(value)
        # "column" is what the app wrote before "property", and still reads.
        named = entries.get("property", entries.get("column"))
        if named is None:
            self._fault(value, f"{thing} has no property; add property: and its name")
        elif self._is_text(named, '"property"'):
            self._property_id(Text(str(named.plain), self._place(named.span)))
        direction = entries.get("direction")
        if direction is None:
            self._fault(value, f"{thing} has no direction; add direction: ASC or DESC")
        elif direction.plain not in _DIRECTIONS:
            word = quoted(str(direction.plain)) if _is_scalar(direction) else _kind(direction)
            self._fault(direction, f'"direction" is {word}, not ASC or DESC; write one')

    def _limit(self, value: Value | None) -> None:
        if value is None or value.plain is None:
            return
        if isinstance(value.plain, bool) or not isinstance(value.plain, int):
            is_float = isinstance(value.plain, float)
            what = "not whole" if is_float else f"{_kind(value)}, not a number"
            self._fault(value, f'"limit" is {what}; write a whole number')

    # --- values

    def _mapping(self, value: Value | None, key: str, form: str) -> Iterator[tuple[Text, Value]]:
        """The entries of a mapping; what is none is a fault."""
        if value is None or value.plain is None:
            return
        if not isinstance(value.plain, dict):
            self._fault(value, f'"{key}" is {_kind(value)}; write {form} on lines of its own below')
            return
        for entry in value.properties:
            yield Text(entry.key, self._place(entry.key_span)), entry.value

    def _items(self, value: Value | None, key: str, form: str) -> Iterator[Value]:
        """The items of a list; what is none is a fault."""
        if value is None or value.plain is None:
            return
        if not isinstance(value.plain, list):
            self._fault(value, f'"{key}" is {_kind(value)}, not {form}; begin each item with -')
            return
        yield from value.items

    def _is_text(self, value: Value, thing: str) -> bool:
        if isinstance(value.plain, str):
            return True
        if value.plain is None:
            advice = "is empty; write it"
        elif _is_scalar(value):
            advice = f"is {_kind(value)}, not a text; put it in quotes"
        else:
            advice = f"is {_kind(value)}, not a text; write one text"
        self._fault(value, f"{thing} {advice}")
        return False

    def _text_of(self, value: Value) -> Text | None:
        return Text(value.plain, self._place(value.span)) if isinstance(value.plain, str) else None

    def _property_id(self, text: Text) -> None:
        if text.text.startswith(_FORMULA_ID):
            self._uses.append(Text(text.text.removeprefix(_FORMULA_ID), text.span))

    def _expression(self, value: Value) -> tuple[str, ...]:
        """The formulas that an expression names; each place is noted."""
        text = value.plain
        assert isinstance(text, str)
        start = _text_start(value)
        names = []
        for found in _NAMED_FORMULA.finditer(text):
            name = found["bare"] or found["double"] or found["single"]
            if not name:
                continue
            span = value.span
            if start is not None:
                span = Span(start + found.start(), start + found.end())
            self._uses.append(Text(name, self._place(span)))
            names.append(name)
        return tuple(names)

    # --- places

    def _place(self, span: Span) -> Span:
        """A span of the YAML in the file."""
        start = self._origins[span.start]
        # The end of a line is not the beginning of the next one, which may stand in a quote.
        end = self._origins[span.end - 1] + 1 if span.end > span.start else start
        return Span(start, max(start, end))

    def _head(self, value: Value) -> Span:
        """The place that stands for a value: a list or a mapping may be the whole file."""
        span = value.span
        if value.properties:
            span = value.properties[0].key_span
        elif not _is_scalar(value):
            span = Span(span.start, min(span.start + 1, span.end))
        return self._place(span)

    def _fault(self, value: Value, message: str) -> None:
        self._faults.append(StructureFault(self._head(value), message))

    def _fault_at(self, span: Span, message: str, is_placed: bool = False) -> None:
        place = span if is_placed else self._place(span)
        self._faults.append(StructureFault(place, message))


def _entries(value: Value) -> dict[str, Value]:
    return {entry.key: entry.value for entry in value.properties}


def _may_be_read(value: Value | None) -> bool:
    """Whether the names that a key defines are known: it is a mapping, or nothing."""
    return value is None or value.plain is None or isinstance(value.plain, dict)


def _is_scalar(value: Value) -> bool:
    return not isinstance(value.plain, (list, dict))


def _is_slip(word: str, known: str) -> bool:
    """Whether a word is another one in other letters, or with one more or one less."""
    folded = word.casefold()
    return folded == known or sorted(folded) == sorted(known) or abs(len(folded) - len(known)) == 1


def _kind(value: Value) -> str:
    match value.plain:
        case None:
            return "empty"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
    return "a mapping"


def _text_start(value: Value) -> int | None:
    """Where the text of a value begins in the YAML; None when it is written otherwise."""
    text = value.plain
    if not isinstance(text, str) or "\n" in text:
        return None
    marks = value.span.end - value.span.start - len(text)
    return value.span.start + marks // 2 if marks in (0, 2) else None
