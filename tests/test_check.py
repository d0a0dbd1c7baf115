"""`vaultlint check`: which notes, which rules, which report, which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.invoke import diagnostics, make_vault, places, vaultlint
from vaultlint import __version__

# One error, one warning, one information.
NOTES = {
    "Bread.md": "[[Oven]]\n",
    "Dough.md": "It has {1:flour} and {3:water}.\n\n[[Bread]]\n\n﹇<br>\nWhy?\n\n#card\n\nSo.\n\n"
    "⌂\n<br>﹈<br>^1691000000001\n",
    "course/Rest.md": "It rests {2:an hour}.\n\n﹇<br>\nHow?\n\n#card\n\nSo.\n\n"
    "⌂\n<br>﹈<br>^1691000000002\n",
}
ERROR = "Bread.md:1:3 unresolved-link"
WARNING = "Dough.md:1:23 cloze-number-gap"
INFO = "course/Rest.md:1:11 cloze-not-from-one"
WARNINGS = ("--severity", "warning")  # a family named brings its opt-in rules too


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault that is the current folder."""
    monkeypatch.chdir(make_vault(tmp_path, NOTES))
    return tmp_path


def _command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "vaultlint", *map(str, arguments)]


# --- what is checked


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param([], [ERROR, WARNING, INFO], id="the current folder"),
        pytest.param(["."], [ERROR, WARNING, INFO], id="a folder"),
        pytest.param(["Bread.md"], [ERROR], id="a note"),
        pytest.param(["course"], [INFO], id="a folder in the vault"),
        pytest.param(["course/Rest.md", "Bread.md"], [ERROR, INFO], id="notes"),
        pytest.param(["course/../Bread.md", "./Bread.md"], [ERROR], id="a note twice"),
        pytest.param(["course", "course/Rest.md"], [INFO], id="a folder and a note in it"),
        pytest.param(["--select", "links", *WARNINGS], [ERROR], id="a family"),
        pytest.param(["--select", "cloze-number-gap"], [WARNING], id="a rule"),
        pytest.param(
            ["--select", "links,cloze-number-gap", *WARNINGS], [ERROR, WARNING], id="a list"
        ),
        pytest.param(
            ["--select", "links", "--select", "cards", *WARNINGS], [ERROR], id="select twice"
        ),
        pytest.param(["--ignore", "links, clozes"], [], id="ignore families"),
        pytest.param(
            ["--select=all", "--ignore=clozes", "--extend-select=cloze-number-gap", *WARNINGS],
            [ERROR, WARNING],
            id="the most exact word wins",
        ),
        pytest.param(["--severity", "warning"], [ERROR, WARNING], id="from warnings on"),
        pytest.param(["--severity", "error"], [ERROR], id="errors only"),
    ],
)
@pytest.mark.usefixtures("vault")
def test_diagnostics(arguments: list[str], expected: list[str]) -> None:
    assert places(diagnostics(*arguments)) == expected


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param([], 1, id="something was found"),
        pytest.param(["--fail-on", "never"], 0, id="never"),
        pytest.param(["course"], 0, id="an information does not fail"),
        pytest.param(["course", "--fail-on", "info"], 1, id="unless it shall"),
        pytest.param(["Dough.md"], 1, id="a warning fails"),
        pytest.param(["Dough.md", "--fail-on", "error"], 0, id="unless it shall not"),
        pytest.param(["Dough.md", "--severity", "error"], 1, id="not shown, but there"),
        pytest.param(["Dough.md", "--ignore", "clozes"], 0, id="not selected"),
    ],
)
@pytest.mark.usefixtures("vault")
def test_exit_code(arguments: list[str], code: int) -> None:
    assert vaultlint("check", *arguments).code == code


