"""`vaultlint baseline`, and `vaultlint check` in a vault that has a baseline."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.invoke import Entry, Outcome, diagnostics, make_vault, places, vaultlint
from tests.shared import SHARED, needs_shared
from vaultlint.commands import noteworker, opening

NAME = ".vaultlint-baseline.json"
SCHEMA = json.loads(
    (Path(__file__).parent.parent / "schemas/baseline.schema.json").read_text(encoding="utf-8")
)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Three notes with four mistakes, and their baseline."""
    root = make_vault(
        tmp_path / "vault",
        {
            "A.md": "See [[Gone]] there.\n\nAnd [[Lost]] here.\n",
            "B.md": "See [[Gone]] there.\n",
            "Deck/C.md": "# Head\n\nNobody knows [[Nothing]].\n",
        },
    )
    assert vaultlint("baseline", "create", root).code == 0
    return root


def entries(root: Path, name: str = NAME) -> list[Entry]:
    """The entries of a baseline file, which is as its schema says."""
    read = json.loads((root / name).read_text(encoding="utf-8"))
    Draft202012Validator(SCHEMA).validate(read)
    assert read["diagnostics"].pop() is None
    listed: list[Entry] = read["diagnostics"]
    return listed


def summary(*arguments: str | Path) -> dict[str, int]:
    """What `vaultlint check ARGUMENTS…` counts."""
    outcome = vaultlint("check", *arguments, "--output-format", "json")
    counted: dict[str, int] = json.loads(outcome.stdout)["summary"]
    kinds = ("errors", "baselined", "resolved")
    return {kind: counted[kind] for kind in kinds}


def counts(errors: int, baselined: int, resolved: int) -> dict[str, int]:
    return {"errors": errors, "baselined": baselined, "resolved": resolved}


def last_line(outcome: Outcome) -> str:
    return outcome.stdout.splitlines()[-1]


def append(note: Path, text: str) -> None:
    note.write_text(note.read_text(encoding="utf-8") + text, encoding="utf-8")


# --- adopting


def test_old_mistakes_pass_and_new_ones_fail(vault: Path) -> None:
    assert [(entry["path"], entry["rule"], entry["count"]) for entry in entries(vault)] == [
        ("A.md", "unresolved-link", 1),
        ("A.md", "unresolved-link", 1),
        ("B.md", "unresolved-link", 1),
        ("Deck/C.md", "unresolved-link", 1),
    ]
    old = vaultlint("check", vault)
    assert (old.code, old.stdout) == (
        0,
        "3 notes checked, no new mistakes found; 4 in the baseline\n",
    )
    append(vault / "B.md", "\nA new [[Mistake]].\n")
    new = vaultlint("check", vault, "--output-format", "concise")
    assert new.code == 1
    assert new.stdout.splitlines()[1:] == ["1 error in 1 of 3 notes; 1 new, 4 in the baseline"]
    assert places(diagnostics(vault)) == ["B.md:3:9 unresolved-link"]
    assert summary(vault) == counts(1, 4, 0)
    assert summary(vault, "--no-baseline") == counts(5, 0, 0)


def test_update_only_removes(vault: Path) -> None:
    append(vault / "A.md", "\nA new [[Mistake]].\n")
    (vault / "B.md").write_text("Mended.\n", encoding="utf-8")
    line = last_line(vaultlint("check", vault))
    tail = "1 new, 3 in the baseline, 1 resolved: run `vaultlint baseline update`"
    assert line == f"1 error in 1 of 3 notes; {tail}"
    updated = vaultlint("baseline", "update", vault)
    assert updated.code == 0
    assert updated.stdout.endswith(
        '": 1 removed, 3 kept, 1 new and not added: --accept-new adds them\n'
    )
    assert summary(vault) == counts(1, 3, 0)
    added = vaultlint("baseline", "update", "--accept-new", vault)
    assert added.stdout.endswith('": 0 removed, 3 kept, 1 added\n')
    assert summary(vault) == counts(0, 4, 0)


def test_update_of_one_note_leaves_the_others(vault: Path) -> None:
    for name in ("A.md", "B.md"):
        (vault / name).write_text("A new [[Mistake]] in place of the old.\n", encoding="utf-8")
    vaultlint("baseline", "update", "--accept-new", vault / "B.md")
    assert [entry["path"] for entry in entries(vault)] == ["A.md", "A.md", "B.md", "Deck/C.md"]
    assert summary(vault) == counts(1, 2, 2)


def test_update_that_changes_nothing_leaves_the_file(vault: Path) -> None:
    file = vault / NAME
    os.utime(file, (1, 1))
    assert vaultlint("baseline", "update", vault).code == 0
    assert file.stat().st_mtime == 1


