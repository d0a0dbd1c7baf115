"""`explain`, `rules` and `inspect`, as a user calls them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from vaultlint.checks.catalogue import rule_names
from vaultlint.cli.main import main


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_explain_as_markdown() -> None:
    code, out, _ = run("explain", "unclosed-card", "--output-format", "markdown")
    assert code == 0
    assert out.startswith(
        "# unclosed-card\n\nFamily **cards**, severity **error**; looks at the note alone; "
        "has a fix (unsafe).\n\n## What\n\n"
    )
    assert "Note(s)" not in out


@pytest.mark.parametrize("name", rule_names())
def test_explain_as_json_has_every_section(name: str) -> None:
    code, out, _ = run("explain", name, "--output-format", "json")
    page = json.loads(out)
    titles = [section["title"] for section in page["sections"] if section["title"] != "Options"]
    assert (code, page["rule"], titles) == (0, name, ["What", "Why", "Bad", "Good"])
    assert page["summary"]
    assert "\n" not in page["summary"]


def test_explain_renders_for_people() -> None:
    code, out, _ = run("explain", "unclosed-card")
    assert code == 0
    assert "\x1b[" not in out
    assert "unclosed-card" in out
    assert ".md\n" in re.sub(" +\n", "\n", out)  # the paths of the example's files


def test_explain_an_unknown_rule() -> None:
    assert run("explain", "unclosd-card") == (
        2,
        "",
        'vaultlint: no rule is named "unclosd-card"; did you mean "unclosed-card"?\n',
    )


def test_rules_as_json_and_as_table() -> None:
    _, out, _ = run("rules", "--output-format", "json")
    assert [entry["rule"] for entry in json.loads(out)] == list(rule_names())
    code, table, _ = run("rules")
    assert code == 0
    assert [name for name in rule_names() if name not in table] == []


def test_inspect_for_people(tmp_path: Path) -> None:
    note = tmp_path / "N.md"
    note.write_text("---\na: 1\n---\n# H\n\n[[M]] #t\n", encoding="utf-8")
    assert run("inspect", str(note))[1] == (
        "N.md (note)\n"
        "\n"
        "properties (1)\n"
        "  a: 1\n"
        "\n"
        "headings (1)\n"
        '       4:1  level 1, text "H"\n'
        "\n"
        "links (1)\n"
        '       6:1  kind "wiki", target "M", path "M"\n'
        "\n"
        "tags (1)\n"
        '       6:7  name "t"\n'
        "\n"
        "dialects: bracket\n"
    )


def test_inspect_what_the_plugin_reads_otherwise(tmp_path: Path) -> None:
    note = tmp_path / "N.md"
    schedule = "<!--SR:!2024-01-31,4,270-->"
    note.write_text(f"#flashcards\n\nQ\n?\n- a\n\n- b\n{schedule}\n", encoding="utf-8")
    seen = run("inspect", str(note))[1]
    assert '8:1  reviews ["2024-01-31,4,270"]\n' in seen
    assert '7:1  rule "cut-multiline-answer", form "schedule", card "Q"\n' in seen
    assert 'kind "multi-line", question "Q", answer "- a"' in seen


def test_inspect_urls_in_the_text(tmp_path: Path) -> None:
    note = tmp_path / "N.md"
    note.write_text("see https://a.b/c.\n[d](https://e.f) <file:///g>\n", encoding="utf-8")
    seen = run("inspect", str(note))[1]
    assert 'external links (1)\n       2:1  url "https://e.f"\n' in seen
    assert 'addresses (2)\n       1:5  url "https://a.b/c"\n' in seen
    assert '      2:19  url "file:///g"\n' in seen


def test_inspect_what_is_not_there(tmp_path: Path) -> None:
    code, out, err = run("inspect", str(tmp_path / "N.md"))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "N.md" in err
