"""Canvases as files of a vault. What each rule says stands in the rulebook."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from vaultlint.cli.main import main
from vaultlint.notes.parse import parse
from vaultlint.text.source import source
from vaultlint.vault.files import discover

HOOKS = Path(__file__).parent.parent / ".pre-commit-hooks.yaml"
TEXT = '{"id": "a", "type": "text", "text": %s, "x": 0, "y": 0, "width": 250, "height": 60}'


def _canvas(*texts: str) -> str:
    """A canvas with these text cards, each written as JSON."""
    return f'{{"nodes": [{",".join(TEXT % text for text in texts)}]}}'


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault with one sound file of each kind; the current folder."""
    (tmp_path / ".obsidian").mkdir()
    _write(tmp_path / "Dough.md", "Flour and water.\n")
    _write(tmp_path / "Plan.canvas", '{"nodes": []}')
    _write(tmp_path / "Breads.base", "views:\n  - type: table\n    name: All\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _check(*arguments: str, text: str | None = None) -> tuple[int, list[str], str]:
    """Exit code, lines of the report, and what was said besides."""
    options = ["check", "--output-format=concise", *arguments]
    result = CliRunner().invoke(main, options, input=text)
    return result.exit_code, result.stdout.splitlines(), result.stderr


# --- as files of a vault


def test_a_vault_holds_them_apart_from_its_notes(vault: Path) -> None:
    listing = discover(vault)
    assert listing.notes == ("Dough.md",)
    assert listing.others == ("Breads.base", "Plan.canvas")
    assert listing.files == ("Breads.base", "Dough.md", "Plan.canvas")


@pytest.mark.parametrize(
    ("arguments", "summary"),
    [
        pytest.param((), "3 files checked, no mistakes found", id="all"),
        pytest.param(("Plan.canvas",), "1 file checked, no mistakes found", id="a canvas"),
        pytest.param(("Breads.base",), "1 file checked, no mistakes found", id="a base"),
        pytest.param(("Dough.md",), "1 note checked, no mistakes found", id="a note"),
    ],
)
def test_they_are_counted(vault: Path, arguments: tuple[str, ...], summary: str) -> None:
    assert vault.is_dir()
    assert _check(*arguments) == (0, [summary], "")


def test_the_json_report_counts_them_apart(vault: Path) -> None:
    result = CliRunner().invoke(main, ["check", "Plan.canvas", "--output-format=json"])
    assert json.loads(result.stdout)["vaults"] == [
        {
            "root": vault.as_posix(),
            "notes": 1,
            "checked": 0,
            "others": 2,
            "others_checked": 1,
            "renamed_folders": [],
        }
    ]


def test_one_file_says_the_same_as_the_vault(vault: Path) -> None:
    _write(vault / "Plan.canvas", _canvas('"[[Gone]]"'))
    _write(vault / "Breads.base", "views: 1\n")
    _write(vault / "Index.md", "![[Breads.base#All]]\n")
    _, whole, _ = _check()
    single = [line for name in ("Breads.base", "Plan.canvas") for line in _check(name)[1][:-1]]
    assert whole[:-1] == single
    assert len(single) == 2


def test_standard_input(vault: Path) -> None:
    assert vault.is_dir()
    for name in ("Plan.canvas", "plans/New.canvas"):
        code, lines, said = _check("--stdin-filename", name, "-", text="{")
        assert (code, said) == (1, "")
        assert lines[0].startswith(f"{name}:1:1: error invalid-canvas nothing closes this {{;")


def test_outside_of_a_vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path / "Plan.canvas", "[")
    monkeypatch.chdir(tmp_path)
    code, lines, _ = _check("Plan.canvas")
    assert (code, lines[-1]) == (1, "1 error in 1 of 1 file")


def test_excluded_folders_hold_for_them(vault: Path) -> None:
    _write(vault / ".vaultlint.yaml", "exclude: [old/]\n")
    _write(vault / "old" / "Plan.canvas", "[")
    _write(vault / ".trash" / "Plan.canvas", "[")
    assert _check() == (0, ["3 files checked, no mistakes found"], "")


def test_rules_of_notes_leave_them_alone(vault: Path) -> None:
    _write(vault / "Plan.canvas", _canvas('"﹇<br> #card {{c1::x}}"'))
    assert _check("--select=all")[0] == 0


