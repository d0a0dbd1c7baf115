"""`vaultlint check --since` and `--staged`, in real repositories."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.invoke import diagnostics, make_vault, places, vaultlint
from vaultlint.changed import NAME_RULES
from vaultlint.checks import catalogue
from vaultlint.commands.git import Repositories

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

OLD = "[[Gone]]\n\ntext\n\n[[Lost]]\n\nend\n"  # two links that lead nowhere


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Git without the settings of whoever runs the tests, or of a hook that runs them."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }.items():
        monkeypatch.setenv(name, value)


def git(folder: Path, *arguments: str) -> str:
    ended = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *arguments],
        cwd=folder,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return ended.stdout.strip()


def commit(folder: Path, *, message: str = "x") -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)


def repository(root: Path, files: dict[str, str], mark: str = ".obsidian/app.json") -> Path:
    """A vault with these files, committed on the branch main."""
    make_vault(root, files, mark)
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root)
    return root


def since(vault: Path, revision: str = "HEAD", *more: str | Path) -> list[str]:
    return places(diagnostics(vault, "--since", revision, "--select", "unresolved-link", *more))


def staged(vault: Path, *more: str | Path) -> list[str]:
    return places(diagnostics(vault, "--staged", "--select", "unresolved-link", *more))


def write(file: Path, text: str) -> None:
    file.write_bytes(text.encode())


# --- which lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(OLD, [], id="nothing"),
        pytest.param(OLD.replace("text", "[[New]]"), [3], id="a changed line"),
        pytest.param(OLD.replace("[[Lost]]", "[[Lost]] again"), [5], id="a line with an old fault"),
        pytest.param("[[New]]\n" + OLD, [1], id="added at the beginning"),
        pytest.param(OLD + "[[New]]\n", [8], id="added at the end"),
        pytest.param(OLD + "[[New]]", [8], id="added at the end, without a line break"),
        pytest.param(OLD.replace("text\n", ""), [], id="a line between blank lines is removed"),
        pytest.param(OLD.replace("text\n\n", ""), [3], id="the line before a fault is removed"),
        pytest.param(OLD.replace("Gone]]\n\n", "Gone]]\n"), [1], id="the line behind is removed"),
        pytest.param(OLD.replace("[[Gone]]\n\ntext\n\n", ""), [1], id="removed at the beginning"),
        pytest.param("[[Gone]]\n\ntext\n\n[[Lost]]\n", [5], id="removed at the end"),
        pytest.param(OLD.replace("\n", "\r\n"), [1, 5], id="all line ends are new"),
        pytest.param(
            "--- [[X]]\n+++ [[Y]]\n@@ -1 +1 @@ [[Z]]\n" + OLD, [1, 2, 3], id="like a diff"
        ),
        pytest.param("\ufeff" + OLD, [1], id="a byte order mark"),
    ],
)
def test_lines(tmp_path: Path, text: str, lines: list[int]) -> None:
    vault = repository(tmp_path, {"a.md": OLD})
    write(vault / "a.md", text)
    found = diagnostics(vault, "--since", "HEAD", "--select", "unresolved-link")
    assert [entry["line"] for entry in found] == lines
    git(vault, "add", "a.md")
    found = diagnostics(vault, "--staged", "--select", "unresolved-link")
    assert [entry["line"] for entry in found] == lines


_WORDS = (
    *("a", "b", "", "-- x", "++ y", "@@ -1 +1 @@", "diff --git a/n0.md b/n0.md", "rename to n1.md"),
    *("\\ No newline at end of file", "Binary files a and b differ", "x\u2028y", "+++ b/n2.md"),
)


@pytest.mark.parametrize("seed", range(3))
def test_lines_of_random_edits(tmp_path: Path, seed: int) -> None:
    """What stands on unchanged lines stood in the old text, in the same order."""
    chance = random.Random(seed)
    names = [f"n{number}.md" for number in range(40)]
    old = {name: [chance.choice(_WORDS) for _ in range(chance.randrange(15))] for name in names}
    new = {name: _edited(lines, chance) for name, lines in old.items()}
    repository(tmp_path, {name: "\n".join(lines) for name, lines in old.items()})
    for name, lines in new.items():
        write(tmp_path / name, "\n".join(lines))
    found = Repositories(os.environ).of(Path(os.path.realpath(tmp_path)))
    assert found is not None
    changed = found.changes_since(found.tree("HEAD"))
    assert set(changed) == {name for name in names if old[name] != new[name]}
    for name, change in changed.items():
        assert change.lines is not None
        is_new = {n for lines in change.lines for n in range(lines.first, lines.last + 1)}
        left = iter(_lines(old[name]))
        kept = [line for number, line in enumerate(_lines(new[name]), 1) if number not in is_new]
        assert all(any(line == other for other in left) for line in kept), (name, change)
        # And nearly all that was left alone counts as such: not two lines around each edit.
        assert len(is_new) <= 3 * _EDITS, (name, change)


_EDITS = 3


def _lines(lines: list[str]) -> list[str]:
    """With their line feeds: without one, the last line is another."""
    return re.findall(r"[^\n]*\n|[^\n]+", "\n".join(lines))


def _edited(lines: list[str], chance: random.Random) -> list[str]:
    lines = [*lines]
    for _ in range(_EDITS):
        place = chance.randrange(len(lines) + 1)
        lines[place : place + chance.randrange(2)] = [chance.choice(_WORDS)] * chance.randrange(2)
    return lines


def test_lines_of_a_note_with_windows_line_ends(tmp_path: Path) -> None:
    vault = repository(tmp_path, {"a.md": OLD.replace("\n", "\r\n")})
    write(vault / "a.md", OLD.replace("text", "[[New]]").replace("\n", "\r\n"))
    assert since(vault) == ["a.md:3:3 unresolved-link"]


def test_line_ends_that_git_converts(tmp_path: Path) -> None:
    vault = repository(tmp_path, {"a.md": OLD, ".gitattributes": "*.md text eol=crlf\n"})
    write(vault / "a.md", OLD.replace("text", "[[New]]").replace("\n", "\r\n"))
    assert since(vault) == ["a.md:3:3 unresolved-link"]
    git(vault, "add", "a.md")
    write(vault / "a.md", "")
    assert staged(vault) == ["a.md:3:3 unresolved-link"]


def test_lines_that_git_does_not_part(tmp_path: Path) -> None:
    """A lone carriage return ends a line of a note, and none of git."""
    text = "one\rtwo\r\r[[Gone]]\n\n[[Lost]]\n"
    vault = repository(tmp_path, {"a.md": text})
    write(vault / "a.md", text.replace("[[Lost]]", "[[Lost]] [[New]]"))
    assert since(vault) == ["a.md:6:3 unresolved-link", "a.md:6:12 unresolved-link"]
    write(vault / "a.md", text.replace("two", "2"))
    assert since(vault) == ["a.md:4:3 unresolved-link"]


def test_place_at_the_end_of_the_text_is_on_the_last_line(tmp_path: Path) -> None:
    text = "#flashcards\n\n﹇\nQ\n⌄\nA\n"
    vault = repository(tmp_path, {"a.md": text, "b.md": "x\n"})
    found = diagnostics(vault, "--select", "cards")
    write(vault / "b.md", "y\n")
    assert places(diagnostics(vault, "--since", "HEAD", "--select", "cards")) == []
    write(vault / "a.md", text.replace("A\n", "B\n"))
    assert places(diagnostics(vault, "--since", "HEAD", "--select", "cards")) == places(found)


def test_wrongly_decoded_note_is_placed_as_it_stands_in_the_file(tmp_path: Path) -> None:
    text = "Über Äpfel\u2028 und Öl – “x”\n\n[[Gone]]\n\n[[Löst]]\n"
    broken = text.encode().decode("cp1252", "surrogateescape").encode("utf-8", "surrogateescape")
    vault = repository(tmp_path, {"a.md": ""})
    (vault / "a.md").write_bytes(broken)
    commit(vault)
    (vault / "a.md").write_bytes(broken.replace(b"[[L", b"[[New]] [[L"))
    assert since(vault) == ["a.md:5:3 unresolved-link", "a.md:5:11 unresolved-link"]


def test_file_that_git_takes_for_binary_is_new_as_a_whole(tmp_path: Path) -> None:
    vault = repository(tmp_path, {"a.md": ""})
    (vault / "a.md").write_bytes("[[Gone]]\n\ntext\n".encode("utf-16"))
    commit(vault)
    assert since(vault) == []
    (vault / "a.md").write_bytes("[[Gone]]\n\nmore\n".encode("utf-16"))
    assert since(vault) == ["a.md:1:3 unresolved-link"]


def test_mode_alone_is_no_change(tmp_path: Path) -> None:
    vault = repository(tmp_path, {"a.md": OLD})
    (vault / "a.md").chmod(0o755)
    assert since(vault) == []


# --- which files


@pytest.mark.parametrize(
    "name",
    [
        "Übung – 日本語.md",
        "U\u0308bung.md",
        "🧠 cards 👩🏽‍🎤.md",
        'with "quotes".md',
        "a b/ c d.md",
        "tab\tand\nbreak.md",
        "back\\slash.md",
        "- -.md",
        ":(icase)x.md",
        "*.md",
        "[a].MD",
        "b/a b/x.md",
    ],
)
def test_names(tmp_path: Path, name: str) -> None:
    if sys.platform == "win32" and set(name) & set('"\t\n\\:*'):
        pytest.skip("no name of this system")
    vault = repository(tmp_path, {name: OLD, "other.md": OLD})
    write(vault / name, OLD.replace("text", "[[New]]"))
    assert since(vault) == [f"{name}:3:3 unresolved-link"]
    git(vault, "add", "--all")
    write(vault / name, "")
    assert staged(vault) == [f"{name}:3:3 unresolved-link"]


def test_new_files_are_new_as_a_whole(tmp_path: Path) -> None:
    vault = repository(tmp_path, {"a.md": OLD, ".gitignore": "private/\n"})
    make_vault(vault, {"n/neu 🧠.md": OLD, "private/x.md": OLD}, mark="")
    new = [f"n/neu 🧠.md:{line}:3 unresolved-link" for line in (1, 5)]
    assert since(vault) == new
    assert staged(vault) == []
    git(vault, "add", "--intent-to-add", "n")
    assert since(vault) == new
    assert staged(vault) == []
    git(vault, "add", "n")
    assert since(vault) == staged(vault) == new


def test_canvas_and_base(tmp_path: Path) -> None:
    node = {"id": "1", "type": "text", "text": "[[Gone]]", "x": 0, "y": 0, "width": 9, "height": 9}
    canvas = json.dumps({"nodes": [node]}, indent=0)
    vault = repository(tmp_path, {"a.md": "x\n", "c.canvas": canvas})
    found = diagnostics(vault)
    assert diagnostics(vault, "--since", "HEAD") == []
    write(vault / "c.canvas", canvas.replace("Gone", "Lost"))
    assert len(diagnostics(vault, "--since", "HEAD")) == len(found)


@pytest.mark.parametrize("is_staged", [True, False])
def test_renamed_note_has_no_new_lines(tmp_path: Path, is_staged: bool) -> None:
    text = OLD + "".join(f"line {number}\n" for number in range(20))
    vault = repository(tmp_path, {"a.md": text, "b.md": "[[a]]\n"})
    (vault / "sub").mkdir()
    (vault / "a.md").rename(vault / "sub" / "ä 🧠.md")
    if is_staged:
        git(vault, "add", "--all")
        assert staged(vault) == []
    # The link in b.md leads nowhere now, yet it is on a line that did not change.
    assert since(vault) == []
    write(vault / "sub" / "ä 🧠.md", text.replace("text", "[[New]]"))
    assert since(vault) == ["sub/ä 🧠.md:3:3 unresolved-link"]


def test_new_name_is_new(tmp_path: Path) -> None:
    vault = repository(tmp_path, {"a.md": OLD, "b^.md": OLD})
    select = ("--since", "HEAD", "--select", "files,unlinkable-file-name")
    assert places(diagnostics(vault, *select)) == []
    (vault / "a.md").rename(vault / "a^.md")
    found = diagnostics(vault, *select)
    assert [(entry["path"], entry["rule"]) for entry in found] == [
        ("a^.md", "unlinkable-file-name")
    ]


def test_rules_about_names() -> None:
    """Those that report of a note alone what its text does not say."""
    assert {entry.rpartition("/")[2] for entry in catalogue.RULES} >= NAME_RULES


def test_removed_note(tmp_path: Path) -> None:
    vault = repository(tmp_path, {"a.md": OLD, "b.md": "[[a]]\n"})
    (vault / "a.md").unlink()
    outcome = vaultlint("check", vault, "--since", "HEAD", "--select", "unresolved-link")
    assert (outcome.code, outcome.stdout) == (
        0,
        "1 note checked, no mistakes found (1 on unchanged lines not shown)\n",
    )


def test_related_place_on_a_changed_line(tmp_path: Path) -> None:
    """Two cards of one id: a report of the old one tells of the new one, so it is new, too."""
    text = "﹇<br>\nWhat is {}?\n\n#card\n\nA part.\n\n⌂\n<br>﹈<br>^1699000000241\n"
    vault = repository(tmp_path, {"a.md": "x\n", "b.md": text.format("malt")})
    select = ("--select", "duplicate-card-id", "--since", "HEAD")
    assert diagnostics(vault, *select) == []
    write(vault / "a.md", text.format("a levain"))
    both = [f"{name}.md:9:10 duplicate-card-id" for name in ("a", "b")]
    assert places(diagnostics(vault, *select)) == both
    commit(vault)
    assert diagnostics(vault, *select) == []


# --- what is compared


def test_exit_code_and_counts(tmp_path: Path) -> None:
    vault = repository(tmp_path, {"a.md": OLD, "b.md": OLD})
    arguments = ("check", vault, "--since", "HEAD", "--select", "unresolved-link")
    outcome = vaultlint(*arguments)
    assert (outcome.code, outcome.stdout) == (
        0,
        "2 notes checked, no mistakes found (4 on unchanged lines not shown)\n",
    )
    write(vault / "a.md", OLD.replace("text", "[[New]]"))
    outcome = vaultlint(*arguments, "--output-format", "concise")
    assert outcome.code == 1
    assert outcome.stdout.splitlines()[1:] == [
        "1 error in 1 of 2 notes (4 on unchanged lines not shown)"
    ]
    summary = json.loads(vaultlint(*arguments, "--output-format", "json").stdout)["summary"]
    assert (summary["errors"], summary["unchanged"]) == (1, 4)


def test_revisions(tmp_path: Path) -> None:
    vault = repository(tmp_path, {"a.md": "one\n\ntwo\n\nthree\n"})
    git(vault, "tag", "-a", "v1", "-m", "v1")
    write(vault / "a.md", "[[One]]\n\ntwo\n\nthree\n")
    commit(vault)
    write(vault / "a.md", "[[One]]\n\ntwo\n\n[[Three]]\n")
    one, three = "a.md:1:3 unresolved-link", "a.md:5:3 unresolved-link"
    assert since(vault) == [three]
    assert since(vault, "HEAD~1") == since(vault, "v1") == [one, three]
    assert since(vault, git(vault, "rev-parse", "--short", "v1^{}")) == [one, three]
    empty = git(vault, "hash-object", "-t", "tree", os.devnull)
    assert since(vault, empty) == [one, three]


def test_since_the_branch_left(tmp_path: Path) -> None:
    vault = repository(tmp_path, {"a.md": OLD, "b.md": "[[Old]]\n"})
    git(vault, "switch", "--quiet", "--create", "mine")
    write(vault / "a.md", OLD.replace("text", "[[New]]"))
    commit(vault)
    git(vault, "switch", "--quiet", "main")
    write(vault / "b.md", "mended\n")
    commit(vault)
    git(vault, "switch", "--quiet", "mine")
    assert since(vault, "main...") == ["a.md:3:3 unresolved-link"]
    # Compared with main as it is today, what was mended there is a change, too.
    assert since(vault, "main") == ["a.md:3:3 unresolved-link", "b.md:1:3 unresolved-link"]


@pytest.mark.parametrize(
    "revision", ["nowhere", "", "--output=x", "-p", "HEAD~9", "HEAD..main", "…"]
)
def test_bad_revision(tmp_path: Path, revision: str) -> None:
    vault = repository(tmp_path, {"a.md": OLD})
    assert vaultlint("check", vault, f"--since={revision}") == (
        2,
        "",
        f'vaultlint: --since: "{revision}" is no revision in the repository "{vault}"; '
        "name a commit, a branch or a tag\n",
    )
    assert sorted(file.name for file in vault.iterdir()) == [".git", ".obsidian", "a.md"]


def test_shallow_clone(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin", {"a.md": OLD})
    write(origin / "a.md", OLD.replace("text", "[[New]]"))
    commit(origin)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", origin.as_uri(), "clone")
    assert since(clone) == []
    outcome = vaultlint("check", clone, "--since", "HEAD~1")
    assert (outcome.code, outcome.stderr) == (
        2,
        f'vaultlint: --since: "HEAD~1" is no revision in the repository "{clone}"; name a commit, '
        "a branch or a tag; its clone is shallow, fetch more of its history\n",
    )
    git(origin, "switch", "--quiet", "--create", "other", "HEAD~1")
    commit(origin)
    git(clone, "fetch", "--quiet", "--depth=1", "origin", "other:other")
    outcome = vaultlint("check", clone, "--since", "other...")
    assert (outcome.code, outcome.stderr) == (
        2,
        'vaultlint: --since: "other..." and the current branch have no commit in common; its clone '
        "is shallow, fetch more of its history\n",
    )


def test_without_a_repository(tmp_path: Path) -> None:
    vault = make_vault(tmp_path / "vault", {"a.md": OLD})
    for option, arguments in (("--since", ("--since", "HEAD")), ("--staged", ("--staged",))):
        assert vaultlint("check", vault, *arguments) == (
            2,
            "",
            f'vaultlint: {option}: "{vault}" is in no git repository, so nothing tells what '
            "changed\n",
        )


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = repository(tmp_path, {"a.md": OLD})
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    assert vaultlint("check", vault, "--staged") == (
        2,
        "",
        "vaultlint: --since and --staged need git, which is not installed\n",
    )


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--staged", "--since", "HEAD"), "contradict each other; give one of them"),
        (("--staged", "--fix"), "--staged only reports; fixes are for whole notes"),
        (("--since", "HEAD", "--diff"), "--since only reports; fixes are for whole notes"),
        (("--since", "HEAD", "-", "--stdin-filename", "a.md"), "--since asks git about files"),
    ],
)
def test_contradictions(tmp_path: Path, arguments: tuple[str, ...], line: str) -> None:
    outcome = vaultlint("check", *arguments, stdin=b"")
    assert outcome.code == 2
    assert line in outcome.stderr
    assert tmp_path.exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("color.ui", "always"),
        ("diff.external", "false"),
        ("diff.context", "9"),
        ("diff.interHunkContext", "9"),
        ("diff.renames", "false"),
        ("core.quotePath", "false"),
        ("diff.md.textconv", "rev"),
    ],
)
def test_settings_of_git(tmp_path: Path, key: str, value: str) -> None:
    text = OLD + "".join(f"line {number}\n" for number in range(20))
    files = {"a.md": OLD, "ö.md": OLD, "r.md": text, ".gitattributes": "*.md diff=md\n"}
    vault = repository(tmp_path, files)
    git(vault, "config", key, value)
    write(vault / "ö.md", "[[New]]\n" + OLD.replace("[[Lost]]\n\nend", "[[Lost]]\n\nEnd"))
    (vault / "r.md").rename(vault / "s.md")
    assert since(vault) == ["ö.md:1:3 unresolved-link"]


def test_index_is_left_alone(tmp_path: Path) -> None:
    vault = repository(tmp_path, {"a.md": OLD})
    write(vault / "a.md", "[[Fresh]]")
    write(vault / "new.md", "[[Fresh]]")
    before = (vault / ".git" / "index").read_bytes()
    status = git(vault, "status", "--porcelain")
    os.utime(vault / "a.md", (1, 1))
    assert len(since(vault)) == 2
    assert staged(vault) == []
    assert (vault / ".git" / "index").read_bytes() == before
    assert git(vault, "status", "--porcelain") == status
    assert sorted(file.name for file in (vault / ".git").iterdir() if "lock" in file.name) == []


# --- where the repository is


def test_vault_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    repository(tmp_path, {"vault/.obsidian/app.json": "{}", "vault/a.md": OLD, "b.md": OLD}, "")
    write(tmp_path / "vault" / "a.md", OLD.replace("text", "[[New]]"))
    write(tmp_path / "b.md", OLD.replace("text", "[[New]]"))
    assert since(tmp_path / "vault") == ["a.md:3:3 unresolved-link"]
    (tmp_path / "b.md").rename(tmp_path / "vault" / "moved.md")
    assert since(tmp_path / "vault") == ["a.md:3:3 unresolved-link", "moved.md:3:3 unresolved-link"]


def test_repositories_inside_the_vault(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, {"loose.md": "[[Nowhere]]"})
    for name in ("one", "two"):
        repository(vault / name, {f"{name}.md": OLD}, "")
    assert since(vault) == ["loose.md:1:3 unresolved-link"]
    write(vault / "two" / "two.md", OLD.replace("text", "[[New]]"))
    git(vault / "two", "add", "--all")
    assert since(vault) == ["loose.md:1:3 unresolved-link", "two/two.md:3:3 unresolved-link"]
    assert staged(vault) == ["two/two.md:3:3 unresolved-link"]


def test_several_vaults_in_one_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = ".obsidian/app.json"
    names = ("one", "two", "one/inner")
    files = {
        f"{name}/{file}": "{}" if file == mark else OLD for name in names for file in (mark, "a.md")
    }
    repository(tmp_path, files, "")
    monkeypatch.chdir(tmp_path)
    for name in names:
        write(tmp_path / name / "a.md", OLD.replace("text", f"[[New {name[-1]}]]"))
    found = diagnostics("one", "two", "--since", "HEAD", "--select", "unresolved-link")
    assert [(e["vault"], e["path"], e["line"]) for e in found] == [
        (f"{tmp_path}/{name}", "a.md", 3) for name in ("one", "one/inner", "two")
    ]


def test_working_tree_beside_the_repository(tmp_path: Path) -> None:
    main = repository(tmp_path / "main", {"a.md": OLD})
    git(main, "worktree", "add", "--quiet", "../second", "-b", "second")
    second = tmp_path / "second"
    write(main / "a.md", "[[Main]]\n" + OLD)
    write(second / "a.md", OLD + "[[Second]]\n")
    git(second, "add", "a.md")
    write(second / "new.md", "[[Fresh]]\n")
    assert since(main) == ["a.md:1:3 unresolved-link"]
    assert since(second) == ["a.md:8:3 unresolved-link", "new.md:1:3 unresolved-link"]
    assert (staged(main), staged(second)) == ([], ["a.md:8:3 unresolved-link"])


def test_submodule(tmp_path: Path) -> None:
    deck = repository(tmp_path / "deck", {"d.md": OLD}, "")
    vault = repository(tmp_path / "vault", {"a.md": OLD})
    git(vault, "submodule", "--quiet", "add", deck.as_uri(), "sub")
    commit(vault)
    assert since(vault) == []
    # A commit in the submodule, which the vault does not have yet, and a change on the disk.
    inside = vault / "sub"
    write(inside / "d.md", "[[One]]\n" + OLD)
    commit(inside)
    write(inside / "d.md", "[[One]]\n" + OLD + "[[Two]]\n")
    both = ["sub/d.md:1:3 unresolved-link", "sub/d.md:9:3 unresolved-link"]
    assert since(vault) == both
    commit(vault)
    assert since(vault) == both[1:]
    # A name that means something in the vault alone.
    git(vault, "tag", "before", "HEAD~1")
    assert since(vault, "before") == both
    # The submodule was not there at all.
    old = [f"sub/d.md:{line}:3 unresolved-link" for line in (2, 6)]
    assert since(vault, "HEAD~2") == [both[0], *old, both[1]]
    # Its notes alone, as a folder of no vault: the revision is one of its own.
    (vault / ".obsidian" / "app.json").unlink()
    (vault / ".obsidian").rmdir()
    make_vault(inside, {})
    assert since(inside, "HEAD~1") == [entry.removeprefix("sub/") for entry in both]


def test_submodule_of_a_submodule(tmp_path: Path) -> None:
    inner = repository(tmp_path / "inner", {"i.md": OLD}, "")
    outer = repository(tmp_path / "outer", {"o.txt": "x"}, "")
    git(outer, "submodule", "--quiet", "add", inner.as_uri(), "inner")
    commit(outer)
    vault = repository(tmp_path / "vault", {"a.md": OLD})
    git(vault, "submodule", "--quiet", "add", outer.as_uri(), "outer")
    git(vault, "submodule", "--quiet", "update", "--init", "--recursive")
    commit(vault)
    git(vault, "tag", "now")
    assert since(vault, "now") == []
    write(vault / "outer" / "inner" / "i.md", OLD + "[[New]]\n")
    assert since(vault, "now") == ["outer/inner/i.md:8:3 unresolved-link"]


def test_vault_that_is_a_submodule(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin", {"a.md": OLD})
    site = repository(tmp_path / "site", {"index.html": "x"}, "")
    git(site, "submodule", "--quiet", "add", origin.as_uri(), "vault")
    commit(site)
    write(site / "vault" / "a.md", OLD.replace("text", "[[New]]"))
    commit(site / "vault")
    assert since(site / "vault", "HEAD~1") == ["a.md:3:3 unresolved-link"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links(tmp_path: Path) -> None:
    other = repository(tmp_path / "other", {"deck/d.md": OLD, "single.md": OLD}, "")
    vault = repository(tmp_path / "vault", {"a.md": OLD})
    (vault / "linked").symlink_to(other / "deck")
    (vault / "note.md").symlink_to(other / "single.md")
    commit(vault)
    (tmp_path / "alias").symlink_to(vault)
    for root in (vault, tmp_path / "alias"):
        assert since(root) == []
    for file in (other / "deck" / "d.md", other / "single.md"):
        write(file, OLD.replace("text", "[[New]]"))
    new = ["linked/d.md:3:3 unresolved-link", "note.md:3:3 unresolved-link"]
    for root in (vault, tmp_path / "alias"):
        assert since(root) == new
    git(other, "add", "--all")
    write(other / "single.md", "")
    assert staged(vault) == new


def test_folder_of_the_vault(tmp_path: Path) -> None:
    vault = repository(tmp_path, {"x/a.md": OLD, "y/a.md": OLD})
    for name in ("x", "y"):
        write(vault / name / "a.md", OLD.replace("text", "[[New]]"))
    assert since(vault / "y") == ["y/a.md:3:3 unresolved-link"]
    assert since(vault / "y" / "a.md") == ["y/a.md:3:3 unresolved-link"]


# --- what is staged


def test_staged_text_is_what_is_checked(tmp_path: Path) -> None:
    vault = repository(tmp_path, {"a.md": OLD, "b.md": "[[a#Head]]\n"})
    write(vault / "a.md", OLD + "[[Staged]]\n")
    git(vault, "add", "a.md")
    write(vault / "a.md", "\n\n\n# Head\n[[Disk]]\n")
    assert staged(vault) == ["a.md:8:3 unresolved-link"]
    # The first line of the report shows the staged text, which is not on the disk.
    shown = vaultlint("check", vault, "--staged", "--select", "unresolved-link").stdout
    assert "8 │ [[Staged]]" in shown
    # Other notes are asked as they are staged, too.
    write(vault / "b.md", "[[a#Head]]!\n")
    git(vault, "add", "b.md")
    select = ("--staged", "--select", "unresolved-link,unresolved-heading")
    old = ["a.md:8:3 unresolved-link", "b.md:1:4 unresolved-heading"]
    assert places(diagnostics(vault, *select)) == old
    git(vault, "add", "a.md")
    assert places(diagnostics(vault, *select)) == ["a.md:5:3 unresolved-link"]


def test_staged_note_that_is_gone_from_the_disk(tmp_path: Path) -> None:
    vault = repository(tmp_path, {"a.md": OLD, "b.md": "[[new]]\n"})
    make_vault(vault, {"n/new.md": "[[Fresh]]\n", ".hidden/x.md": "[[X]]\n"}, mark="")
    git(vault, "add", "--all")
    shutil.rmtree(vault / "n")
    shutil.rmtree(vault / ".hidden")
    write(vault / "b.md", "[[new]] [[Unstaged]]\n")
    assert staged(vault) == ["n/new.md:1:3 unresolved-link"]


def test_staged_note_that_is_excluded(tmp_path: Path) -> None:
    files = {"a.md": OLD, ".vaultlint.yaml": "exclude: [drafts]\n"}
    vault = repository(tmp_path, files)
    make_vault(vault, {"drafts/d.md": "[[New]]\n"}, mark="")
    git(vault, "add", "--all")
    shutil.rmtree(vault / "drafts")
    assert staged(vault) == []


def test_first_commit(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, {"a.md": OLD, "b.md": OLD})
    git(vault, "init", "--quiet")
    git(vault, "add", "a.md")
    assert staged(vault) == [f"a.md:{line}:3 unresolved-link" for line in (1, 5)]
    assert vaultlint("check", vault, "--since", "HEAD").code == 2


def test_merge_conflict(tmp_path: Path) -> None:
    vault = repository(tmp_path, {"a.md": "one\n", "b.md": OLD})
    git(vault, "switch", "--quiet", "--create", "other")
    write(vault / "a.md", "[[Other]]\n")
    commit(vault)
    git(vault, "switch", "--quiet", "main")
    write(vault / "a.md", "[[Mine]]\n")
    commit(vault)
    with pytest.raises(subprocess.CalledProcessError):
        git(vault, "merge", "--quiet", "other")
    mine, other = "a.md:2:3 unresolved-link", "a.md:4:3 unresolved-link"
    assert since(vault) == [other]
    # The index has both versions, and neither of them is the text.
    assert staged(vault) == [mine, other]


HOOK = '#!/bin/sh\nexec "{python}" -m vaultlint check --staged --output-format concise >&2\n'


def _hooked(vault: Path) -> Callable[..., tuple[int, str]]:
    hook = vault / git(vault, "rev-parse", "--git-path", "hooks/pre-commit")
    hook.parent.mkdir(exist_ok=True)
    write(hook, HOOK.format(python=sys.executable))
    hook.chmod(0o755)

    def run(*arguments: str) -> tuple[int, str]:
        ended = subprocess.run(
            ["git", "commit", "--message", "x", *arguments],
            cwd=vault,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": os.fspath(Path(__file__).parent.parent)},
        )
        return ended.returncode, ended.stderr

    return run


@pytest.mark.skipif(sys.platform == "win32", reason="a hook in sh")
def test_hook(tmp_path: Path) -> None:
    """Git runs hooks with variables that name its index, which need not be the usual one."""
    deck = repository(tmp_path / "deck", {"d.md": OLD}, "")
    vault = repository(tmp_path / "vault", {"a.md": OLD, "b.md": OLD})
    git(vault, "submodule", "--quiet", "add", deck.as_uri(), "sub")
    commit(vault)
    # What is staged in the submodule is no part of a commit to the vault.
    write(vault / "sub" / "d.md", "[[Sub]]\n")
    git(vault / "sub", "add", "d.md")
    run = _hooked(vault)
    write(vault / "a.md", OLD + "fine\n")
    write(vault / "b.md", OLD + "[[New]]\n")
    git(vault, "add", "a.md")
    assert run()[0] == 0
    code, told = run("--all")
    assert (code, told.splitlines()[0][:30]) == (1, "b.md:8:3: error unresolved-link"[:30])
    code, told = run("b.md")
    assert (code, told.splitlines()[0][:30]) == (1, "b.md:8:3: error unresolved-link"[:30])
    write(vault / "b.md", OLD + "fine\n")
    assert run("--all")[0] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a hook in sh")
def test_hook_in_another_working_tree(tmp_path: Path) -> None:
    main = repository(tmp_path / "main", {"a.md": OLD})
    git(main, "worktree", "add", "--quiet", "../second", "-b", "second")
    run = _hooked(tmp_path / "second")
    write(tmp_path / "second" / "a.md", OLD + "[[New]]\n")
    git(tmp_path / "second", "add", "a.md")
    code, told = run()
    assert (code, told.splitlines()[0][:30]) == (1, "a.md:8:3: error unresolved-link"[:30])


def test_repository_beside_the_vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As those have it who keep the history out of the vault."""
    vault = make_vault(tmp_path / "vault", {"a.md": OLD})
    monkeypatch.chdir(vault)
    monkeypatch.setenv("GIT_DIR", "../history")
    git(vault, "init", "--quiet")
    monkeypatch.setenv("GIT_WORK_TREE", ".")
    commit(vault)
    write(vault / "a.md", OLD + "[[New]]\n")
    assert since(vault) == ["a.md:8:3 unresolved-link"]
    git(vault, "add", "--all")
    assert staged(vault) == ["a.md:8:3 unresolved-link"]
