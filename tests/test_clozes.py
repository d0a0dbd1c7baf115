"""Cloze paragraphs, and what the rules of the family "clozes" say of them."""

from __future__ import annotations

import re
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import SHARED, needs_shared
from vaultlint.checks.catalogue import RULES, load
from vaultlint.notes.clozes import read_clozes
from vaultlint.notes.facts import Cloze, Note
from vaultlint.notes.parse import parse
from vaultlint.notes.reading import Reading
from vaultlint.rule import NoteRule
from vaultlint.text.source import source

_ID = "^1699000000001"
_BELOW = f"\n{_ID}\n"


def note(text: str) -> Note:
    return parse(source("Note.md", text))


def cloze_texts(text: str) -> list[list[tuple[int | None, str]]]:
    """The deletions of each cloze paragraph: number and text."""
    return [[(d.number, d.text) for d in cloze.deletions] for cloze in note(text).clozes]


def reports(text: str) -> list[tuple[str, str]]:
    """What the rules say: name, and the text that is wrong, in order of place."""
    read = note(text)
    found = []
    for entry in RULES:
        family, name = entry.split("/")
        rule = load(name) if family == "clozes" else None
        if isinstance(rule, NoteRule):
            found += [(finding.span, name) for finding in rule.check(read, ())]
    return [(name, text[span.start : span.end]) for span, name in sorted(found)]


# Rules that tell what the plugin makes of lines besides the clozes that are meant.
_BESIDES = {"accidental-cloze", "cloze-placeholder"}


def misreadings(text: str) -> list[tuple[str, str]]:
    """What the rules say of clozes that are meant."""
    return [(name, words) for name, words in reports(text) if name not in _BESIDES]


# --- which lines are cloze paragraphs, and what they delete


