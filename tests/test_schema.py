"""Schemas as they are read, chosen and explained."""

from __future__ import annotations

import json

import pytest

from vaultlint.checks.frontmatter import missing_property
from vaultlint.notes.facts import Plain
from vaultlint.notes.parse import parse
from vaultlint.schema import (
    SchemaError,
    Schemas,
    SchemaUse,
    Selector,
    Violation,
    load_schemas,
    surely_valid,
)
from vaultlint.text.source import source


def loaded(files: dict[str, object], *uses: SchemaUse) -> Schemas:
    """Schemas out of a vault with these files; a string is a file's text as it is."""

    def read(path: str) -> bytes:
        if path not in files:
            raise FileNotFoundError(2, "No such file or directory")
        content = files[path]
        return (content if isinstance(content, str) else json.dumps(content)).encode()

    return load_schemas(uses or [SchemaUse("s.json", place="c:1:1")], read)


def violations(schema: object, frontmatter: str, **others: object) -> list[Violation]:
    """What a schema says of this frontmatter. others: further files, "_" for ".json"."""
    files = {"s.json": schema} | {name.replace("_", "."): read for name, read in others.items()}
    note = parse(source("N.md", f"---\n{frontmatter}\n---\n"))
    return list(loaded(files).violations(note))


@pytest.mark.parametrize(
    ("schema", "frontmatter", "message"),
    [
        pytest.param(
            {"properties": {"a": {"const": 1}}},
            "a: 2",
            'property "a" is the number 2, not 1 (schema "s.json"); write 1',
            id="const",
        ),
        pytest.param(
            {"properties": {"a": {"pattern": "^x"}}},
            "a: yes",
            'property "a" is "yes", which does not match "^x" (schema "s.json"); correct it',
            id="pattern",
        ),
        pytest.param(
            {"properties": {"a": {"multipleOf": 5}}},
            "a: 7",
            'property "a" is the number 7, no multiple of 5 (schema "s.json"); correct it',
            id="multipleOf",
        ),
        pytest.param(
            {"properties": {"a": {"not": {"type": "string"}}}},
            "a: x",
            'property "a" is "x", which is just what it must not be (schema "s.json"); correct it',
            id="not",
        ),
        pytest.param(
            {"properties": {"a": {"items": {"type": "string"}}}},
            "a: [x, 2]",
            'item 2 of property "a" is the number 2, not a string (schema "s.json"); '
            "put it in quotes",
            id="item",
        ),
        pytest.param(
            {
                "properties": {
                    "a": {"anyOf": [{"type": "object", "required": ["b"]}, {"type": "integer"}]}
                }
            },
            "a: x",
            'property "a" is "x", not a mapping or a whole number (schema "s.json"); correct it',
            id="anyOf: no tree of alternatives",
        ),
        pytest.param(
            {"minProperties": 2},
            "a: 1",
            "the frontmatter is a mapping, with fewer properties than 2 "
            '(schema "s.json"); correct it',
            id="the whole frontmatter",
        ),
        pytest.param(
            {"properties": {"a": {"format": "obsidian-tag"}}},
            "a: my tag",
            'property "a" is "my tag", not a tag (schema "s.json"); '
            "leave out blanks and punctuation but for -, _ and / between its parts",
            id="format",
        ),
    ],
)
def test_a_violation_in_words(schema: object, frontmatter: str, message: str) -> None:
    assert [violation.message for violation in violations(schema, frontmatter)] == [message]


def test_all_independent_faults_at_once() -> None:
    schema = {"required": ["c"], "properties": {"a": {"type": "string"}, "b": {"enum": ["x"]}}}
    found = violations(schema, "a: 1\nb: y")
    assert [(violation.kind, violation.path, violation.names) for violation in found] == [
        ("missing", (), ("c",)),
        ("value", ("a",), ()),
        ("value", ("b",), ()),
    ]


def test_a_schema_may_refer_to_another_file() -> None:
    schema = {"properties": {"a": {"$ref": "t.json#/$defs/word"}}}
    other = {"$defs": {"word": {"type": "string"}}}
    assert [v.path for v in violations(schema, "a: 1", t_json=other)] == [("a",)]


@pytest.mark.parametrize(
    "reference",
    [
        pytest.param("t.json#/$defs/word", id="beside it, wherever it is published"),
        pytest.param("https://example.org/s.json#/$defs/own", id="itself by its $id"),
    ],
)
def test_a_published_schema_refers_to_where_it_lies(reference: str) -> None:
    schema = {
        "$id": "https://example.org/s.json",
        "$defs": {"own": {"type": "string"}},
        "properties": {"a": {"$ref": reference}},
    }
    other = {"$id": "https://example.org/t.json", "$defs": {"word": {"type": "string"}}}
    assert [v.path for v in violations(schema, "a: 1", t_json=other)] == [("a",)]


@pytest.mark.parametrize(
    ("frontmatter", "faults"),
    [
        pytest.param("kind: book", [("missing", (), ("isbn",))], id="told by a word"),
        pytest.param("kind: film\nminutes: x", [("value", ("minutes",), ())], id="the other"),
        pytest.param("kind: song", [("value", ("kind",), ())], id="none of them"),
    ],
)
def test_the_alternative_that_was_meant(frontmatter: str, faults: list[object]) -> None:
    book = {"properties": {"kind": {"const": "book"}}, "required": ["isbn"]}
    film = {"properties": {"kind": {"const": "film"}, "minutes": {"type": "integer"}}}
    found = violations({"oneOf": [book, film]}, frontmatter)
    assert [(violation.kind, violation.path, violation.names) for violation in found] == faults


def test_what_is_missing_because_the_block_is_never_closed() -> None:
    schemas = loaded({"s.json": {"required": ["x"]}})
    note = parse(source("N.md", "---\ntitle: A\ntags: [b]\n\ntext\n"))
    assert list(missing_property.check(note, missing_property.Options(schemas))) == []


def test_a_schema_may_extend_a_preset() -> None:
    found = violations({"allOf": [{"$ref": "vaultlint:flashcards"}]}, "a: 1")
    assert [violation.names for violation in found] == [("cards-deck",)]


@pytest.mark.parametrize(
    ("files", "lines"),
    [
        pytest.param(
            {},
            [
                'c:1:1: cannot read the schema "s.json": no such file or directory; '
                "name a file of the vault or a preset"
            ],
            id="no file",
        ),
        pytest.param(
            {"s.json": '{\n  "type" "string"\n}'},
            ["s.json:2:10: not JSON: expecting ':' delimiter"],
            id="not JSON",
        ),
        pytest.param(
            {"s.json": "[]"}, ["s.json:1:1: a schema must be a mapping, not an empty list"]
        ),
        pytest.param(
            {"s.json": '{\n  "properties": { "a": { "type": "strin" } }\n}'},
            [
                's.json:2:34: "type" is no JSON Schema: '
                "'strin' is not valid under any of the given schemas"
            ],
            id="not a schema",
        ),
        pytest.param(
            {"s.json": '{\n  "$ref": "https://example.org/s.json"\n}'},
            [
                's.json:2:11: schema "https://example.org/s.json" is on the network, '
                "where vaultlint never goes; keep a copy in the vault"
            ],
            id="on the network",
        ),
        pytest.param(
            {"s.json": '{ "$ref": "t.json" }'},
            [
                's.json:1:11: cannot read the schema "t.json": no such file or directory; '
                "name a file of the vault or a preset"
            ],
            id="refers to no file",
        ),
        pytest.param(
            {"s.json": '{ "$ref": "#/$defs/a" }'},
            ['s.json:1:11: nothing is at "#/$defs/a"; correct the reference'],
            id="refers to nothing",
        ),
        pytest.param(
            {"s.json": '{ "$schema": "https://json-schema.org/draft-07/schema#" }'},
            [
                's.json:1:14: "https://json-schema.org/draft-07/schema#" is no version of JSON '
                'Schema; did you mean "http://json-schema.org/draft-07/schema"?'
            ],
            id="an unknown version",
        ),
        pytest.param(
            {"s.json": '{"not":' * 900 + "true" + "}" * 900},
            ['c:1:1: schema "s.json" is nested too deeply; simplify it'],
            id="read, but too deep",
        ),
        pytest.param(
            {"s.json": '{"properties": {"format": {\n"format": "obsidan-date"}}}'},
            ['s.json:2:11: unknown format "obsidan-date"; did you mean "obsidian-date"?'],
            id="format, misspelt",
        ),
        pytest.param(
            {"s.json": '{"items": {"anyOf": [{"format": "int32"}]}}'},
            [
                's.json:1:33: unknown format "int32"; remove it, or write one of '
                '"obsidian-date", "obsidian-datetime", "obsidian-tag", "obsidian-link", '
                '"anki-deck", "date", "date-time", "time", "uri"'
            ],
            id="format of another program",
        ),
    ],
)
def test_a_wrong_schema(files: dict[str, object], lines: list[str]) -> None:
    with pytest.raises(SchemaError) as error:
        loaded(files)
    assert list(error.value.lines) == lines


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param({"format": "email"}, id="standard, though not checked"),
        pytest.param({"properties": {"format": {"const": "x"}}}, id="a property of that name"),
        pytest.param({"default": {"format": "x"}, "enum": [{"format": "x"}]}, id="no schema"),
    ],
)
def test_no_wrong_format(schema: dict[str, object]) -> None:
    assert loaded({"s.json": schema}).documents["file:///s.json"] == schema


