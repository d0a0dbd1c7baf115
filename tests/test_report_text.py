"""The report for people: lines of notes, and marks that stand under what they mean."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace
from wcwidth import wcswidth

from vaultlint.diagnostic import (
    Diagnostic,
    Finding,
    KeptBack,
    Related,
    Report,
    Severity,
    VaultReport,
)
from vaultlint.report.concise import concise_lines
from vaultlint.report.snippet import Row, marked, snippet
from vaultlint.report.summary import summary_line
from vaultlint.report.text import text_lines
from vaultlint.report.visible import visible
from vaultlint.text.decode import decode
from vaultlint.text.source import source
from vaultlint.text.span import Span

ROOM = 60


@pytest.mark.parametrize(
    ("text", "start", "end", "shown", "indent", "marks"),
    [
        pytest.param("a link", 2, 6, "a link", 2, 4, id="plain"),
        pytest.param("", 0, 0, "", 0, 1, id="an empty line"),
        pytest.param("abc", 1, 1, "abc", 1, 1, id="an empty span"),
        pytest.param("abc", 3, 3, "abc", 3, 1, id="the end of the line"),
        pytest.param("\ta\tb", 1, 2, "    a   b", 4, 1, id="behind a tab"),
        pytest.param("\ta\tb", 2, 3, "    a   b", 5, 3, id="a tab"),
        pytest.param("漢字 [[a]]", 5, 6, "漢字 [[a]]", 7, 1, id="wide characters"),
        pytest.param("﹇<br>", 0, 5, "﹇<br>", 0, 6, id="a card's opener"),
        pytest.param("🌙 [[a]]", 4, 5, "🌙 [[a]]", 5, 1, id="an emoji"),
        pytest.param("👩🏽‍🎤x", 4, 5, "👩🏽‍🎤x", 2, 1, id="an emoji of four code points"),
        pytest.param("👩🏽‍🎤x", 1, 2, "👩🏽‍🎤x", 0, 2, id="a part of it"),
        pytest.param("e\u0301a", 2, 3, "e\u0301a", 1, 1, id="behind a combining mark"),
        pytest.param("e\u0301a", 1, 2, "e\u0301a", 0, 1, id="a combining mark"),
        pytest.param("a\u200bb", 1, 2, "a\\u200bb", 1, 6, id="a zero-width space"),
        pytest.param("a\x1b[31mb", 1, 2, "a\\x1b[31mb", 1, 4, id="what a terminal obeys"),
        pytest.param("a\u202eb", 2, 3, "a\\u202eb", 7, 1, id="behind what turns text round"),
        pytest.param("a\ud800b", 1, 2, "a\\ud800b", 1, 6, id="a lone surrogate"),
        pytest.param("x" * 60, 0, 60, "x" * 60, 0, 60, id="just as long as the line"),
        pytest.param("x" * 61, 0, 1, "x" * 59 + "…", 0, 1, id="one more: cut at the right"),
        pytest.param("x" * 99, 0, 99, "x" * 59 + "…", 0, 60, id="all of a long line"),
        pytest.param(
            "a" * 90 + "!" + "b" * 9,
            90,
            91,
            "…" + "a" * 20 + "!" + "b" * 9,
            21,
            1,
            id="cut at the left",
        ),
        pytest.param(
            "a" * 999 + "!" + "b" * 999,
            999,
            1000,
            "…" + "a" * 20 + "!" + "b" * 37 + "…",
            21,
            1,
            id="cut at both sides",
        ),
        pytest.param(
            "漢" * 99 + "!",
            99,
            100,
            "…" + "漢" * 10 + "!",
            21,
            1,
            id="cut between wide characters",
        ),
    ],
)
def test_marks(text: str, start: int, end: int, shown: str, indent: int, marks: int) -> None:
    assert marked(Row(1, text, start, end), ROOM) == (shown, indent, marks)
    assert wcswidth(shown) <= ROOM


def test_only_what_can_be_seen_of_a_huge_line_is_looked_at() -> None:
    text = "a" * 5_000_000 + "!" + "b" * 5_000_000
    assert marked(Row(1, text, 5_000_000, 10_000_000), ROOM) == (
        "…" + "a" * 20 + "!" + "b" * 37 + "…",
        21,
        39,
    )


@pytest.mark.parametrize(
    ("text", "span", "rows"),
    [
        pytest.param("a\nbcd\ne", Span(3, 4), [Row(2, "bcd", 1, 2)], id="in a line"),
        pytest.param("a\r\nbcd\r\ne", Span(4, 5), [Row(2, "bcd", 1, 2)], id="CR LF"),
        pytest.param("ab\nc\n", Span(1, 3), [Row(1, "ab", 1, 2)], id="with the line break"),
        pytest.param(
            "ab\nc\n de\n",
            Span(1, 8),
            [Row(1, "ab", 1, 2), Row(3, " de", 1, 3)],
            id="its first and last line",
        ),
        pytest.param("ab", Span(2, 2), [Row(1, "ab", 2, 2)], id="the end"),
        pytest.param("ab\n", Span(3, 3), [Row(2, "", 0, 0)], id="the empty last line"),
        pytest.param("a\u2028b", Span(2, 3), [Row(1, "a\u2028b", 2, 3)], id="U+2028 ends no line"),
    ],
)
def test_rows(text: str, span: Span, rows: list[Row]) -> None:
    assert list(snippet(source("A.md", text), span).rows) == rows


def test_rows_show_the_file_as_it_is() -> None:
    damaged = decode("A.md", "caf\u00e9 na\u00efve\n[[x]]\n".encode("cp1252"))
    at = damaged.text.index("[[x]]")
    assert list(snippet(damaged, Span(at, at + 5)).rows) == [Row(2, "[[x]]", 0, 5)]


def _report(text: str, *findings: tuple[Severity, Finding], other: str = "") -> Report:
    diagnostics = tuple(
        Diagnostic("some-rule", "links", severity, "A.md", finding)
        for severity, finding in findings
    )
    sources = {"A.md": source("A.md", text), "sub/B.md": source("sub/B.md", other)}
    return Report((VaultReport("/vault", 3, 2, diagnostics, (), sources),))


def _text(report: Report, show_from: Severity = Severity.INFO, color: bool = False) -> str:
    return "\n".join(text_lines(report, show_from, "/vault", color, 80))


def test_a_place_and_related_places() -> None:
    finding = Finding(
        Span(2, 3),
        "id 1 stands twice; remove one",
        (Related(Span(6, 7), "the first"), Related(Span(0, 3), "the same", "sub/B.md")),
    )
    report = _report("a 1\nb 1\n", (Severity.ERROR, finding), other="x 1\n")
    assert _text(report) == (
        "A.md\n"
        "  1:3 error some-rule: id 1 stands twice; remove one\n"
        "  1 │ a 1\n"
        "    │   ^\n"
        "    ╰ 2:3 the first\n"
        "  2 │ b 1\n"
        "    │   ─\n"
        "    ╰ sub/B.md:1:1 the same\n"
        "  1 │ x 1\n"
        "    │ ───\n"
    )


def test_many_lines_and_line_numbers_of_two_lengths() -> None:
    text = "".join(f"line {number}\n" for number in range(1, 13))
    report = _report(text, (Severity.WARNING, Finding(Span(7, len(text)), "too long; cut it")))
    assert _text(report) == (
        "A.md\n"
        "  2:1 warning some-rule: too long; cut it\n"
        "   2 │ line 2\n"
        "     │ ^^^^^^\n"
        "   ⋮\n"
        "  12 │ line 12\n"
        "     │ ^^^^^^^\n"
    )


def test_many_related_places_are_counted() -> None:
    related = tuple(Related(Span(place, place + 1), "again") for place in range(9))
    report = _report("x" * 9, (Severity.INFO, Finding(Span(0, 1), "often; once", related)))
    lines = _text(report).splitlines()
    assert [line for line in lines if "again" in line] == [
        f"    ╰ 1:{column} again" for column in (1, 2, 3, 4)
    ]
    assert lines[-1] == "    ╰ and 5 more"


def test_colors_change_nothing_else() -> None:
    finding = Finding(Span(2, 3), "wrong; right", (Related(Span(0, 1), "here"),))
    report = _report("a 1\n", *((severity, finding) for severity in Severity))
    colored = _text(report, color=True)
    assert re.sub("\x1b\\[[0-9;]*m", "", colored) == _text(report)
    assert [f"\x1b[1;{code}m" in colored for code in (31, 33, 36)] == [True] * 3


def test_messages_are_made_visible() -> None:
    finding = Finding(Span(0, 1), 'no note is named "\x1b]0;x\x07\u202e"')
    report = _report("a", (Severity.ERROR, finding))
    expected = 'no note is named "\\x1b]0;x\\x07\\u202e"'
    assert _text(report).splitlines()[1] == f"  1:1 error some-rule: {expected}"
    (line,) = concise_lines(report, Severity.INFO, "/")
    assert line == f"vault/A.md:1:1: error some-rule {expected}"


@pytest.mark.parametrize(
    ("current", "path"),
    [
        pytest.param("/vault", "A.md", id="in the vault"),
        pytest.param("/", "vault/A.md", id="above it"),
        pytest.param("/vault/sub", "/vault/A.md", id="below"),
        pytest.param("/vau", "/vault/A.md", id="beside"),
    ],
)
def test_paths_from_the_current_folder(current: str, path: str) -> None:
    report = _report("a", (Severity.ERROR, Finding(Span(0, 1), "wrong; right")))
    assert next(text_lines(report, Severity.INFO, current, False, 80)) == path
    (line,) = concise_lines(report, Severity.INFO, current)
    assert line == f"{path}:1:1: error some-rule wrong; right"


@pytest.mark.parametrize(
    ("severities", "show_from", "line"),
    [
        pytest.param([], Severity.INFO, "2 notes checked, no mistakes found"),
        pytest.param([Severity.ERROR], Severity.INFO, "1 error in 1 of 2 notes"),
        pytest.param(
            [Severity.INFO] * 2 + [Severity.WARNING],
            Severity.INFO,
            "1 warning, 2 infos in 1 of 2 notes",
        ),
        pytest.param(
            [Severity.INFO, Severity.ERROR],
            Severity.WARNING,
            "1 error, 1 info in 1 of 2 notes (1 below warning not shown)",
        ),
    ],
)
def test_summary(severities: list[Severity], show_from: Severity, line: str) -> None:
    findings = ((severity, Finding(Span(0, 1), "wrong; right")) for severity in severities)
    report = _report("a", *findings)
    assert summary_line(report, show_from) == line
    (vault,) = report.vaults
    finding = Finding(Span(0, 1), "wrong; right")
    held = KeptBack(Diagnostic("a-rule", "links", Severity.ERROR, "A.md", finding), "settings")
    suppressed = Report((replace(vault, suppressed=(held,) * 3),))
    tail = line.endswith(")")
    expected = f"{line[:-1]}; 3 suppressed)" if tail else f"{line} (3 suppressed)"
    assert summary_line(suppressed, show_from) == expected
    shown = [severity for severity in severities if severity >= show_from]
    assert len(list(concise_lines(report, show_from, "/"))) == len(shown)
    assert _text(report, show_from).count("some-rule") == len(shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("plain é 漢 👩🏽‍🎤 ❤️ می‌خواهم", "plain é 漢 👩🏽‍🎤 ❤️ می‌خواهم", id="text"),
        pytest.param("a\tb\nc\r", "a\\x09b\\x0ac\\x0d", id="blanks that move the cursor"),
        pytest.param("\x1b[2J\x9b1m\x7f", "\\x1b[2J\\x9b1m\\x7f", id="escape sequences"),
        pytest.param("a\u00adb\ufeff", "a\\xadb\\ufeff", id="invisible"),
        pytest.param("\U000e0041", "\\U000e0041", id="tag characters"),
        pytest.param("\u2066x\u2069", "\\u2066x\\u2069", id="isolates"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown
