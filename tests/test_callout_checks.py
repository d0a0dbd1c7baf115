"""What is no callout, and what belongs to one; and what a vault has styles for."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from vaultlint.checks.callouts import malformed_callout, unquoted_callout_line
from vaultlint.commands.vaults import collector_paused
from vaultlint.notes.parse import parse
from vaultlint.rule import NoOptions
from vaultlint.text.source import source
from vaultlint.vault.calloutstyles import styled_callouts


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        pytest.param("> [!a]b c\n", "[!a]b", id="glued title"),
        pytest.param(">\t[!a]b\n", "[!a]b", id="behind a tab"),
        pytest.param("> x\n> [!a]\n", "[!a]", id="second line"),
        pytest.param("1. > [!a]b\n", "[!a]b", id="in a list"),
        pytest.param("> x\n> > [!a]\n", None, id="a quote in a quote"),
        pytest.param("> x\n\n> [!a]\n", None, id="another quote"),
        pytest.param("> [!a](b)\n", None, id="link"),
        pytest.param("> `[!a]b`\n", None, id="code"),
        pytest.param("[!a]b\n", None, id="no quote"),
        pytest.param("---\nk: |\n  > [!a]b\n---\n", None, id="property"),
        pytest.param("<div>\n> [!a]b\n</div>\n", None, id="html"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_malformed_callouts(text: str, marked: str | None, line_end: str) -> None:
    note = parse(source("Note.md", text.replace("\n", line_end)))
    found = [note.source.slice(f.span) for f in malformed_callout.check(note, NoOptions())]
    assert found == ([] if marked is None else [marked])


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("> [!a] t\n> x\ny\n", ["y"], id="below its text"),
        pytest.param("> [!a] t\ny\n", ["y"], id="below its title"),
        pytest.param("> [!a]\n> - x\n  y\n", ["y"], id="below an item"),
        pytest.param("> > [!a]\n> > x\n> y\nz\n", ["> y"], id="first of several"),
        pytest.param("> [!a]\n> > [!b]\n> > x\ny\n", ["y"], id="told once"),
        pytest.param("> [!a]\n> ```\n> x\n> ```\ny\n", [], id="below code"),
        pytest.param("> [!a]\n> x\n\ny\n", [], id="blank line"),
        pytest.param("> [!a]\n> x\n- y\n", [], id="list"),
        pytest.param("> [!a]\n> x\n^id-1\n", [], id="block id"),
        pytest.param("- > [!a]\n  > x\n  y\n", ["y"], id="in a list"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_unquoted_lines(text: str, lines: list[str], line_end: str) -> None:
    note = parse(source("Note.md", text.replace("\n", line_end)))
    found = [note.source.slice(f.span) for f in unquoted_callout_line.check(note, NoOptions())]
    assert found == lines


def test_styles_of_a_vault(tmp_path: Path) -> None:
    (tmp_path / "snippets").mkdir()
    (tmp_path / "snippets" / "a.css").write_text(
        """.callout[data-callout="Recipe"], .callout[data-callout^='oven'] {}
        .callout[data-callout=plain] {} .callout[data-callout-metadata="wide"] {}""",
        encoding="utf-8",
    )
    (tmp_path / "snippets" / "b.css").mkdir()
    theme = tmp_path / "themes" / "Any"
    theme.mkdir(parents=True)
    (theme / "theme.css").write_bytes(b'\xff [data-callout~="kitchen"] {}')
    manager = tmp_path / "plugins" / "callout-manager"
    manager.mkdir(parents=True)
    (manager / "data.json").write_text('{"callouts": {"custom": ["Bakery", 1]}}', encoding="utf-8")
    assert styled_callouts(tmp_path) == {"recipe", "oven", "plain", "kitchen", "bakery"}
    assert styled_callouts(tmp_path / "nowhere") == frozenset()


@pytest.mark.parametrize("text", ["> [!a]b ", "> [!a]b\n", "> [!a]\nx\n\n", ">" * 50 + "[!a]b\n"])
def test_time_grows_with_the_note(text: str) -> None:
    def seconds(count: int) -> float:
        note = parse(source("Note.md", text * count))
        with collector_paused():  # as in every run; here it would also look through all other tests
            begin = time.process_time()
            list(malformed_callout.check(note, NoOptions()))
            list(unquoted_callout_line.check(note, NoOptions()))
            return time.process_time() - begin

    small, large = min(seconds(1000) for _ in range(3)), min(seconds(8000) for _ in range(3))
    assert large < 24 * small + 0.1, (small, large)