def test_check_of_the_baseline(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(vault)
    assert vaultlint("baseline", "check") == Outcome(
        0, f'0 new, 4 persisting, 0 resolved: "{NAME}" is up to date\n', ""
    )
    append(vault / "B.md", "\nA new [[Mistake]].\n")
    (vault / "A.md").write_text("Mended.\n", encoding="utf-8")
    message = 'unresolved-link no note is named "Mistake"; create it or correct the link'
    assert vaultlint("baseline", "check") == Outcome(
        1,
        f"new: B.md:3:9: error {message}\nresolved: A.md: unresolved-link (2 times)\n"
        "1 new, 2 persisting, 2 resolved: run `vaultlint baseline update`\n",
        "",
    )
    assert vaultlint("baseline", "check", "--quiet", "Deck") == Outcome(0, "", "")


def test_create_overwrites_only_by_force(vault: Path) -> None:
    before = (vault / NAME).read_bytes()
    append(vault / "B.md", "\nA new [[Mistake]].\n")
    refused = vaultlint("baseline", "create", vault)
    assert (refused.code, refused.stdout) == (2, "")
    assert "is there already; run `vaultlint baseline update`, or give --force" in refused.stderr
    assert (vault / NAME).read_bytes() == before
    assert vaultlint("baseline", "create", vault, "--force").code == 0
    assert summary(vault) == counts(0, 5, 0)


def test_a_vault_without_mistakes_has_an_empty_baseline(tmp_path: Path) -> None:
    root = make_vault(tmp_path, {"A.md": "Fine.\n"})
    assert vaultlint("baseline", "create", root).code == 0
    assert entries(root) == []
    assert vaultlint("check", root).code == 0


def test_another_file(vault: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    (vault / NAME).rename(other)
    assert summary(vault) == counts(4, 0, 0)
    assert summary(vault, "--baseline", other) == counts(0, 4, 0)
    (vault / "B.md").write_text("Mended.\n", encoding="utf-8")
    assert vaultlint("baseline", "update", vault, "--baseline", other).code == 0
    assert len(entries(tmp_path, "other.json")) == 3
    assert not (vault / NAME).exists()


# --- parts of a vault


def test_a_part_counts_what_was_asked_about(vault: Path) -> None:
    (vault / "A.md").write_text("Mended.\n", encoding="utf-8")
    (vault / "B.md").unlink()
    assert summary(vault) == counts(0, 1, 3)
    assert summary(vault / "A.md") == counts(0, 0, 2)
    assert summary(vault / "Deck") == counts(0, 1, 0)


def test_renamed_note(vault: Path) -> None:
    (vault / "A.md").rename(vault / "Deck/Renamed.md")
    for asked in (vault, vault / "Deck"):
        assert summary(asked)["errors"] == 0
    assert summary(vault) == counts(0, 4, 0)
    assert summary(vault / "Deck/Renamed.md") == counts(0, 2, 0)
    vaultlint("baseline", "update", vault / "Deck/Renamed.md")
    paths = [entry["path"] for entry in entries(vault)]
    assert paths == ["B.md", "Deck/C.md", "Deck/Renamed.md", "Deck/Renamed.md"]


def test_renamed_note_keeps_its_entries_while_its_old_folder_is_updated(vault: Path) -> None:
    (vault / "Deck/C.md").rename(vault / "C.md")
    append(vault / "B.md", "\n")
    (vault / "Deck/D.md").write_text("Fine.\n", encoding="utf-8")
    assert summary(vault / "Deck") == counts(0, 0, 0)
    vaultlint("baseline", "update", vault / "Deck")
    assert summary(vault) == counts(0, 4, 0)


def test_which_copy_takes_an_entry_is_decided_among_all_notes(vault: Path) -> None:
    shutil.copy(vault / "A.md", vault / "X.md")
    (vault / "A.md").rename(vault / "Y.md")
    whole = diagnostics(vault)
    assert places(whole) == ["Y.md:1:7 unresolved-link", "Y.md:3:7 unresolved-link"]
    for name in ("X.md", "Y.md"):
        assert diagnostics(vault / name) == [entry for entry in whole if entry["path"] == name]
        # Also where no rule needs to read other notes.
        alone = diagnostics(vault / name, "--select", "unresolved-link")
        assert alone == [entry for entry in whole if entry["path"] == name]


def test_note_on_standard_input(vault: Path) -> None:
    text = b"Before.\n\nSee [[Gone]] there.\n\nA new [[Mistake]].\n"
    new = diagnostics("--stdin-filename", vault / "A.md", "-", stdin=text)
    assert places(new) == ["A.md:5:9 unresolved-link"]
    renamed = (vault / "B.md").read_bytes()
    (vault / "B.md").unlink()
    assert diagnostics("--stdin-filename", vault / "New.md", "-", stdin=renamed) == []


_LINES = ("See [[Gone]].", "[[Gone]]", "[[Lost]] and [[Gone]]", "> [[Lost]]", "Fine.", "```  ")
_notes = st.dictionaries(
    st.sampled_from(["A.md", "B.md", "C.md", "Deck/D.md", "Deck/E.md"]),
    st.lists(st.sampled_from(_LINES), max_size=4),
    min_size=1,
)


@settings(max_examples=15, deadline=None)
@given(_notes, _notes)
def test_part_by_part_as_in_a_whole_run(
    tmp_path_factory: pytest.TempPathFactory,
    before: dict[str, list[str]],
    after: dict[str, list[str]],
) -> None:
    root = tmp_path_factory.mktemp("vault")
    make_vault(root, {path: "\n\n".join(lines) for path, lines in before.items()})
    assert vaultlint("baseline", "create", root).code == 0
    for path in before:
        (root / path).unlink()
    make_vault(root, {path: "\n\n".join(lines) for path, lines in after.items()})
    whole = json.loads(vaultlint("check", root, "--output-format", "json").stdout)
    known = 0
    for path in after:
        own = json.loads(vaultlint("check", root / path, "--output-format", "json").stdout)
        wanted = [entry for entry in whole["diagnostics"] if entry["path"] == path]
        assert own["diagnostics"] == wanted
        known += own["summary"]["baselined"]
    assert known == whole["summary"]["baselined"]


# --- rules and settings


def test_rules_that_are_left_out_keep_their_entries(vault: Path) -> None:
    assert summary(vault, "--select", "cards") == counts(0, 0, 0)
    assert summary(vault, "--ignore", "unresolved-link") == counts(0, 0, 0)


def _settings_notice(root: Path) -> str:
    (line,) = vaultlint("check", root).stderr.splitlines()
    return line.partition(" was written by other ")[2].partition(":")[0]


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("ignore: [unresolved-link]\n", "rules"),
        ("extend-select: [title-mismatch]\n", "rules"),
        ("rules:\n  oversized-note:\n    bytes: 9000\n", "options of rules"),
        ("schemas:\n- schema: flashcards\n", "schemas"),
        ("cards:\n  dialects: [spaced-repetition]\n", "card dialects or plugin settings"),
        ("exclude: [Deck/]\n", "excluded files"),
    ],
)
def test_other_settings_are_told(vault: Path, config: str, words: str) -> None:
    (vault / ".vaultlint.yaml").write_text(config, encoding="utf-8")
    assert _settings_notice(vault) == words
    assert vaultlint("check", vault, "--quiet").stderr == ""
    assert vaultlint("baseline", "update", vault).code == 0
    assert vaultlint("check", vault).stderr == ""


