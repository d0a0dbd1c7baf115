"""Every keyword of JSON Schema 2020-12: where in a note its fault is, in which words, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from jsonschema import Draft202012Validator
from jsonschema_specifications import REGISTRY

from vaultlint.checks.frontmatter import missing_property, schema_violation, unknown_property
from vaultlint.diagnostic import Finding
from vaultlint.notes.parse import parse
from vaultlint.schema import SchemaUse, load_schemas
from vaultlint.text.source import source

_CHECKS = {
    "missing-property": missing_property,
    "schema-violation": schema_violation,
    "unknown-property": unknown_property,
}


def reported(schema: object, frontmatter: str) -> list[tuple[str, str, str, str]]:
    """Rule, place, message without the schema's title, and the keyword that asks for it."""
    text = json.dumps(schema)
    schemas = load_schemas(
        [SchemaUse("s.json", place="c:1:1")], {"s.json": text.encode()}.__getitem__
    )
    note = parse(source("N.md", f"---\n{frontmatter}\n---\n"))

    def findings() -> Iterator[tuple[str, Finding]]:
        for rule, module in _CHECKS.items():
            for finding in module.check(note, module.Options(schemas)):
                yield rule, finding

    found = []
    for rule, finding in findings():
        start, end = (
            note.source.position(finding.span.start),
            note.source.position(finding.span.end),
        )
        place = f"{start.line}:{start.column}-{end.line}:{end.column}"
        asked = [text[r.span.start : r.span.end].strip('"') for r in finding.related]
        assert {r.path for r in finding.related} <= {"s.json"}
        assert finding.origin == "c:1:1"
        message = finding.message.replace(' (schema "s.json")', "")
        found.append((rule, place, message, " ".join(asked)))
    return found


def of_a(schema: object) -> dict[str, object]:
    """What is said of the property "a"."""
    return {"properties": {"a": schema}}


_MISSING, _VALUE, _UNKNOWN = "missing-property", "schema-violation", "unknown-property"
_X = {"const": "x"}

