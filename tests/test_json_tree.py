"""JSON with places: as JSON.parse reads it, and strictly."""

from __future__ import annotations

import json
from typing import NoReturn

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vaultlint.notes.facts import Plain, Value
from vaultlint.notes.json_tree import DEEPEST, read_json

_FLOATS = st.floats(allow_nan=False, allow_infinity=False)
_SCALARS = st.none() | st.booleans() | st.integers() | _FLOATS | st.text()
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
# Texts that are nearly JSON.
_PIECES = st.sampled_from(
    (
        *('"', "a", "\\", "\\u00", "{", "}", "[", "]", ":", ",", "1", "-", ".", "e", "0", "null"),
        *("true", "NaN", " ", "\n", "\t", "'", "//", "\u00a0", "\ufeff", '"a"', '{"a":', "[1,"),
    )
)


@given(_VALUES, st.sampled_from([None, 0, 2]), st.booleans())
def test_reads_what_json_writes(value: Plain, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only, allow_nan=False)
    read = read_json(text)
    assert (read.fault, read.repeated) == (None, ())
    assert read.root is not None
    assert read.root.plain == json.loads(text)
    _hold_places(read.root, text)


def _hold_places(value: Value, text: str) -> None:
    """Every value stands where it says, keys too."""
    assert json.loads(text[value.span.start : value.span.end]) == value.plain
    for item in value.items:
        _hold_places(item, text)
    for entry in value.properties:
        assert json.loads(text[entry.key_span.start : entry.key_span.end]) == entry.key
        _hold_places(entry.value, text)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


@given(st.lists(_PIECES, max_size=12).map("".join))
@example('{"a":1,"a":2}')
@example('["\\ud800"]')
def test_refuses_what_json_refuses(text: str) -> None:
    if not text.strip(" \t\n\r"):
        assert read_json(text).root is None
        return
    try:
        json.loads(text, parse_constant=_no_constant)
    except ValueError:
        assert read_json(text).fault is not None
    else:
        assert read_json(text).fault is None


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        pytest.param("[1,]", (2, 3), "no comma may stand before ] in JSON; remove it", id="comma"),
        pytest.param("[1 2]", (3, 4), "a comma is missing before this; add it", id="no comma"),
        pytest.param("[1}", (2, 3), "} closes what was opened by [; write ]", id="another bracket"),
        pytest.param(
            '{"a"}', (1, 4), 'the key "a" has no value; write a colon and the value', id="no colon"
        ),
        pytest.param('{"a":}', (5, 6), "a value is missing before }; write it", id="no value"),
        pytest.param(
            '{"a":1,2}',
            (7, 8),
            "a key in double quotes is missing here; write it, or remove the comma before",
            id="no key",
        ),
        pytest.param("[True]", (1, 5), '"True" is no value of JSON; write true', id="Python"),
        pytest.param(
            "[Infinity]", (1, 9), '"Infinity" is no value of JSON; write a number or null'
        ),
        pytest.param("[bread]", (1, 6), '"bread" is no value of JSON; put a text in double quotes'),
        pytest.param("[01]", (1, 3), '"01" is no number of JSON; write it as 12, -12 or 0.5'),
        pytest.param("[.5]", (1, 3), '".5" is no number of JSON; write it as 12, -12 or 0.5'),
        pytest.param(
            '["a\tb"]', (3, 4), "a tab may not stand in a text of JSON; write \\t", id="tab"
        ),
        pytest.param(
            '["a\x01b"]',
            (3, 4),
            "the character U+0001 may not stand in a text of JSON; write \\u0001",
            id="control character",
        ),
        pytest.param(
            '["C:\\data"]',
            (4, 6),
            '"\\d" is no escape of JSON; write a backslash as \\\\',
            id="backslash",
        ),
        pytest.param(
            '["bread', (1, 2), "nothing closes this text; the file may be cut off: restore it"
        ),
        pytest.param(
            "{} {}",
            (3, 4),
            "the JSON ended before this; remove what stands behind its last bracket",
            id="two",
        ),
        pytest.param(
            "[\u00a01]", (1, 2), "the character U+00A0 is no blank of JSON; remove it", id="blank"
        ),
        pytest.param(
            "[\n<<<<<<< HEAD\n1]",
            (2, 9),
            "a merge conflict was left here; keep one of its sides and remove the marks",
            id="conflict",
        ),
        pytest.param(
            "[" * (DEEPEST + 1),
            (DEEPEST, DEEPEST + 1),
            "this is nested more than 200 levels deep; no canvas needs that",
            id="deep",
        ),
    ],
)
def test_faults(text: str, place: tuple[int, int], message: str) -> None:
    fault = read_json(text).fault
    assert fault is not None
    assert ((fault.span.start, fault.span.end), fault.message) == (place, message)


def test_of_a_repeated_key_the_later_is_read() -> None:
    read = read_json('{"a": 1, "b": 0, "a": 2}')
    assert read.root is not None
    assert read.root.plain == {"a": 2, "b": 0}
    assert [(entry.key, entry.value.plain) for entry in read.repeated] == [("a", 2)]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("[1e999]", [float("inf")], id="too large"),
        pytest.param("[" + "9" * 5000 + "]", [float("inf")], id="more digits than Python reads"),
        pytest.param('["\\ud800"]', ["\ufffd"], id="half a character"),
        pytest.param('["\\ud83c\\udf5e"]', ["🍞"], id="a pair"),
        pytest.param("[" * 100 + "]" * 100, None, id="deep, but not too deep"),
    ],
)
def test_odd_values(text: str, plain: Plain) -> None:
    read = read_json(text)
    assert read.fault is None
    assert read.root is not None
    assert plain is None or read.root.plain == plain