def test_severity_and_place_of_settings_are_no_part_of_them(vault: Path) -> None:
    config = vault / ".vaultlint.yaml"
    config.write_text("schemas:\n- schema: study-note\n  tags: [study]\n", encoding="utf-8")
    vaultlint("baseline", "update", vault)
    config.write_text(
        "# A comment\nfail-on: error\nrules:\n  unresolved-link: warning\n"
        "schemas:\n- schema: study-note\n  severity: info\n  tags: [study]\n",
        encoding="utf-8",
    )
    assert vaultlint("check", vault).stderr == ""


def test_schema_of_other_content_is_told(vault: Path) -> None:
    config, schema = vault / ".vaultlint.yaml", vault / "s.schema.json"
    config.write_text("schemas:\n- schema: s.schema.json\n", encoding="utf-8")
    schema.write_text('{"title": "One"}', encoding="utf-8")
    vaultlint("baseline", "update", vault)
    assert vaultlint("check", vault).stderr == ""
    schema.write_text('{"title": "Other"}', encoding="utf-8")
    assert _settings_notice(vault) == "schemas"


def test_rule_that_is_switched_off_is_resolved(vault: Path) -> None:
    (vault / ".vaultlint.yaml").write_text("ignore: [unresolved-link]\n", encoding="utf-8")
    assert summary(vault) == counts(0, 0, 4)
    vaultlint("baseline", "update", vault)
    assert entries(vault) == []


