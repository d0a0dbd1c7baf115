"""Block structure: what stands where, in Obsidian's reading."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from vaultlint.commands.vaults import collector_paused
from vaultlint.notes.blockreading import read_blocks
from vaultlint.notes.blocks import parse_blocks
from vaultlint.notes.facts import Callout, Fence, Heading, Math
from vaultlint.notes.structure import Blocks, Run
from vaultlint.text.source import Source, source
from vaultlint.text.span import Span


def read(text: str) -> tuple[Source, Blocks]:
    """The blocks of a note that is all body; whichever way is taken to them."""
    note = source("note.md", text)
    blocks = read_blocks(note, Span(0, len(text)))
    assert not text or blocks == parse_blocks(note, Span(0, len(text)))
    return note, blocks


def slices(note: Source, spans: Sequence[Span]) -> list[str]:
    return [note.slice(span) for span in spans]


def lines(note: Source, run: Run) -> list[Span]:
    """The lines of a run."""
    return [
        Span(segment.start + line.start(), segment.start + line.end())
        for segment in run.segments
        for line in re.finditer(r"[^\r\n]+|^$", note.slice(segment))
    ]


def runs(text: str) -> list[str]:
    """Each run of the text, its lines joined by "/"."""
    note, blocks = read(text)
    return ["/".join(slices(note, lines(note, run))) for run in blocks.runs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\t\n", [], id="blank lines"),
        pytest.param("a\n  b \n\nc", ["a/b ", "c"], id="paragraphs, blanks behind kept"),
        pytest.param("# a #\nb", ["a", "b"], id="heading"),
        pytest.param("> a\n>  b\nc\n\nd", ["a/b/c", "d"], id="quote with lazy line"),
        pytest.param("> a\n\n> b", ["a", "b"], id="two quotes"),
        pytest.param("- a\n  b\n- c\n\n  d", ["a/b", "c", "d"], id="list items"),
        pytest.param("- a\n\n\n- b\n  - c", ["a", "b", "c"], id="list across blank lines"),
        pytest.param("10. a\n\n    b\n\n   c", ["a", "b", "c"], id="ordered list"),
        pytest.param("a\n2. b\n- \nc", ["a/2. b/- /c"], id="lists that cannot interrupt"),
        pytest.param("a\n1. b\n- c", ["a", "b", "c"], id="lists that can interrupt"),
        pytest.param("a\n    b", ["a/b"], id="indented text is no code in a paragraph"),
        pytest.param("> - a\n>   b\n> - > c", ["a/b", "c"], id="containers in containers"),
        pytest.param("a\n***\nb\n---\nc", ["a", "b", "c"], id="rules and setext"),
        pytest.param("a\nb\n---\nc", ["a/b", "c"], id="two lines over a rule"),
        pytest.param("a\nb\n===", ["a/b/==="], id="two lines over equals signs"),
        pytest.param("T\n=== ", ["T/=== "], id="underline with a blank behind"),
        pytest.param("T\n  ---", ["T"], id="indented underline is a rule"),
        pytest.param("| a | b\\|c |\n|---|---|\n| `d|e` |", ["a", "b\\|c", "`d", "e`"], id="table"),
        pytest.param("| a |\n|---|\n| b |\nc", ["a", "b", "c"], id="table ends at another line"),
        pytest.param("a|b\n-|-\nc|d\n|e|f|", ["a", "b", "c", "d", "|e|f|"], id="rows of one style"),
        pytest.param("a\n| b |\n|---|", ["a/| b |/|---|"], id="table cannot interrupt"),
        pytest.param("[^1]: a\n[^2]: b\nc\n\n    d\n\ne", ["a", "b/c", "d", "e"], id="footnotes"),
        pytest.param("a\n[^1]: b", ["a/[^1]: b"], id="footnote cannot interrupt"),
        pytest.param("[^a b]: c\n\n[^]: d", ["[^a b]: c", "[^]: d"], id="no footnotes"),
        pytest.param("[a]: b.md 'c'\nd", ["d"], id="reference definition"),
        pytest.param("a\n[b]: c.md", ["a/[b]: c.md"], id="definition cannot interrupt"),
        pytest.param(" [a]: b.md", ["[a]: b.md"], id="definition not at column 0"),
        pytest.param("> [!tip] a\n> b\n> c", ["a", "b/c"], id="callout title is a run"),
        pytest.param("> [!tip]\n> |a|\n> |-|", ["a"], id="table under a callout's title"),
        pytest.param("> [!tip] a\n> ---\n> b", ["a", "b"], id="callout title is no heading"),
        pytest.param("- [ ] a\n- [x]\tb", ["a", "b"], id="tasks without their marks"),
        pytest.param("%%\na [[b]]\n\nc\n%% d\ne", ["a [[b]]", "c", "d/e"], id="comment block"),
        pytest.param("%%\n```\na\n```\nb\n%%", ["b"], id="fence in a comment"),
        pytest.param("%% a %%\nb", ["%% a %%/b"], id="comment on a line"),
        pytest.param("a\n%%\nb", ["a", "b"], id="open comment hides nothing from links"),
        pytest.param("$$\na\n\n# b\n$$ c", ["c"], id="formula block"),
        pytest.param("$$a$$ b", ["$$a$$ b"], id="formula on a line"),
        pytest.param("a\n$$\nb", ["a"], id="open formula"),
        pytest.param("<div>\na\n\nb", ["b"], id="HTML block"),
        pytest.param("a\n<b>\nc", ["a/<b>/c"], id="a mere tag cannot interrupt"),
        pytest.param("<!-- a\n\nb --> c\nd", ["d"], id="HTML comment block"),
        pytest.param("a <!-- b\n\n# c\n--> d\ne\n\nf", ["a <!-- b/# c/--> d/e", "f"], id="comment"),
        pytest.param("a `<!--`\n\nb", ["a `<!--`", "b"], id="comment mark in code"),
        pytest.param("\u00a0\u00a0```\na", ["\u00a0\u00a0```/a"], id="no-break blanks"),
        pytest.param("a\r\n> b\r\n> c\r\rd", ["a", "b/c", "d"], id="line ends"),
        pytest.param("a\u2028b\x0bc", ["a\u2028b\x0bc"], id="no line ends"),
    ],
)
def test_runs(text: str, expected: list[str]) -> None:
    assert runs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("## a b ##  \n", [Heading(2, "a b", Span(0, 9), Span(3, 6))], id="closed"),
        pytest.param("# C#", [Heading(1, "C#", Span(0, 4), Span(2, 4))], id="# at the end"),
        pytest.param("#", [Heading(1, "", Span(0, 1), Span(1, 1))], id="empty"),
        pytest.param("## ##", [Heading(2, "", Span(0, 5), Span(3, 3))], id="closed and empty"),
        pytest.param("   #\ta", [Heading(1, "a", Span(3, 6), Span(5, 6))], id="indented, tab"),
        pytest.param("T \n-", [Heading(2, "T", Span(0, 4), Span(0, 1))], id="setext"),
        pytest.param("#a\n####### b\n    # c", [], id="none"),
        pytest.param("> # a\n\n- # b\n\n[^1]: # c", [], id="not at the top level"),
        pytest.param("a\r\n# b\r\n", [Heading(1, "b", Span(3, 6), Span(5, 6))], id="CRLF"),
    ],
)
def test_headings(text: str, expected: list[Heading]) -> None:
    assert list(read(text)[1].headings) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "a\n```py x\nb\n\n``` \n",
            [Fence(Span(2, 17), "```", "py", Span(2, 9), Span(10, 12), Span(13, 17))],
            id="closed, blank behind",
        ),
        pytest.param("~~~\n~~~~",
            [Fence(Span(0, 8), "~~~", "", Span(0, 3), Span(3, 3), Span(4, 8))],
            id="empty, longer closer"),
        pytest.param("````\na\n```\n",
            [Fence(Span(0, 10), "````", "", Span(0, 4), Span(5, 10), None)],
            id="open, shorter mark"),
        pytest.param("> ```\n> a\n\nb",
            [Fence(Span(2, 9), "```", "", Span(2, 5), Span(6, 9), None)],
            id="open in a quote"),
        pytest.param("> ```\n> a\nb\n> ```\nc",
            [Fence(Span(2, 17), "```", "", Span(2, 5), Span(6, 11), Span(14, 17))],
            id="on through a lazy line of a quote"),
        pytest.param("- ```\n  a\n  ```\nb",
            [Fence(Span(2, 15), "```", "", Span(2, 5), Span(6, 9), Span(12, 15))],
            id="in a list"),
        pytest.param("- ```\n  a\n\nb",
            [Fence(Span(2, 10), "```", "", Span(2, 5), Span(6, 10), None)],
            id="open in a list"),
        pytest.param("- ```\n  a\n- b",
            [Fence(Span(2, 9), "```", "", Span(2, 5), Span(6, 9), None)],
            id="ended by the next item"),
        pytest.param("- ```\n  a\n# b",
            [Fence(Span(2, 9), "```", "", Span(2, 5), Span(6, 9), None)],
            id="ended by a heading"),
        pytest.param("1. ```\na\n> b\n   ```\nc",
            [Fence(Span(3, 19), "```", "", Span(3, 6), Span(7, 12), Span(16, 19))],
            id="on through lines at the left of a list"),
        pytest.param("[^1]: ```\na\n",
            [Fence(Span(6, 9), "```", "", Span(6, 9), Span(9, 9), None)],
            id="in a footnote"),
        pytest.param("```\r\na\r\n```\r\n",
            [Fence(Span(0, 11), "```", "", Span(0, 3), Span(5, 6), Span(8, 11))],
            id="CRLF"),
        pytest.param("``` a`b\n    ```\nx", [], id="backtick behind the mark, indented"),
        pytest.param("```\n```  ```\n```",
            [Fence(Span(0, 16), "```", "", Span(0, 3), Span(4, 12), Span(13, 16))],
            id="words behind a closer"),
    ],
)  # fmt: skip
def test_fences(text: str, expected: list[Fence]) -> None:
    assert list(read(text)[1].fences) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "> [!NOTE|wide]- Big [[t]] \n> a\nlazy\n",
            [Callout("note", "wide", "-", "Big [[t]]", Span(2, 14), Span(0, 35))],
            id="everything",
        ),
        pytest.param(">[!my  type]", [Callout("my-type", "", "", "", Span(1, 12), Span(0, 12))],
            id="least"),
        pytest.param("> [!a]\n> > [!b]+ c\n> d", [
            Callout("a", "", "", "", Span(2, 6), Span(0, 22)),
            Callout("b", "", "+", "c", Span(11, 15), Span(9, 22)),
        ], id="nested, lazy line"),
        pytest.param("- > [!a]\n  > b", [Callout("a", "", "", "", Span(4, 8), Span(2, 14))],
            id="in a list"),
        pytest.param("> [!a]b\n\n> [!a]+- b\n\n> [!]\n\n>  [!a]\n\n> b\n> [!a]\n\n[!a]", [],
            id="none"),
    ],
)  # fmt: skip
def test_callouts(text: str, expected: list[Callout]) -> None:
    assert list(read(text)[1].callouts) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("- [ ] a\n- [x] b\n1. [/]\tc", [" ", "x", "/"], id="marks"),
        pytest.param("> * [-] a", ["-"], id="in a quote"),
        pytest.param("- []\n- [ ]\n- [xx] a\n- [x]a", [], id="none"),
        pytest.param("- a\n\n  [ ] b\n\n[ ] c", [], id="not first in the item"),
        pytest.param("- > a\n- [x] b", ["x"], id="item behind a quote"),
    ],
)
def test_tasks(text: str, expected: list[str]) -> None:
    note, blocks = read(text)
    assert [task.mark for task in blocks.tasks] == expected
    assert slices(note, [task.span for task in blocks.tasks]) == [f"[{m}]" for m in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("$$\na\n$$", [Math("block", Span(0, 7), Span(2, 5))], id="closed"),
        pytest.param("$$ a\n\nb $$ c", [Math("block", Span(0, 10), Span(2, 8))], id="in text"),
        pytest.param("$$\na", [Math("block", Span(0, 4), Span(2, 4), closed=False)], id="open"),
        pytest.param("> $$\n> a\n\nb", [Math("block", Span(2, 8), Span(4, 8), closed=False)],
            id="open in a quote"),
        pytest.param("- $$\na\n  $$ b", [Math("block", Span(2, 11), Span(4, 9))], id="in a list"),
        pytest.param("$$a$$\n\nb $$", [], id="none"),
    ],
)  # fmt: skip
def test_math(text: str, expected: list[Math]) -> None:
    assert list(read(text)[1].math) == expected


@pytest.mark.parametrize(
    ("text", "comments", "html"),
    [
        pytest.param("%%\na\n%% b", [("obsidian", "%%\na\n%%", True)], [], id="obsidian"),
        pytest.param("%%\na\n", [("obsidian", "%%\na", False)], [], id="obsidian, open"),
        pytest.param("- %%\n  a\n\nb", [("obsidian", "%%\n  a\n", False)], [], id="open in a list"),
        pytest.param("a\n%% %\n%%%", [], [], id="another % on the line"),
        pytest.param("<!-- a\n\n-->\nb", [("html", "<!-- a\n\n-->", True)], [], id="html"),
        pytest.param("<!-- a --> b", [("html", "<!-- a -->", True)], [" b"], id="html and a rest"),
        pytest.param("<!-- a\n\n# b", [("html", "<!-- a\n\n# b", False)], [], id="html, open"),
        pytest.param("<div>\na\n\n<?b\n\n?>", [], ["<div>\na", "<?b\n\n?>"], id="html blocks"),
        pytest.param("```\n<!--\n```\n<!--\n```", [("html", "<!--\n```", False)], [],
            id="first wins"),
    ],
)  # fmt: skip
def test_comments_and_html(
    text: str, comments: list[tuple[str, str, bool]], html: list[str]
) -> None:
    note, blocks = read(text)
    assert [(c.kind, note.slice(c.span), c.closed) for c in blocks.comments] == comments
    assert slices(note, [block.span for block in blocks.html_blocks]) == html


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        pytest.param("x\n\n|a|\n|-|\n|b|  \n\n", ["|a|\n|-|\n|b|"], id="plain"),
        pytest.param("# x\na|b\n:-:|--\n", ["a|b\n:-:|--"], id="below a heading"),
        pytest.param("> |a|\n> |-|\n> |b|\nc", ["|a|\n> |-|\n> |b|"], id="in a quote"),
        pytest.param("a | b\n- | -\n- c | d", ["a | b\n- | -"], id="single hyphens"),
        pytest.param("|a|\n|x|\n\na\n-|-\n\na|b\n--", [], id="none"),
        pytest.param("|a|b|\n-|-\n\na|b\n|-|-|", [], id="of two styles"),
    ],
)
def test_tables(text: str, tables: list[str]) -> None:
    note, blocks = read(text)
    assert slices(note, [table.span for table in blocks.tables]) == tables


@pytest.mark.parametrize(
    ("text", "definitions"),
    [
        pytest.param("[a]:\nb.md\n", [("a", "[a]:\nb.md", "b.md")], id="on the next line"),
        pytest.param("[a]: \n  <b c> 'd'\n", [("a", "[a]: \n  <b c> 'd'", "b c")], id="title"),
        pytest.param("> [a]:\n> b\n", [("a", "[a]:\n> b", "b")], id="in a quote"),
        pytest.param("> [a]:\nb\n", [], id="out of a quote"),
        pytest.param("[a]:\n\nb\n", [], id="blank line"),
        pytest.param("[a]:\n# b\n", [], id="heading"),
        pytest.param("[a]:\n```\nb\n```\n", [], id="fence"),
        pytest.param("[a]:\nb c\n", [], id="two words"),
        pytest.param("[a]:", [], id="end of the note"),
        pytest.param("[ ]:\nb\n", [], id="no label"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_definitions_over_two_lines(
    text: str, definitions: list[tuple[str, str, str]], line_end: str
) -> None:
    note, blocks = read(text.replace("\n", line_end))
    found = [(d.label, note.slice(d.span), note.slice(d.destination)) for d in blocks.definitions]
    assert [tuple(part.replace(line_end, "\n") for part in parts) for parts in found] == definitions


def test_code_footnotes_and_definitions() -> None:
    note, blocks = read("    a\n\n\tb\n\n[^x]: c\n\n[l]: <d e.md> (t)\n")
    assert slices(note, [code.span for code in blocks.code]) == ["a\n\n\tb"]
    assert [(f.id, note.slice(f.span)) for f in blocks.footnotes] == [("x", "[^x]:")]
    assert [
        (d.label, note.slice(d.span), note.slice(d.destination)) for d in blocks.definitions
    ] == [("l", "[l]: <d e.md> (t)", "d e.md")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\n\n- b\n\n# c", [True, True, True], id="plain"),
        pytest.param("> a\n>\n> b\n\nc", [False, True, True], id="end of a quote"),
        pytest.param("> [!x] a\n> b\n>\n", [False, True], id="end of a callout"),
        pytest.param("> > a\n>\n> - b\n> - c", [False, False, True], id="nested quotes"),
        pytest.param("|a|\n|-|\n|b|", [False, False], id="cells"),
    ],
)
def test_runs_that_hold_an_id(text: str, expected: list[bool]) -> None:
    assert [run.holds_id for run in read(text)[1].runs] == expected


def test_places_count_from_the_start_of_the_note() -> None:
    text = "---\na: 1\n---\r\n\r\n# b\r\n> c\r\n"
    note = source("note.md", text)
    blocks = read_blocks(note, Span(12, len(text)))
    assert slices(note, [heading.span for heading in blocks.headings]) == ["# b"]
    assert [slices(note, run.segments) for run in blocks.runs] == [["b"], ["c"]]


# --- against markdown-it's own rules, where Obsidian does not differ

_PIECES = (
    *("# h", "#", "## a #", "> ", ">", "- ", "* ", "1. ", "2) ", "10. ", "```", "~~~", "````"),
    *("    ", "  ", " ", "\t", "text", "word", "***", "<div>", "</div>", "<b>", "<pre>"),
    *("</pre>", "<?", "\n", "\n", "\n", "\n", "\n\n"),
)


def outline(text: str) -> list[tuple[str, int]]:
    """Kind and first line of each block, and the line behind each run; as we read them."""
    note, blocks = read(text)
    kinds: list[tuple[str, Span]] = [("fence", fence.span) for fence in blocks.fences]
    kinds += [("code_block", code.span) for code in blocks.code]
    kinds += [("html_block", block.span) for block in blocks.html_blocks]
    kinds += [("inline", lines(note, run)[0]) for run in blocks.runs]
    kinds += [("end", lines(note, run)[-1]) for run in blocks.runs]
    return sorted((kind, note.line_of(span.start)) for kind, span in kinds)


def stock_outline(parser: MarkdownIt, text: str) -> list[tuple[str, int]]:
    """The same, as markdown-it reads them."""
    found = []
    for token in parser.parse(text):
        if token.map is None or (token.type == "inline" and not token.content):
            continue
        if token.type in ("fence", "code_block", "html_block", "inline"):
            found.append((token.type, token.map[0]))
        if token.type == "inline":
            found.append(("end", token.map[1] - 1))
    return sorted(found)


def test_containers_are_those_of_markdown_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """But for what runs on through lines at their left, which CommonMark ends there."""

    def is_outside(_reader: object, state: StateBlock, line: int) -> bool:
        return state.sCount[line] < state.blkIndent and not state.isEmpty(line)

    monkeypatch.setattr("vaultlint.notes.blocks._Reader._is_outside", is_outside)
    monkeypatch.setattr("vaultlint.notes.blockreading.scan_blocks", lambda *_: None)
    parser = MarkdownIt("commonmark", {"maxNesting": 1000}).disable(["lheading", "reference"])
    parser.core.ruler.enableOnly(["normalize", "block"])
    dice = random.Random(7)
    for _ in range(3000):
        text = "".join(dice.choice(_PIECES) for _ in range(dice.randint(1, 25)))
        assert outline(text) == stock_outline(parser, text), text


# --- any text

FRAGMENTS = (
    *_PIECES, "%%", "%", "$$", "$", "[^1]:", "[^1]", "[a]: b.md", "[[", "]]", "[", "](", ")", "|",
    "|-|", "| a |", "---", "===", "> [!note]", "- [ ] ", "<!--", "-->", "^id", "#tag", "\\", "`",
    "\r\n", "\r", "﹇<br>", "<br>﹈<br>^1699000000001", "⌂", "{1:a}", "@key", "\u2028", "\x00",
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=3)), max_size=40).map(
    "".join
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_can_be_read(text: str) -> None:
    note, blocks = read(text)
    for facts in (
        blocks.headings, blocks.fences, blocks.code, blocks.math, blocks.comments,
        blocks.html_blocks, blocks.callouts, blocks.tables, blocks.tasks, blocks.footnotes,
        blocks.definitions,
    ):  # fmt: skip
        spans = [fact.span for fact in facts]
        assert spans == sorted(spans)
        assert all(span.end <= len(text) for span in spans)
    places = [place for run in blocks.runs for place in lines(note, run)]
    assert all(above.end <= below.start for above, below in pairwise(places))
    assert all(not set("\r\n") & set(note.slice(place)) for place in places)
    for fence in blocks.fences:
        assert note.slice(fence.opener).startswith(fence.marker)
        assert fence.span.start == fence.opener.start
        assert fence.opener.end <= fence.content.start <= fence.content.end <= fence.span.end
        assert fence.closer is None or fence.closer.end == fence.span.end
    for heading in blocks.headings:
        assert note.slice(heading.text_span) == heading.text
        assert heading.span.start <= heading.text_span.start
        assert heading.text_span.end <= heading.span.end
    for formula in blocks.math:
        assert formula.span.start <= formula.content.start <= formula.content.end
        assert formula.content.end <= formula.span.end


@settings(max_examples=200, deadline=None)
@given(TEXTS.filter(lambda text: "\r" not in text))
def test_line_ends_change_nothing(text: str) -> None:
    assert runs(text) == runs(text.replace("\n", "\r\n")) == runs(text.replace("\n", "\r"))


# --- time


def seconds(text: str) -> float:
    note = source("note.md", text)
    with collector_paused():  # as in every run; here it would also look through all other tests
        start = time.process_time()
        read_blocks(note, Span(0, len(text)))
        return time.process_time() - start


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(lambda n: "> " * n + "a", id="nested quotes"),
        pytest.param(lambda n: "- " * n + "a", id="nested lists"),
        pytest.param(lambda n: "> - " * n + "a", id="nested quotes and lists"),
        pytest.param(lambda n: (">" * 80 + " a\n") * (n // 80), id="deep quote of many lines"),
        pytest.param(lambda n: "> a\n" + "b\n" * n, id="lazy lines"),
        pytest.param(lambda n: "- ```\n" * n, id="open fences in lists"),
        pytest.param(lambda n: "x <!-- \n\n" * n, id="open comments"),
        pytest.param(lambda n: "x <!--\n\n--> " * n, id="comments across paragraphs"),
        pytest.param(lambda n: "x `<!--`\n\n" * n, id="comment marks in code"),
        pytest.param(lambda n: "<b \n" * n, id="tags that never end"),
        pytest.param(lambda n: "%%\n\n" * n + "%%\n", id="comment blocks"),
        pytest.param(lambda n: "$$ a\n\n" * n, id="formula blocks"),
        pytest.param(lambda n: "[^a]: b\n" * n, id="footnotes"),
        pytest.param(lambda n: "|a" * n + "\n" + "|-" * n + "\n" + "|b" * n, id="wide table"),
        pytest.param(lambda n: "> [!a] b\n> c\n\n" * (n // 4), id="callouts"),
    ],
)  # fmt: skip
def test_time_is_linear(text: Callable[[int], str]) -> None:
    seconds("warm up")
    once = min(seconds(text(5_000)) for _ in range(3))
    eightfold = min(seconds(text(40_000)) for _ in range(2))
    # Linear is 8 times, quadratic 64 times; processor time still varies on a busy machine.
    assert eightfold < 24 * once + 0.1, (once, eightfold)