@pytest.mark.parametrize(
    ("line", "deletions"),
    [
        pytest.param("A {cell} is small.", [(None, "cell")], id="unnumbered"),
        pytest.param("{1:Cells} have {2:walls}.", [(1, "Cells"), (2, "walls")], id="numbered"),
        pytest.param("{2:b} {1:a} {2:c}", [(2, "b"), (1, "a"), (2, "c")], id="any order, again"),
        pytest.param("Run {`ls`} and {1:`cd`}.", [(None, "`ls`"), (1, "`cd`")], id="code inside"),
        pytest.param("{1:$x^2$} grows", [(1, "$x^2$")], id="math inside"),
        pytest.param("{1:[[Cell]]} {1:[a](b.md)}", [(1, "[[Cell]]"), (1, "[a](b.md)")], id="links"),
        pytest.param('{"to be"}', [(None, '"to be"')], id="quoted words are no JSON"),
        pytest.param("{std::vector}", [(None, "std::vector")], id="colons are no number"),
        pytest.param("costs $5 for {1:bread}", [(1, "bread")], id="dollar"),
        pytest.param("pre{1:fix}ed", [(1, "fix")], id="part of a word"),
        pytest.param("(see {1:a})", [(1, "a")], id="in brackets"),
        pytest.param("(see){1:a}", [(1, "a")], id="numbered, behind a bracket"),
        pytest.param("{1:a \\{ b}", [(1, "a \\{ b")], id="escaped brace inside"),
        pytest.param("{1:a} `{b}`", [(1, "a")], id="code beside"),
        pytest.param("{1:a} $\\frac{b}{c}$", [(1, "a")], id="math beside"),
        pytest.param("{1:a} \\frac{b}{c} x^{2} y_{3}", [(1, "a")], id="LaTeX beside"),
        pytest.param("{1:a} {{b}} {{{c}}}", [(1, "a")], id="placeholders"),
        pytest.param("{1:a} {% b %} {# c #} <% d({e: 1}) %>", [(1, "a")], id="templates"),
        pytest.param("{1:a} {}", [(1, "a")], id="empty"),
        pytest.param("{1:a} \\{b\\} \\{c}", [(1, "a")], id="escaped"),
        pytest.param("{1:a} [b](c{d}.md) ![](e{f}.png)", [(1, "a")], id="destinations"),
        pytest.param("{1:a} https://b.org/{c}/d <https://e.org/{f}>", [(1, "a")], id="URLs"),
        pytest.param("{1:https://b.org}", [(1, "https://b.org")], id="URL inside"),
        pytest.param("{1:a} ${b}", [(1, "a")], id="interpolation"),
        pytest.param("{1:a} ![](b.png){width=50%} [c]{.d}", [(1, "a")], id="attributes"),
        pytest.param('{1:a} {"b": {"c": 2}}', [(1, "a")], id="JSON"),
        pytest.param("{1:a} %% {b} %%", [(1, "a")], id="comment"),
    ],
)
def test_deletions_of_a_line_with_an_id(line: str, deletions: list[tuple[int | None, str]]) -> None:
    assert cloze_texts(line + _BELOW) == [deletions]
    found = {name for name, _ in misreadings(line + _BELOW)}
    assert found <= {"mixed-cloze-numbering"}


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("A {cell} is small.", id="words"),
        pytest.param("{1:Cells} are small.", id="number"),
        pytest.param("Begun in {1:1914}.", id="year"),
        pytest.param("- a {`chroot`}, not more", id="code"),
        pytest.param("| {1:cell} | {2:wall} |", id="table row"),
        pytest.param("## The {1:cell}", id="heading"),
        pytest.param("> [!note] A {1:cell}", id="callout"),
    ],
)
def test_line_without_an_id_is_a_cloze(line: str) -> None:
    text = f"{line}\n\nQ 🎴 A\n"
    assert len(note(text).clozes) == 1
    assert reports(text) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The set {1, 2, 3} is finite.\n", id="set of numbers"),
        pytest.param("Let S = {a, b, c}.\n", id="set of letters"),
        pytest.param("x ∈ {red, green}\n", id="set of words"),
        pytest.param("query { user { name } }\n", id="GraphQL"),
        pytest.param("int main() { return 0; }\n", id="C"),
        pytest.param("struct P {int x; int y;}\n", id="C struct"),
        pytest.param("for (;;) {\n  x\n}\n", id="C over lines"),
        pytest.param(".a { color: red; } .b {color: red}\n", id="CSS"),
        pytest.param('{"name": "x"}\n', id="JSON"),
        pytest.param("Python's {1: 'a', 2: 'b'}\n", id="mapping"),
        pytest.param('f"Hello {name}, {1:d}"\n', id="f-string"),
        pytest.param('"{1:words}".format(x)\n', id="format"),
        pytest.param("use {{date}} and {{#if x}} {{> y}}\n", id="Handlebars"),
        pytest.param("{% for x in y %} {# z #}\n", id="Jinja"),
        pytest.param("<%* if (x) { %>\n", id="Templater"),
        pytest.param("\\frac{a}{b} \\begin{tikzpicture} \\node{x};\n", id="LaTeX"),
        pytest.param("$\\mathcal{O}(n)$ $$\\sum_{i}$$\n", id="math"),
        pytest.param("$$\n\\sum_{1:i}\n$$\n", id="math block"),
        pytest.param("```\n{1:cell}\n^1699000000001\n```\n", id="fence"),
        pytest.param("    {1:cell}\n", id="indented code"),
        pytest.param("`{1:cell}` ``{x}``\n", id="code spans"),
        pytest.param("`a\n{1:cell}`\n", id="code span over lines"),
        pytest.param("%%\n{1:cell}\n%%\n", id="comment"),
        pytest.param("<!-- {1:cell} -->\n", id="HTML comment"),
        pytest.param("<div>\n{1:cell}\n</div>\n", id="HTML"),
        pytest.param("---\nx: '{1:cell}'\n---\n", id="frontmatter"),
        pytest.param("/users/{id} a{2,3} \\d{4}\n", id="paths and regular expressions"),
        pytest.param("## Title {#sec:intro}\n", id="heading attribute"),
        pytest.param("{: .note}\n", id="kramdown"),
        pytest.param("John {3:16} at {9:30}\n", id="verses and times"),
        pytest.param("@article{key, title={Cells}}\n", id="BibTeX"),
        pytest.param("a { alone, } alone, a {b alone\n", id="lone braces"),
        pytest.param("START\nCloze\nA {1:cell}\n<!--ID: 1699-->\nEND\n", id="Obsidian_to_Anki"),
        pytest.param("﹇<br>\nA {1:cell}?\n\n#card\n\n{x y}\n\n⌂\n<br>﹈<br>\n", id="card"),
        pytest.param("Q {1:x y} 🎴 A ^1699000000001\n", id="inline card"),
        pytest.param("Q {1:x y} #card\nA\n^1699000000001\n", id="bare card"),
        pytest.param("No braces.\n^1699000000001\n", id="no braces"),
        pytest.param("Only `{code}`.\n^1699000000001\n", id="only code"),
        pytest.param("	}\n^1699000000001\n", id="only a brace"),
    ],
)
def test_no_cloze(text: str) -> None:
    assert (cloze_texts(text), misreadings(text)) == ([], [])
    text += "\nQ 🎴 A ^1699000000002\n"
    assert (cloze_texts(text), misreadings(text)) == ([], [])