def test_rule_that_is_none_any_more_is_resolved(vault: Path) -> None:
    file = vault / NAME
    text = file.read_text(encoding="utf-8").replace("unresolved-link", "forgotten-rule", 1)
    file.write_text(text, encoding="utf-8")
    assert summary(vault) == counts(1, 3, 1)


def test_settings_are_the_same_on_every_start(vault: Path) -> None:
    """No order of sets, no address, no folder is a part of them."""
    moved = vault.rename(vault.with_name("moved"))
    for seed in ("1", "2"):
        outcome = subprocess.run(
            [sys.executable, "-m", "vaultlint", "check", moved],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=moved.parent,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert (outcome.returncode, outcome.stderr) == (0, "")


# --- order of things


def test_fixes_are_for_what_the_baseline_knows_too(tmp_path: Path) -> None:
    root = make_vault(tmp_path, {"A.md": "\ufeff# Star\n\n[[Gone]]\n"})
    vaultlint("baseline", "create", root)
    assert len(entries(root)) == 2
    fixed = vaultlint("check", root, "--fix")
    assert fixed.code == 0
    assert (root / "A.md").read_bytes() == b"# Star\n\n[[Gone]]\n"
    assert summary(root) == counts(0, 1, 1)


# --- files that are no baseline, and calls that cannot be answered


def _merge(root: Path, *arguments: str) -> int:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env["GIT_CONFIG_GLOBAL"] = os.devnull
    return subprocess.run(command, cwd=root, env=env, capture_output=True, check=False).returncode


def _branches(root: Path, first: dict[str, str], second: dict[str, str]) -> int:
    """The exit code of git when two branches that add these notes, and accept them, are merged."""
    for arguments in (["init", "-q", "-b", "one"], ["add", "."], ["commit", "-q", "-m", "0"]):
        assert _merge(root, *arguments) == 0
    assert _merge(root, "branch", "two") == 0
    for branch, notes in (("one", first), ("two", second)):
        assert _merge(root, "checkout", "-q", branch) == 0
        make_vault(root, notes)
        assert vaultlint("baseline", "update", "--accept-new", root).code == 0
        assert _merge(root, "add", ".") == 0
        assert _merge(root, "commit", "-q", "-m", branch) == 0
    return _merge(root, "merge", "-q", "one")


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


@needs_git
def test_branches_that_touch_different_notes_are_merged_by_git(vault: Path) -> None:
    first, second = {"A1.md": "[[Missing]]\n"}, {"Deck/Z.md": "[[Missing too]]\n"}
    assert _branches(vault, first, second) == 0
    assert summary(vault) == counts(0, 6, 0)
    before = (vault / NAME).read_bytes()
    vaultlint("baseline", "update", vault)
    assert (vault / NAME).read_bytes() == before


@needs_git
def test_conflict_is_told_and_mended_by_keeping_both_sides(vault: Path) -> None:
    first, second = {"Deck/Y.md": "[[Missing]]\n"}, {"Deck/Z.md": "[[Missing too]]\n"}
    assert _branches(vault, first, second) == 1
    outcome = vaultlint("check", vault)
    assert (outcome.code, outcome.stdout) == (2, "")
    assert ":9:1: a merge conflict; keep the entries of both sides, remove the" in outcome.stderr
    file = vault / NAME
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("<<<", "===", ">>>"))]
    file.write_text("".join(kept), encoding="utf-8")
    assert summary(vault) == counts(0, 6, 0)


@needs_git
def test_union_merge_needs_no_hand(vault: Path) -> None:
    (vault / ".gitattributes").write_text(f"{NAME} merge=union\n", encoding="utf-8")
    first = {"Deck/Y.md": "[[Missing]]\n", "Deck/W.md": "[[Missing]]\n"}
    second = {"Deck/Z.md": "[[Missing too]]\n", "Deck/W.md": "[[Missing]]\n"}
    assert _branches(vault, first, second) == 0
    assert summary(vault) == counts(0, 7, 0)