@pytest.mark.parametrize(
    ("use", "path", "text", "stands"),
    [
        pytest.param(
            SchemaUse("x", tags=("b", "a")),
            "N.md",
            "text #A/c\n",
            [Selector("tags", ("b", "a"), "a", "A/c")],
            id="tag",
        ),
        pytest.param(
            SchemaUse("x", folders=("b", "/a/"), files=("*.md", "!N.md")),
            "a/N.md",
            "",
            [
                Selector("folders", ("b", "/a/"), "/a/"),
                Selector("files", ("*.md", "!N.md")),
            ],
            id="folder and file",
        ),
        pytest.param(
            SchemaUse("x", files=("b/", "*.md")),
            "a/N.md",
            "",
            [Selector("files", ("b/", "*.md"), "*.md")],
            id="pattern",
        ),
        pytest.param(
            SchemaUse("x", properties=("q", "p")),
            "N.md",
            "---\nP: 1\n---\n",
            [Selector("properties", ("q", "p"), "p", "P")],
            id="property",
        ),
    ],
)
def test_how_a_note_stands_to_the_selectors(
    use: SchemaUse, path: str, text: str, stands: list[Selector]
) -> None:
    assert list(use.selectors(parse(source(path, text)))) == stands


@pytest.mark.parametrize(
    ("use", "path", "text", "is_for"),
    [
        pytest.param(SchemaUse("x"), "N.md", "", True, id="no selector"),
        pytest.param(SchemaUse("x", tags=("a",)), "N.md", "---\ntags: [A/b]\n---\n", True),
        pytest.param(SchemaUse("x", tags=("a",)), "N.md", "text #a\n", True, id="in the body"),
        pytest.param(SchemaUse("x", tags=("a",)), "N.md", "text #ab\n", False, id="another tag"),
        pytest.param(SchemaUse("x", folders=("a/b",)), "a/b/c/N.md", "", True, id="folder"),
        pytest.param(SchemaUse("x", folders=("a/b",)), "a/bc/N.md", "", False, id="no folder"),
        pytest.param(SchemaUse("x", files=("*.x.md",)), "a/N.x.md", "", True, id="file"),
        pytest.param(SchemaUse("x", files=("*.x.md",)), "a/N.md", "", False, id="no file"),
        pytest.param(SchemaUse("x", properties=("p",)), "N.md", "---\nP: 1\n---\n", True),
        pytest.param(SchemaUse("x", properties=("p",)), "N.md", "p: 1\n", False, id="in no block"),
        pytest.param(
            SchemaUse("x", tags=("a",), folders=("b",)), "N.md", "#a\n", False, id="all must hold"
        ),
    ],
)
def test_which_notes_a_schema_is_for(use: SchemaUse, path: str, text: str, is_for: bool) -> None:
    assert use.is_for(parse(source(path, text))) is is_for


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        pytest.param({"type": "string"}, "x", True, id="type"),
        pytest.param({"type": "number"}, True, False, id="true is no number"),
        pytest.param({"type": ["array", "null"], "items": {"type": "string"}}, ["x"], True),
        pytest.param({"type": ["array", "null"], "items": {"type": "string"}}, [1], False),
        pytest.param({"properties": {"a": {"type": "null"}}}, {"a": None, "b": 1}, True),
        pytest.param({"properties": {"a": {"type": "null"}}}, {"a": 1}, False),
        pytest.param({"minimum": 1}, 2, False, id="more than types: no verdict"),
    ],
)
def test_what_needs_no_library(schema: dict[str, object], value: Plain, expected: bool) -> None:
    assert surely_valid(schema, value) is expected


@pytest.mark.parametrize("text", ["", "---\na: b: c\n---\n", "---\na: 1\na: 2\n---\n"])
def test_silent_where_obsidian_drops_the_properties(text: str) -> None:
    schemas = loaded({"s.json": {"required": ["x"]}})
    assert schemas.violations(parse(source("N.md", text))) == ()
