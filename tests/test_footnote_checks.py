"""What the rules about footnotes take for a footnote."""

from __future__ import annotations

import time

import pytest

from vaultlint.checks.footnotes import (
    footnote_without_definition,
    lost_footnote_definition,
    unused_footnote,
)
from vaultlint.commands.vaults import collector_paused
from vaultlint.notes.facts import Note
from vaultlint.notes.parse import parse
from vaultlint.rule import NoOptions
from vaultlint.text.source import source

_RULES = {
    "missing": footnote_without_definition,
    "lost": lost_footnote_definition,
    "unused": unused_footnote,
}


def found(note: Note) -> list[tuple[str, str]]:
    return [
        (name, note.source.slice(finding.span))
        for name, rule in _RULES.items()
        for finding in rule.check(note, NoOptions())
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a[^1]\n\n[^1]: b\n", [], id="sound"),
        pytest.param("a[^1]\n", [("missing", "[^1]")], id="missing"),
        pytest.param("(a[^1])\n", [("missing", "[^1]")], id="missing in parentheses"),
        pytest.param("a[^1][^x]\n\n[^x]: b\n", [("missing", "[^1]")], id="two in a row"),
        pytest.param("x ([^ab]) /[^ab]/ [^ab]* [^,] [^0-9]\n", [], id="classes"),
        pytest.param("a[^1]\n[^1]: b\n", [("lost", "[^1]:")], id="text above"),
        pytest.param("> a[^1]\n> [^1]: b\n", [("lost", "[^1]:")], id="text above in a quote"),
        pytest.param("- a[^1]\n  [^1]: b\n", [("lost", "[^1]:")], id="text above in a list"),
        pytest.param("a[^1]\n\n    [^1]: b\n", [("lost", "[^1]:")], id="code"),
        pytest.param("a\n\n    [^1]: b\n", [], id="code that nobody asks for"),
        pytest.param("[^a b]: c\n", [("lost", "[^a b]:")], id="blank"),
        pytest.param("[^1]: b\n", [("unused", "[^1]:")], id="unused"),
        pytest.param("[^1]: b [^1]\n", [], id="used in itself"),
        pytest.param("# a[^1]\n[^1]: b\n", [], id="below a heading"),
        pytest.param("| a[^1] |\n| --- |\n| b |\n\n[^1]: c\n", [], id="in a table"),
        pytest.param("a[^1]\n\n%%\n[^1]: b\n", [], id="a part is hidden"),
        pytest.param("%%\na[^1]\n[^1]: b\n%%\n", [], id="comment"),
        pytest.param("a as [^1]: b\n\n[^1]: c\n", [], id="colon behind"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_footnotes(text: str, expected: list[tuple[str, str]], line_end: str) -> None:
    assert found(parse(source("Note.md", text.replace("\n", line_end)))) == expected


@pytest.mark.parametrize(
    "text", ["[^1]: ", "a[^1] ", "a[^1]\n[^2]: ", "[^a b]: c\n", "    [^1]:\n\n"]
)
def test_time_grows_with_the_note(text: str) -> None:
    def seconds(count: int) -> float:
        note = parse(source("Note.md", text * count))
        with collector_paused():  # as in every run; here it would also look through all other tests
            begin = time.process_time()
            found(note)
            return time.process_time() - begin

    small, large = min(seconds(2000) for _ in range(3)), min(seconds(16000) for _ in range(3))
    assert large < 24 * small + 0.1, (small, large)