def test_words_in_braces_are_no_cloze_of_a_note_without_cards() -> None:
    assert cloze_texts("* `size` {number} The size in bytes.\n") == []


@pytest.mark.parametrize(
    ("text", "deletions"),
    [
        pytest.param("a $$ b\n\n{1:cell}\n\n﹇<br>\n", [[(1, "cell")]], id="not before a card"),
        pytest.param("a $$ b\n\n{1:cell} $$\n", [], id="closed before a card"),
        pytest.param("a `$$` b\n\n{1:cell} $$\n", [[(1, "cell")]], id="not in code"),
        pytest.param(
            "$$\nunclosed\n\n{1:cell} `{1:no}` $x_{1}$\n", [[(1, "cell")]], id="code behind it"
        ),
        pytest.param("%%\nunclosed\n\n{1:cell} `{`\n", [[(1, "cell")]], id="comment"),
    ],
)
def test_odd_marks(text: str, deletions: list[list[tuple[int | None, str]]]) -> None:
    assert cloze_texts(text) == deletions


@pytest.mark.parametrize(
    ("text", "digits", "lost"),
    [
        pytest.param(f"{{1:cell}}\n{_ID}\n", "1699000000001", None, id="next line"),
        pytest.param(f"{{1:cell}}\r\n{_ID}\r\n", "1699000000001", None, id="CR LF"),
        pytest.param(f"{{1:cell}}\n{_ID}", "1699000000001", None, id="end of the note"),
        pytest.param(f"{{1:cell}}\n{_ID}\u200b\n", "1699000000001", None, id="zero width space"),
        pytest.param(f"{{1:cell}}\n#a/b #c\n{_ID}\n", "1699000000001", None, id="hashtags"),
        pytest.param(f"> {{1:cell}}\n> {_ID}\n", "1699000000001", None, id="quote"),
        pytest.param(f"- {{1:cell}}\n  {_ID}\n", "1699000000001", None, id="list item"),
        pytest.param(f"- {{1:cell}}\n{_ID}\n", "1699000000001", None, id="left of the item"),
        pytest.param(f"{{1:cell}}\n\n{_ID}\n", None, "1699000000001", id="blank line"),
        pytest.param(f"{{1:cell}}\n#a\n\n{_ID}\n", None, "1699000000001", id="hashtags, blank"),
        pytest.param(f"{{cell}}\n\n{_ID}\n", None, "1699000000001", id="perhaps, blank"),
        pytest.param(f"{{1:cell}}\nmore\n{_ID}\n", None, "1699000000001", id="text between"),
        pytest.param(f"{{cell}}\nmore\n{_ID}\n", None, None, id="perhaps, text between"),
        pytest.param(f"{{1:cell}}\n#a\n#b\n{_ID}\n", None, "1699000000001", id="two of hashtags"),
        pytest.param(f"{{1:cell}}\nmore\n\n{_ID}\n", None, None, id="another paragraph"),
        pytest.param(f"{{1:cell}} {_ID}\n", None, "1699000000001", id="same line"),
        pytest.param("{1:cell} ^123456\n", None, None, id="block id"),
        pytest.param("{1:cell}\n^16990000001\n", None, "16990000001", id="too few digits"),
        pytest.param("{1:cell}\n^16990000000012\n", None, "16990000000012", id="too many digits"),
        pytest.param(f"{{1:a b}}\n{{2:c d}}\n{_ID}\n", None, None, id="another cloze's"),
        pytest.param(f"{{1:cell}}\nQ 🎴 A {_ID}\n", None, None, id="an inline card's"),
    ],
)
def test_ids(text: str, digits: str | None, lost: str | None) -> None:
    cloze = note(text).clozes[0]
    ids = (cloze.id and cloze.id.digits, cloze.lost_id and cloze.lost_id.digits)
    assert ids == (digits, lost)
    for card_id in filter(None, (cloze.id, cloze.lost_id)):
        assert text[card_id.span.start : card_id.span.end] == "^" + card_id.digits


def test_spans() -> None:
    text = "x\n> - A {2:cell} is.  \n> ^1699000000001\n"
    (cloze,) = note(text).clozes
    (deletion,) = cloze.deletions
    spans = (cloze.span, deletion.span, deletion.inner)
    assert [text[span.start : span.end] for span in spans] == [
        "- A {2:cell} is.",
        "{2:cell}",
        "2:cell",
    ]


def _read(text: str, *brackets: str) -> tuple[Cloze, ...]:
    return read_clozes(note(text), Reading(cloze_brackets=brackets))