def test_nearest_root_above_each_path(tmp_path: Path) -> None:
    make_vault(tmp_path / "outer", {"A.md": "[[B]] [[D]]", "in/B.md": "[[A]]"})
    make_vault(tmp_path / "outer/in/inner", {"C.md": "[[A]]"}, mark=".vaultlint.yaml")
    (tmp_path / "outer/in/inner/.vaultlint.yaml").write_text("fail-on: never\n")
    make_vault(tmp_path / "other", {"D.md": "[[A]]"})
    (tmp_path / "outer/E.md").write_bytes(b"[[C]]")
    report = json.loads(
        vaultlint("check", tmp_path / "other", tmp_path / "outer", "--output-format=json").stdout
    )
    roots = [tmp_path / "other", tmp_path / "outer", tmp_path / "outer/in/inner"]
    assert [vault["root"] for vault in report["vaults"]] == [root.as_posix() for root in roots]
    assert [(vault["notes"], vault["checked"]) for vault in report["vaults"]] == [
        (1, 1),
        (4, 3),
        (1, 1),
    ]
    assert [(d["vault"], d["path"], d["column"]) for d in report["diagnostics"]] == [
        (roots[0].as_posix(), "D.md", 3),
        (roots[1].as_posix(), "A.md", 9),
        (roots[2].as_posix(), "C.md", 3),
    ]


def test_named_root(tmp_path: Path) -> None:
    make_vault(tmp_path, {"A.md": "[[B]] [[C]]", "sub/B.md": "[[A]]"}, mark="")
    assert places(diagnostics("--vault", tmp_path, tmp_path / "sub")) == []
    assert places(diagnostics("--vault", tmp_path, tmp_path)) == ["A.md:1:9 unresolved-link"]
    outcome = vaultlint("check", "--vault", tmp_path / "sub", tmp_path / "A.md")
    assert outcome == (
        2,
        "",
        f'vaultlint: "{tmp_path}/A.md" is not in the vault "{tmp_path}/sub"; name its own\n',
    )


def test_without_a_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = "﹇<br>\nWhy?\n\n#card\n\nSo.\n\n⌂\n"
    make_vault(tmp_path, {"A.md": f"[[B]]\n\n{card}", "sub/B.md": f"[[C]]\n\n{card}"}, mark="")
    monkeypatch.chdir(tmp_path)
    assert places(diagnostics("sub", ".")) == [
        "A.md:3:1 unclosed-card",
        "sub/B.md:3:1 unclosed-card",
    ]
    outcome = vaultlint("check", "A.md", "--verbose", "--select=unresolved-link,unclosed-card")
    assert outcome.stderr == (
        f'vaultlint: folder "{tmp_path}": 1 of 1 note checked by 1 rule; configuration: none\n'
        "vaultlint: no .obsidian and no .vaultlint.yaml above it, so these rules did not run: "
        "unresolved-link\n"
    )
    assert "\n1 error in 1 of 1 note" in outcome.stdout


def test_folder_of_vaults(tmp_path: Path) -> None:
    make_vault(tmp_path / "one", {"A.md": "[[B]]"})
    make_vault(tmp_path / "two", {"B.md": "[[A]]"})
    assert [d["vault"] for d in diagnostics(tmp_path)] == [
        (tmp_path / "one").as_posix(),
        (tmp_path / "two").as_posix(),
    ]


def test_excluded_notes_are_link_targets_and_not_checked(tmp_path: Path) -> None:
    files = {
        ".vaultlint.yaml": 'exclude: ["drafts/", "inner/"]\n',
        "A.md": "[[Draft]] [[Old]]",
        "drafts/Draft.md": "[[X]]",
        "Archive/Old.md": "[[X]]",
        "inner/.vaultlint.yaml": "",
        "inner/Note.md": "[[X]]",
    }
    make_vault(tmp_path, files)
    (tmp_path / ".obsidian/app.json").write_text('{"userIgnoreFilters": ["Archive/"]}')
    assert diagnostics(tmp_path) == []
    notes = [tmp_path / "Archive/Old.md", tmp_path / "drafts/Draft.md", tmp_path / "A.md"]
    outcome = vaultlint("check", *notes)
    assert outcome == (
        0,
        "1 note checked, no mistakes found\n",
        f'vaultlint: not checked: "{tmp_path}/Archive/Old.md" and 1 other note; '
        "hidden, or excluded by the settings of the vault\n",
    )


# --- configuration


