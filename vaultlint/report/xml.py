"""Elements of XML as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element, indent, tostring

from vaultlint.report.visible import escaped
from vaultlint.text.regex import regex

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
# XML 1.0, §2.2: no document may hold other characters, not even as references.
# It discourages the controls behind 7F, and rightly.
_FORBIDDEN = regex("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INDENT = "  "


def element(name: str, attributes: Mapping[str, object], text: str = "") -> Element:
    """An element; what no XML can hold is written as its code point, such as `\\x1b`."""
    made = Element(name, {key: _legal(str(value)) for key, value in attributes.items()})
    if text:
        made.text = _legal(text)
    return made


def document(
    name: str, attributes: Mapping[str, object], children: Iterable[Element]
) -> Iterator[str]:
    """The text of a document, in parts: one child of its root at a time is held in memory."""
    begin, end = tostring(
        element(name, attributes), encoding="unicode", short_empty_elements=False
    ).split(">", 1)
    yield f"{DECLARATION}{begin}>\n"
    for child in children:
        indent(child, _INDENT, level=1)
        yield f"{_INDENT}{tostring(child, encoding='unicode')}\n"
    yield f"{end}\n"


def _legal(text: str) -> str:
    return _FORBIDDEN.sub(lambda match: escaped(match[0]), text)
