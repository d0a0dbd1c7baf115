"""Inline constructs: links, tags, ids and what hides them."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings

from tests.test_blocks import TEXTS
from vaultlint.notes.blockreading import read_blocks
from vaultlint.notes.facts import BlockId, Code, ExternalLink, Link, Math, Tag, UnencodedLink
from vaultlint.notes.inline import Inlines, read_inlines
from vaultlint.text.source import Source, source
from vaultlint.text.span import Span


def read(text: str) -> tuple[Source, Inlines]:
    """The inline constructs of a note that is all body."""
    note = source("note.md", text)
    return note, read_inlines(note, read_blocks(note, Span(0, len(text))))


def links(text: str) -> list[str]:
    """The targets of the links, with "!" before those of embeds."""
    return [("!" if link.embed else "") + link.target for link in read(text)[1].links]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[[Yeast]] [[Rye|rye]] [[Oven#Heat|hot]] [[#Salt]] [[Oven#^door]]",
            ["Yeast", "Rye", "Oven#Heat", "#Salt", "Oven#^door"],
            id="wiki"),
        pytest.param("![[a.png|cap|100x145]]", ["!a.png"], id="embed"),
        pytest.param("[[ Rye ]] [[a\u00a0b]] [[pate\u0301]]", ["Rye", "a b", "paté"],
            id="normal form"),
        pytest.param("[[  ]] [[]] [[\\]] [[a\n]] [[b", [], id="no links"),
        pytest.param("[[Old [[Rye]] bread]]", ["Rye"], id="inner brackets start anew"),
        pytest.param("[[1]2]] [[[3] 4]] [[5]]]", ["1]2", "[3] 4", "5"], id="single brackets"),
        pytest.param("[[Rye|r]s]] [[Oat|o|p]] [[|q]] [[Fig\\|f]]", ["Rye", "Oat", "|q", "Fig"],
            id="alias"),
        pytest.param("\\[[fig]] \\![[oat]] \\\\[[rye]]", ["oat", "rye"], id="escapes"),
        pytest.param("`[[a]]` ``[[b]] ` ``` [[c]]`` [[d]] `[[e]]", ["d", "e"], id="code spans"),
        pytest.param("`a\n[[b]]` [[c]]", ["c"], id="code span over two lines"),
        pytest.param("[[a`b]] c` [[d]]", ["a`b", "d"], id="link before code"),
        pytest.param("| bread |\n|---|\n| [[Rye|r]] | [[Oat\\|o]] |", ["Oat"], id="table"),
        pytest.param("$[[fig]]$ from $7 [[oat]] to $8 [[r$e]] $s", ["oat", "r$e"], id="formulas"),
        pytest.param("$$\n[[a]]\n$$ [[b]]", ["b"], id="formula block"),
        pytest.param("a <!-- [[b]] --> [[c]] <!-- [[d]]\n\n[[e]]", ["c"], id="HTML comments"),
        pytest.param("[[a<!-- b -->]] [[c|<!-- d -->]]", ["c"], id="comment in target, in alias"),
        pytest.param("<b>[[a]]</b> <i title='[[b]]'>[[c]]", ["a", "c"], id="HTML tags"),
        pytest.param("%% [[a]] %% %%\n\n%%\n[[b]]\n%%", ["a", "b"], id="comments"),
        pytest.param("==[[a]]== **[[b]]** ~~[[c]]~~", ["a", "b", "c"], id="emphasis"),
        pytest.param("> [!x] [[a]]\n> [[b]]\n\n- [ ] [[c]]\n\n[^1]: [[d]]", ["a", "b", "c", "d"],
            id="containers"),
        pytest.param("https://a.b/[[c]] <https://a.b/[[c]]>", ["c"], id="URLs"),
        pytest.param("[t](Oat.md) [t](<hot rye.md>) [t](a%20b%23.md 'x') [](d.md)",
            ["Oat.md", "hot rye.md", "a b%23.md", "d.md"], id="markdown"),
        pytest.param("![t](a.png) ![|100](b.png)", ["!a.png", "!b.png"], id="images"),
        pytest.param("[![loaf](rye.png)](Oat.md)", ["Oat.md", "!rye.png"], id="image in a link"),
        pytest.param("[a [b](c.md) d](e.md)", ["c.md"], id="no link in a link"),
        pytest.param("[a](b(c).md) [a](b\\).md) [a](b(c.md)", ["b(c).md", "b).md"],
            id="parentheses"),
        pytest.param("[a] (b.md) [a]\n(b.md) [a](b.md x) [a](b.md 'x) [a]()", [], id="no markdown"),
        pytest.param("[[G]](x.md) [a [b]](y.md) [`]`](c.md)", ["G", "c.md"], id="glued"),
        pytest.param("[a](b.md\n\"c\nd\")", ["b.md"], id="title over lines"),
        pytest.param("[a](b&amp;c\\_d.md)", ["b&c_d.md"], id="character references"),
        pytest.param("[a](mailto:x@y.z) [a](//h/x) [a](C:\\x.md)", [], id="external"),
        pytest.param("[t][x] [x]\n\n[x]: a.md\n[y]: b.md\n[z]: word", ["a.md", "b.md"],
            id="definitions"),
        pytest.param("[z]\n\n[z]: word", ["word"], id="definition in use"),
        pytest.param("a\r\n[[b]]\r\n  [c](d.md)\r\n", ["b", "d.md"], id="CRLF"),
    ],
)  # fmt: skip
def test_links(text: str, expected: list[str]) -> None:
    assert links(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a ![[b c#d|e]]", [
            Link("wiki", True, "b c#d", "b c", "#d", Span(2, 14), Span(5, 10), "e"),
        ], id="wiki"),
        pytest.param("- a\n  [[ b ]]", [
            Link("wiki", False, "b", "b", "", Span(6, 13), Span(9, 10)),
        ], id="in a list"),
        pytest.param("[x *y*](<a b.md#c> 'd')", [
            Link("markdown", False, "a b.md#c", "a b.md", "#c", Span(0, 23), Span(9, 17), "x *y*"),
        ], id="markdown"),
        pytest.param("[](a%20b.md)", [
            Link("markdown", False, "a b.md", "a b.md", "", Span(0, 12), Span(3, 11)),
        ], id="without text"),
        pytest.param("> [x]: <a b.md>  ", [
            Link("reference", False, "a b.md", "a b.md", "", Span(2, 15), Span(8, 14)),
        ], id="reference"),
    ],
)  # fmt: skip
def test_link_places(text: str, expected: list[Link]) -> None:
    assert list(read(text)[1].links) == expected


def test_external_links() -> None:
    text = '[a](https://b.c/d "e") ![](<http://f g>)\n\n[h]: obsidian://i\n'
    assert read(text)[1].external_links == (
        ExternalLink("https://b.c/d", Span(0, 22), Span(4, 17)),
        ExternalLink("http://f g", Span(23, 40), Span(28, 38)),
        ExternalLink("obsidian://i", Span(42, 59), Span(47, 59)),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("see https://a.b/c.", ["https://a.b/c"], id="bare"),
        pytest.param("<file:///c>", ["file:///c"], id="between < and >"),
        pytest.param("(http://a.b), *ftp://c*", ["http://a.b", "ftp://c"], id="punctuation"),
        pytest.param("<ada@b.c> www.d.e a:b ://c", [], id="no URL"),
        pytest.param("`http://a` $http://b$ [[http://c]] [d](http://e)", [], id="elsewhere"),
        pytest.param("> app://a/\n> b\n", ["app://a/"], id="in a quote"),
    ],
)
def test_addresses(text: str, expected: list[str]) -> None:
    note, inlines = read(text)
    assert [address.url for address in inlines.addresses] == expected
    assert [note.slice(address.span) for address in inlines.addresses] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a [x](hot oven.md)", [
            UnencodedLink("hot oven.md", False, Span(2, 18), Span(6, 17)),
        ], id="note"),
        pytest.param("![x](my pic.PNG \"t\")", [
            UnencodedLink("my pic.PNG", True, Span(0, 20), Span(5, 15)),
        ], id="image with a title"),
        pytest.param("[x](a (b) c.md#d e)", [
            UnencodedLink("a (b) c.md#d e", False, Span(0, 19), Span(4, 18)),
        ], id="parentheses and heading"),
        pytest.param("[x](a/b c/d) [y](./e f)", [
            UnencodedLink("a/b c/d", False, Span(0, 12), Span(4, 11)),
            UnencodedLink("./e f", False, Span(13, 23), Span(17, 22)),
        ], id="paths without extension"),
        pytest.param("[x](a.md \"b c\") [x](<a b.md>) [x](a%20b.md)", [], id="links"),
        pytest.param("[x](b c) [1](see and/or) [x](e.g. this) [x] (a b.md)", [], id="prose"),
        pytest.param("[x](https://a.b/c d.md)", [], id="URL"),
        pytest.param("[x](a b\n.md) [x](a b.md", [], id="unclosed on its line"),
        pytest.param("[^1](a b.md) `[x](a b.md)` [[x]](a b.md) \\[x](a b.md)", [], id="no text"),
        pytest.param("[@key](p. 3) `f[i](a b.md)`", [], id="citation and code"),
    ],
)  # fmt: skip
def test_unencoded_links(text: str, expected: list[UnencodedLink]) -> None:
    assert list(read(text)[1].unencoded_links) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("#a b #c/d-e_f\n#g", ["a", "c/d-e_f", "g"], id="plain"),
        pytest.param("#2024 #q2 #2nd #١", ["q2", "2nd", "١"], id="digits"),
        pytest.param("#rye#oat #fig,#nut salt#pan", ["rye", "oat", "fig"], id="glued"),
        pytest.param("#rye—oat #fig’s #nut… #p\u200dq", ["rye", "fig", "nut", "p"],
            id="general punctuation"),
        pytest.param("#茶、紅茶 #🍞-x", ["茶、紅茶", "🍞-x"], id="other scripts"),
        pytest.param("#a/ #b//c", ["a/", "b//c"], id="empty segments"),
        pytest.param("(#a) \"#b\" \\#c &#35;d # e ## f", [], id="none"),
        pytest.param("# h #a\n\n> [!x] #b\n> #c\n\n- [x] #d\n\n[^1]: #e", ["a", "b", "c", "d", "e"],
            id="containers"),
        pytest.param("|a|\n|-|\n|#b|", ["b"], id="cell"),
        pytest.param("**#a** ==#b== _x_ *c*#d", ["a", "b", "d"], id="emphasis"),
        pytest.param("*#a a*#b ==#c", ["a", "b"], id="text that looks like emphasis"),
        pytest.param("2*#a x=#b", [], id="no emphasis"),
        pytest.param("`c`#a [[N#x]]#b [t](u.md#y)#c </b>#d", ["a", "b", "c", "d"], id="behind"),
        pytest.param("[#a](u.md) [#b] ^[#c]", ["a", "c"], id="at the start of a text"),
        pytest.param("%%#a%% %% #b %%", ["a", "b"], id="comments"),
        pytest.param("`#a` $#b$ <!-- #c --> https://a.b/ #d <i t=' #e '>", ["d"], id="hidden"),
        pytest.param("![x #a](b.png)", [], id="text of an image"),
        pytest.param("\u00a0#a\u3000#b\ufeff#c", ["a", "b", "c"], id="blanks"),
    ],
)  # fmt: skip
def test_tags(text: str, expected: list[str]) -> None:
    assert [tag.name for tag in read(text)[1].tags] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a ^b-1\n\n- c ^D2\n- e\n\n# f ^g", ["b-1", "D2", "g"], id="at the end"),
        pytest.param("a ^b\nc\n\nd^e\n\nf ^g_h\n\ni ^j \n\nk ^l .", [], id="none"),
        pytest.param("a ^b[^1]\n\na ^c <!-- -->\n\n# d ^e #", [], id="something behind"),
        pytest.param("a\n^b\n\n^c\n\n- d\n    ^e\n\n^f\ng", ["b", "c", "e"], id="own line"),
        pytest.param("> a\n\n^b\n\n> c\n^d\n\n|e|\n|-|\n^f\n\n```\n```\n^g", ["b", "d", "f", "g"],
            id="below a block"),
        pytest.param("> a ^b\n>\n> c ^d\n\n|e ^f|\n|-|", ["d"], id="parts of quotes and tables"),
        pytest.param("![[i.png]]^a\n\n`b`^c\n\n<br>﹈<br>^1699", ["a", "c", "1699"],
            id="behind a construct"),
        pytest.param("%% a ^b %%\n\n`^c`\n\n$x ^d", ["d"], id="hidden"),
        pytest.param("a ^b\r\n\r\nc ^d", ["b", "d"], id="CRLF"),
    ],
)  # fmt: skip
def test_block_ids(text: str, expected: list[str]) -> None:
    assert [block.id for block in read(text)[1].block_ids] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a[^1] [^b-c]![^d]\n\n[^1]: x[^e]", ["1", "b-c", "d", "e"], id="plain"),
        pytest.param("[t][^1] [^a b] [^] \\[^2] `[^3]`", [], id="none"),
        pytest.param("^[a [^1] b] [^2] ^[c [^3]", ["2", "3"], id="inline footnotes"),
        pytest.param("%% [^1] %%\n\n%%\n[^2]\n[^3]: x\n%%", ["1", "2"], id="comments"),
        pytest.param("a\n[^1]: lost", ["1"], id="lost definition"),
    ],
)
def test_footnote_references(text: str, expected: list[str]) -> None:
    assert [reference.id for reference in read(text)[1].footnote_references] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[@a] [see @b-c; @d, p. 3] [-@e:f.]", ["a", "b-c", "d", "e:f"], id="plain"),
        pytest.param("[see [x] @a\nand @{b c}@{d.}]", ["a"], id="nested, over lines"),
        pytest.param("@a x@b [x@y.z] [@c](u.md) [[@d]] `[@e]` [@f", [], id="none"),
    ],
)
def test_citations(text: str, expected: list[str]) -> None:
    assert [citation.key for citation in read(text)[1].citations] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("@a says (@b-c, @{d e} @{d.}).\n@f", ["a", "b-c", "d.", "f"], id="sentence"),
        pytest.param("[@a] x@b.c \\@d `@e` [[@f]] @ @, [x @g](u.md)", [], id="none"),
    ],
)
def test_narrative_citations(text: str, expected: list[str]) -> None:
    assert [citation.key for citation in read(text)[1].narrative_citations] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("$x$ $a b$ $\\$$", ["x", "a b", "\\$"], id="inline"),
        pytest.param("$7 or $80\n\n$ p$\n\n$q $\n\n$r$3\n\n\\$s$\n\n$$$t$$$", [], id="none"),
        pytest.param("$$x$$ $$ y\nz $$", ["x", " y\nz "], id="two marks"),
        pytest.param("$a\nb$", ["a\nb"], id="over two lines"),
        pytest.param("$a $ b$", ["a $ b"], id="mark behind a blank"),
    ],
)
def test_math(text: str, expected: list[str]) -> None:
    note, inlines = read(text)
    assert [note.slice(math.content) for math in inlines.math] == expected


def test_places_of_everything_else() -> None:
    note, inlines = read("- `a`\n  $b$ #c %%d%% <!-- e -->\n  [^f] [@g] ^h")
    assert inlines.code == (Code("inline", Span(2, 5)),)
    assert inlines.math == (Math("inline", Span(8, 11), Span(9, 10)),)
    assert inlines.tags == (Tag("c", Span(12, 14)),)
    assert [(c.kind, note.slice(c.span), c.closed) for c in inlines.comments] == [
        ("obsidian", "%%d%%", True),
        ("html", "<!-- e -->", True),
    ]
    assert [note.slice(r.span) for r in inlines.footnote_references] == ["[^f]"]
    assert [note.slice(c.span) for c in inlines.citations] == ["@g"]
    assert inlines.block_ids == (BlockId("h", Span(44, 46)),)


def test_comments_on_one_line() -> None:
    note, inlines = read("%%a%% b %%c %%% %%%% 50%% d\n\ne %% f\n%% g\n\nh <!-- i")
    found = [(note.slice(comment.span), comment.closed) for comment in inlines.comments]
    assert found == [("%%a%%", True), ("%%c %%% %%%% 50%%", True), ("<!-- i", False)]


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_can_be_read(text: str) -> None:
    note, inlines = read(text)
    for facts in (
        inlines.links, inlines.external_links, inlines.unencoded_links, inlines.tags,
        inlines.block_ids, inlines.footnote_references, inlines.citations, inlines.code,
        inlines.math, inlines.comments,
    ):  # fmt: skip
        spans = [fact.span for fact in facts]
        assert spans == sorted(spans)
        assert all(span.start < span.end <= len(text) for span in spans)
    pairs = [(link.span, link.target_span) for link in inlines.links]
    pairs += [(link.span, link.target_span) for link in inlines.external_links]
    assert all(whole.start < part.start <= part.end <= whole.end for whole, part in pairs)
    for would_be in inlines.unencoded_links:
        assert note.slice(would_be.destination_span) == would_be.destination
        assert would_be.span.start < would_be.destination_span.start
        assert would_be.destination_span.end < would_be.span.end
    for math in inlines.math:
        assert math.span.start < math.content.start < math.content.end < math.span.end
    assert all(note.slice(tag.span) == f"#{tag.name}" for tag in inlines.tags)
    assert all(note.slice(block.span) == f"^{block.id}" for block in inlines.block_ids)
    assert all(note.slice(r.span) == f"[^{r.id}]" for r in inlines.footnote_references)
    assert all(
        note.slice(code.span)[0] == "`" == note.slice(code.span)[-1] for code in inlines.code
    )


@settings(max_examples=200, deadline=None)
@given(TEXTS.filter(lambda text: "\r" not in text))
def test_line_ends_change_nothing(text: str) -> None:
    def found(text: str) -> list[list[str]]:
        inlines = read(text)[1]
        return [
            [link.target for link in inlines.links],
            [tag.name for tag in inlines.tags],
            [block.id for block in inlines.block_ids],
            [reference.id for reference in inlines.footnote_references],
        ]

    assert found(text) == found(text.replace("\n", "\r\n")) == found(text.replace("\n", "\r"))


def seconds(text: str) -> float:
    note = source("note.md", text)
    blocks = read_blocks(note, Span(0, len(text)))
    start = time.process_time()
    read_inlines(note, blocks)
    return time.process_time() - start


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(lambda n: "[" * n, id="brackets"),
        pytest.param(lambda n: "x" + "[" * n + "]" * n, id="nested brackets"),
        pytest.param(lambda n: "{" * n, id="braces"),
        pytest.param(lambda n: "[[" * n + "]]", id="open wikilinks"),
        pytest.param(lambda n: "![[a " * n, id="open embeds"),
        pytest.param(lambda n: "[[Note A]] " * n, id="wikilinks on one line"),
        pytest.param(lambda n: "[a](b" * n, id="open links"),
        pytest.param(lambda n: "[a](b c" * (n // 10) + ")", id="open unencoded links"),
        pytest.param(lambda n: "[a](b \"" * n, id="open titles"),
        pytest.param(lambda n: "[a](" * (n // 10) + ")", id="nested destinations"),
        pytest.param(lambda n: "".join("`" * (i % 200) + " " for i in range(n // 50)), id="ticks"),
        pytest.param(lambda n: "$a " * n, id="dollars"),
        pytest.param(lambda n: "x $$ $" * n, id="double dollars"),
        pytest.param(lambda n: "x %%% " * n, id="percent signs"),
        pytest.param(lambda n: "x %% a\n" * n, id="open comments"),
        pytest.param(lambda n: "x <!-- \n" * n, id="open HTML comments"),
        pytest.param(lambda n: "<a b=\"" * n, id="open tags"),
        pytest.param(lambda n: "<? <![CDATA[ <!x " * n, id="open instructions"),
        pytest.param(lambda n: "#tag " * n, id="tags"),
        pytest.param(lambda n: "**#a" * n, id="tags in open emphasis"),
        pytest.param(lambda n: "[^a" * n, id="open footnotes"),
        pytest.param(lambda n: "^[a" * n, id="open inline footnotes"),
        pytest.param(lambda n: "[" + "@a; " * n, id="open citations"),
        pytest.param(lambda n: "[a]: b.md\n\n" + "[" * n + "a" + "]" * n, id="nested references"),
        pytest.param(lambda n: "- a\n" + "  [[b]]\n" * n, id="links on many lines"),
    ],
)  # fmt: skip
def test_time_is_linear(text: Callable[[int], str]) -> None:
    seconds("warm up")
    once = min(seconds(text(5_000)) for _ in range(3))
    eightfold = min(seconds(text(40_000)) for _ in range(2))
    # Linear is 8 times, quadratic 64 times; processor time still varies on a busy machine.
    assert eightfold < 24 * once + 0.1, (once, eightfold)