@pytest.mark.parametrize(
    ("brackets", "line", "texts"),
    [
        pytest.param(("==",), "a ==b== {c} ==d e==", ["b", "d e"], id="highlights"),
        pytest.param(("==",), "a == b == c ===d=== `==e==`", [], id="no highlights"),
        pytest.param(("{}", "=="), "{1:a ==b==} ==c==", ["a ==b==", "c"], id="highlight inside"),
        pytest.param(("〔〕",), "〔1:a〕 {b} 〔c〕", ["a", "c"], id="other brackets"),
        pytest.param((), "{a} ==b== 〔c〕", [], id="none"),
    ],
)
def test_other_brackets(brackets: tuple[str, ...], line: str, texts: list[str]) -> None:
    clozes = _read(line + _BELOW, *brackets)
    assert [d.text for cloze in clozes for d in cloze.deletions] == texts


# --- what the rules say


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{c1::a} {c3::b}", [("anki-cloze-syntax", "c1::"), ("anki-cloze-syntax", "c3::")]),
        ("{{c1::a}} {4:b}", [("anki-cloze-syntax", "{{c1::a}}")]),
        ("{c1:a}", [("anki-cloze-syntax", "c1:")]),
        ("{6 families}", [("cloze-number-without-colon", "6")]),
        ("{1st} {4-digit} {2 + 2}", [("cloze-number-without-colon", d) for d in "142"]),
        ("{5} {6}", [("cloze-number-without-colon", "5")]),
        ("{6}", []),
        ("{10:a}", [("cloze-number-too-long", "10")]),
        ("{10:30 pm}", [("cloze-number-too-long", "10")]),
        ("{1:a} {3:b}", [("cloze-number-gap", "3")]),
        ("{7:c} {1:a} {3:b}", [("cloze-number-gap", "3")]),
        ("{2:a} {4:b}", [("cloze-number-gap", "4")]),
        ("{2:a} {3:b}", [("cloze-not-from-one", "2")]),
        ("{3:b} {2:a}", [("cloze-not-from-one", "2")]),
        ("{a} {2:b} {c}", [("mixed-cloze-numbering", "{a}")]),
        ("{3:b} {a}", [("mixed-cloze-numbering", "{a}")]),
        ("{1:a {2:b} c}", [("nested-cloze-brace", "}")]),
        ("{1:`{}`}", [("nested-cloze-brace", "}")]),
        ("{1:$\\frac{1}{2}$}", [("nested-cloze-brace", "}")]),
        ("{1:a \\} b}", [("nested-cloze-brace", "}")]),
        ("a {1:cell is {3:small}", [("unbalanced-cloze", "{")]),
        ("a cell} is small", [("unbalanced-cloze", "}")]),
        ("{1:cell}}", [("unbalanced-cloze", "}")]),
        ("{0:a} {2:b}", [("zero-cloze-number", "0")]),
        ("{1:}", [("empty-cloze", "{1:}")]),
        ("{1: } a {2:b}", [("empty-cloze", "{1: }")]),
        ("{} a {1:b}", [("empty-cloze", "{}")]),
        ("{1:b} a {}", []),
        ("{1:b} a { }", [("empty-cloze", "{ }")]),
        ("A word is {}", [("empty-cloze", "{}")]),
        ("{1:a <% b %> c}", [("cloze-placeholder", "<% b %>")]),
        ("{1:a {{b}} c}", [("cloze-placeholder", "{{b}}")]),
        ("{1:a `{{b}}` c}", [("nested-cloze-brace", "}")]),
        ("{1:`a::b`}", [("accidental-cloze-hint", "::")]),
        ("costs $5 for {1:bread} and $6", [("cloze-between-dollars", "{1:bread}")]),
        ("1. $a$ {b}", [("cloze-between-dollars", "{b}")]),
        ("1. $a$ is {b}", []),
        ("{1:a::hint}", []),
    ],
)
def test_rules_on_a_line_with_an_id(text: str, expected: list[tuple[str, str]]) -> None:
    assert reports(text + _BELOW) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A {1:cell is small.\n", [("unbalanced-cloze", "{")]),
        ("A {c1::cell} is small.\n", [("anki-cloze-syntax", "c1::")]),
        ("A {1:cell} has {6 parts}.\n", [("cloze-number-without-colon", "6")]),
        ("There are {6 families}.\n", []),
        ("A {cell is small.\n", []),
        (f"A {{1:cell that\nis s}}.\n{_ID}\n", [("cloze-across-lines", "{1:cell that\nis s}")]),
        (f"A {{cell that\nis s}}.\n{_ID}\n", [("cloze-across-lines", "{cell that\nis s}")]),
        ("A {1:cell\nof\na}.\n", [("cloze-across-lines", "{1:cell\nof\na}")]),
        ("A {1:cell\n\nis small}.\n", [("unbalanced-cloze", "{")]),
        (f"A {{1:cell\n{_ID}\nis small}}.\n", [("unbalanced-cloze", "{")]),
        (f"{{1:cell}}\nmore\n{_ID}\n", [("detached-cloze-id", _ID)]),
        (f"{{1:cell}} {_ID}\n", [("detached-cloze-id", _ID)]),
        ("{cell}\n^16990000001\n", [("detached-cloze-id", "^16990000001")]),
        ("{cell}\n^123456\n", []),
        (f"{{1:cell}}\n\n{_ID}\n", []),
        (f"{{1:cell}}\n#a\n\n{_ID}\n", []),
    ],
)
def test_rules(text: str, expected: list[tuple[str, str]]) -> None:
    assert reports(text) == expected