def test_damaged_baseline(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(vault)
    file = vault / NAME
    file.write_text(
        file.read_text(encoding="utf-8").replace('"count": 1', '"count": 0', 1), "utf-8"
    )
    for command in (["check"], ["baseline", "check"], ["baseline", "update"], ["check", "B.md"]):
        assert vaultlint(*command) == Outcome(
            2,
            "",
            f'vaultlint: {NAME}:5:5: an entry needs "path", "rule", "fingerprint" (32 hexadecimal'
            ' digits) and "count" (from 1); remove it, or write it anew with `vaultlint baseline'
            " create --force`\n",
        )
    assert vaultlint("check", "--no-baseline", "B.md").code == 1
    file.write_bytes(b"\xff\xfe{")
    assert f"{NAME}:1:1: the baseline is damaged: not UTF-8" in vaultlint("check").stderr
    assert vaultlint("baseline", "create", "--force").code == 0
    assert vaultlint("check").code == 0


def test_baseline_with_a_byte_order_mark_and_other_line_ends(vault: Path) -> None:
    file = vault / NAME
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert summary(vault) == counts(0, 4, 0)


def test_unreadable_note_keeps_its_entries(
    vault: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("VAULTLINT_CACHE_DIR", str(tmp_path_factory.mktemp("caches")))
    readable = opening.read_file

    def read_file(root: Path, path: str) -> bytes:
        if path == "A.md":
            raise PermissionError(errno.EACCES, "Permission denied")
        return readable(root, path)

    for module in (opening, noteworker):
        monkeypatch.setattr(module, "read_file", read_file)
    assert summary(vault) == counts(0, 2, 0)
    assert vaultlint("baseline", "update", vault).code == 2
    assert len(entries(vault)) == 4


def test_note_that_is_a_broken_link_keeps_its_entries(vault: Path) -> None:
    (vault / "A.md").unlink()
    (vault / "A.md").symlink_to("nowhere")
    assert vaultlint("baseline", "update", vault).code == 2
    assert len(entries(vault)) == 4


def _said(arguments: Sequence[str | Path]) -> str:
    outcome = vaultlint(*arguments)
    assert (outcome.code, outcome.stdout) == (2, "")
    return outcome.stderr


def test_calls_that_cannot_be_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make_vault(tmp_path / "one", {"A.md": "Fine.\n"})
    make_vault(tmp_path / "two", {"A.md": "Fine.\n"})
    (tmp_path / "Alone.md").write_text("Fine.\n", encoding="utf-8")
    missing = 'no baseline is at "b.json"; write it with `vaultlint baseline create`'
    cases: list[tuple[list[str], str]] = [
        (
            ["check", "one", "--baseline", "b.json", "--no-baseline"],
            "--no-baseline and --baseline contradict each other; give one of them",
        ),
        (["check", "one", "--baseline", "b.json"], missing),
        (["baseline", "update", "one", "--baseline", "b.json"], missing),
        (
            ["baseline", "check", "one"],
            f'there is no baseline "one/{NAME}"; write it with `vaultlint baseline create`',
        ),
        (
            ["baseline", "create", "one", "two", "--baseline", "b.json"],
            '--baseline is the file of one vault, and this call is about "one" and "two"; name'
            " one with --vault",
        ),
        (
            ["baseline", "create", "Alone.md"],
            '"." is in no vault, and a baseline is of a vault; name its root with --vault',
        ),
        (
            ["baseline", "create", "one", "--baseline", "nowhere/b.json"],
            'cannot write "nowhere/b.json": no such file or directory; it is left as it was',
        ),
    ]
    for arguments, message in cases:
        assert _said(arguments) == f"vaultlint: {message}\n"
    assert not list(tmp_path.rglob("*.json.*"))


def test_vault_inside_another_has_its_own(tmp_path: Path) -> None:
    make_vault(tmp_path, {"A.md": "[[Gone]]\n"})
    make_vault(tmp_path / "inner", {"B.md": "[[Gone]]\n"})
    created = vaultlint("baseline", "create", tmp_path)
    assert created.code == 0
    assert [len(entries(root)) for root in (tmp_path, tmp_path / "inner")] == [1, 1]
    assert summary(tmp_path) == counts(0, 2, 0)
    (tmp_path / "inner" / NAME).unlink()
    assert places(diagnostics(tmp_path)) == ["B.md:1:3 unresolved-link"]
    assert vaultlint("baseline", "check", tmp_path).code == 0


# --- the real vault


@needs_shared
def test_real_vault(tmp_path: Path) -> None:
    assert SHARED is not None
    root = Path(shutil.copytree(SHARED / "vault-sample", tmp_path / "vault"))
    found = len(diagnostics(root))
    assert vaultlint("baseline", "create", root).code == 0
    assert vaultlint("check", root).code == 0
    for note in sorted(root.rglob("*.md")):
        text = note.read_bytes()
        cut = text.find(b"\n---", 4)
        start = 0 if cut < 0 or not text.startswith(b"---") else text.find(b"\n", cut + 1) + 1
        note.write_bytes(text[:start] + b"\nA line that was not here.\n\n" + text[start:])
    assert vaultlint("baseline", "check", root).code == 0
    vaultlint("baseline", "update", root)
    assert sum(int(str(entry["count"])) for entry in entries(root)) == found
