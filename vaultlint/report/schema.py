"""Schemas, and which of them a note has to satisfy, for people and for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from vaultlint.report.json import Json, escaped_json
from vaultlint.report.style import Style
from vaultlint.report.summary import counted
from vaultlint.report.visible import visible
from vaultlint.schema import Selector
from vaultlint.text.regex import regex

Selectors: TypeAlias = Mapping[str, Sequence[str]]
"""Which notes a schema is for, as the configuration states it: words by selector."""

_LONGEST_LINE = 100  # code points; a longer list of words gets a line a word

# How a note stands to a selector, by its key in the configuration: it holds for a word; it does
# not hold for the one word that is stated; for none of several.
_IN_WORDS = {
    "tags": ("has the tag {}", "has not the tag {}", "has none of the tags {}"),
    "folders": ("is in the folder {}", "is not in the folder {}", "is in none of the folders {}"),
    "files": ("its path matches {}", "its path does not match {}", "its path matches none of {}"),
    "properties": (
        "has the property {}",
        "has not the property {}",
        "has none of the properties {}",
    ),
    "when": ("satisfies the condition {}", "does not satisfy the condition {}", ""),
}
_OF_OTHERS = ("selected by {}", "not selected by {}", "selected by none of {}")
_SAFE_YAML = regex(r"(?!(?:true|false|null)$)[A-Za-z][A-Za-z0-9_./-]*", re.IGNORECASE)


# --- a schema


def schema_text(schema: object) -> str:
    """A schema as indented JSON with a final line break; a short list of words is one line."""
    return escaped_json(_indented(schema, "", 0)) + "\n"


def _indented(value: object, indent: str, before: int) -> str:
    """before: the length of what stands before the value on its line."""
    inner = indent + "  "
    if isinstance(value, dict) and value:
        lines = []
        for key, part in value.items():
            name = f"{inner}{json.dumps(key, ensure_ascii=False)}: "
            lines.append(name + _indented(part, inner, len(name)))
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, list) or not value:
        return line
    is_flat = not any(isinstance(part, dict | list) for part in value)
    if is_flat and before + len(line) < _LONGEST_LINE:
        return line
    lines = [inner + _indented(part, inner, len(inner)) for part in value]
    return "[\n" + ",\n".join(lines) + f"\n{indent}]"


def presets_text(presets: Mapping[str, Mapping[str, object]]) -> str:
    """A line a preset: its name, and what it says of itself."""
    width = max(map(len, presets), default=0)
    return "".join(
        f"{name.ljust(width)}  {schema['description']}\n" for name, schema in presets.items()
    )


def configuration_lines(uses: Iterable[tuple[str, Selectors]]) -> Iterator[str]:
    """What to write into .vaultlint.yaml, to use the schemas at these paths of the vault."""
    yield "schemas:"
    for path, selectors in uses:
        yield f"  - schema: {_yaml(path)}"
        for selector, words in selectors.items():
            if words:
                yield f"    {selector}: [{', '.join(map(_yaml, words))}]"


def _yaml(text: str) -> str:
    return (
        text if _SAFE_YAML.fullmatch(text) else escaped_json(json.dumps(text, ensure_ascii=False))
    )


# --- the schemas of a note


class NoteSchema(Struct, frozen=True):
    """A schema of the vault, or the note's own, and why the note has to satisfy it or not.

    name: as it is stated. title: what people call it. place: where it is stated, as
    `path:line:column`; empty for what holds without a configuration.
    selectors: how the note stands to each. fault: why the note's own schema cannot be asked.
    severity, unknown_properties: as stated with the schema; empty where they are not.
    """

    name: str
    title: str
    place: str
    selectors: tuple[Selector, ...] = ()
    is_own: bool = False
    fault: str = ""
    severity: str = ""
    unknown_properties: str = ""

    @property
    def applies(self) -> bool:
        """Whether the schema is meant for the note."""
        return all(selector.holds for selector in self.selectors)


def which_json(path: str, root: str, exempt: str, schemas: Iterable[NoteSchema]) -> Json:
    """The answer as schemas/which.schema.json describes it. exempt: why none is asked, else ""."""
    return {
        "version": 1,
        "path": path,
        "vault": root,
        "exempt": exempt or None,
        "schemas": [
            {
                "schema": schema.name,
                "title": schema.title,
                "applies": schema.applies,
                "own": schema.is_own,
                "stated_at": schema.place or None,
                "error": schema.fault or None,
                "severity": schema.severity or None,
                "unknown_properties": schema.unknown_properties or None,
                "selectors": [
                    {
                        "selector": selector.key,
                        "stated": list(selector.stated),
                        "holds": selector.holds,
                        "word": selector.word or None,
                        "found": selector.found or None,
                    }
                    for selector in schema.selectors
                ],
            }
            for schema in schemas
        ],
    }


def which_lines(
    path: str, exempt: str, schemas: Sequence[NoteSchema], style: Style
) -> Iterator[str]:
    """The same for people. path: as it is shown."""
    applying = [schema for schema in schemas if schema.applies]
    others = [schema for schema in schemas if not schema.applies]
    verb = "applies" if len(applying) == 1 else "apply"
    words = f"{len(applying)} of {counted(len(schemas), 'schema')} {verb}"
    if exempt:
        words = f"{exempt}: no schema is asked"
    yield f"{style.path(visible(path))}: {visible(words)}"
    for schema in applying:
        yield from _schema_lines(schema, "", style)
    for schema in others:
        yield from _schema_lines(schema, "not ", style)


def _schema_lines(schema: NoteSchema, prefix: str, style: Style) -> Iterator[str]:
    yield ""
    name = "" if schema.name == schema.title else f" ({schema.name})"
    place = f" {style.gutter(visible(schema.place))}" if schema.place else ""
    yield f"{prefix}{style.rule(visible(schema.title))}{visible(name)}{place}"
    for reason in _reasons(schema):
        yield f"  {visible(reason)}"


def _reasons(schema: NoteSchema) -> Iterator[str]:
    if schema.is_own:
        yield 'is named by the note\'s own property "$schema"'
    elif not schema.selectors:
        without = "" if schema.place else ", as the configuration states no schemas"
        yield f"is meant for every note{without}"
    for selector in schema.selectors:
        yield _reason(selector)
    if schema.severity:
        yield f"its severity is {schema.severity}"
    if schema.unknown_properties:
        yield f"unknown properties: {schema.unknown_properties}"
    if schema.fault:
        yield f"but cannot be asked: {schema.fault}"


def _reason(selector: Selector) -> str:
    holds, lacks_one, lacks_all = _IN_WORDS.get(selector.key, _OF_OTHERS)
    if selector.holds:
        is_other = selector.found.casefold() not in ("", selector.word.strip("#").casefold())
        below = f", below {_quoted(selector.word)}" if is_other else ""
        return holds.format(_quoted(selector.found or selector.word)) + below
    stated = ", ".join(map(_quoted, selector.stated))
    lacks = lacks_one if len(selector.stated) == 1 else lacks_all
    return lacks.format(stated) + (f": {selector.found}" if selector.found else "")


def _quoted(word: str) -> str:
    return f'"{word}"'