@needs_shared
def test_clozes_of_the_real_vault() -> None:
    assert SHARED is not None
    texts = [
        path.read_text(encoding="utf-8") for path in sorted((SHARED / "vault-sample").rglob("*.md"))
    ]
    assert sum(len(note(text).clozes) for text in texts) == 14
    # Of {1:`std::numeric_limits<T>::lowest`} Anki asks for "std".
    assert list(chain.from_iterable(map(reports, texts))) == [("accidental-cloze-hint", "::")]


# --- any legal line

_WORD = st.from_regex(r"[a-zà-öα-ω]{1,8}", fullmatch=True)
_WORDS = st.lists(_WORD, min_size=1, max_size=4).map(" ".join)
_BESIDE = st.one_of(
    _WORDS,
    _WORD.map("`{{{}}}`".format),
    _WORD.map("$x_{{{}}}$ is".format),
    _WORD.map("{{{{{}}}}}".format),
    _WORD.map("[a](b{{{}}}.md)".format),
    _WORD.map("https://x.org/{{{}}}".format),
    _WORD.map(r"\{{{}\}}".format),
)
_TEXT = st.one_of(_WORDS, _WORD.map("`{}`".format), _WORD.map("[[{}]]".format))


@st.composite
def _lines(draw: st.DrawFn) -> tuple[str, list[tuple[int | None, str]]]:
    """A legal cloze line with an id, and its deletions."""
    count = draw(st.integers(1, 5))
    highest = draw(st.integers(0, count))
    extra = [draw(st.integers(1, highest)) for _ in range(count - highest)] if highest else []
    numbers: list[int | None] = [*range(1, highest + 1), *extra] if highest else [None] * count
    deletions = [(number, draw(_TEXT)) for number in draw(st.permutations(numbers))]
    parts = [draw(st.sampled_from(["", "- ", "> ", "# ", "1. "]))]
    for number, text in deletions:
        parts += [
            draw(_BESIDE),
            " ",
            f"{{{text}}}" if number is None else f"{{{number}:{text}}}",
            " ",
        ]
    parts.append(draw(_BESIDE))
    tags = draw(st.sampled_from(["", "\n#bio", "\n#bio #chem/a"]))
    return "".join(parts) + tags + _BELOW, deletions


@given(_lines())
def test_legal_lines_are_read_whole_and_sound(
    generated: tuple[str, list[tuple[int | None, str]]],
) -> None:
    text, deletions = generated
    assert (cloze_texts(text), misreadings(text)) == ([deletions], [])


_NUMBERED = re.compile(r"\{1:(?!`)")


@given(
    _lines().filter(lambda generated: bool(_NUMBERED.search(generated[0]))),
    st.sampled_from(
        [
            ("{c1::", "anki-cloze-syntax"),
            ("{1", "cloze-number-without-colon"),
            ("{11:", "cloze-number-too-long"),
            ("{1:x} y", "unbalanced-cloze"),
            ("y 1:", "unbalanced-cloze"),
            ("{1:{x} ", "nested-cloze-brace"),
            ("{9:x} {1:", "cloze-number-gap"),
            ("{x} {1:", "mixed-cloze-numbering"),
        ]
    ),
)
def test_one_mutation_gives_its_rule(
    generated: tuple[str, list[tuple[int | None, str]]], mutation: tuple[str, str]
) -> None:
    written, rule = mutation
    text = _NUMBERED.sub(written, generated[0], count=1)
    assert {name for name, _ in misreadings(text)} == {rule}
