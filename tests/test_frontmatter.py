"""Frontmatter: where it begins and ends, its values and their places, its faults."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.yaml_blocks import by_chance, by_hand
from vaultlint.notes.facts import Frontmatter, Plain, Value
from vaultlint.notes.frontmatter import (
    property_aliases,
    property_links,
    property_tags,
    read_frontmatter,
)
from vaultlint.notes.property_types import inferred_type
from vaultlint.text.source import source
from vaultlint.text.span import Span


def read(text: str) -> Frontmatter:
    frontmatter, _ = read_frontmatter(source("Note.md", text))
    assert frontmatter is not None
    return frontmatter


def block(yaml: str) -> tuple[str, Frontmatter]:
    """A note with this YAML, and its frontmatter."""
    text = f"---\n{yaml}\n---\n"
    return text, read(text)


def words(text: str, span: Span) -> str:
    return text[span.start : span.end]


# --- the block


@pytest.mark.parametrize(
    ("text", "yaml", "body"),
    [
        pytest.param("---\na: 1\n---\nx", "a: 1\n", "\nx", id="plain"),
        pytest.param("---\r\na: 1\r\n---\r\nx", "a: 1\r\n", "\r\nx", id="CR LF"),
        pytest.param("---\ra: 1\r---\rx", "a: 1\r", "\rx", id="lone CR ends lines"),
        pytest.param("---\n---\nx", "", "\nx", id="closer on the next line"),
        pytest.param("---\n\n---\nx", "\n", "\nx", id="blank line"),
        pytest.param("---\na: 1\n---", "a: 1\n", "", id="end of the note"),
        pytest.param("---\na: 1\n----\nx", "a: 1\n", "-\nx", id="four dashes close"),
        pytest.param("---\na: 1\n---x\n", "a: 1\n", "x\n", id="text behind the closer"),
        pytest.param("---\na: 1\n---  \nx", "a: 1\n", "  \nx", id="blanks behind the closer"),
        pytest.param("---\na: 1\n ---\n---\n", "a: 1\n ---\n", "\n", id="indented is no closer"),
        pytest.param("--- \na: 1\n---\nx", "a: 1\n", "\nx", id="blanks behind the opener"),
    ],
)
def test_block(text: str, yaml: str, body: str) -> None:
    frontmatter, span = read_frontmatter(source("Note.md", text))
    assert frontmatter is not None
    assert (words(text, frontmatter.opener), words(text, frontmatter.yaml_span)) == ("---", yaml)
    assert (frontmatter.span, words(text, span)) == (Span(0, span.start), body)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty note"),
        pytest.param("---", id="a rule and nothing else"),
        pytest.param("---\na: 1\n", id="no closer"),
        pytest.param("---\na: 1\n...\n", id="three dots do not close"),
        pytest.param("\n---\na: 1\n---\n", id="blank line above"),
        pytest.param(" ---\na: 1\n---\n", id="blank before the opener"),
        pytest.param("--- yaml\na: 1\n---\n", id="text behind the opener"),
        pytest.param("----\na: 1\n---\n", id="four dashes do not open"),
        pytest.param("--- \nProse.\n\n---\n", id="a rule with blanks behind it, above prose"),
    ],
)
def test_no_block(text: str) -> None:
    assert read_frontmatter(source("Note.md", text)) == (None, Span(0, len(text)))


# --- values


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("yes", "yes"),
        ("No", "No"),
        ("on", "on"),
        ("true", True),
        ("TRUE", True),
        ("False", False),
        ("tRUE", "tRUE"),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("", None),
        ("# nothing", None),
        ("2024-01-02", "2024-01-02"),
        ("2024-01-02T10:30:15", "2024-01-02T10:30:15"),
        ("12:30:00", "12:30:00"),
        ("007", 7),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b11", "0b11"),
        ("1e3", 1000.0),
        ("+1", 1),
        ("-12", -12),
        (".5", 0.5),
        ("1.", 1.0),
        (".", "."),
        ("1_000", "1_000"),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("12345678901234567890", 12345678901234567168),
        ("9" * 400, math.inf),
        ("'007'", "007"),
        ('"true"', "true"),
        ("!!str 007", "007"),
        ("!!int 'x'", "x"),
        ("Foo #bar", "Foo"),
        ("Foo#bar", "Foo#bar"),
        ("a:b", "a:b"),
        ("[a, b]", ["a", "b"]),
        ("[a:b, https://a.example/c]", ["a:b", "https://a.example/c"]),
        ("[[A]]", [["A"]]),
        ("{{date}}", {"{ date }": None}),
        ("{{date:YYYY-MM-DD}}", {"{ date:YYYY-MM-DD }": None}),
        ("{b: 1,}", {"b": 1}),
        ("-", [None]),
        ("\tb", "b"),
        ("b\u2028c\u0085d", "b\u2028c\u0085d"),
        ("b\x01\ufeff", "b\x01\ufeff"),
        ("|\n  one\n  two", "one\ntwo\n"),
        (">-\n  one\n  two", "one two"),
        ('"one\n  two"', "one two"),
        ("\n- b\n- c", ["b", "c"]),
        ("\n  b: 1\n  c: 2", {"b": 1, "c": 2}),
        ("&x 1\nb: *x", 1),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_value(written: str, plain: Plain, line_end: str) -> None:
    frontmatter = read(f"---\na: {written}\n---\n".replace("\n", line_end))
    assert frontmatter.fault is None
    assert frontmatter.plain is not None
    assert (frontmatter.plain["a"], type(frontmatter.plain["a"])) == (plain, type(plain))


def test_not_a_number() -> None:
    _, frontmatter = block("a: .nan")
    assert frontmatter.plain is not None
    value = frontmatter.plain["a"]
    assert isinstance(value, float)
    assert math.isnan(value)


@pytest.mark.parametrize(
    ("yaml", "plain"),
    [
        pytest.param("", {}, id="nothing"),
        pytest.param("\n\n", {}, id="blank lines"),
        pytest.param("# tags: a", {}, id="a comment"),
        pytest.param("\t", {}, id="a tab"),
        pytest.param("~", {}, id="null"),
        pytest.param('{"a": 1, "b": [true],}', {"a": 1, "b": [True]}, id="JSON"),
        pytest.param("a : 1", {"a": 1}, id="blank before the colon"),
        pytest.param("<<: {a: 1}", {"<<": {"a": 1}}, id="<< is an ordinary key"),
        pytest.param(
            "1: a\nnull: b\ntrue: c\n1.5: d", {"1": "a", "": "b", "true": "c", "1.5": "d"}
        ),
        pytest.param("A: 1\na: 2", {"A": 1, "a": 2}, id="keys differ in case"),
        pytest.param("a: 1\n \t\nb: 2", {"a": 1, "b": 2}, id="a line of blanks with a tab"),
        pytest.param("a: &x [b]\nc: *x", {"a": ["b"], "c": ["b"]}, id="anchor and alias"),
        pytest.param("? a\n: b", {"a": "b"}, id="explicit key"),
    ],
)
def test_plain(yaml: str, plain: Mapping[str, Plain]) -> None:
    _, frontmatter = block(yaml)
    assert (frontmatter.fault, frontmatter.duplicates, frontmatter.plain) == (None, (), plain)


# --- places


def places(text: str, value: Value) -> object:
    """The words of a value, or those of its parts."""
    if value.properties:
        return {words(text, p.key_span): places(text, p.value) for p in value.properties}
    if value.items:
        return [places(text, item) for item in value.items]
    return words(text, value.span)


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("title: Foo bar  # note", {"title": "Foo bar"}),
        ("'up': \"[[A]]\"", {"'up'": '"[[A]]"'}),
        ("🥖: émile 👨🏻‍🏫 x\nb: 🔴 y", {"🥖": "émile 👨🏻‍🏫 x", "b": "🔴 y"}),
        ('tags:\n  - 🔴-a\n  - "b"', {"tags": ["🔴-a", '"b"']}),
        ("tags: [🔴, 'b']\nc: d", {"tags": ["🔴", "'b'"], "c": "d"}),
        ("a:\n  b: 🔴\n  c: d", {"a": {"b": "🔴", "c": "d"}}),
        ("a: {{🔴:x}}\nb: c", {"a": {"{🔴:x}": ""}, "b": "c"}),
        ("a: |\n  🔴\n  b\n\nc: d", {"a": "|\n  🔴\n  b", "c": "d"}),
        ("a: b\u2028c\nd: e", {"a": "b\u2028c", "d": "e"}),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_places(yaml: str, expected: object, line_end: str) -> None:
    text = f"---\n{yaml}\n---\n".replace("\n", line_end)
    frontmatter = read(text)
    value = Value(frontmatter.span, None, (), frontmatter.properties)
    assert _with_lf(places(text, value)) == expected


def _with_lf(found: object) -> object:
    match found:
        case dict():
            return {key: _with_lf(value) for key, value in found.items()}
        case list():
            return [_with_lf(item) for item in found]
        case _:
            return str(found).replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("yaml", "at"),
    [
        pytest.param("a:\nb: 1", 2, id="behind the colon"),
        pytest.param("a :   # why\nb: 1", 3, id="behind the colon, not the comment"),
    ],
)
def test_place_of_a_missing_value(yaml: str, at: int) -> None:
    _, frontmatter = block(yaml)
    assert frontmatter.properties[0].value == Value(Span(4 + at, 4 + at), None)


def test_whole_value() -> None:
    _, frontmatter = block("a: [b, 2]")
    items = (Value(Span(8, 9), "b"), Value(Span(11, 12), 2))
    assert frontmatter.properties[0].value == Value(Span(7, 13), ["b", 2], items)


def test_collections_end_behind_their_last_part() -> None:
    text, frontmatter = block("a:\n  - b\n  - c\n\n# d\ne:\n  f: g\n")
    spans = [words(text, entry.value.span) for entry in frontmatter.properties]
    assert spans == ["- b\n  - c", "f: g"]


# --- duplicates and faults


def test_duplicate_keys_drop_everything() -> None:
    text, frontmatter = block("a: 1\ntags: [x]\na: 2\n'a': 3")
    pairs = [
        (words(text, d.first.key_span), words(text, d.again.key_span))
        for d in frontmatter.duplicates
    ]
    assert (frontmatter.plain, frontmatter.fault, pairs) == (None, None, [("a", "a"), ("a", "'a'")])
    assert [entry.key for entry in frontmatter.properties] == ["a", "tags", "a", "a"]
    assert (property_tags(frontmatter), property_links(frontmatter)) == ((), ())


def test_duplicate_keys_below_the_top() -> None:
    _, frontmatter = block("a:\n  b: 1\n  b: 1")
    assert [d.again.key for d in frontmatter.duplicates] == ["b"]


@pytest.mark.parametrize(
    ("yaml", "wrong", "message"),
    [
        pytest.param(
            "title: Rye: a grain",
            ":",
            'the value of "title" holds ": ", as if a property began there; '
            'put it in quotes: title: "Rye: a grain"',
            id="colon in a value",
        ),
        pytest.param(
            'title: The "rye": a grain',
            ":",
            'the value of "title" holds ": ", as if a property began there; '
            "put it in quotes: title: 'The \"rye\": a grain'",
            id="colon and quotes in a value",
        ),
        pytest.param(
            "deck: Baking::",
            ":",
            'the value of "deck" ends in ":", as if a property began there; '
            'put it in quotes: deck: "Baking::"',
            id="colon at the end",
        ),
        pytest.param(
            "author: @anna", "@", 'a value cannot start with "@"; put it in quotes: author: "@anna"'
        ),
        pytest.param(
            "share: %5", "%", 'a value cannot start with "%"; put it in quotes: share: "%5"'
        ),
        pytest.param(
            "key: `x`", "`", 'a value cannot start with "`"; put it in quotes: key: "`x`"'
        ),
        pytest.param(
            "key: *rye*", "*", 'a value cannot start with "*"; put it in quotes: key: "*rye*"'
        ),
        pytest.param(
            "key: > rye", ">", 'a value cannot start with ">"; put it in quotes: key: "> rye"'
        ),
        pytest.param(
            "tags: [#rye, bread]",
            "#rye",
            '"#rye" starts a comment in the middle of a list; write rye or "#rye"',
        ),
        pytest.param("a:\n\t- b", "\t", "a tab indents this line, which YAML forbids; use spaces"),
        pytest.param(
            "up: [[Rye]], [[Oats]]",
            "[[Rye]], [[Oats]]",
            "links in a property need quotes; write a list, with quotes round each link: "
            'up: ["[[Rye]]", "[[Oats]]"]',
        ),
        pytest.param(
            "up: [[Rye #2]]", "[[Rye #2]]", 'a link in a property needs quotes: up: "[[Rye #2]]"'
        ),
        pytest.param(
            'up: "[[Rye]]" and more',
            "and more",
            "text stands behind the closing quote; put the whole value in quotes: "
            "up: '\"[[Rye]]\" and more'",
        ),
        pytest.param(
            "a: 'It's rye'",
            "s rye'",
            "text stands behind the closing quote; an apostrophe ends single quotes, use double "
            'quotes: a: "It\'s rye"',
        ),
        pytest.param(
            'a: "C:\\data"',
            "\\d",
            '"\\d" is no escape in double quotes; write "\\\\d", or put the value in single quotes',
        ),
        pytest.param('a: "rye\nb: 1', '"', 'this quote (") is never closed; close it: a: "rye"'),
        pytest.param(
            'a: "rye\nbread"',
            '"',
            'this quote (") is not closed on its line; close it there, or indent the next',
            id="continued without indentation",
        ),
        pytest.param(
            "a: [rye, oats\nb: 1",
            "[",
            'this "[" is never closed; write "]" behind its last item',
        ),
        pytest.param(
            "a: 1\n...\nb: 2",
            "...",
            '"..." ends the YAML, and more follows; delete the line, or close with --- instead',
        ),
        pytest.param("a:1", ":", "a blank is missing behind the colon; write: a: 1"),
        pytest.param("a: 1\nb:2\nc: 3", ":", "a blank is missing behind the colon; write: b: 2"),
        pytest.param(
            "a: 1\nrye\nb: 2", "rye", '"rye" is no property; write it as key: value, or take it out'
        ),
        pytest.param(
            "- rye",
            "- rye",
            "the frontmatter is a list without a name; write a key such as tags: above it",
        ),
        pytest.param(
            "rye bread", "rye bread", '"rye bread" is no property; write it as key: value'
        ),
        pytest.param(
            "a: b\n  c: d",
            "  ",
            '"c" stands deeper than "a", which has a value already; remove the 2 blanks before it',
        ),
        pytest.param(
            "up: [[Rye]]\na: b\n  c: d",
            "  ",
            '"c" stands deeper than "a", which has a value already; remove the 2 blanks before it',
            id="a link in brackets above is not blamed",
        ),
        pytest.param(
            "a: {{date}} x",
            "x",
            'text stands behind "}"; put the whole value in quotes: a: "{{date}} x"',
        ),
        pytest.param(
            "a: [\nrye\n]",
            "rye",
            'this line is inside the "[" that opens above and is not indented; put two blanks '
            'before it, or close the "["',
        ),
        pytest.param(
            "a: 1\rb: 2",
            "\r",
            "the lines end in CR alone; save the note with LF or CR LF line ends",
        ),
        pytest.param(
            "a: - b",
            "-",
            'a list cannot begin on the line of its key "a"; put each item on a line of its own, '
            "or quote the value",
        ),
    ],
)
def test_fault(yaml: str, wrong: str, message: str) -> None:
    text, frontmatter = block(yaml)
    fault = frontmatter.fault
    assert fault is not None
    assert (words(text, fault.span), fault.message) == (wrong, message)
    assert (frontmatter.plain, frontmatter.properties) == (None, ())


# --- links, tags, aliases


@pytest.mark.parametrize(
    ("yaml", "links"),
    [
        pytest.param(
            'up: "[[Rye#Flour|the flour]]"',
            [("wiki", "up", "Rye#Flour", "[[Rye#Flour|the flour]]", "Rye#Flour", "the flour")],
        ),
        pytest.param(
            "up:\n  - '[[ Rye ]]'\n  - \"[[Oats]]\"",
            [
                ("wiki", "up.0", "Rye", "[[ Rye ]]", "Rye", None),
                ("wiki", "up.1", "Oats", "[[Oats]]", "Oats", None),
            ],
        ),
        pytest.param("a:\n  b: ['[[Rye]]']", [("wiki", "a.b.0", "Rye", "[[Rye]]", "Rye", None)]),
        pytest.param(
            'a: "[flour](Rye%20flour.md)"',
            [
                (
                    "markdown",
                    "a",
                    "Rye flour.md",
                    "[flour](Rye%20flour.md)",
                    "Rye%20flour.md",
                    "flour",
                )
            ],
        ),
        pytest.param(
            'a: "[f](<Rye flour.md>)"',
            [("markdown", "a", "Rye flour.md", "[f](<Rye flour.md>)", "Rye flour.md", "f")],
        ),
        pytest.param(
            "a: '[[It''s rye]]'",
            [("wiki", "a", "It's rye", "'[[It''s rye]]'", "'[[It''s rye]]'", None)],
            id="escaped: the span is the value",
        ),
        pytest.param("a: '  [[Rye]] '", [("wiki", "a", "Rye", "[[Rye]]", "Rye", None)]),
        pytest.param("a: [[Rye]]", [], id="not quoted"),
        pytest.param('a: "see [[Rye]]"', [], id="text before"),
        pytest.param('a: "[[Rye]], [[Oats]]"', [], id="two in one value"),
        pytest.param('a: "![[Rye]]"', [], id="an embed"),
        pytest.param('a: "[x](https://a.example)"', [], id="a URL"),
        pytest.param('a: "[[Rye]]"\na: 1', [], id="dropped with all properties"),
    ],
)
def test_links(yaml: str, links: list[object]) -> None:
    text, frontmatter = block(yaml)
    found = [
        (
            link.kind,
            link.property,
            link.target,
            words(text, link.span),
            words(text, link.target_span),
            link.display,
        )
        for link in property_links(frontmatter)
    ]
    assert found == links


@pytest.mark.parametrize(
    ("yaml", "tags"),
    [
        ("tags:\n  - bread\n  - '#rye/dark'", [("bread", "bread"), ("rye/dark", "#rye/dark")]),
        ("tags: [bread, 2024, '', 'a b', true, ' x ']", [("bread", "bread"), ("x", "x")]),
        ("tags: bread", [("bread", "bread")]),
        ("tags: a, b", []),
        ("tags: #a", []),
        ("tag: a", []),
        ("TAGS: [a]\ntags: [b]", [("a", "a")]),
        ('tags: ["a\\u0062"]', [("ab", '"a\\u0062"')]),
        ('tags: ["\\ud83c\\udf5e"]', [("🍞", '"\\ud83c\\udf5e"')]),
    ],
)
def test_tags(yaml: str, tags: list[object]) -> None:
    text, frontmatter = block(yaml)
    assert [(tag.name, words(text, tag.span)) for tag in property_tags(frontmatter)] == tags


def test_aliases() -> None:
    assert property_aliases(block("aliases: Rye, dark")[1]) == ("Rye, dark",)
    assert property_aliases(block("Aliases: [Rye, 7, ' x ']")[1]) == ("Rye", "x")


@pytest.mark.parametrize(
    ("plain", "type_name"),
    [
        (None, "text"),
        ("x", "text"),
        (True, "checkbox"),
        (1, "number"),
        (1.5, "number"),
        ("2024-01-02", "date"),
        ("2024-01-02T10:30", "datetime"),
        ("2024-01-02T10:30:00", "text"),
        ("2024-01-02 10:30", "text"),
        ([], "multitext"),
        (["a", 1], "multitext"),
        ([["a"]], "unknown"),
        ({"a": 1}, "unknown"),
    ],
)
def test_inferred_type(plain: Plain, type_name: str) -> None:
    assert inferred_type(plain) == type_name


# --- without the C parser


def test_the_pure_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a text is refused, and in which words, may differ; what is read may not."""
    # Verbatim tags are read by libyaml only; nobody writes them.
    texts = [text for text in (*by_hand(), *by_chance(300, seed=1)) if "!<" not in text]
    fast = [block(text.removesuffix("\n"))[1] for text in texts]
    monkeypatch.setattr("vaultlint.notes.yaml_text._has_c_parser", lambda: False)
    pure = [block(text.removesuffix("\n"))[1] for text in texts]
    read = [(frontmatter.plain, frontmatter.properties) for frontmatter in fast]
    # As text, because not-a-number is unequal to itself.
    assert repr([(one.plain, one.properties) for one in pure]) == repr(read)