# keyword, schema, frontmatter, rule, place, message, keyword that asks for it
_ROWS: list[tuple[str, object, str, str, str, str, str]] = [
    (
        "type",
        of_a({"type": "string"}),
        "a: 1",
        _VALUE,
        "2:4-2:5",
        'property "a" is the number 1, not a string; put it in quotes',
        "type",
    ),
    (
        "type",
        of_a({"type": ["integer", "null"]}),
        'a: "30"',
        _VALUE,
        "2:4-2:8",
        'property "a" is "30", not a whole number; leave out the quotes',
        "type",
    ),
    (
        "type",
        of_a({"type": "string"}),
        "a:",
        _VALUE,
        "2:1-2:2",
        'property "a" is empty, not a string; give it a value, or remove it',
        "type",
    ),
    (
        "enum",
        of_a({"enum": ["todo", "done", 3]}),
        "a: dome",
        _VALUE,
        "2:4-2:8",
        'property "a" is "dome", not "todo", "done" or 3; did you mean "done"?',
        "enum",
    ),
    (
        "enum",
        of_a({"enum": ["todo", "done", 3]}),
        "a: [x]",
        _VALUE,
        "2:4-2:7",
        'property "a" is a list, not "todo", "done" or 3; write one of these',
        "enum",
    ),
    (
        "const",
        of_a({"const": "book"}),
        "a: bok",
        _VALUE,
        "2:4-2:7",
        'property "a" is "bok", not "book"; write "book"',
        "const",
    ),
    (
        "multipleOf",
        of_a({"multipleOf": 5}),
        "a: 7",
        _VALUE,
        "2:4-2:5",
        'property "a" is the number 7, not a multiple of 5; write 5 or 10',
        "multipleOf",
    ),
    (
        "maximum",
        of_a({"maximum": 5}),
        "a: 7",
        _VALUE,
        "2:4-2:5",
        'property "a" is the number 7, more than 5; write 5 or less',
        "maximum",
    ),
    (
        "exclusiveMaximum",
        of_a({"exclusiveMaximum": 5}),
        "a: 5",
        _VALUE,
        "2:4-2:5",
        'property "a" is the number 5, not less than 5; write less than 5',
        "exclusiveMaximum",
    ),
    (
        "minimum",
        of_a({"minimum": 5}),
        "a: 3",
        _VALUE,
        "2:4-2:5",
        'property "a" is the number 3, less than 5; write 5 or more',
        "minimum",
    ),
    (
        "exclusiveMinimum",
        of_a({"exclusiveMinimum": 5}),
        "a: 5",
        _VALUE,
        "2:4-2:5",
        'property "a" is the number 5, not more than 5; write more than 5',
        "exclusiveMinimum",
    ),
    (
        "maxLength",
        of_a({"maxLength": 2}),
        "a: abc",
        _VALUE,
        "2:4-2:7",
        'property "a" is "abc", longer than 2 characters; shorten it',
        "maxLength",
    ),
    (
        "minLength",
        of_a({"minLength": 4}),
        "a: abc",
        _VALUE,
        "2:4-2:7",
        'property "a" is "abc", shorter than 4 characters; write more',
        "minLength",
    ),
    (
        "minLength",
        of_a({"minLength": 1}),
        'a: ""',
        _VALUE,
        "2:4-2:6",
        'property "a" is empty; give it a value, or remove it',
        "minLength",
    ),
    (
        "pattern",
        of_a({"pattern": "^x"}),
        "a: 'yes'",
        _VALUE,
        "2:4-2:9",
        'property "a" is "yes", which does not match "^x"; correct it',
        "pattern",
    ),
    (
        "pattern",
        of_a({"pattern": "^x", "description": "A word with x."}),
        "a: abc",
        _VALUE,
        "2:4-2:7",
        'property "a" is "abc", which does not match "^x"; what belongs there: A word with x',
        "pattern",
    ),
    (
        "maxItems",
        of_a({"maxItems": 1}),
        "a: [x, y]",
        _VALUE,
        "2:4-2:10",
        'property "a" has 2 items, more than 1; remove 1 item',
        "maxItems",
    ),
    (
        "minItems",
        of_a({"minItems": 3}),
        "a:\n  - x",
        _VALUE,
        "2:1-2:2",
        'property "a" has 1 item, fewer than 3; add 2 more items',
        "minItems",
    ),
    (
        "minItems",
        of_a({"minItems": 1}),
        "a: []",
        _VALUE,
        "2:4-2:6",
        'property "a" has no items; add an item',
        "minItems",
    ),
    (
        "uniqueItems",
        of_a({"uniqueItems": True}),
        "a: [x, y, x]",
        _VALUE,
        "2:11-2:12",
        'item 3 of property "a" is "x" again, as item 1; remove one of the two',
        "uniqueItems",
    ),
    (
        "uniqueItems",
        of_a({"uniqueItems": True}),
        "a:\n  - {b: 1}\n  - {b: 1.0}",
        _VALUE,
        "4:5-4:13",
        'item 2 of property "a" is {"b": 1.0} again, as item 1; remove one of the two',
        "uniqueItems",
    ),
    (
        "maxContains",
        of_a({"contains": _X, "maxContains": 1}),
        "a: [x, x]",
        _VALUE,
        "2:4-2:10",
        'property "a" has "x" more than once; remove what is too much',
        "maxContains",
    ),
    (
        "minContains",
        of_a({"contains": _X, "minContains": 2}),
        "a: [x, y]",
        _VALUE,
        "2:4-2:10",
        'property "a" has "x" fewer than 2 times; add what is missing',
        "minContains",
    ),
    (
        "contains",
        of_a({"contains": _X}),
        "a:\n  - y\n  - z",
        _VALUE,
        "2:1-2:2",
        'property "a" lacks "x"; add "x"',
        "contains",
    ),
    (
        "contains",
        of_a({"contains": {"enum": ["x", "z"]}}),
        "a: [y]",
        _VALUE,
        "2:4-2:7",
        'property "a" lacks "x" or "z"; add "x" or "z"',
        "contains",
    ),
    (
        "contains",
        of_a({"contains": {"pattern": "^x"}}),
        "a: [y]",
        _VALUE,
        "2:4-2:7",
        'property "a" lacks an item that matches "^x"; add an item that matches "^x"',
        "contains",
    ),
    (
        "contains",
        of_a({"contains": {"title": "a book", "minimum": 3}}),
        "a: [1]",
        _VALUE,
        "2:4-2:7",
        'property "a" lacks "a book"; add "a book"',
        "contains",
    ),
    (
        "maxProperties",
        of_a({"maxProperties": 1}),
        "a: {b: 1, c: 2}",
        _VALUE,
        "2:4-2:16",
        'property "a" has 2 properties, more than 1; remove 1 property',
        "maxProperties",
    ),
    (
        "minProperties",
        of_a({"minProperties": 2}),
        "a: {b: 1}",
        _VALUE,
        "2:4-2:10",
        'property "a" has 1 property, fewer than 2; add one more property',
        "minProperties",
    ),
    (
        "required",
        {"required": ["a", "b"]},
        "c: 1",
        _MISSING,
        "1:1-1:4",
        'properties "a", "b" missing; add them',
        "required",
    ),
    (
        "required",
        of_a({"required": ["b"]}),
        "a: {c: 1}",
        _MISSING,
        "2:1-2:2",
        'property "b" missing; add it',
        "required",
    ),
    (
        "dependentRequired",
        {"dependentRequired": {"a": ["b"]}},
        "a: 1",
        _MISSING,
        "1:1-1:4",
        'property "b" missing, as "a" is there; add it',
        "dependentRequired",
    ),
    (
        "allOf",
        of_a({"allOf": [{"type": "string"}, {"minLength": 3}]}),
        "a: x",
        _VALUE,
        "2:4-2:5",
        'property "a" is "x", shorter than 3 characters; write more',
        "minLength",
    ),
    (
        "anyOf",
        of_a({"anyOf": [{"type": "integer"}, {"enum": ["x", "y"]}]}),
        "a: z",
        _VALUE,
        "2:4-2:5",
        'property "a" is "z", not a whole number, "x" or "y"; correct it',
        "anyOf",
    ),
    (
        "anyOf",
        of_a({"anyOf": [{"format": "date", "type": "string"}, {"type": "null"}]}),
        "a: z",
        _VALUE,
        "2:4-2:5",
        'property "a" is "z", not a date; write it as YYYY-MM-DD',
        "format",
    ),
    (
        "anyOf",
        of_a({"anyOf": [{"minimum": 9}, {"multipleOf": 4}]}),
        "a: 3",
        _VALUE,
        "2:4-2:5",
        'property "a" is the number 3, which fits none of the alternatives; correct it',
        "anyOf",
    ),
    (
        "anyOf",
        {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        "c: z",
        _MISSING,
        "1:1-1:4",
        'properties "a", "b" missing, of which one is enough; add one of them',
        "anyOf",
    ),
    (
        "oneOf",
        of_a({"oneOf": [{"minimum": 1}, {"minimum": 2}]}),
        "a: 3",
        _VALUE,
        "2:4-2:5",
        'property "a" is the number 3, which fits more than one of the alternatives; correct it',
        "oneOf",
    ),
    (
        "oneOf",
        {"oneOf": [{"required": ["x", "z"]}, of_a({"properties": {"y": {"minimum": 3}}})]},
        "a: {y: 1}",
        _VALUE,
        "2:8-2:9",
        'property "a.y" is the number 1, less than 3; write 3 or more',
        "minimum",
    ),
    (
        "not",
        of_a({"not": {"const": "draft"}}),
        "a: draft",
        _VALUE,
        "2:4-2:9",
        'property "a" is "draft", which it must not be; write something else',
        "not",
    ),
    (
        "not",
        of_a({"not": {"type": "string"}}),
        "a: draft",
        _VALUE,
        "2:4-2:9",
        'property "a" is "draft", which must not be a string; correct it',
        "not",
    ),
    (
        "not",
        of_a({"not": {"pattern": "^dr"}}),
        "a: draft",
        _VALUE,
        "2:4-2:9",
        'property "a" is "draft", which must not match "^dr"; correct it',
        "not",
    ),
    (
        "not",
        of_a({"not": {"minimum": 1}}),
        "a: 1",
        _VALUE,
        "2:4-2:5",
        'property "a" is the number 1, which is just what it must not be; correct it',
        "not",
    ),
    (
        "not",
        {"not": {"required": ["a"]}},
        "a: draft",
        _UNKNOWN,
        "2:1-2:2",
        'property "a" is not allowed; remove it',
        "not",
    ),
    (
        "not",
        {"not": {"required": ["a", "b"]}},
        "a: draft\nb: 1",
        _UNKNOWN,
        "3:1-3:2",
        'property "b" is not allowed beside "a"; remove it',
        "not",
    ),
    (
        "if then",
        {"if": of_a(_X), "then": {"required": ["b"]}},
        "a: x",
        _MISSING,
        "1:1-1:4",
        'property "b" missing; add it',
        "required",
    ),
    (
        "if then",
        of_a({"if": {"type": "string"}, "then": False}),
        "a: y",
        _UNKNOWN,
        "2:1-2:2",
        'property "a" is not allowed; remove it',
        "a",
    ),
    (
        "if else",
        {"if": of_a(_X), "else": of_a({"type": "integer"})},
        "a: y",
        _VALUE,
        "2:4-2:5",
        'property "a" is "y", not a whole number; correct it',
        "type",
    ),
    (
        "dependentSchemas",
        {"dependentSchemas": {"a": {"properties": {"b": {"type": "integer"}}}}},
        "a: 1\nb: x",
        _VALUE,
        "3:4-3:5",
        'property "b" is "x", not a whole number; correct it',
        "type",
    ),
    (
        "prefixItems",
        of_a({"prefixItems": [{"type": "string"}, {"type": "integer"}]}),
        "a: [x, y]",
        _VALUE,
        "2:8-2:9",
        'item 2 of property "a" is "y", not a whole number; correct it',
        "type",
    ),
    (
        "prefixItems",
        of_a({"prefixItems": [{}, False]}),
        "a: [x, y]",
        _VALUE,
        "2:8-2:9",
        'item 2 of property "a" is not allowed; remove it',
        "false",
    ),
    (
        "items",
        of_a({"items": {"type": "string"}}),
        "a:\n  - x\n  - 2",
        _VALUE,
        "4:5-4:6",
        'item 2 of property "a" is the number 2, not a string; put it in quotes',
        "type",
    ),
    (
        "items",
        of_a({"items": {"required": ["b"]}}),
        "a:\n  - b: 1\n  - c: 1\n    d: 2",
        _MISSING,
        "4:5-4:9",
        'property "b" missing; add it',
        "required",
    ),
    (
        "items",
        of_a({"prefixItems": [{}], "items": False}),
        "a: [x, y]",
        _VALUE,
        "2:8-2:9",
        'item 2 of property "a" is not allowed; remove it',
        "items",
    ),
    (
        "properties",
        of_a({"properties": {"b": {"type": "string"}}}),
        "a:\n  b: 2",
        _VALUE,
        "3:6-3:7",
        'property "a.b" is the number 2, not a string; put it in quotes',
        "type",
    ),
    (
        "properties",
        of_a(False),
        "a: x",
        _UNKNOWN,
        "2:1-2:2",
        'property "a" is not allowed; remove it',
        "a",
    ),
    (
        "patternProperties",
        {"patternProperties": {"^x-": {"type": "integer"}}},
        "x-a: y",
        _VALUE,
        "2:6-2:7",
        'property "x-a" is "y", not a whole number; correct it',
        "type",
    ),
    (
        "patternProperties",
        {"patternProperties": {"^_": False}},
        "_a: y",
        _UNKNOWN,
        "2:1-2:3",
        'property "_a" is not allowed; remove it',
        "^_",
    ),
    (
        "additionalProperties",
        {"properties": {"authors": {}}, "additionalProperties": False},
        "autors: y",
        _UNKNOWN,
        "2:1-2:7",
        'property "autors" is not allowed; did you mean "authors"?',
        "additionalProperties",
    ),
    (
        "additionalProperties",
        {"additionalProperties": {"type": "integer"}},
        "b: x",
        _VALUE,
        "2:4-2:5",
        'property "b" is "x", not a whole number; correct it',
        "type",
    ),
    (
        "propertyNames",
        {"propertyNames": {"pattern": "^[a-z]+$"}},
        "Foo: y",
        _UNKNOWN,
        "2:1-2:4",
        'the name of property "Foo" does not match "^[a-z]+$"; rename or remove it',
        "pattern",
    ),
    (
        "propertyNames",
        {"propertyNames": {"enum": ["title", "date"]}},
        "titel: y",
        _UNKNOWN,
        "2:1-2:6",
        'the name of property "titel" is not "title" or "date"; did you mean "title"?',
        "enum",
    ),
    (
        "propertyNames",
        of_a({"propertyNames": {"maxLength": 3}}),
        "a:\n  long: y",
        _UNKNOWN,
        "3:3-3:7",
        'the name of property "long" is longer than 3 characters; rename or remove it',
        "maxLength",
    ),
    (
        "unevaluatedItems",
        of_a({"prefixItems": [{}], "unevaluatedItems": False}),
        "a: [x, x]",
        _VALUE,
        "2:8-2:9",
        'item 2 of property "a" is not allowed; remove it',
        "unevaluatedItems",
    ),
    (
        "unevaluatedItems",
        of_a({"contains": _X, "unevaluatedItems": False}),
        "a: [x, y, x]",
        _VALUE,
        "2:8-2:9",
        'item 2 of property "a" is not allowed; remove it',
        "unevaluatedItems",
    ),
    (
        "unevaluatedItems",
        of_a({"unevaluatedItems": {"type": "integer"}}),
        "a: [1, x]",
        _VALUE,
        "2:8-2:9",
        'item 2 of property "a" is "x", not a whole number; correct it',
        "type",
    ),
    (
        "unevaluatedProperties",
        {"allOf": [of_a({})], "unevaluatedProperties": False},
        "a: 1\nb: 2",
        _UNKNOWN,
        "3:1-3:2",
        'property "b" is not allowed; remove it, or add it to the schema',
        "unevaluatedProperties",
    ),
    (
        "unevaluatedProperties",
        {"unevaluatedProperties": {"type": "integer"}},
        "a: 1\nb: x",
        _VALUE,
        "3:4-3:5",
        'property "b" is "x", not a whole number; correct it',
        "type",
    ),
    (
        "format",
        of_a({"format": "obsidian-date"}),
        "a: soon",
        _VALUE,
        "2:4-2:8",
        'property "a" is "soon", not a date; write it as YYYY-MM-DD',
        "format",
    ),
    (
        "$ref",
        {"properties": {"a": {"$ref": "#/$defs/w"}}, "$defs": {"w": {"type": "string"}}},
        "a: 1",
        _VALUE,
        "2:4-2:5",
        'property "a" is the number 1, not a string; put it in quotes',
        "type",
    ),
    (
        "$dynamicRef",
        {
            "$ref": "#/$defs/t",
            "$defs": {
                "t": {
                    "$dynamicAnchor": "n",
                    "properties": {"a": {"$dynamicRef": "#n"}, "b": {"type": "integer"}},
                }
            },
        },
        "a: {b: x}",
        _VALUE,
        "2:8-2:9",
        'property "a.b" is "x", not a whole number; correct it',
        "type",
    ),
    ("false", False, "a: 1", _VALUE, "1:1-1:4", "the frontmatter is not allowed; correct it", ""),
]


@pytest.mark.parametrize(
    ("schema", "frontmatter", "rule", "place", "message", "asked"),
    [pytest.param(*row[1:], id=f"{row[0]}-{number}") for number, row in enumerate(_ROWS)],
)
def test_the_place_and_the_words(
    schema: object, frontmatter: str, rule: str, place: str, message: str, asked: str
) -> None:
    assert reported(schema, frontmatter) == [(rule, place, message, asked)]


# What says nothing of a value, or what another keyword says together with these.
_SILENT = {
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$id",
    "$schema",
    "$vocabulary",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "default",
    "definitions",
    "dependencies",
    "deprecated",
    "description",
    "else",
    "examples",
    "if",
    "readOnly",
    "then",
    "title",
    "writeOnly",
    "$recursiveAnchor",
    "$recursiveRef",
}


def test_every_keyword_has_a_row() -> None:
    meta: Any = Draft202012Validator.META_SCHEMA
    known = {*meta["properties"]}
    for part in meta["allOf"]:
        vocabulary = REGISTRY.contents(urljoin(meta["$id"], part["$ref"]))
        known |= {*vocabulary["properties"]}
    told = {keyword for row in _ROWS for keyword in row[0].split()}
    assert known - told == _SILENT - told
    assert {"if", "then", "else", "false"} <= told


# --- what a schema says itself


@pytest.mark.parametrize(
    ("schema", "frontmatter", "messages"),
    [
        pytest.param(
            {"errorMessage": "see the handbook.", "required": ["b"], **of_a({"type": "integer"})},
            "a: x",
            ["see the handbook", "see the handbook"],
            id="one for all",
        ),
        pytest.param(
            of_a({"type": "integer", "minimum": 3, "errorMessage": {"minimum": "too\nshort"}}),
            "a: 1",
            ["too short"],
            id="by keyword",
        ),
        pytest.param(
            of_a({"type": "integer", "errorMessage": {"minimum": "too short"}}),
            "a: '1'",
            ['property "a" is "1", not a whole number; leave out the quotes'],
            id="of another keyword",
        ),
        pytest.param(
            {"required": ["a", "b"], "errorMessage": {"required": {"a": "say who wrote it"}}},
            "c: 1",
            ["say who wrote it", 'property "b" missing; add it'],
            id="by missing property",
        ),
        pytest.param(
            {**of_a({"items": {"type": "integer"}}), "errorMessage": {"properties": {"a": "no"}}},
            "a: [x]",
            ["no"],
            id="by property, also for what is inside",
        ),
        pytest.param(
            of_a({"type": "string", "errorMessage": "inner"})
            | {"errorMessage": {"properties": {"a": "outer"}}},
            "a: 1",
            ["inner"],
            id="the innermost",
        ),
        pytest.param(
            {"additionalProperties": False, "errorMessage": {"additionalProperties": "no more"}},
            "a: x",
            ["no more"],
            id="unknown",
        ),
        pytest.param(
            of_a({"anyOf": [{"type": "integer"}, _X], "errorMessage": {"anyOf": "a number or x"}}),
            "a: y",
            ["a number or x"],
            id="instead of what alternatives say",
        ),
        pytest.param(
            of_a({"type": "integer", "errorMessage": {"_": "all else"}}),
            "a: y",
            ["all else"],
            id="default",
        ),
        pytest.param(
            of_a({"$ref": "#/$defs/n", "errorMessage": "no number"})
            | {"$defs": {"n": {"type": "integer"}}},
            "a: y",
            ["no number"],
            id="beside a reference",
        ),
    ],
)
def test_own_words(schema: object, frontmatter: str, messages: list[str]) -> None:
    assert [message for _, _, message, _ in reported(schema, frontmatter)] == messages


@pytest.mark.parametrize(
    ("version", "schema", "frontmatter", "message"),
    [
        (
            "07",
            {"dependencies": {"a": ["b"]}},
            "a: 1",
            'property "b" missing, as "a" is there; add it',
        ),
        (
            "07",
            of_a({"items": [{}, False], "additionalItems": False}),
            "a: [x, y]",
            'item 2 of property "a" is not allowed; remove it',
        ),
        (
            "04",
            of_a({"items": [{}], "additionalItems": False}),
            "a: [x, y]",
            'item 2 of property "a" is not allowed; remove it',
        ),
        (
            "03",
            of_a({"required": True}),
            "b: 1",
            "property \"a\" is wrong: 'a' is a required property; correct it",
        ),
    ],
)
def test_older_versions(
    version: str, schema: dict[str, object], frontmatter: str, message: str
) -> None:
    uri = f"http://json-schema.org/draft-{version}/schema#"
    found = reported({"$schema": uri, **schema}, frontmatter)
    assert [message for _, _, message, _ in found] == [message]