@pytest.mark.parametrize(
    ("config", "arguments", "expected"),
    [
        pytest.param("ignore: [links]", [], [WARNING, INFO], id="the file"),
        pytest.param("ignore: [links]", ["--isolated"], [ERROR, WARNING, INFO], id="isolated"),
        pytest.param(
            "ignore: [links]", ["--select=links", *WARNINGS], [ERROR], id="the call above"
        ),
        pytest.param("select: [links]", ["--ignore=links"], [], id="and takes away"),
        pytest.param(
            "select: [links]",
            ["--extend-select=cloze-number-gap", *WARNINGS],
            [ERROR, WARNING],
            id="and adds",
        ),
        pytest.param("rules: {cloze-number-gap: off}", [], [ERROR, INFO], id="a rule off"),
        pytest.param(
            "rules: {cloze-number-gap: info}", ["--severity=warning"], [ERROR], id="a severity"
        ),
        pytest.param("templates: [course]", [], [ERROR, WARNING], id="templates"),
        pytest.param("cards: {cloze-brackets: ['==']}", [], [ERROR], id="other cloze brackets"),
    ],
)
def test_configuration(vault: Path, config: str, arguments: list[str], expected: list[str]) -> None:
    (vault / ".vaultlint.yaml").write_text(config + "\n", encoding="utf-8")
    assert places(diagnostics(*arguments)) == expected


def test_named_configuration(vault: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (vault / ".vaultlint.yaml").write_text("ignore: [all]\n")
    named = tmp_path_factory.mktemp("config") / "other.yaml"
    named.write_text("fail-on: never\nignore: [clozes]\n")
    outcome = vaultlint("check", "--config", named, "--output-format", "concise")
    assert outcome == (
        0,
        'Bread.md:1:3: error unresolved-link no note is named "Oven"; '
        "create it or correct the link\n1 error in 1 of 3 notes\n",
        "",
    )


def test_mistakes_in_configurations(vault: Path) -> None:
    make_vault(vault / "inner", {".vaultlint.yaml": "fail-on: [\n"}, mark="")
    (vault / ".vaultlint.yaml").write_text("select:\n  - all\n  - unresolved-lnk\nfoo: 1\n")
    assert vaultlint("check", ".", "inner") == (
        2,
        "",
        'vaultlint: .vaultlint.yaml:3:5: unknown rule or family "unresolved-lnk"; '
        'did you mean "unresolved-link"?\n'
        'vaultlint: .vaultlint.yaml:4:1: unknown key "foo"; known are "select", '
        '"extend-select", "ignore", "rules", "schemas", "suppressions", "cards", "navigation", '
        '"citations", "exclude", "templates", "fail-on"\n'
        'vaultlint: inner/.vaultlint.yaml:1:10: this "[" is never closed; '
        'write "]" behind its last item\n',
    )


def test_configuration_in_another_encoding(vault: Path) -> None:
    (vault / ".vaultlint.yaml").write_bytes(b"exclude: [caf\xe9]\n")
    outcome = vaultlint("check")
    assert outcome == (
        2,
        "",
        "vaultlint: .vaultlint.yaml:1:1: not UTF-8 (invalid continuation byte); save it as UTF-8\n",
    )


# --- wrong calls: one line each


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["check", "--select", "unresolvd-link"],
            '--select: unknown rule or family "unresolvd-link"; did you mean "unresolved-link"?',
            id="unknown rule",
        ),
        pytest.param(
            ["check", "--ignore", "xyz"],
            '--ignore: unknown rule or family "xyz"; `vaultlint rules` lists them',
            id="unknown rule, none near",
        ),
        pytest.param(
            ["check", "--select", " , "],
            '--select names no rule and no family; "all" is every rule',
            id="no rule",
        ),
        pytest.param(
            ["check", "Nope.md"], 'cannot read "Nope.md": no such file or folder', id="no note"
        ),
        pytest.param(
            ["check", "a.txt"],
            '"a.txt" is not a note; notes are files that end in .md, canvases in .canvas, '
            "bases in .base",
            id="text",
        ),
        pytest.param(
            ["check", "a\x1b[31m\n.md"],
            'cannot read "a\\x1b[31m\\x0a.md": no such file or folder',
            id="what a terminal obeys",
        ),
        pytest.param(["check", "--vault", "x"], '--vault: "x" is not a folder', id="no vault"),
        pytest.param(
            ["check", "--config", "x.yaml"],
            'cannot read the configuration "x.yaml": no such file or directory',
            id="no configuration",
        ),
        pytest.param(
            ["check", "--isolated", "--config", "x"],
            "--isolated and --config contradict each other; give one of them",
            id="isolated and config",
        ),
        pytest.param(
            ["check", "--quiet", "--verbose"],
            "--quiet and --verbose contradict each other; give one of them",
            id="quiet and verbose",
        ),
        pytest.param(
            ["check", "-"],
            "- is standard input; name the note that it is with --stdin-filename",
            id="a nameless note",
        ),
        pytest.param(
            ["check", "--stdin-filename", "A.md", "Bread.md"],
            "--stdin-filename goes with a single -, and with no other path",
            id="a name and a path",
        ),
        pytest.param(
            ["check", "--stdin-filename", "A.txt", "-"],
            '"A.txt" is not the name of a note; its text is checked if it ends in .md, '
            ".canvas or .base",
            id="standard input is no note",
        ),
        pytest.param(
            ["check", "--output-file", "no/report.txt"],
            'cannot write "no/report.txt": no such file or directory',
            id="no such folder for the report",
        ),
        pytest.param(
            ["check", "--severity", "high"],
            "invalid value for '--severity': 'high' is not one of 'error', 'warning', 'info'; "
            "see `vaultlint check --help`",
            id="no such severity",
        ),
    ],
)
def test_wrong_call(vault: Path, arguments: list[str], message: str) -> None:
    (vault / "a.txt").write_text("[[Oven]]")
    assert vaultlint(*arguments) == (2, "", f"vaultlint: {message}\n")


