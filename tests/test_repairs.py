"""Fixes of a whole run: passes, refusals, what is written and what is said."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from vaultlint.cli.main import main
from vaultlint.commands import checking, noteworker, vaultrun
from vaultlint.diagnostic import Change, Edit, Finding, Fix, Severity
from vaultlint.engine import ActiveRule
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule, Vault, VaultRule
from vaultlint.text.span import Span

CARD = "﹇<br>\nWhat is rye?\n\n#card\n\nA grain.\n\n⌂\n<br>﹈<br>^1700000000001\n"

Use = Callable[..., None]


def replacing(
    word: str, put: str, *changes: Change, safe: bool = True, name: str = "no-word"
) -> ActiveRule:
    """A rule that replaces each place of a word."""

    def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
        at = note.text.find(word)
        while at >= 0:
            span = Span(at, at + len(word))
            fix = Fix(f"Write {put}", (Edit(span, put),), safe, frozenset(changes))
            yield Finding(span, f"{word}; write {put}", fix=fix)
            at = note.text.find(word, span.end)

    rule = NoteRule(name, "links", Severity.WARNING, check, "safe")
    return ActiveRule(rule, Severity.WARNING, NoOptions())


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Use:
    """Runs with these rules alone, and knows nothing of runs with others."""

    def use(*rules: ActiveRule) -> None:
        monkeypatch.setenv("VAULTLINT_CACHE_DIR", str(tmp_path_factory.mktemp("caches")))
        for module in (checking, noteworker, vaultrun):
            monkeypatch.setattr(module, "active_rules", lambda _settings: rules)

    return use


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """An empty vault."""
    (tmp_path / ".obsidian").mkdir()
    return tmp_path


def check(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)], input=stdin)


def written(vault: Path, **notes: str) -> Path:
    for name, text in notes.items():
        (vault / f"{name}.md").write_bytes(text.encode())
    return vault


def read(vault: Path, name: str) -> str:
    return (vault / f"{name}.md").read_bytes().decode()


# --- what is applied


def test_safe_fixes_are_written(vault: Path, use: Use) -> None:
    use(replacing("tea", "coffee"), replacing("milk", "cream", safe=False, name="no-milk"))
    written(vault, A="tea, milk\n", B="water\n")
    result = check(vault, "--fix")
    assert (read(vault, "A"), read(vault, "B")) == ("coffee, milk\n", "water\n")
    assert result.exit_code == 1
    assert "(1 fixed; 1 fixable with --fix --unsafe-fixes)" in result.stdout


def test_unsafe_fixes_are_asked_for(vault: Path, use: Use) -> None:
    use(replacing("tea", "coffee"), replacing("milk", "cream", safe=False, name="no-milk"))
    written(vault, A="tea, milk\n")
    result = check(vault, "--fix", "--unsafe-fixes")
    assert read(vault, "A") == "coffee, cream\n"
    assert result.exit_code == 0
    assert result.stdout == "1 note checked, 2 mistakes fixed, none left\n"


def test_without_fix_nothing_is_written(vault: Path, use: Use) -> None:
    use(replacing("tea", "coffee"), replacing("milk", "cream", safe=False, name="no-milk"))
    written(vault, A="tea, milk\n")
    result = check(vault)
    assert read(vault, "A") == "tea, milk\n"
    assert "(1 fixable with --fix, 1 more with --unsafe-fixes)" in result.stdout
    assert "--fix: Write coffee\n      - tea, milk\n      + coffee, milk\n" in result.stdout
    assert "--fix --unsafe-fixes: Write cream\n" in result.stdout


def test_the_report_names_the_edits(vault: Path, use: Use) -> None:
    use(replacing("tea", "coffee"))
    written(vault, A="one\ntea\n")
    report = json.loads(check(vault, "--output-format=json").stdout)
    assert report["summary"]["fixable"] == 1
    assert report["diagnostics"][0]["fix"] == {
        "title": "Write coffee",
        "safe": True,
        "path": "A.md",
        "removes_byte_order_mark": False,
        "edits": [{"line": 2, "column": 1, "end_line": 2, "end_column": 4, "text": "coffee"}],
    }


def test_what_a_fix_uncovers_is_fixed_too(vault: Path, use: Use) -> None:
    use(replacing("ab", "", name="no-ab"))
    written(vault, A="aaaabbbb\n")
    check(vault, "--fix")
    assert read(vault, "A") == "\n"


def test_only_what_was_asked_for_is_written(vault: Path, use: Use) -> None:
    use(replacing("tea", "coffee"))
    written(vault, A="tea\n", B="tea\n")
    check(vault / "A.md", "--fix")
    assert (read(vault, "A"), read(vault, "B")) == ("coffee\n", "tea\n")


def test_fix_only_reports_nothing(vault: Path, use: Use) -> None:
    use(replacing("tea", "coffee"), replacing("milk", "cream", safe=False, name="no-milk"))
    written(vault, A="tea, milk\n")
    result = check(vault, "--fix-only")
    assert (result.exit_code, result.stdout) == (0, "1 mistake fixed in 1 note\n")
    assert read(vault, "A") == "coffee, milk\n"


def test_a_fix_may_be_of_another_note(vault: Path, use: Use) -> None:
    def check_pair(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
        other = vault.note("B.md")
        if note.path == "A.md" and other is not None and "A" not in other.text:
            end = Span(len(other.text), len(other.text))
            fix = Fix("Name A", (Edit(end, "A\n"),), True, path="B.md")
            yield Finding(Span(0, 1), "B does not name A; name it", fix=fix)

    rule = VaultRule("one-way", "links", Severity.WARNING, check_pair, "safe")
    use(ActiveRule(rule, Severity.WARNING, NoOptions()))
    written(vault, A="see B\n", B="text\n")
    assert "--fix: B.md: Name A\n      + A\n" in check(vault).stdout.replace(f"{vault}/", "")
    check(vault / "A.md", "--fix")
    assert read(vault, "B") == "text\n"
    check(vault, "--fix")
    assert read(vault, "B") == "text\nA\n"


# --- what is refused


def test_a_fix_that_harms_a_card_is_refused_and_the_others_are_applied(
    vault: Path, use: Use
) -> None:
    use(replacing("tea", "coffee"), replacing("A grain", "A plant", name="no-grain"))
    written(vault, A=f"tea, tea\n\n{CARD}\ntea\n")
    result = check(vault, "--fix")
    assert result.exit_code == 2
    assert read(vault, "A") == f"coffee, coffee\n\n{CARD}\ncoffee\n"
    assert (
        'A.md:8:1: the fix of no-grain is not applied, as the card "What is rye?" would change; '
        "repair it by hand" in result.stderr
    )


def test_a_fix_that_deletes_a_note_in_anki_is_refused(vault: Path, use: Use) -> None:
    use(replacing("\n^", "\n\n^", "cards", "ids", "names"))
    text = "Rye is a {1:grain}.\n^1700000000002\n"
    written(vault, A=text)
    result = check(vault, "--fix")
    assert result.exit_code == 2
    assert read(vault, "A") == text
    assert "would be deleted in Anki" in result.stderr


def test_a_fix_that_makes_an_error_elsewhere_is_refused(vault: Path, use: Use) -> None:
    def no_clash(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
        texts = [other.text for path in ("A.md", "B.md") if (other := vault.note(path))]
        if note.path == "B.md" and len(texts) != len(set(texts)):
            yield Finding(Span(0, 1), "the same text twice; change it")

    clash = VaultRule("same-text", "links", Severity.ERROR, no_clash)
    use(replacing("tea", "coffee"), ActiveRule(clash, Severity.ERROR, NoOptions()))
    written(vault, A="tea\n", B="coffee\n", C="tea\n")
    result = check(vault, "--fix")
    assert result.exit_code == 2
    assert [read(vault, name) for name in "ABC"] == ["tea\n", "coffee\n", "coffee\n"]
    assert '"B.md" would have the error same-text' in result.stderr


def test_a_fix_that_writes_into_the_note_of_another_card_is_refused(vault: Path) -> None:
    parted = CARD.replace("<br>^", "<br> ^").replace("rye", "oat")
    written(vault, A=parted, B=CARD)
    result = check(vault, "--fix")
    assert result.exit_code == 2
    assert (
        'the note 1700000000001 would be overwritten in Anki by a card of "A.md"' in result.stderr
    )
    assert read(vault, "A") == parted


def test_fixes_without_end_are_an_internal_error(vault: Path, use: Use) -> None:
    use(replacing("tea", "teatea"))
    written(vault, A="tea\n")
    result = check(vault, "--fix")
    assert result.exit_code == 2
    assert "internal error: the fixes of no-word come to no end" in result.stderr


def test_a_fix_that_its_rule_may_not_have_is_an_internal_error(vault: Path, use: Use) -> None:
    made = replacing("tea", "coffee")
    use(made._replace(rule=replace(made.rule, fix="none")))
    written(vault, A="tea\n")
    result = check(vault)
    assert result.exit_code == 2
    assert "a fix that is safe, of a rule that has none" in result.stderr


# --- files


def test_bytes_that_are_not_edited_stay(vault: Path, use: Use) -> None:
    use(replacing("tea", "coffee"))
    (vault / "A.md").write_bytes(b"\xef\xbb\xbf---\r\nx: 1\r\n---\r\ntea  \r\nend")
    check(vault, "--fix")
    assert (vault / "A.md").read_bytes() == (b"\xef\xbb\xbf---\r\nx: 1\r\n---\r\ncoffee  \r\nend")


def test_a_damaged_note_is_edited_by_its_repair_alone(vault: Path, use: Use) -> None:
    use(replacing("tea", "coffee"))
    content = b"tea caf\xe9 tea\n"
    (vault / "A.md").write_bytes(content)
    result = check(vault, "--fix")
    assert (vault / "A.md").read_bytes() == content
    assert "fixable" not in result.stdout


def test_a_note_that_cannot_be_written_is_said(
    vault: Path, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int, _content: object) -> int:
        raise OSError(28, "No space left on device")

    use(replacing("tea", "coffee"))
    written(vault, A="tea\n")
    monkeypatch.setattr(os, "write", full)
    result = check(vault, "--fix")
    assert result.exit_code == 2
    assert "no space left on device" in result.stderr
    assert read(vault, "A") == "tea\n"
    assert [path.name for path in vault.glob("*.tmp")] == []


# --- standard input, and diffs


def test_standard_input_goes_to_standard_output(vault: Path, use: Use) -> None:
    use(replacing("tea", "coffee"), replacing("milk", "cream", safe=False, name="no-milk"))
    written(vault, A="tea\n")
    result = check("-", f"--stdin-filename={vault / 'A.md'}", "--fix", stdin=b"milk tea\r\n")
    assert result.stdout_bytes == b"milk coffee\r\n"
    assert "no-milk" in result.stderr
    assert read(vault, "A") == "tea\n"


def test_a_sound_note_from_standard_input_comes_out_as_it_is(vault: Path, use: Use) -> None:
    use(replacing("tea", "coffee"))
    result = check("-", f"--stdin-filename={vault / 'A.md'}", "--fix", stdin=b"water")
    assert result.stdout_bytes == b"water"


def test_a_diff_can_be_applied(vault: Path, use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(vault)
    use(replacing("tea", "coffee"))
    written(vault, A="one\ntea\nthree", B="water\n")
    result = check("--diff")
    assert result.exit_code == 1
    assert result.stdout == (
        "--- a/A.md\n+++ b/A.md\n@@ -1,3 +1,3 @@\n one\n-tea\n+coffee\n three\n"
        "\\ No newline at end of file\n"
    )
    assert read(vault, "A") == "one\ntea\nthree"
    check("--fix")
    assert check("--diff").exit_code == 0


@pytest.mark.parametrize("program", ["git apply -", "patch --strip=1 --silent"])
@pytest.mark.parametrize(
    "name",
    [
        "Plain",
        "A name of words",
        "🎼 Größe",
        'A "quoted" one',
        "Back\\slash",
    ],
)
def test_programs_find_the_notes_of_a_diff(
    vault: Path, use: Use, name: str, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = program.split()
    if shutil.which(command[0]) is None:
        pytest.skip(f"there is no {command[0]}")
    monkeypatch.chdir(vault)
    use(replacing("tea", "coffee"))
    written(vault, **{name: "one\ntea\r\nthree"})
    diff = check("--diff").stdout_bytes
    subprocess.run(command, input=diff, check=True, cwd=vault)
    assert read(vault, name) == "one\ncoffee\r\nthree"


def test_on_a_terminal_no_tab_is_shown_behind_a_name(
    vault: Path, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(vault)
    use(replacing("tea", "coffee"))
    written(vault, **{"A name": "tea\n"})
    assert "--- a/A name\x1b" in check("--diff", "--color=always").stdout.replace(".md", "")


def test_with_diff_nothing_is_written(vault: Path, use: Use) -> None:
    use(replacing("tea", "coffee"))
    written(vault, A="tea\n")
    assert check(vault, "--diff", "--fix").exit_code == 1
    assert read(vault, "A") == "tea\n"
