"""Schemas as they are read, chosen and explained."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from vaultlint.checks.frontmatter import missing_property
from vaultlint.diagnostic import Severity
from vaultlint.notes.facts import Plain
from vaultlint.notes.parse import parse
from vaultlint.schema import (
    Condition,
    SchemaError,
    Schemas,
    SchemaUse,
    Selector,
    Violation,
    load_schemas,
    surely_valid,
)
from vaultlint.schema.library import Fault, Library
from vaultlint.text.source import source

_WORDS = st.sampled_from(["a", "b", "x1", "2024-05-01", ""])
_SCALARS = _WORDS | st.none() | st.booleans() | st.integers(-2, 3) | st.sampled_from([0.0, 1.5])
VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3),
    max_leaves=6,
)
_TYPES = st.sampled_from(["array", "boolean", "integer", "null", "number", "object", "string"])
SCHEMAS_OF_TYPES: st.SearchStrategy[dict[str, Any]] = st.recursive(
    st.fixed_dictionaries({}),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "additionalProperties": st.booleans() | inner,
            "const": _SCALARS,
            "contains": inner,
            "enum": st.lists(_SCALARS, min_size=1, max_size=3),
            "items": inner,
            "maxItems": st.integers(0, 2),
            "maxLength": st.integers(0, 2),
            "maximum": st.integers(-1, 2),
            "minItems": st.integers(0, 2),
            "minLength": st.integers(0, 2),
            "minimum": st.integers(-1, 2),
            "pattern": st.sampled_from(["^a", "[0-9]", "$"]),
            "properties": st.dictionaries(_WORDS, inner, max_size=2),
            "required": st.lists(_WORDS, max_size=2, unique=True),
            "type": _TYPES | st.lists(_TYPES, min_size=1, max_size=3, unique=True),
            "uniqueItems": st.booleans(),
        },
    ),
    max_leaves=4,
)


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
            'property "a" is the number 7, not a multiple of 5 (schema "s.json"); write 5 or 10',
            id="multipleOf",
        ),
        pytest.param(
            {"properties": {"a": {"not": {"type": "string"}}}},
            "a: x",
            'property "a" is "x", which must not be a string (schema "s.json"); correct it',
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
            'the frontmatter has 1 property, fewer than 2 (schema "s.json"); add one more property',
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
            ['s.json:2:34: unknown type "strin"; did you mean "string"?'],
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
        pytest.param(
            {"s.json": '{"properties": {"a": {\n"pattren": "x"}}, "allOf": [{"Required": ["a"]}]}'},
            [
                's.json:2:1: unknown keyword "pattren"; did you mean "pattern"?',
                's.json:2:30: unknown keyword "Required"; did you mean "required"?',
            ],
            id="keywords, misspelt",
        ),
        pytest.param(
            {"s.json": '{"errorMessage": 3}'},
            ['s.json:1:18: "errorMessage" must be a text, or a mapping of texts by keyword'],
            id="errorMessage",
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
        pytest.param({"properties": {"pattren": {}}}, id="a property like a keyword"),
        pytest.param({"x-types": {"pattren": 1}, "enumNames": ["x"]}, id="of other programs"),
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
        pytest.param({"minimum": 1}, 2, True, id="a bound"),
        pytest.param({"minimum": 1}, 0, False, id="out of bounds"),
        pytest.param(
            {"required": ["a"], "properties": {"a": {"pattern": "^x"}}}, {"a": "xy"}, True
        ),
        pytest.param({"required": ["b"]}, {"a": 1}, False, id="missing"),
        pytest.param({"enum": [1, "x"]}, True, False, id="true is not 1"),
        pytest.param({"contains": {"const": "x"}, "uniqueItems": True}, ["y", "x"], True),
        pytest.param({"format": "obsidian-date"}, "soon", False, id="format"),
        pytest.param({"allOf": [True]}, 1, False, id="another keyword: no verdict"),
        pytest.param({"$schema": "http://json-schema.org/draft-07/schema#"}, 1, False, id="older"),
    ],
)
def test_what_needs_no_library(schema: dict[str, object], value: Plain, expected: bool) -> None:
    assert surely_valid(schema, value) is expected


@pytest.mark.parametrize("text", ["", "---\na: b: c\n---\n", "---\na: 1\na: 2\n---\n"])
def test_silent_where_obsidian_drops_the_properties(text: str) -> None:
    schemas = loaded({"s.json": {"required": ["x"]}})
    assert schemas.violations(parse(source("N.md", text))) == ()


@given(schema=SCHEMAS_OF_TYPES, value=VALUES)
def test_what_is_told_without_the_library_the_library_tells_too(
    schema: dict[str, object], value: Plain
) -> None:
    if surely_valid(schema, value):
        assert Draft202012Validator(schema).is_valid(value)


# --- choice by a condition, severity, unknown properties


def chosen(use: SchemaUse, path: str, text: str, **files: object) -> list[Violation]:
    read = {name.replace("_", "."): content for name, content in files.items()}
    return list(loaded(read, use).violations(parse(source(path, text))))


@pytest.mark.parametrize(
    ("condition", "path", "text", "why"),
    [
        pytest.param({"properties": {"name": {"pattern": "^A"}}}, "x/A.md", "", None, id="name"),
        pytest.param({"properties": {"folder": {"const": "x/y"}}}, "x/y/A.md", "", None),
        pytest.param({"properties": {"folder": {"const": ""}}}, "A.md", "", None, id="root"),
        pytest.param(
            {"properties": {"path": {"pattern": "^y"}}},
            "x/A.md",
            "",
            'property "path" is "x/A.md", which does not match "^y"',
            id="path",
        ),
        pytest.param(
            {"properties": {"tags": {"contains": {"const": "b"}}}}, "A.md", "#a #b", None, id="tags"
        ),
        pytest.param(
            {"properties": {"frontmatter": {"required": ["status"]}}},
            "A.md",
            "---\nx: 1\n---\n",
            'property "frontmatter.status" is missing',
            id="frontmatter",
        ),
        pytest.param(False, "A.md", "", "the frontmatter is not allowed", id="never"),
    ],
)
def test_a_condition(condition: Any, path: str, text: str, why: str | None) -> None:
    use = SchemaUse("s.json", when=Condition("c:2:3", condition))
    schemas = loaded({"s.json": {}}, use)
    note = parse(source(path, text or "text"))
    (selector,) = schemas.selectors(use, note)
    stated = ("c:2:3",)
    assert selector == (
        Selector("when", stated, "c:2:3") if why is None else Selector("when", stated, "", why)
    )
    assert bool(schemas.applying(note)) is (why is None)


def test_a_condition_in_a_file_that_refers_to_another() -> None:
    use = SchemaUse("s.json", when=Condition("conditions/w.json"))
    files: dict[str, object] = {
        "s.json": {"required": ["a"]},
        "conditions/w.json": {"properties": {"name": {"$ref": "../n.json"}}},
        "n.json": {"const": "N"},
    }
    schemas = loaded(files, use)
    assert [v.names for v in schemas.violations(parse(source("N.md", "x")))] == [("a",)]
    assert schemas.violations(parse(source("M.md", "x"))) == ()


def test_mistakes_in_conditions() -> None:
    def place_of(path: tuple[str | int, ...]) -> str:
        return f"c:{len(path)}:1"

    wrong: Any = {"properties": {"name": {"type": "strin"}}}
    remote: Any = {"$ref": "https://example.org/w.json"}
    uses = [
        SchemaUse("s.json", when=Condition("c:1:1", wrong, place_of)),
        SchemaUse("s.json", when=Condition("c:9:1", remote, place_of)),
        SchemaUse("s.json", when=Condition("w.json"), place="c:5:1"),
    ]
    with pytest.raises(SchemaError) as error:
        loaded({"s.json": {}}, *uses)
    assert list(error.value.lines) == [
        'c:3:1: unknown type "strin"; did you mean "string"?',
        'c:1:1: schema "https://example.org/w.json" is on the network, where vaultlint never '
        "goes; keep a copy in the vault",
        'c:5:1: cannot read the schema "w.json": no such file or directory; '
        "name a file of the vault or a preset",
    ]


NESTED = {
    "allOf": [{"$ref": "t.json#/$defs/named"}, {"anyOf": [{"properties": {"kind": {}}}]}],
    "patternProperties": {"^x-": {}},
    "if": {"required": ["when"]},
}
OTHER = {"$defs": {"named": {"$anchor": "named", "properties": {"title": {}, "gone": False}}}}


@pytest.mark.parametrize(
    ("uses", "names"),
    [
        pytest.param([SchemaUse("s.json")], ["gone"], id="as the schema says"),
        pytest.param(
            [SchemaUse("s.json", unknown_properties="forbid")], ["extra", "gone", "titel"]
        ),
        pytest.param([SchemaUse("s.json", unknown_properties="allow")], ["gone"], id="allow"),
        pytest.param([SchemaUse("closed.json")], ["extra", "gone", "kind", "titel", "when", "x-a"]),
        pytest.param([SchemaUse("closed.json", unknown_properties="allow")], [], id="allow closed"),
        pytest.param(
            [SchemaUse("s.json"), SchemaUse("closed.json", unknown_properties="forbid")],
            ["extra", "gone", "titel"],
            id="known to another schema that applies",
        ),
        pytest.param(
            [SchemaUse("s.json", unknown_properties="warn"), SchemaUse("open.json")],
            ["gone"],
            id="another schema describes all",
        ),
    ],
)
def test_unknown_properties(uses: list[SchemaUse], names: list[str]) -> None:
    closed = {"additionalProperties": False, "properties": {"title": {}}}
    files = {"s.json": NESTED, "t.json": OTHER, "closed.json": closed}
    files["open.json"] = {"additionalProperties": {"type": ["string", "number"]}}
    keys = ["title", "kind", "x-a", "when", "titel", "gone", "extra"]
    text = "".join(f"{key}: 1\n" for key in keys)
    note = parse(source("N.md", f"---\n$schema: t.json\n{text}---\n"))
    found = loaded(files, *uses).violations(note)
    assert sorted((v.kind, v.names) for v in found) == [("unknown", (name,)) for name in names]


def test_the_hint_is_no_property_that_is_there_already() -> None:
    use = SchemaUse("s.json", unknown_properties="forbid")
    schema = {"title": "S", "properties": {"author": {}, "date": {}}}
    found = chosen(use, "N.md", "---\nauthors: 1\nauthor: 2\ndatee: 3\n---\n", s_json=schema)
    assert [violation.message for violation in found] == [
        'property "authors" is not allowed (schema "S"); remove it, or add it to the schema',
        'property "datee" is not allowed (schema "S"); did you mean "date"?',
    ]


def test_of_two_uses_of_a_schema_the_severer_counts() -> None:
    uses = [
        SchemaUse("s.json", severity=Severity.ERROR, place="c:1:1"),
        SchemaUse("s.json", severity=Severity.INFO, place="c:2:1"),
    ]
    schemas = loaded({"s.json": {"required": ["a"]}}, *uses)
    assert [v.origin for v in schemas.violations(parse(source("N.md", "x")))] == ["c:1:1"]


def test_one_defect_is_told_once() -> None:
    uses = [SchemaUse("s.json", place="c:1:1"), SchemaUse("flashcards", place="c:2:1")]
    schemas = loaded({"s.json": {"required": ["cards-deck", "a"]}}, *uses)
    found = schemas.violations(parse(source("N.md", "x")))
    assert [(v.names, v.origin) for v in found] == [(("cards-deck",), "c:1:1"), (("a",), "c:1:1")]
    schemas = loaded({"s.json": {"allOf": [{"$ref": "vaultlint:flashcards"}]}}, *uses)
    found = schemas.violations(parse(source("N.md", "---\ncards-deck: 'a::'\n---\n")))
    assert [(v.path, v.origin) for v in found] == [(("cards-deck",), "c:1:1")]


def test_where_a_schema_asks() -> None:
    text = '{\n  "properties": {"a": {"$ref": "t.json#/$defs/w"}}\n}'
    other = '{"$defs": {"w": {\n  "type" : "string"}}}'
    schemas = loaded({"s.json": text, "t.json": other})
    (violation,) = schemas.violations(parse(source("N.md", "---\na: 1\n---\n")))
    asked = violation.asked
    assert asked is not None
    assert (asked.path, schemas.sources["t.json"].slice(asked.span)) == ("t.json", '"type"')


def test_a_preset_is_no_file_of_the_vault() -> None:
    schemas = loaded({}, SchemaUse("flashcards"))
    (violation,) = schemas.violations(parse(source("N.md", "x")))
    assert (violation.asked, schemas.sources) == (None, {})


def test_the_same_frontmatter_is_validated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    schemas = loaded({"s.json": {"properties": {"a": {"type": "string"}}}})
    asked: list[object] = []
    original = Library.faults

    def counting(library: Library, uri: str, value: Any) -> list[Fault]:
        asked.append(value)
        return original(library, uri, value)

    monkeypatch.setattr(Library, "faults", counting)
    texts = ["---\na: 1\n---\nx", "---\na: 2\n---\n", "---\na: 1\n---\ny", "---\na: x\n---\n"]
    found = [schemas.violations(parse(source("N.md", text))) for text in texts]
    assert asked == [{"a": 1}, {"a": 2}]
    assert found[0] == found[2] != found[1]
    assert found[3] == ()
