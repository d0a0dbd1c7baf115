"""Frontmatter as nearly all of it is: a property a line, its value a text or a list of texts.

Read so in a fraction of the time that a YAML parser takes, which is not even imported. What looks
in any way different is declined; tests/test_yaml_lines.py holds this reading equal to the other.
"""

from __future__ import annotations

import re

from vaultlint.notes.facts import Property, Value
from vaultlint.notes.yaml_core import core_value
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

# A text in quotes without escapes, or one without quotes that holds nothing YAML has a use for.
_SCALAR = (
    r"\"[^\"\\\t\r\n]*+\"|'[^'\t\r\n]*+'"
    r"|[^\s\-?:,\[\]{}#&*!|>'\"%@`][^\s:#]*+(?>(?:(?: ++|:++)[^\s:#]++)*)"
)
# The same in brackets, where no colon is a part of a text here.
_INNER = (
    r"\"[^\"\\\t\r\n]*+\"|'[^'\t\r\n]*+'"
    r"|[^\s\-?:,\[\]{}#&*!|>'\"%@`][^\s:#,\[\]{}]*+(?>(?: ++[^\s:#,\[\]{}]++)*)"
)
_PROPERTY = regex(
    rf"(?P<key>[A-Za-z][A-Za-z0-9_-]{{0,99}}):(?: ++(?:(?P<value>{_SCALAR})"
    rf"|(?P<inline>\[ *+(?>(?:(?:{_INNER}) *+(?:, *+(?=[^\s\]])|(?=\])))*)\]))\n"
    rf"|\n(?P<items>(?>(?: ++- ++(?:{_SCALAR})\n)*)))"
)
_INNER_ITEM = regex(rf"(?P<value>{_INNER})")
_ITEM = regex(rf"(?P<indent> ++)(?P<dash>-) ++(?P<value>{_SCALAR})\n")


def simple_properties(yaml: str, base: int) -> tuple[Property, ...] | None:
    """The properties of a YAML text, in order; None when a parser has to read it.

    base: code points before the text in the note. The text has no characters that YAML refuses.
    """
    properties: dict[str, Property] = {}
    at = 0
    while at < len(yaml):
        line = _PROPERTY.match(yaml, at)
        if line is None or line["key"] in properties:
            return None
        key = line["key"]
        if line["value"]:
            value: Value | None = _scalar(line, base)
        else:
            value = _inline_list(line, base) if line["inline"] else _list(line, base)
        if value is None or not isinstance(core_value(key), str):
            return None
        properties[key] = Property(key, Span(base + at, base + line.end("key")), value)
        at = line.end()
    return tuple(properties.values())


def _scalar(line: re.Match[str], base: int) -> Value:
    start, end = line.span("value")
    text = line["value"]
    plain = text[1:-1] if text[0] in "\"'" else core_value(text)
    return Value(Span(base + start, base + end), plain)


def _inline_list(line: re.Match[str], base: int) -> Value:
    start, end = line.span("inline")
    items = _INNER_ITEM.finditer(line.string, start + 1, end - 1)
    values = tuple(_scalar(item, base) for item in items)
    return Value(Span(base + start, base + end), [value.plain for value in values], values)


def _list(line: re.Match[str], base: int) -> Value | None:
    """The items below a key; no value when there are none, None when they are not in line."""
    items = list(_ITEM.finditer(line.string, *line.span("items")))
    if not items:
        behind = base + line.end("key") + 1
        return Value(Span(behind, behind), None)
    if any(item["indent"] != items[0]["indent"] for item in items):
        return None
    values = tuple(_scalar(item, base) for item in items)
    span = Span(base + items[0].start("dash"), values[-1].span.end)
    return Value(span, [value.plain for value in values], values)
