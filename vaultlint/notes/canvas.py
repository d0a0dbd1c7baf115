"""A canvas, as Obsidian reads it. Source: JSON Canvas 1.0, jsoncanvas.org/spec/1.0."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from vaultlint.notes.blockreading import read_blocks
from vaultlint.notes.facts import (
    Canvas,
    CanvasEdge,
    CanvasNode,
    Link,
    Note,
    StructureFault,
    Text,
    Value,
)
from vaultlint.notes.inline import read_inlines
from vaultlint.notes.json_tree import JsonText, read_json
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.source import Origins, Source, source
from vaultlint.text.span import Span
from vaultlint.text.suggestion import did_you_mean

_NODE_TYPES = ("text", "file", "link", "group")
# The strings that a node of each type must have besides its id, and those that it may have.
_REQUIRED = {"text": ("text",), "file": ("file",), "link": ("url",)}
_OPTIONAL = {"file": ("subpath",), "group": ("label", "background")}
_ENUMS = {
    "backgroundStyle": ("cover", "ratio", "repeat"),
    "fromSide": ("top", "right", "bottom", "left"),
    "toSide": ("top", "right", "bottom", "left"),
    "fromEnd": ("none", "arrow"),
    "toEnd": ("none", "arrow"),
}
# A preset is a number; the app has six, and plugins add more.
_COLOUR = regex(r"#[0-9A-Fa-f]{6}|[1-9][0-9]?")
_SHORT_COLOUR = regex(r"#([0-9A-Fa-f])([0-9A-Fa-f])([0-9A-Fa-f])")
_ESCAPE = regex(r"\\(?:u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|.)")


def read_canvas(canvas_source: Source) -> Note:
    """The facts of a .canvas file; an empty one is an empty canvas."""
    text = canvas_source.text
    json = read_json(text)
    reader = _Reader(json)
    canvas = reader.canvas()
    note = Note(canvas_source, "canvas", None, Span(0, len(text)), canvas=canvas)
    cards = (_card_links(card, canvas_source) for card in reader.cards)
    return replace(note, links=tuple(link for links in cards for link in links))


class _Reader:
    """Reads the tree once; cards: the Markdown of its text nodes."""

    def __init__(self, json: JsonText) -> None:
        self.cards: list[Value] = []
        self._json = json
        self._faults: list[StructureFault] = []
        self._fractions: list[Text] = []

    def canvas(self) -> Canvas:
        root, fault, repeated = self._json
        if fault is not None:
            return Canvas(faults=(fault,))
        if root is None:
            return Canvas()
        if not isinstance(root.plain, dict):
            message = f'this is {_kind(root)}, not a canvas; write {{"nodes": […], "edges": […]}}'
            return Canvas(faults=(StructureFault(_head(root), message),))
        for entry in repeated:
            message = f"the key {quoted(entry.key)} stands twice; only this one is read, remove one"
            self._faults.append(StructureFault(entry.key_span, message))
        nodes = [self._node(node) for node in self._objects(root, "nodes")]
        edges = [self._edge(edge) for edge in self._objects(root, "edges")]
        faults = tuple(sorted(self._faults, key=lambda fault: fault.span))
        return Canvas(tuple(nodes), tuple(edges), faults, tuple(self._fractions))

    def _objects(self, root: Value, key: str) -> Iterator[Value]:
        """The objects of a list in the root; what is none is a fault."""
        value = _entries(root).get(key)
        if value is None or value.plain is None:
            return
        if not isinstance(value.plain, list):
            self._fault(_head(value), f'"{key}" is {_kind(value)}, not a list; write it as […]')
            return
        for item in value.items:
            if isinstance(item.plain, dict):
                yield item
            else:
                thing = key.removesuffix("s")
                message = f"{_kind(item)} is no {thing}; write it as {{…}} or remove it"
                self._fault(_head(item), message)

    def _node(self, node: Value) -> CanvasNode:
        entries = _entries(node)
        node_id = self._required(node, entries, "node", "id")
        kind = self._required(node, entries, "node", "type")
        name = "" if kind is None else kind.text
        if kind is not None and name not in _NODE_TYPES:
            self._fault(kind.span, _not_among("type", name, _NODE_TYPES))
        thing = f"{name} node" if name in _NODE_TYPES else "node"
        for key in ("x", "y", "width", "height"):
            self._number(node, entries, thing, key)
        for key in _REQUIRED.get(name, ()):
            self._required(node, entries, thing, key)
        for key in _OPTIONAL.get(name, ()):
            self._optional(entries, key)
        self._colour(entries)
        self._enum(entries, "backgroundStyle")
        if name == "text" and isinstance(entries.get("text", node).plain, str):
            self.cards.append(entries["text"])
        subpath = _text(entries.get("subpath")) if name == "file" else None
        if subpath is not None and subpath.text and not subpath.text.startswith("#"):
            message = f'"subpath" is {quoted(subpath.text)}; begin it with #'
            self._fault(subpath.span, message)
            subpath = None
        return CanvasNode(
            node_id,
            _text(entries.get("file")) if name == "file" else None,
            subpath,
            _text(entries.get("background")) if name == "group" else None,
        )

    def _edge(self, edge: Value) -> CanvasEdge:
        entries = _entries(edge)
        edge_id = self._required(edge, entries, "edge", "id")
        ends = [self._required(edge, entries, "edge", key) for key in ("fromNode", "toNode")]
        for key in ("fromSide", "toSide", "fromEnd", "toEnd"):
            self._enum(entries, key)
        self._colour(entries)
        self._optional(entries, "label")
        return CanvasEdge(edge_id, tuple(end for end in ends if end is not None))

    # --- values

    def _required(
        self, owner: Value, entries: dict[str, Value], thing: str, key: str
    ) -> Text | None:
        value = entries.get(key)
        if value is None:
            self._fault(_head(owner), f'the {thing} has no "{key}"; add it')
            return None
        return self._string(value, key)

    def _optional(self, entries: dict[str, Value], key: str) -> Text | None:
        value = entries.get(key)
        return None if value is None or value.plain is None else self._string(value, key)

    def _string(self, value: Value, key: str) -> Text | None:
        text = _text(value)
        if text is None:
            advice = "put it in double quotes" if _is_scalar(value) else 'write it as "…"'
            self._fault(_head(value), f'"{key}" is {_kind(value)}, not a text; {advice}')
        return text

    def _number(self, owner: Value, entries: dict[str, Value], thing: str, key: str) -> None:
        value = entries.get(key)
        if value is None:
            self._fault(_head(owner), f'the {thing} has no "{key}"; add it, a whole number')
            return
        number = value.plain
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            self._fault(_head(value), f'"{key}" is {_kind(value)}, not a number; write a number')
        elif number in (float("inf"), float("-inf")):
            self._fault(value.span, f'"{key}" is larger than any number; write a smaller one')
        elif key in ("width", "height") and number <= 0:
            message = f'"{key}" is {number:g}, so nothing is seen; write a number above 0'
            self._fault(value.span, message)
        elif isinstance(number, float) and not number.is_integer():
            self._fractions.append(Text(key, value.span))

    def _enum(self, entries: dict[str, Value], key: str) -> None:
        text = self._optional(entries, key)
        if text is not None and text.text not in _ENUMS[key]:
            self._fault(text.span, _not_among(key, text.text, _ENUMS[key]))

    def _colour(self, entries: dict[str, Value]) -> None:
        text = self._optional(entries, "color")
        if text is None or not text.text or _COLOUR.fullmatch(text.text):
            return
        written = 'write "1" to "6" or "#RRGGBB"'
        short = _SHORT_COLOUR.fullmatch(text.text)
        if short is not None:
            written = f'write "#{"".join(digit * 2 for digit in short.groups())}"'
        self._fault(text.span, f"{quoted(text.text)} is no colour of a canvas; {written}")

    def _fault(self, span: Span, message: str) -> None:
        self._faults.append(StructureFault(span, message))


def _entries(value: Value) -> dict[str, Value]:
    return {entry.key: entry.value for entry in value.properties}


def _text(value: Value | None) -> Text | None:
    plain = None if value is None else value.plain
    return Text(plain, value.span) if value is not None and isinstance(plain, str) else None


def _head(value: Value) -> Span:
    """The place that stands for a value: an object or a list may be the whole file."""
    return value.span if _is_scalar(value) else Span(value.span.start, value.span.start + 1)


def _is_scalar(value: Value) -> bool:
    return not isinstance(value.plain, (list, dict))


def _kind(value: Value) -> str:
    match value.plain:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
    return "an object"


def _not_among(key: str, word: str, known: tuple[str, ...]) -> str:
    names = f"{', '.join(known[:-1])} or {known[-1]}"
    return f'"{key}" is {quoted(word)}, not {names}{did_you_mean(word, known) or "; write one"}'


# --- text cards


def _card_links(card: Value, canvas_source: Source) -> Iterator[Link]:
    """The links of one text card, with their places in the file."""
    markdown = card.plain
    if not isinstance(markdown, str) or "[" not in markdown:
        return
    origins = _origins(canvas_source.text, card.span)
    shown = source(canvas_source.path, markdown)
    blocks = read_blocks(shown, Span(0, len(markdown)))
    for link in read_inlines(shown, blocks).links:
        span, target_span = _moved(link.span, origins), _moved(link.target_span, origins)
        yield replace(link, span=span, target_span=target_span)


def _moved(span: Span, origins: Origins) -> Span:
    return Span(origins[span.start], origins[span.end])


def _origins(text: str, string: Span) -> Origins:
    """Where each character of a JSON string stands in the file."""
    text_starts, file_starts = [0], [string.start + 1]
    saved = 0  # characters by which the escapes so far are longer than what they stand for
    for escape in _ESCAPE.finditer(text, string.start + 1, string.end - 1):
        saved += len(escape[0]) - 1
        text_starts.append(escape.end() - string.start - 1 - saved)
        file_starts.append(escape.end())
    return Origins(tuple(text_starts), tuple(file_starts))
