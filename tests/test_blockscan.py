"""The scan of lines and markdown-it-py find the same blocks, and most notes need only the scan."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.invoke import vaultlint
from tests.shared import SHARED, needs_shared
from vaultlint.notes import blockreading as reading
from vaultlint.notes.blocks import parse_blocks
from vaultlint.notes.blockscan import scan_blocks
from vaultlint.notes.frontmatter import read_frontmatter
from vaultlint.text.decode import decode
from vaultlint.text.source import Source, source
from vaultlint.text.span import Span

ROOT = Path(__file__).parent.parent
VAULTS = sorted(path for path in (ROOT / "tests" / "vaults").iterdir() if path.is_dir())

_PREFIXES = (
    *("", "", "", "", " ", "  ", "   ", "    ", "     ", "\t", "> ", ">", "> > ", ">   ", ">\t"),
    *("- ", "* ", "+ ", "-", "-\t", "- - ", "1. ", "2) ", "1) ", "10. ", "  - ", "    - ", "\t- "),
    *("- [x] ", "- [ ] ", "> - ", "> 1. ", "- > ", "  > ", "> [!note] ", "> [!INFO]+ ", "> [!a]- "),
)
_TEXTS = (
    *(
        "",
        "",
        "",
        " ",
        "   ",
        "a",
        "b c",
        "text",
        "a ",
        "é",
        "\u2028x",
        "﹇<br>",
        "#card",
        "⌂",
        "^id",
    ),
    *(
        "# H",
        "## H ##",
        "#",
        "---",
        "===",
        "=",
        "--",
        "***",
        "- - -",
        "_ _ _",
        "__",
        "-x",
        "+",
        "*",
    ),
    *("```", "```py", "````", "~~~", "| a | b |", "|---|---|", "a|b", "-|-", "| c |", "| - |"),
    *("<div>", "</div>", "<br>", "<br>﹈<br>^123", "<span>", "<script>", "</script>", "<!-- c -->"),
    *("<!-- o", "o -->", "`<!--`", "$$", "$$ x $$", "$$ x", "x $$ y", "%%", "%% c %%", "[x]: y"),
    *(
        "[^1]: n",
        "[z]: <a b> 'c'",
        "[x]:",
        "[x]: y z",
        "[a](b)",
        "[[L]]",
        "[x] t",
        "[!note]",
        "1. x",
        "12345678901. x",
        "> q",
        ">",
    ),
    *("- i", "  - j", "\ta", "^id", "*"),
)


def _line(dice: random.Random) -> str:
    prefixes = dice.choices(_PREFIXES, k=dice.choice((0, 1, 1, 1, 2, 3)))
    return "".join((*prefixes, *dice.choices(_TEXTS, k=dice.choice((0, 1, 1, 1, 2)))))


def _text(dice: random.Random) -> str:
    line_break = dice.choices(("\n", "\r\n", "\r"), (90, 8, 2))[0]
    lines: list[str] = []
    for _ in range(dice.choice((1, 2, 3, 4, 5, 6, 8, 12))):
        lines.append(_line(dice))
        if dice.random() < 0.15:
            lines.append(lines[-1])
    return line_break.join((*lines, *[""] * dice.choice((0, 0, 1, 2, 4))))


def _is_scanned(note: Source, body: Span) -> bool:
    """Whether the scan answers for the body; what it answers is right."""
    found = scan_blocks(note, body) if body.start < body.end else None
    assert found is None or found == parse_blocks(note, body), note.text
    return found is not None


def _is_scanned_text(text: str) -> bool:
    return _is_scanned(source("note.md", text), Span(0, len(text)))


def test_generated_notes() -> None:
    dice = random.Random(20240501)
    scanned = [_is_scanned_text(_text(dice)) for _ in range(4000)]
    assert sum(scanned) > 2000


_MARKERS = ("", "", "- ", "- ", "* ", "1. ", "2. ", "10. ", "2) ", "100. ", "-  ", "[^1]: ", "> - ")
_WORDS = (
    "",
    *("a", "`b`", "``c`", "```", "$d$", "$$", "**e**", "**", "*f*", "*", "_g_", "__", "#h", "# i"),
    *("#", "[j](k)", "[l]: m", "[x] n", "[o", "[^1]: p", "|", "=", "-", ":-", "1", "3.", "<br>"),
)


def _plain_text(dice: random.Random) -> str:
    """Paragraphs and lists at the margin, which are read by one expression, and what is close."""
    text = ""
    for _ in range(dice.choice((1, 2, 3, 5, 8))):
        tabs = "\t" * dice.choice((0, 0, 0, 1, 1, 2, 3))
        text += tabs + dice.choice(_MARKERS) + dice.choice(_WORDS) + dice.choice(("", " ", " q"))
        text += dice.choice(("\n", "\n", "\n", "\n\n", "\n\n", "\n \n\n", "\r\n"))
    return text


def test_paragraphs_and_lists() -> None:
    dice = random.Random(20241126)
    scanned = [_is_scanned_text(_plain_text(dice)) for _ in range(6000)]
    assert sum(scanned) > 4000


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from((*_PREFIXES, *_TEXTS, *"\n\n\n\n\n")), max_size=40).map("".join))
def test_any_text(text: str) -> None:
    _is_scanned_text(text)


def _all_scanned(folder: Path) -> bool:
    """Whether the scan answers for all notes in a folder that are not empty."""
    notes = [decode(path.name, path.read_bytes()) for path in sorted(folder.rglob("*.md"))]
    assert notes
    bodies = [(note, read_frontmatter(note)[1]) for note in notes]
    scanned = [_is_scanned(note, body) for note, body in bodies if body.start < body.end]
    return all(scanned)


@pytest.mark.parametrize("folder", ["rules", "examples", "tests/vaults", "docs"])
def test_notes_of_the_project(folder: str) -> None:
    assert _all_scanned(ROOT / folder)


@pytest.mark.parametrize("text", ["`one` a", "**two** b", "[three](c.md)", "#four"])
def test_a_footnote_may_begin_with_a_mark(text: str) -> None:
    assert _is_scanned_text(f"[^1]: {text}\n")


@needs_shared
def test_notes_of_the_real_vault() -> None:
    assert SHARED is not None
    assert _all_scanned(SHARED / "vault-sample")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("> a\nb\n", id="lazy line"),
        pytest.param(">\ta\n", id="tab in a quote"),
        pytest.param("> -\ta\n", id="tab in a list in a quote"),
        pytest.param("[^1]: a\nb\n", id="footnote of two lines"),
        pytest.param("[^1]: a\n\n    b\n", id="footnote of two paragraphs"),
        pytest.param("[^1]: - a\n", id="list in a footnote"),
        pytest.param("> [^1]: a\n", id="footnote in a quote"),
        pytest.param("[a]:\nb.md\n", id="reference definition on two lines"),
        pytest.param("%%\na\n%%\n", id="comment block"),
        pytest.param("a <!-- b\n\nc -->\n", id="comment across paragraphs"),
        pytest.param("a\rb\n", id="lone carriage return"),
        pytest.param("> " * 21 + "a\n", id="deep quote"),
        pytest.param("- " * 21 + "a\n", id="deep list"),
    ],
)
def test_what_is_left_to_markdown_it(text: str) -> None:
    assert not _is_scanned_text(text)


@pytest.mark.parametrize("vault", [*VAULTS, ROOT / "examples"], ids=lambda vault: vault.name)
def test_reports_are_the_same_without_the_scan(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("check", vault, "--extend-select", "all", "--no-cache", "--output-format", "json")
    scanned = vaultlint(*asked)
    calls: list[Source] = []

    def no_answer(note: Source, body: Span) -> None:
        del body
        calls.append(note)

    monkeypatch.setattr(reading, "scan_blocks", no_answer)
    assert vaultlint(*asked) == scanned
    assert calls
