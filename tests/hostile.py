"""Texts that are quick to write and slow to read for a program that looks at anything twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

Files = Mapping[str, str]


class Hostile(NamedTuple):
    """A vault that grows in one respect. size: at which it is measured. files: of a vault of
    a size, each path with its text."""

    name: str
    size: int
    files: Callable[[int], Files]


# What is repeated; {i} counts.
TOKENS: Mapping[str, str] = {
    "wikilink": "[[Note {i}]]",
    "wikilink, same": "[[A]]",
    "wikilink, near": "[[Nots]]",
    "heading link": "[[#Part {i}]]",
    "block link": "[[#^id{i}]]",
    "embed": "![[a{i}.png]]",
    "markdown link": "[a](b{i}.md)",
    "link without end": "[a](b",
    "link with blanks": "[a](b c{i}.md)",
    "external link": "[a](https://a.example/{i})",
    "address": "https://a.example/{i} ",
    "autolink": "<https://a.example/{i}>",
    "[": "[",
    "]": "]",
    "[[": "[[",
    "]]": "]]",
    "![": "![",
    "[^": "[^",
    "^[": "^[",
    "](": "](",
    "](<": "](<",
    "(": "(",
    "{": "{",
    "}": "}",
    "{}": "{}",
    "{{": "{{",
    "}}": "}}",
    "{1:a}": "{1:a}",
    "{{c1::a}}": "{{c{i}::a}}",
    "{a|b}": "{a|b} ",
    "〔": "〔",
    "\\": "\\",
    "`": "`",
    "` ": "` ",
    "``` ": "``` ",
    "growing backticks": "{backticks}",
    "$": "$",
    "$a": "$a",
    "$$": "$$",
    "$$ ": "$$ ",
    "%%": "%%",
    "%% ": "%% ",
    "% ": "% ",
    "==": "==",
    "==a": "==a",
    "==a== ": "==a== ",
    "==1;;a;;b== ": "==1;;a;;b== ",
    "**a": "**a",
    "**a** ": "**a** ",
    "_a": "_a",
    "~~": "~~",
    "*#a": "*#a",
    "#tag": "#tag{i} ",
    "#": "#",
    "##": "##a",
    "#card": "#card",
    "#card ": "#card ",
    "#card-reverse": "a #card-reverse ",
    "#flashcards": "#flashcards/a{i} ",
    "#a/": "a/",
    "^id": " ^id{i}",
    "^same": " ^same",
    "^1700000000000": " ^1700000000000",
    "^": "^",
    "digits": "1700000000000",
    "@key": "@key{i} ",
    "[@key]": "[@key{i}; ",
    "|": "|",
    "| a ": "| a ",
    "\\|": "\\|",
    "[^1]": "[^{i}]",
    "[^1]: a": "[^{i}]: a",
    "[a]: b": "[a{i}]: b{i}.md",
    "[a][b]": "[a{i}][]",
    "- a": "- a{i}",
    "- [ ] a": "- [ ] a{i}",
    "- ": "- ",
    "1. a": "{i}. a",
    "# a": "# a{i}",
    "# same": "# same",
    "###### a": "###### a",
    "> a": "> a",
    ">": ">",
    "> ": "> ",
    "> [!note] a": "> [!note] a",
    "> [!note": "> [!note",
    "```": "```",
    "~~~ a": "~~~ a",
    "```py, b": "```py\nb",
    "<": "<",
    "<a": "<a ",
    "<a b=": "<a b='",
    "<br>": "<br>",
    "</b>": "</b>",
    "<!--": "<!--",
    "<!-- a -->": "<!-- a -->",
    "-->": "-->",
    "<?": "<?",
    "<![CDATA[": "<![CDATA[",
    "<div>": "<div>",
    "<script>": "<script>",
    "---": "---",
    "===": "===",
    "|---|": "|---|---|",
    "﹇": "﹇",
    "﹇<br>": "﹇<br>",
    "﹈": "﹈",
    "<br>﹈<br>": "<br>﹈<br>",
    "<br>﹈<br>^1700000000000": "<br>﹈<br>^1700000000000",
    "⌂": "⌂",
    "⌂ ": "⌂ ",
    "🎴": "a 🎴 b",
    "🃏": "🃏",
    "::": "::",
    "a::b": "a::b{i} ",
    "a:::b": "a:::b ",
    "?": "?",
    "a, ?": "a\n?\nb{i}",
    "a, ??": "a\n??\nb{i}",
    "<!--SR:": "<!--SR:",
    "<!--SR:!2024": "<!--SR:!2024-05-01,3,250!2024-05-01,3,250-->",
    "START": "START",
    "END": "END",
    "START, END": "START\nBasic\na{i}\nBack: b\nEND",
    "STARTI": "STARTI [Basic] a Back: b ENDI ",
    "STARTI [": "STARTI [",
    "ID: 1": "ID: {i}",
    "<!--ID: 1-->": "<!--ID: {i}-->",
    "DELETE": "DELETE",
    "TARGET DECK": "TARGET DECK",
    "Tags: a": "Tags: a",
    "suppression": "<!-- vaultlint-ignore -->",
    "suppression of a rule": "<!-- vaultlint-ignore broken-link -->",
    "suppression on": "<!-- vaultlint-disable broken-link -->",
    "suppression off": "<!-- vaultlint-enable broken-link -->",
    "%% suppression": "%% vaultlint-ignore %%",
    "vaultlint": "vaultlint-",
    "mojibake": "Ã¼ ",
    "mojibake, glued": "Ã¼",
    "mojibake of three": "â€œ",
    "replacement": "\ufffd",
    "byte order mark": "\ufeff",
    "zero width": "\u200b",
    "no-break": "\u00a0",
    "odd break": "\u2028",
    "control": "\x0b",
    "cyrillic a": "аa ",
    "umlaut in parts": "u\u0308",
    "blank": " ",
    "tab": "\t",
    "blank, a": "  a",
    "indented": "    a",
    "a ": "a ",
    "a": "a",
    "a.": "a.",
    "a-": "a-",
    "é": "é",
    "emoji": "🎉",
    "comma": "a, ",
    "quote": '"a ',
    "apostrophe": "'a ",
    "question": "Why? ",
    "**Previous Note**:": "**Previous Note**: [[A{i}]]",
    "> - [[A]]": "> - [[A{i}]]",
    "cards-deck": "cards-deck: a",
    "dataview": "a:: b{i}",
    "formula": "$a_{i}$ ",
    "{ in formula": "$a_{i$ ",
    "cloze in a formula": "${{a}}$ ",
    "NUL": "\x00",
    "template": "{{date}}",
    "templater": "<% a %>",
    "```base": "```base\nviews:\n```",
    "﹇ card": "﹇<br>\nq{i}\n#card\na\n<br>﹈<br>",
    "﹇ card, id": "﹇<br>\nq{i}\n#card\na\n<br>﹈<br>^17{i:011}",
    "﹇ card, same id": "﹇<br>\nq{i}\n#card\na\n<br>﹈<br>^1700000000000",
    "﹇ card, open": "﹇<br>\nq{i}\n#card\na",
    "card without ﹇": "q{i}\n#card\na\n<br>﹈<br>",
    "﹇ card, ⌂": "﹇<br>\nq{i}\n#card\na\n⌂\nb\n<br>﹈<br>",
    "cloze, id": "a {{1:b}}\n^17{i:011}",
    "q #card": "q{i} #card\na\n^17{i:011}",
}


def _repeated(token: str, between: str, count: int) -> str:
    """The token so many times."""
    if token == "{backticks}":
        return between.join("`" * (i % 400 + 1) for i in range(count // 200))
    if "{i" in token and ("{i}" in token or "{i:" in token):
        opened = token.replace("{i}", "\0").replace("{i:011}", "\1")
        return between.join(
            opened.replace("\0", str(i)).replace("\1", f"{i:011}") for i in range(count)
        )
    return between.join([token] * count)


LAYOUTS: Mapping[str, str] = {
    "on a line": "",
    "on lines": "\n",
    "in paragraphs": "\n\n",
    "on CRLF lines": "\r\n",
    "in a quote": "\n> ",
    "in a list": "\n- ",
    "in callouts": "\n\n> [!note]\n> ",
    "behind CR": "\r",
    "before text": " a",
    "on indented lines": "\n    ",
    "in a table": "|\n|",
}


def note(text: str) -> Files:
    """A vault of one note."""
    return {"A.md": text}


def repeated(token: str, layout: str) -> Callable[[int], Files]:
    """A note of a token so many times in a layout."""
    between = LAYOUTS[layout]
    start = {"in a table": "| a |\n|---|\n|", "in a quote": "> ", "in a list": "- "}.get(layout, "")
    return lambda count: note(start + _repeated(TOKENS[token], between, count) + "\n")


def _canvas(count: int, text: str = "a") -> Files:
    nodes = [
        {"id": f"{i:x}", "type": "text", "text": text, "x": i, "y": 0, "width": 9, "height": 9}
        for i in range(count)
    ]
    edges = [{"id": f"e{i}", "fromNode": f"{i:x}", "toNode": "0"} for i in range(count)]
    return {"A.canvas": json.dumps({"nodes": nodes, "edges": edges})}


def _property(item: str, before: str = "aliases:\n", after: str = "") -> Callable[[int], Files]:
    def files(count: int) -> Files:
        items = "".join(item.replace("{i}", str(i)) for i in range(count))
        return note(f"---\n{before}{items}{after}\n---\n\na\n")

    return files


def _nested(opener: str, text: str = "a", closer: str = "") -> Callable[[int], Files]:
    return lambda count: note(opener * count + text + closer * count + "\n")


def _staircase(step: str, mark: str) -> Callable[[int], Files]:
    """Lists in lists: as long as wide, so `count` characters in all."""

    def files(count: int) -> Files:
        depth = round((2 * count) ** 0.5)
        return note("".join(f"{step * level}{mark}a\n" for level in range(depth)))

    return files


def _neighbour(word: str, number: int) -> str:
    return f"> [!info]\n> **{word} Note(s)**:\n> - [[A{number}]]\n"


SPECIALS: tuple[Hostile, ...] = (
    Hostile("300,000 wikilinks on a line", 300_000, lambda n: note("[[Note]] - " * n)),
    Hostile("a million short lines", 1_000_000, lambda n: note("a\n" * n)),
    Hostile("a million blank lines", 1_000_000, lambda n: note("\n" * n)),
    Hostile("a million short CRLF lines", 1_000_000, lambda n: note("a\r\n" * n)),
    Hostile("a word of 5 MB", 5_000_000, lambda n: note("a" * n)),
    Hostile("nested quotes", 20_000, _nested("> ")),
    Hostile("nested quotes, narrow", 20_000, _nested(">")),
    Hostile("nested lists", 20_000, _nested("- ")),
    Hostile("nested numbers", 20_000, _nested("1. ")),
    Hostile("nested quotes and lists", 20_000, _nested("> - ")),
    Hostile("nested callouts", 20_000, _nested("> [!a] ")),
    Hostile("nested footnotes", 20_000, _nested("[^a]: ")),
    Hostile("lists in lists", 300_000, _staircase("  ", "- ")),
    Hostile("quotes in quotes", 300_000, _staircase("> ", "")),
    Hostile("callouts in callouts", 300_000, _staircase("> ", "> [!note] ")),
    Hostile("nested links", 50_000, _nested("[", "a", "](b.md)")),
    Hostile("nested images", 50_000, _nested("![", "a", "](b.md)")),
    Hostile("nested footnotes on a line", 50_000, _nested("^[", "a", "]")),
    Hostile("nested braces", 50_000, _nested("{", "a", "}")),
    Hostile("nested numbered braces", 50_000, _nested("{1:", "a", "}")),
    Hostile("nested Anki clozes", 50_000, _nested("{{c1::", "a", "}}")),
    Hostile("nested parentheses", 50_000, _nested("[a](", "a", ")")),
    Hostile("nested tags", 50_000, _nested("<b>", "a", "</b>")),
    Hostile("quoted lines of lists", 100_000, lambda n: note("> - a\n> b\n" * n)),
    Hostile("lazy lines", 100_000, lambda n: note("> a\nb\n" * n)),
    Hostile("lazy lines of one quote", 100_000, lambda n: note("> a\n" + "b\n" * n)),
    Hostile("items and blank lines", 100_000, lambda n: note("- a\n\n\n" * n)),
    Hostile("fence in a list", 100_000, lambda n: note("- ```\n" * n)),
    Hostile("open %% over lines", 100_000, lambda n: note("%%\na\n" * n)),
    Hostile("open $$ over lines", 100_000, lambda n: note("$$\na\n" * n)),
    Hostile("open $$ in quotes", 100_000, lambda n: note("> $$\n\n" * n)),
    Hostile("open fences in quotes", 100_000, lambda n: note("> ```\n\n" * n)),
    Hostile("growing fences", 1_000, lambda n: note("".join("`" * i + "\n" for i in range(3, n)))),
    Hostile("rows of one cell", 100_000, lambda n: note("| a |\n|---|\n" + "| b |\n" * n)),
    Hostile(
        "cells of one row", 100_000, lambda n: note("|a" * n + "|\n" + "|-" * n + "|\n" + "|b" * n)
    ),
    Hostile("tables", 50_000, lambda n: note("| a |\n|---|\n| b |\n\n" * n)),
    Hostile("header lines without table", 100_000, lambda n: note("| a |\n" * n)),
    Hostile("frontmatter of one text", 5_000_000, lambda n: note(f"---\ntitle: {'a' * n}\n---\n")),
    Hostile("frontmatter without end", 300_000, lambda n: note("---\n" + "a: b\n" * n)),
    Hostile("frontmatter of comments", 300_000, _property("# a\n", "")),
    Hostile("properties", 50_000, _property("a{i}: b\n", "")),
    Hostile("properties of one name", 50_000, _property("a: b\n", "")),
    Hostile("properties on CRLF lines", 50_000, _property("a{i}: b\r\n", "\r\n")),
    Hostile("property of texts", 100_000, _property("- b{i}\n")),
    Hostile("property of links", 100_000, _property('- "[[b{i}]]"\n')),
    Hostile("property of tags", 100_000, _property("- b{i}\n", "tags:\n")),
    Hostile("property of bad tags", 100_000, _property("- b {i}\n", "tags:\n")),
    Hostile("property of one tag", 100_000, _property("- b\n", "tags:\n")),
    Hostile("property of dates", 100_000, _property("- 2024-05-01\n", "days:\n")),
    Hostile("property in brackets", 100_000, _property("b{i}, ", "aliases: [", "]")),
    Hostile("property in braces", 50_000, _property("b{i}: c, ", "map: {", "}")),
    Hostile("property without closing bracket", 50_000, _property("b, ", "aliases: [")),
    Hostile("deep brackets", 50_000, _property("[", "a: ")),
    Hostile("deep closed brackets", 20_000, lambda n: note(f"---\na: {'[' * n}{']' * n}\n---\n")),
    Hostile("deep lists", 50_000, _property("- ", "a:\n  ")),
    Hostile("deep braces", 50_000, _property("{a: ", "a: ")),
    Hostile(
        "deep maps",
        300_000,
        lambda n: note(
            "---\n" + "".join(" " * i + "a:\n" for i in range(round((2 * n) ** 0.5))) + "---\n"
        ),
    ),
    Hostile("anchors", 50_000, _property("- &a{i} b\n")),
    Hostile("aliases", 50_000, _property("- *a\n", "x: &a b\naliases:\n")),
    Hostile("text in lines", 100_000, _property("  a\n", "title: |\n")),
    Hostile("folded text", 100_000, _property("  a\n", "title:\n")),
    Hostile("quoted text without end", 100_000, _property("  a\n", 'title: "\n')),
    Hostile("lines with tabs", 50_000, _property("\ta: b\n", "")),
    Hostile("lines without colon", 50_000, _property("a\n", "")),
    Hostile("canvas of nodes", 100_000, _canvas),
    Hostile("canvas of links", 30_000, lambda n: _canvas(n, "[[A]] #b [c](d.md)")),
    Hostile(
        "canvas of nodes of one id",
        30_000,
        lambda n: {"A.canvas": _canvas(n)["A.canvas"].replace('"id": "', '"id": "a", "b": "')},
    ),
    Hostile("deep canvas", 100_000, lambda n: {"A.canvas": '{"nodes":' + "[" * n}),
    Hostile(
        "deep closed canvas", 100_000, lambda n: {"A.canvas": '{"nodes":' + "[" * n + "]" * n + "}"}
    ),
    Hostile("deep canvas of objects", 100_000, lambda n: {"A.canvas": '{"a":' * n}),
    Hostile(
        "canvas of one text",
        3_000_000,
        lambda n: {
            "A.canvas": json.dumps(
                {
                    "nodes": [
                        {
                            "id": "a",
                            "type": "text",
                            "text": "é\n" * (n // 2),
                            "x": 0,
                            "y": 0,
                            "width": 1,
                            "height": 1,
                        }
                    ]
                }
            )
        },
    ),
    Hostile(
        "base of filters",
        30_000,
        lambda n: {
            "A.base": "filters:\n  and:\n"
            + "".join(f'    - file.hasTag("a{i}")\n' for i in range(n))
            + "views:\n  - type: table\n"
        },
    ),
    Hostile(
        "base of one formula", 300_000, lambda n: {"A.base": "formulas:\n  a: " + "(" * n + "\n"}
    ),
    Hostile("notes of one name", 10_000, lambda n: {f"{i}/A.md": "[[A]]\n" for i in range(n)}),
    Hostile(
        "notes that link to each other",
        10_000,
        lambda n: {f"A{i}.md": f"[[A{i + 1}]] [[a{i}]] [[B{i}]]\n" for i in range(n)},
    ),
    Hostile(
        "notes with ids of each other",
        5_000,
        lambda n: {f"A{i}.md": "﹇<br>\nq\n#card\na\n<br>﹈<br>^1700000000000\n" for i in range(n)},
    ),
    Hostile(
        "notes one after the other",
        5_000,
        lambda n: {
            f"A{i}.md": f"{_neighbour('Previous', i - 1)}\na\n\n{_neighbour('Next', i + 1)}"
            for i in range(n)
        },
    ),
    Hostile(
        "notes that one note follows",
        5_000,
        lambda n: {
            f"A{i}.md": "> [!info]\n> **Previous Note(s)**:\n> - [[A0]]\n\na\n" for i in range(n)
        },
    ),
    Hostile(
        "links to one note of many headings",
        30_000,
        lambda n: {
            "A.md": "".join(f"# a{i}\n" for i in range(n)),
            "B.md": "".join(f"[[A#b{i}]]\n" for i in range(n)),
        },
    ),
    Hostile(
        "links to one note of many ids",
        30_000,
        lambda n: {
            "A.md": "".join(f"a ^a{i}\n\n" for i in range(n)),
            "B.md": "".join(f"[[A#^b{i}]]\n" for i in range(n)),
        },
    ),
    Hostile("deep folders", 1_000, lambda n: {"a/" * 100 + f"{i}.md": "[[x]]" for i in range(n)}),
)


def all_repeated(size: int) -> Iterator[Hostile]:
    """Every token in every layout."""
    for token in TOKENS:
        for layout in LAYOUTS:
            yield Hostile(f"{token} {layout}", size, repeated(token, layout))