def test_unknown_words_of_the_command_line() -> None:
    for arguments, hint in (
        (["chekc"], "vaultlint --help"),
        (["check", "--slect", "x"], "vaultlint check --help"),
        (["check", "--select"], ""),
    ):
        outcome = vaultlint(*arguments)
        assert (outcome.code, outcome.stdout) == (2, "")
        assert outcome.stderr.startswith("vaultlint: ")
        assert not hint or outcome.stderr.endswith(f"; see `{hint}`\n")
        assert outcome.stderr.count("\n") == 1, outcome.stderr


@pytest.mark.usefixtures("vault")
def test_good_paths_beside_a_bad_one() -> None:
    outcome = vaultlint("check", "Nope.md", "Bread.md", "--output-format", "json")
    assert outcome.code == 2
    assert outcome.stderr == 'vaultlint: cannot read "Nope.md": no such file or folder\n'
    assert [d["path"] for d in json.loads(outcome.stdout)["diagnostics"]] == ["Bread.md"]


# --- standard input


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param("Bread.md", "[[Dough]]", [], id="instead of the file"),
        pytest.param("Bread.md", "[[Dogh]]", ["Bread.md:1:3 unresolved-link"], id="with a fault"),
        pytest.param("course/New.md", "[[New]] [[Rest]]", [], id="a note that is not there yet"),
        pytest.param(".trash/Bread.md", "[[X]]", [], id="hidden"),
    ],
)
@pytest.mark.usefixtures("vault")
def test_standard_input(name: str, text: str, expected: list[str]) -> None:
    assert places(diagnostics("--stdin-filename", name, "-", stdin=text.encode())) == expected


# --- reports


@pytest.mark.usefixtures("vault")
def test_clean_run_prints_one_line() -> None:
    outcome = vaultlint("check", "course", "--ignore", "clozes")
    assert outcome == (0, "1 note checked, no mistakes found\n", "")


@pytest.mark.usefixtures("vault")
def test_quiet_prints_no_summary() -> None:
    assert vaultlint("check", "course", "--ignore=clozes", "--quiet") == (0, "", "")
    concise = vaultlint("check", "Bread.md", "--quiet", "--output-format", "concise").stdout
    assert concise == (
        'Bread.md:1:3: error unresolved-link no note is named "Oven"; create it or correct the '
        "link\n"
    )