# --- any text


def spans(frontmatter: Frontmatter) -> Iterator[Span]:
    yield from (frontmatter.span, frontmatter.opener, frontmatter.yaml_span)
    if frontmatter.fault is not None:
        yield frontmatter.fault.span
    pending = list(frontmatter.properties)
    while pending:
        entry = pending.pop()
        yield entry.key_span
        values = [entry.value]
        while values:
            value = values.pop()
            yield value.span
            values += value.items
            pending += value.properties
    for link in property_links(frontmatter):
        yield from (link.span, link.target_span)
    yield from (tag.span for tag in property_tags(frontmatter))


_PIECES = st.one_of(
    st.sampled_from("a:[]{}'\"#|>%@`\t\\-1~é🥖\u2028\x85\ufeff\x00\ud800\ue000\n\r"),
    st.sampled_from(["\r\n", "  ", "- ", "? ", "b: ", ", ", " #", "&x ", "*x", "!t ", "..."]),
    st.sampled_from(["\\x", "[[A]]", "{{d:x}}", "tags: "]),
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.lists(_PIECES, max_size=30).map("".join), st.text(max_size=60)))
def test_any_text(yaml: str) -> None:
    text = f"---\n{yaml}\n---\nbody"
    frontmatter, body = read_frontmatter(source("Note.md", text))
    assert body.end == len(text)
    assert frontmatter is not None
    for span in spans(frontmatter):
        assert 0 <= span.start <= span.end <= frontmatter.span.end, span
    if frontmatter.fault is not None:
        assert "\n" not in frontmatter.fault.message


@pytest.mark.parametrize("opener", ["[", "{a: ", "- ", "[{a: "])
def test_deep_nesting_is_a_fault(opener: str) -> None:
    limit = sys.getrecursionlimit()
    _, frontmatter = block("a: " + opener * 10_000 if opener != "- " else opener * 10_000)
    assert frontmatter.fault is not None
    assert "more than 200 deep" in frontmatter.fault.message
    assert sys.getrecursionlimit() == limit


def test_billion_laughs_is_a_fault() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for name, before in zip("bcdefghi", "abcdefgh", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    _, frontmatter = block("\n".join(lines))
    assert frontmatter.fault is not None
    assert frontmatter.fault.message == "a value is repeated more than 100 times; write it out"
