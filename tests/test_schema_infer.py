"""Schemas as they are inferred from frontmatter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultlint.notes.facts import Frontmatter, Note, Plain
from vaultlint.report.schema import schema_text
from vaultlint.schema import Schemas, SchemaUse, load_schemas
from vaultlint.schema_infer import inferred_schema
from vaultlint.text.source import source
from vaultlint.text.span import Span


def inferred(notes: Sequence[Mapping[str, Plain]], threshold: float = 1) -> dict[str, Any]:
    return inferred_schema(notes, "T", "O.", threshold)


def of_values(values: Sequence[Plain], name: str = "p", threshold: float = 1) -> dict[str, Any]:
    """What is written for a property that has these values, one a note."""
    schema: dict[str, Any] = inferred([{name: value} for value in values], threshold)["properties"]
    return dict(schema[name])


def demands(values: Sequence[Plain], name: str = "p", threshold: float = 1) -> dict[str, Any]:
    """The same without descriptions."""
    found: dict[str, Any] = _without_descriptions(of_values(values, name, threshold))
    return found


def _without_descriptions(part: Any) -> Any:
    if isinstance(part, list):
        return [_without_descriptions(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    return {
        key: _without_descriptions(inner) for key, inner in part.items() if key != "description"
    }


WORDS = ["todo", "done", "todo", "done", "todo"]


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        pytest.param("p", ["x"], {"type": "string"}, id="text"),
        pytest.param("p", [1, 2], {"type": "integer"}, id="whole numbers"),
        pytest.param("p", [1, 2.5], {"type": "number"}, id="numbers"),
        pytest.param("p", [1.0], {"type": "number"}, id="written with a point"),
        pytest.param("p", [True, False], {"type": "boolean"}, id="booleans"),
        pytest.param("p", [True, 1], {"type": ["integer", "boolean"]}, id="true is no number"),
        pytest.param("p", [None, None], {}, id="nothing is known of what is always empty"),
        pytest.param("p", [None, None, "x"], {"type": ["string", "null"]}, id="null stands last"),
        pytest.param("p", ["x", 1, 2, None], {"type": ["integer", "string", "null"]}, id="drift"),
        pytest.param("p", ["2024-05-01"], {"type": "string", "format": "obsidian-date"}, id="date"),
        pytest.param(
            "p",
            ["2024-05-01T10:00", "2024-05-01 10:00"],
            {"type": "string", "format": "obsidian-datetime"},
            id="date with a time",
        ),
        pytest.param(
            "p",
            ["2024-05-01T10:00", "2024-05-01"],
            {
                "type": "string",
                "anyOf": [{"format": "obsidian-date"}, {"format": "obsidian-datetime"}],
            },
            id="dates with a time and without",
        ),
        pytest.param("p", ["2024-05-01", "soon"], {"type": "string"}, id="not all are dates"),
        pytest.param(
            "p",
            ["2024-05-01T10:00:00Z"],
            {"type": "string", "format": "date-time"},
            id="date-time",
        ),
        pytest.param("p", ["[[A]]"], {"type": "string", "format": "obsidian-link"}, id="link"),
        pytest.param("p", ["https://a.example"], {"type": "string", "format": "uri"}, id="URI"),
        pytest.param("p", ["note:x"], {"type": "string"}, id="no URI, though one to the letter"),
        pytest.param("cards-deck", ["A"], {"type": "string", "format": "anki-deck"}, id="deck"),
        pytest.param("cards-deck", ["A::", "A"], {"type": "string"}, id="not all are decks"),
        pytest.param("p", WORDS, {"enum": ["todo", "done"]}, id="words"),
        pytest.param("p", [*WORDS, None], {"enum": ["todo", "done", None]}, id="words or empty"),
        pytest.param("p", WORDS[:4], {"type": "string"}, id="too few to be sure of the words"),
        pytest.param("p", ["en"] * 9, {"type": "string"}, id="one word is no choice"),
        pytest.param("p", [*"aabbcd"], {"type": "string"}, id="new words are to be expected"),
        pytest.param("p", [*"abcdefghijklm"] * 3, {"type": "string"}, id="too many words"),
        pytest.param("p", ["x" * 41, "y"] * 3, {"type": "string"}, id="prose"),
        pytest.param("p", ["", "y"] * 3, {"type": "string"}, id="an empty text is no word"),
        pytest.param("author", ["A", "B"] * 3, {"type": "string"}, id="a name is no choice"),
        pytest.param("p", [*WORDS, 1], {"type": ["string", "integer"]}, id="not only words"),
        pytest.param("p", [[]], {"type": "array"}, id="empty list"),
        pytest.param(
            "p", [["x"], []], {"type": "array", "items": {"type": "string"}}, id="also empty lists"
        ),
        pytest.param(
            "p",
            [["x"], ["y"]],
            {"type": "array", "minItems": 1, "items": {"type": "string"}},
            id="lists that are never empty",
        ),
        pytest.param(
            "p",
            [["x"], "y"],
            {"type": ["string", "array"], "items": {"type": "string"}},
            id="a list or one",
        ),
        pytest.param(
            "p",
            [["x", "y"]] * 3,
            {
                "type": "array",
                "minItems": 1,
                "uniqueItems": True,
                "items": {"enum": ["x", "y"]},
            },
            id="lists without repetition, of a few words",
        ),
        pytest.param(
            "p",
            [["x", "y"], ["x", "z"], ["u", "u"]],
            {"type": "array", "minItems": 1, "items": {"type": "string"}},
            id="a list with a repetition",
        ),
        pytest.param(
            "tags",
            [["a", "study-note"], ["study-note"]],
            {
                "type": "array",
                "contains": {"title": "study-note", "const": "study-note"},
                "items": {"type": "string", "format": "obsidian-tag"},
            },
            id="a tag that all have",
        ),
        pytest.param(
            "tags",
            [["a", "b"], ["b", "a"]],
            {
                "type": "array",
                "allOf": [
                    {"contains": {"title": "a", "const": "a"}},
                    {"contains": {"title": "b", "const": "b"}},
                ],
                "items": {"type": "string", "format": "obsidian-tag"},
            },
            id="several tags that all have",
        ),
        pytest.param(
            "p",
            [{"a": 1, "b": "x"}, {"a": 2}],
            {
                "type": "object",
                "required": ["a"],
                "properties": {"a": {"type": "integer"}, "b": {"type": "string"}},
            },
            id="mapping",
        ),
        pytest.param(
            "p",
            [[{"a": 1}]],
            {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["a"],
                    "properties": {"a": {"type": "integer"}},
                },
            },
            id="list of mappings",
        ),
        pytest.param(
            "p",
            [{f"2024-01-{day}": day} for day in range(10, 31)],
            {"type": "object", "additionalProperties": {"type": "integer"}},
            id="keys that are data",
        ),
        pytest.param("p", [{}], {"type": "object"}, id="empty mapping"),
        pytest.param("p", [{}, None], {"type": ["object", "null"]}, id="a mapping or empty"),
        pytest.param(
            "p",
            [[[[[[["deep"]]]]]]],
            {
                "type": "array",
                "items": {
                    "type": "array",
                    "items": {
                        "type": "array",
                        "items": {
                            "type": "array",
                            "items": {"type": "array", "items": {"type": "array"}},
                        },
                    },
                },
            },
            id="no deeper than can be read",
        ),
    ],
)
def test_what_is_demanded(name: str, values: list[Plain], expected: dict[str, Any]) -> None:
    assert demands(values, name) == expected


@pytest.mark.parametrize(
    ("name", "values", "threshold", "expected"),
    [
        pytest.param("p", ["x"] * 9 + [1], 0.9, {"type": "string"}, id="type"),
        pytest.param("p", ["x"] * 8 + [1, 2], 0.9, {"type": ["string", "integer"]}, id="too many"),
        pytest.param("p", [None] * 9 + ["x"], 0.9, {"type": ["null", "string"]}, id="empty"),
        pytest.param(
            "p",
            ["2024-05-01"] * 9 + ["soon"],
            0.9,
            {"type": "string", "format": "obsidian-date"},
            id="format",
        ),
        pytest.param("p", [*"aaaaaaaabc"], 0.8, {"enum": ["a"]}, id="words"),
        pytest.param("p", [*"aaaaaaaabc"], 0.9, {"enum": ["a", "b", "c"]}, id="rare alike"),
        pytest.param(
            "tags",
            [["a"]] * 9 + [["b"]],
            0.9,
            {
                "type": "array",
                "contains": {"title": "a", "const": "a"},
                "items": {"type": "string", "format": "obsidian-tag"},
            },
            id="tag",
        ),
        pytest.param(
            "p",
            [["x"]] * 9 + [[]],
            0.9,
            {"type": "array", "minItems": 1, "items": {"type": "string"}},
            id="lists",
        ),
    ],
)
def test_what_a_threshold_demands(
    name: str, values: list[Plain], threshold: float, expected: dict[str, Any]
) -> None:
    found = demands(values, name, threshold)
    if isinstance(found.get("type"), list):
        found["type"] = sorted(found["type"], key=expected["type"].index)
    assert found == expected


@pytest.mark.parametrize(
    ("threshold", "required"),
    [(1, ["all"]), (0.9, ["all", "nine"]), (0.7, ["all", "nine", "seven"]), (0.5, None)],
)
def test_required(threshold: float, required: list[str] | None) -> None:
    notes: list[dict[str, Plain]] = [
        {
            "all": 1,
            **({"nine": 1} if n < 9 else {}),
            **({"seven": 1} if n < 7 else {}),
            **({"five": 1} if n < 5 else {}),
        }
        for n in range(10)
    ]
    assert inferred(notes, threshold)["required"] == (required or ["all", "nine", "seven", "five"])


@pytest.mark.parametrize(
    ("name", "values", "description"),
    [
        pytest.param("p", ["x"], "In 1 of 1 notes; x.", id="one"),
        pytest.param("p", ["x", "x"], "In 2 of 2 notes; always x.", id="always"),
        pytest.param("p", ["x", "y"], "In 2 of 2 notes; 2 values, such as x.", id="all different"),
        pytest.param("p", [*"xxy"], "In 3 of 3 notes; 2 values, most often x (2).", id="most"),
        pytest.param("p", WORDS, "In 5 of 5 notes; 2 values: todo (3), done (2).", id="words"),
        pytest.param(
            "p",
            [*["started"] * 3, *["over"] * 3, "startd"],
            "In 7 of 7 notes; 3 values: started (3), over (3), startd (1); "
            "is startd a slip for started?",
            id="a slip",
        ),
        pytest.param("p", ["", ""], "In 2 of 2 notes; always an empty text.", id="empty text"),
        pytest.param("p", [1, 5, 3], "In 3 of 3 notes; 1 to 5.", id="numbers"),
        pytest.param("p", [4, 4], "In 2 of 2 notes; always 4.", id="one number"),
        pytest.param("p", [float("nan"), 1], "In 2 of 2 notes; 1.", id="not a number"),
        pytest.param(
            "p", [True, False, True, True], "In 4 of 4 notes; 2 values: true (3), false (1)."
        ),
        pytest.param("p", [None], "In 1 of 1 notes; always empty.", id="always empty"),
        pytest.param(
            "p", ["x", "x", None], "In 3 of 3 notes; text in 2, empty in 1; always x.", id="kinds"
        ),
        pytest.param(
            "p",
            ["2024-05-01T10:00", "2023-01-01 08:00"],
            "In 2 of 2 notes; 2023-01-01 to 2024-05-01.",
            id="dates",
        ),
        pytest.param(
            "p",
            ["2024-05-01", "2024-05-02", "soon"],
            "In 3 of 3 notes; 3 values, such as 2024-05-01; obsidian-date, but for soon.",
            id="most are dates",
        ),
        pytest.param("p", [["a"], ["a"]], "In 2 of 2 notes; always 1 item.", id="one item"),
        pytest.param("p", [["a"], ["a", "b"]], "In 2 of 2 notes; 1 to 2 items.", id="items"),
        pytest.param("p", [{"a": 1}], "In 1 of 1 notes.", id="mapping"),
        pytest.param("p", ['a "b"\n c'], 'In 1 of 1 notes; a "b" c.', id="on one line"),
    ],
)
def test_descriptions(name: str, values: list[Plain], description: str) -> None:
    assert of_values(values, name)["description"] == description


def test_descriptions_inside() -> None:
    found = of_values([[{"a": "x"}, {"a": "x", "b": [True]}], [{"a": "x"}]])
    properties = found["items"]["properties"]
    assert "description" not in found["items"]
    assert properties["a"]["description"] == "In 3 of 3 mappings; always x."
    assert properties["b"]["description"] == "In 1 of 3 mappings; 1 item."
    assert properties["b"]["items"]["description"] == "True."


def test_the_whole_schema() -> None:
    notes: list[dict[str, Plain]] = [{"$schema": "x", "title": "A"}, {"title": "B", "draft": True}]
    assert (
        schema_text(inferred_schema(notes, "Essay", "Inferred from 2 notes."))
        == """\
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Essay",
  "description": "Inferred from 2 notes.",
  "type": "object",
  "required": ["title"],
  "properties": {
    "title": {
      "description": "In 2 of 2 notes; 2 values, such as A.",
      "type": "string"
    },
    "draft": {
      "description": "In 1 of 2 notes; true.",
      "type": "boolean"
    }
  }
}
"""
    )


def test_common_properties_as_they_follow_each_other_then_the_rest_by_frequency() -> None:
    notes: list[dict[str, Plain]] = [
        {"rare": 1, "b": 1, "c": 1},
        {"a": 1, "c": 1, "b": 1, "less rare": 1},
        {"a": 1, "b": 1, "c": 1, "less rare": 1},
        {"a": 1, "b": 1, "c": 1},
        {"a": 1, "b": 1, "c": 1},
    ]
    assert list(inferred(notes)["properties"]) == ["a", "b", "c", "less rare", "rare"]


def test_what_only_few_notes_have_is_named_and_not_described() -> None:
    notes: list[dict[str, Plain]] = [{"a": 1} for _ in range(9)]
    notes.append({"a": 1, "updatd": 1})
    schema = inferred(notes)
    assert list(schema["properties"]) == ["a"]
    assert schema["description"] == "O. Left out, as few notes have them: updatd (1)."


def test_a_long_list_of_values_is_no_description() -> None:
    values: list[Plain] = [f"{'x' * 50} {n}" for n in (1, 1, 2, 2, 3, 3, 4, 4)]
    assert of_values(values)["description"] == (
        f"In 8 of 8 notes; 4 values, most often {'x' * 50} 1 (2)."
    )


# --- every note satisfies the schema that was inferred from all

_TEXTS = st.one_of(
    st.sampled_from(
        ["todo", "done", "2024-05-01", "2024-05-01T10:00", "[[A]]", "https://a.example", "A::B"]
    ),
    st.sampled_from(["", " ", "study-note", "a/b", "2024-05-01T10:00:00Z", "A::", "#a", "1"]),
    st.text(max_size=4),
)
_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from([0, 1, 1.0]), _TEXTS
)
_KEYS = st.one_of(
    st.sampled_from(["tags", "Tags", "cards-deck", "status", "author", "$schema", "type", "enum"]),
    st.text(max_size=2),
)


def _deeper(values: st.SearchStrategy[Plain]) -> st.SearchStrategy[Plain]:
    return st.one_of(
        st.lists(values, max_size=4),
        st.dictionaries(_KEYS, values, max_size=4),
        st.dictionaries(st.text(max_size=3), values, min_size=21, max_size=24),
    )


_PLAIN: st.SearchStrategy[Plain] = st.recursive(_SCALARS, _deeper, max_leaves=6)
_NOTES = st.lists(st.dictionaries(_KEYS, _PLAIN, max_size=5), min_size=1, max_size=14)
# Few kinds of values: they repeat, so there is something to demand.
_ALIKE = st.lists(
    st.fixed_dictionaries(
        {"status": st.sampled_from(["todo", "done"])},
        optional={
            "tags": st.lists(st.sampled_from(["a", "b", "c c"]), max_size=3),
            "cards-deck": st.sampled_from(["A::B", "A", None]),
            "due": st.sampled_from(["2024-05-01", "2024-05-01 10:00", "soon"]),
            "more": st.fixed_dictionaries({}, optional={"a": _SCALARS, "b": _TEXTS}),
        },
    ),
    min_size=1,
    max_size=30,
)


def _schemas(schema: Mapping[str, object]) -> Schemas:
    """The schema as it is read again after it was written."""
    return load_schemas([SchemaUse("s.json")], lambda _path: schema_text(schema).encode())


def _note(properties: Mapping[str, Plain]) -> Note:
    nothing = Span(0, 0)
    frontmatter = Frontmatter(nothing, nothing, nothing, (), properties)
    return Note(source("N.md", "---\n---\n"), "note", frontmatter, nothing)


@settings(deadline=None, max_examples=150)
@given(st.one_of(_NOTES, _ALIKE))
def test_every_note_satisfies_what_was_inferred(notes: list[dict[str, Plain]]) -> None:
    schemas = _schemas(inferred(notes))
    assert [schemas.violations(_note(note)) for note in notes] == [()] * len(notes)


@settings(deadline=None, max_examples=50)
@given(_ALIKE, st.sampled_from([0.5, 0.6, 0.75, 0.9]))
def test_a_threshold_demands_more_and_never_less(
    notes: list[dict[str, Plain]], threshold: float
) -> None:
    strict, mild = inferred(notes, threshold), inferred(notes)
    assert set(strict["required"]) >= set(mild["required"])
    for key in strict["required"]:
        assert sum(key in note for note in notes) >= threshold * len(notes) - 1e-9
    _schemas(strict)  # is a schema


def test_a_note_unlike_the_others_is_found() -> None:
    notes: list[dict[str, Plain]] = [
        {"status": word, "tags": ["a", "book"], "due": "2024-05-01"} for word in WORDS
    ]
    schemas = _schemas(inferred(notes))
    odd = _note({"status": "dome", "tags": ["a"]})
    assert [(v.kind, v.path, v.names) for v in schemas.violations(odd)] == [
        ("missing", (), ("due",)),
        ("value", ("status",), ()),
        ("value", ("tags",), ()),
    ]
