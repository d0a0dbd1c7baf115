"""Bases, in files and in notes. What each rule says stands in the rulebook."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from vaultlint.cli.main import main
from vaultlint.notes.facts import Base
from vaultlint.notes.parse import parse
from vaultlint.text.source import source

VIEW = "views:\n  - type: table\n    name: All\n"


def _base(text: str) -> Base:
    (base,) = parse(source("A.base", text)).bases
    return base


def _check(vault: Path, *arguments: str) -> tuple[int, list[str]]:
    options = ["check", str(vault), f"--vault={vault}", "--output-format=concise", *arguments]
    result = CliRunner().invoke(main, options)
    assert result.stderr == ""
    return result.exit_code, [line.partition("A.base:")[2] for line in result.stdout.splitlines()]


# --- what is refused


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("# nothing yet\n", [], id="a comment"),
        pytest.param("text", ["this is a text"], id="a text"),
        pytest.param("- a\n", ["this is a list"], id="a list"),
        pytest.param("filters: x == 1\n", [], id="a filter"),
        pytest.param("filters: 3\n", ["a number is no filter"], id="a number for a filter"),
        pytest.param("filters: {}\n", [], id="no filter"),
        pytest.param("filters: [x]\n", ["a list is no filter"], id="a list for a filter"),
        pytest.param("filters: {and: [], or: []}\n", ['"and" stands above'], id="two conjunctions"),
        pytest.param("filters: {And: []}\n", ['"And" is no key of a filter'], id="in capitals"),
        pytest.param("filters: {and: x}\n", ['"and" is a text, not a list'], id="one condition"),
        pytest.param("filters: {and: [{or: [[x]]}]}\n", ["a list is no filter"], id="inside"),
        pytest.param("formulas: [x]\n", ['"formulas" is a list'], id="a list of formulas"),
        pytest.param("formulas: {x: 1}\n", ['"x" is a number, not a text'], id="a number"),
        pytest.param("formulas: {x: '1'}\n", [], id="a number in quotes"),
        pytest.param("properties: {x: Name}\n", ['"x" are a text'], id="a name for settings"),
        pytest.param("properties: {x: {displayName: [a]}}\n", ["is a list, not a text"], id="list"),
        pytest.param("properties: {x: {displayName: ''}}\n", [], id="no name"),
        pytest.param("summaries: {x: 1}\n", ['"x" is a number, not a text'], id="a summary"),
        pytest.param("views: {}\n", ['"views" is a mapping, not a list'], id="one view"),
        pytest.param("views: [table]\n", ["this is a text"], id="a text for a view"),
        pytest.param("views: [{type: table}]\n", ["the view has no name"], id="no name of a view"),
        pytest.param("views: [{type: table, name: '  '}]\n", ["no name"], id="a blank name"),
        pytest.param("views: [{name: A}]\n", ["the view has no type"], id="no type"),
        pytest.param("views: [{type: calendar, name: A}]\n", [], id="a type of a plugin"),
        pytest.param("views: [{type: cards, name: A}]\n", [], id="cards"),
        pytest.param("views: [{type: card, name: A}]\n", ['"cards"?'], id="a slip"),
        pytest.param(f"{VIEW}    limit: 1.5\n", ['"limit" is not whole'], id="half a file"),
        pytest.param(f"{VIEW}    limit: true\n", ['"limit" is true or false'], id="no number"),
        pytest.param(f"{VIEW}    order: [1]\n", ["this is a number"], id="a number in the order"),
        pytest.param(f"{VIEW}    sort: x\n", ['"sort" is a text, not a list'], id="sorted by text"),
        pytest.param(f"{VIEW}    groupBy: x\n", ['"groupBy" is a text'], id="grouped by a text"),
        pytest.param(f"{VIEW}    groupBy: {{property: x}}\n", ["no direction"], id="no direction"),
        pytest.param(
            f"{VIEW}    groupBy: {{property: x, direction: asc}}\n",
            ['"direction" is "asc", not ASC or DESC'],
            id="a direction in small letters",
        ),
        pytest.param(
            f"{VIEW}    sort: [{{column: x, direction: ASC}}]\n", [], id="the old word for property"
        ),
        pytest.param("views:\n  - type: table\nviews: []\n", ["stands twice"], id="a key twice"),
        pytest.param("views: [", ["never closed"], id="no YAML"),
    ],
)
def test_faults(text: str, messages: list[str]) -> None:
    found = [fault.message for fault in _base(text).faults]
    assert len(found) == len(messages), found
    for message, part in zip(found, messages, strict=True):
        assert part in message


def test_several_mistakes_in_one_base(tmp_path: Path) -> None:
    text = (
        "filters:\n  and: []\n  or: []\nviews:\n  - type: table\n    name: A\n"
        "    groupBy: note.x\n  - type: table\n    name: A\n"
    )
    (tmp_path / "A.base").write_text(text, encoding="utf-8")
    code, lines = _check(tmp_path)
    assert code == 1
    assert [line.split(" ")[:3] for line in lines[:-1]] == [
        ["3:3:", "error", "invalid-base"],
        ["7:14:", "error", "invalid-base"],
        ["9:11:", "error", "duplicate-base-view"],
    ]


# --- which formulas an expression names


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        pytest.param("formula.a + formula.b", ["a", "b"], id="two"),
        pytest.param("formula.a.round(2)", ["a"], id="a method"),
        pytest.param("formula . a", ["a"], id="blanks"),
        pytest.param("formula['a b'] + formula[\"c d\"]", ["a b", "c d"], id="in brackets"),
        pytest.param("'formula.a' + \"formula.b\"", [], id="in texts"),
        pytest.param(r"'it\'s' + formula.a", ["a"], id="an escaped quote"),
        pytest.param(
            'x.replace(/"/g, formula.a) + "formula.b"', ["a"], id="a quote in an expression"
        ),
        pytest.param("x / formula.a / 2", ["a"], id="divided"),
        pytest.param("note.formula.a + myformula.b + $formula.c", [], id="other words"),
        pytest.param("formula.größe", ["größe"], id="not only ASCII"),
        pytest.param("formula", [], id="the word alone"),
    ],
)
def test_formulas_in_expressions(expression: str, names: list[str]) -> None:
    block = "\n".join(f"    {line}" for line in expression.splitlines())
    base = _base(f"filters: |\n{block}\n")
    assert [use.text for use in base.formula_uses] == names


def test_places_of_formulas() -> None:
    text = "filters: \"formula.a == 1 && formula['b c']\"\n"
    assert [text[use.span.start : use.span.end] for use in _base(text).formula_uses] == [
        "formula.a",
        "formula['b c']",
    ]


def test_formulas_are_unknown_where_they_cannot_be_read() -> None:
    assert _base("formulas: [a]\nfilters: formula.a\n").formula_uses == ()


def test_rings_are_reported_once_each(tmp_path: Path) -> None:
    rings = "".join(f"  a{n}: formula.b{n}\n  b{n}: formula.a{n}\n" for n in range(15))
    chain = "".join(f"  c{n}: formula.c{n + 1}\n" for n in range(2000))
    (tmp_path / "A.base").write_text(f"formulas:\n{rings}{chain}  c2000: '1'\n", encoding="utf-8")
    _, lines = _check(tmp_path, "--select=circular-base-formula")
    assert len(lines) == 15 + 1
    assert lines[0] == (
        '2:3: error circular-base-formula the formula "a0" needs itself: a0 → b0 → a0; '
        "take one out of the ring"
    )


# --- code blocks


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("```base\nviews:\n  - type: tabel\n    name: All\n```\n", id="plain"),
        pytest.param("~~~base\nviews:\n  - type: tabel\n    name: All\n~~~\n", id="tildes"),
        pytest.param(
            "  ```base\n  views:\n    - type: tabel\n      name: All\n  ```\n", id="indented"
        ),
        pytest.param(
            "> ```base\n> views:\n>   - type: tabel\n>     name: All\n> ```\n", id="quote"
        ),
        pytest.param(
            "> > ```base\n>> views:\n> >   - type: tabel\n> >     name: All\n> > ```\n",
            id="a quote in a quote",
        ),
        pytest.param(
            "- x\n\n  ```base\n  views:\n    - type: tabel\n      name: All\n  ```\n", id="list"
        ),
        pytest.param(
            "> - ```base\n>   views:\n>     - type: tabel\n>       name: All\n>   ```\n",
            id="a list in a quote",
        ),
        pytest.param("```base\nviews:\n  - type: tabel\n    name: All\n", id="unclosed"),
        pytest.param(
            "---\na: 1\n---\n```base\nviews:\n- {type: tabel, name: All}\n```\n", id="flow"
        ),
    ],
)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_code_blocks_have_their_places_in_the_note(note: str, line_break: str) -> None:
    text = note.replace("\n", line_break)
    (base,) = parse(source("A.md", text)).bases
    (fault,) = base.faults
    assert text[fault.span.start : fault.span.end] == "tabel"
    (view,) = base.views
    assert text[view.span.start : view.span.end] == "All"


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("```yaml\nviews: 1\n```\n", id="another language"),
        pytest.param("````\n```base\nviews: 1\n```\n````\n", id="an example"),
        pytest.param("`base views: 1`\n", id="inline"),
        pytest.param("    ```base\n    views: 1\n    ```\n", id="indented code"),
    ],
)
def test_what_is_no_base(note: str) -> None:
    assert parse(source("A.md", note)).bases == ()


def test_templates_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    settings = tmp_path / ".obsidian" / "templates.json"
    settings.write_text('{"folder": "templates"}', encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "T.md").write_text("```base\nviews: 1\n```\n", encoding="utf-8")
    assert _check(tmp_path)[0] == 0


# --- hostile files


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        pytest.param(b"[" * 100_000, "invalid-base", id="deep"),
        pytest.param(b"- " * 100_000, "invalid-base", id="deep lists"),
        pytest.param(b"{a: " * 100_000, "invalid-base", id="deep mappings"),
        pytest.param(b"a: &a [x]\nb: [" + b"*a, " * 200 + b"]\n", "invalid-base", id="aliases"),
        pytest.param(b"a: 1\n" * 10_000, "invalid-base", id="one key many times"),
        pytest.param(b"filters: 'x' == " + b"'" * 99_999, "invalid-base", id="quotes"),
        pytest.param(b"\t\tviews: []\n", "invalid-base", id="tabs"),
        pytest.param("views: []".encode("utf-16"), "invalid-utf-8", id="UTF-16"),
        pytest.param(bytes(range(256)) * 10, "invalid-utf-8", id="binary"),
    ],
)
def test_hostile_files_are_diagnostics(tmp_path: Path, content: bytes, rule: str) -> None:
    (tmp_path / "A.base").write_bytes(content)
    code, lines = _check(tmp_path)
    assert code == 1
    assert rule in {line.split(" ")[2] for line in lines[:-1]}


def test_huge_expressions() -> None:
    assert _base("filters: " + "formula." * 100_000).faults == ()
    assert _base("filters: x" + "(/a" * 100_000).faults == ()
    assert len(_base("filters: " + "formula.a " * 50_000).formula_uses) == 50_000


def test_a_base_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "A.base").write_bytes(b"\xef\xbb\xbf" + VIEW.encode())
    assert _check(tmp_path, "--fail-on=warning")[0] == 0