def test_a_link_to_a_canvas_is_no_link_to_a_heading(vault: Path) -> None:
    _write(vault / "Index.md", "[[Plan.canvas#Day 1]]\n")
    assert _check() == (0, ["4 files checked, no mistakes found"], "")


def test_commands_about_notes_do_not_take_them(vault: Path) -> None:
    assert vault.is_dir()
    result = CliRunner().invoke(main, ["cards", "Plan.canvas"])
    assert (result.exit_code, result.stderr) == (
        2,
        'vaultlint: "Plan.canvas" is not a note; notes are files that end in .md\n',
    )


@pytest.mark.parametrize(
    ("name", "is_taken"),
    [
        ("A.md", True),
        ("b/A.CANVAS", True),
        ("A.base", True),
        ("A.md.txt", False),
        ("canvas", False),
    ],
)
def test_the_hook_takes_them(name: str, is_taken: bool) -> None:
    hook = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))[0]
    assert bool(re.search(hook["files"], name)) is is_taken


# --- text cards


_INNER = st.lists(
    st.sampled_from(["\n", "\t", '"', "\\", "a", "é", "🍞", "[[A]]", "![[b.png|1]]", " "]),
    max_size=12,
).map("".join)


@given(_INNER, st.booleans())
def test_links_are_those_of_a_note_with_the_text(markdown: str, ascii_only: bool) -> None:
    canvas = parse(source("A.canvas", _canvas(json.dumps(markdown, ensure_ascii=ascii_only))))
    note = parse(source("A.md", markdown))
    assert [link.target for link in canvas.links] == [link.target for link in note.links]
    for in_canvas, in_note in zip(canvas.links, note.links, strict=True):
        assert canvas.source.slice(in_canvas.span) == note.source.slice(in_note.span)
        assert canvas.source.slice(in_canvas.target_span) == in_note.target


def test_escapes_before_a_link_and_in_it() -> None:
    text = _canvas(r'"\ud83c\udf5e\n\u00e9 \"[[B\u0072ead]]\""')
    (link,) = parse(source("A.canvas", text)).links
    assert link.target == "Bread"
    assert text[link.target_span.start : link.target_span.end] == r"B\u0072ead"


# --- hostile files


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        pytest.param(b"[" * 100_000, "invalid-canvas", id="deep"),
        pytest.param(b'{"a":' * 100_000, "invalid-canvas", id="deep objects"),
        pytest.param(b'"' * 1_000_000, "invalid-canvas", id="quotes"),
        pytest.param(b'["' + b"\\n" * 1_000_000, "invalid-canvas", id="escapes"),
        pytest.param(b'{"nodes":[{"x":' + b"9" * 100_000 + b"}]}", "invalid-canvas", id="digits"),
        pytest.param('{"nodes": []}'.encode("utf-16"), "invalid-utf-8", id="UTF-16"),
        pytest.param(b'{"nodes": [\xe9]}', "invalid-utf-8", id="Latin-1"),
        pytest.param(b'{"nodes": [\xed\xa0\x80]}', "invalid-utf-8", id="a raw surrogate"),
        pytest.param(bytes(range(256)) * 10, "invalid-utf-8", id="binary"),
        pytest.param(b'{"nodes": 1, "nodes": 2}', "invalid-canvas", id="a key twice"),
    ],
)
def test_hostile_files_are_diagnostics(vault: Path, content: bytes, rule: str) -> None:
    (vault / "Plan.canvas").write_bytes(content)
    code, lines, said = _check("Plan.canvas")
    assert (code, said) == (1, "")
    assert rule in {line.split(" ")[2] for line in lines[:-1]}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xef\xbb\xbf{}", id="byte order mark"),
        pytest.param(_canvas('"\\ud800"').encode(), id="half a pair"),
    ],
)
def test_odd_files_are_no_errors(vault: Path, content: bytes) -> None:
    (vault / "Plan.canvas").write_bytes(content)
    assert _check("Plan.canvas", "--fail-on=warning")[0] == 0


def _seconds(nodes: int) -> float:
    text = _canvas(*('"[[a]]"' for _ in range(nodes)))
    start = time.process_time()
    parse(source("Plan.canvas", text))
    return time.process_time() - start


def test_reading_is_linear() -> None:
    _seconds(100)
    # Quadratic work would take 64 times as long.
    assert _seconds(2000) < 30 * max(_seconds(250), 0.01)