def test_verbose_tells_of_each_vault(vault: Path) -> None:
    (vault / ".vaultlint.yaml").write_text(
        "select: [unresolved-link, unresolved-embed, mojibake]\n"
    )
    assert vaultlint("check", "course", "--verbose").stderr == (
        f'vaultlint: vault "{vault}": 1 of 3 notes checked by 3 rules; '
        'configuration: ".vaultlint.yaml"\n'
    )


@pytest.mark.parametrize("output_format", ["text", "concise", "json"])
def test_output_file(vault: Path, output_format: str) -> None:
    printed = vaultlint("check", "--output-format", output_format)
    written = vaultlint("check", "--output-format", output_format, "--output-file", "report.txt")
    assert (written.code, written.stdout) == (printed.code, "")
    assert (vault / "report.txt").read_bytes() == printed.stdout.encode()


def test_several_severities_are_counted(vault: Path) -> None:
    lines = vaultlint("check", "--severity", "error").stdout.splitlines()
    assert lines[-1] == (
        "1 error, 1 warning, 1 info in 3 of 3 notes "
        "(2 fixable with --fix --unsafe-fixes; 2 below error not shown)"
    )
    assert str(vault) not in "\n".join(lines)


# --- the program


def test_version_and_help() -> None:
    assert vaultlint("--version") == (0, f"vaultlint, version {__version__}\n", "")
    for flag in ("-h", "--help"):
        outcome = vaultlint("check", flag)
        assert (outcome.code, outcome.stderr) == (0, "")
        assert outcome.stdout.startswith("Usage: ")
    assert vaultlint().code == 2
    assert "check" in vaultlint().stderr


@pytest.mark.parametrize(
    ("arguments", "environment", "is_colored"),
    [
        pytest.param([], {}, False, id="a pipe"),
        pytest.param(["--color=always"], {"NO_COLOR": "1"}, True, id="always"),
        pytest.param(["--color=never"], {"FORCE_COLOR": "1"}, False, id="never"),
        pytest.param([], {"FORCE_COLOR": "1"}, True, id="FORCE_COLOR"),
        pytest.param([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param([], {"FORCE_COLOR": "", "NO_COLOR": ""}, False, id="empty"),
    ],
)
def test_colors(
    vault: Path, arguments: list[str], environment: dict[str, str], is_colored: bool
) -> None:
    inherited = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    result = subprocess.run(
        _command("check", *arguments),
        cwd=vault,
        env=inherited | environment,
        capture_output=True,
        check=False,
    )
    assert (b"\x1b[" in result.stdout) == is_colored
    assert (result.returncode, result.stderr) == (1, b"")
    plain = vaultlint("check").stdout
    assert is_colored or result.stdout.decode() == plain


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
def test_broken_pipe_ends_quietly(tmp_path: Path) -> None:
    many = "".join(f"[[Missing note {number}]]\n" for number in range(20_000))
    make_vault(tmp_path, {"A.md": many})
    for output_format in ("text", "concise", "json"):
        with subprocess.Popen(
            _command("check", tmp_path, "--output-format", output_format),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stdout and process.stderr
            process.stdout.read(10)
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_interrupt_ends_with_one_line(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from vaultlint.commands import check\n"
        "def run(call):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    signal.pause()\n"
        "check.run = run\n"
        "from vaultlint.cli.main import main\n"
        "main(['check'])\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=False
    )
    assert (result.returncode, result.stdout) == (130, b"")
    assert result.stderr == b"\nvaultlint: interrupted\n"


def test_output_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    make_vault(tmp_path, {"🌙 Moon.md": "[[☀️ Sun]]\n"})
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    result = subprocess.run(
        _command("check", tmp_path), env=environment, capture_output=True, check=False
    )
    assert (result.returncode, result.stderr) == (1, b"")
    assert "🌙 Moon.md" in result.stdout.decode()
    assert b"\r" not in result.stdout


def test_only_links_in_text_can_be_put_in_backticks(tmp_path: Path) -> None:
    root = make_vault(tmp_path, {"A.md": '---\nrelated: "[[x]y]]"\n---\n\n[[x]y]]\n'})
    found = [str(entry["message"]).rpartition("; ")[2] for entry in diagnostics(root)]
    assert found == ["create it or correct the link", "put it in backticks if it is no link"]
