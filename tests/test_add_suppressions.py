"""`check --add-suppressions`: all is suppressed, and the notes say what they said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.example_vault import copy_example
from tests.invoke import diagnostics, make_vault, vaultlint
from tests.rulebook import Example, pages
from tests.test_rulebook import _collection, _write

CARD = "﹇<br>\n{}What is a poolish?\n\n#card\n\nSee [[Oven]].\n\n⌂\n<br>﹈<br>^1699000000041\n"


def added(tmp_path: Path, text: str, *options: str) -> str:
    """The note after its diagnostics were suppressed."""
    vault = make_vault(tmp_path / "vault", {"A.md": text})
    outcome = vaultlint("check", vault, "--add-suppressions", *options)
    assert (outcome.code, outcome.stderr) == (0, "")
    assert diagnostics(vault, *(o for o in options if not o.startswith("--reason"))) == []
    return (vault / "A.md").read_bytes().decode()


LINK = "%% vaultlint-disable unresolved-link %%\n\n"
WHOLE = "%% vaultlint-disable-file unresolved-link %%"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("See [[Oven]].\n", f"{LINK}See [[Oven]].\n", id="at the top"),
        pytest.param("a\n\nSee [[Oven]]\nb\n", f"a\n\n{LINK}See [[Oven]]\nb\n", id="a paragraph"),
        pytest.param("# H\n[[Oven]]\n", f"# H\n\n{LINK}[[Oven]]\n", id="right below a heading"),
        pytest.param("- a\n\n- [[Oven]]\n", f"{LINK}- a\n\n- [[Oven]]\n", id="a list"),
        pytest.param("1. a\n   > [[Oven]]\n", f"{LINK}1. a\n   > [[Oven]]\n", id="inside an item"),
        pytest.param(
            "> [!note]\n> a\n>\n> [[Oven]]\n",
            f"{LINK}> [!note]\n> a\n>\n> [[Oven]]\n",
            id="a callout",
        ),
        pytest.param(
            "| a |\n|---|\n| [[Oven]] |\n\n^1a2b3c\n",
            f"{LINK}| a |\n|---|\n| [[Oven]] |\n\n^1a2b3c\n",
            id="a table with an id",
        ),
        pytest.param(
            "%% See [[Oven]]. %%\n\nb\n",
            f"{WHOLE}\n\n%% See [[Oven]]. %%\n\nb\n",
            id="a comment",
        ),
        pytest.param(
            "---\nabout: '[[Oven]]'\n---\nb\n",
            f"---\nabout: '[[Oven]]'\n---\n{WHOLE}\n\nb\n",
            id="a property",
        ),
        pytest.param(
            "---\nabout: '[[Oven]]'\n---",
            f"---\nabout: '[[Oven]]'\n---\n\n{WHOLE}",
            id="nothing below",
        ),
        pytest.param(
            "a\r\n\r\n[[Oven]]", "a\r\n\r\n" + LINK.replace("\n", "\r\n") + "[[Oven]]", id="CR LF"
        ),
        pytest.param("\ufeff[[Oven]]", f"\ufeff{LINK}[[Oven]]", id="a mark"),
        pytest.param(
            f"a\n\n{CARD.format('')}", f"a\n\n{LINK}{CARD.format('')}", id="in a flashcard"
        ),
        pytest.param(
            "It is {1:hot} in the [[Oven]].\n^1699000000041\n",
            f"{LINK}It is {{1:hot}} in the [[Oven]].\n^1699000000041\n",
            id="a cloze and its id",
        ),
    ],
)
def test_places(tmp_path: Path, text: str, expected: str) -> None:
    only = "--ignore=encoding,frontmatter,cards"
    assert added(tmp_path, text, only) == expected


def test_rules_are_named_once_and_sorted(tmp_path: Path) -> None:
    text = "[[Oven]] and [[Mill]] and ![[Bag]]\n"
    comment = "%% vaultlint-disable unresolved-embed unresolved-link -- not bought yet %%\n\n"
    assert added(tmp_path, text, "--reason= not bought yet") == comment + text


def test_what_is_below_the_severity_is_left(tmp_path: Path) -> None:
    text = "[[Oven]]\n"
    (tmp_path / ".vaultlint.yaml").write_text("rules: {unresolved-link: info}\n")
    (tmp_path / "A.md").write_text(text)
    outcome = vaultlint("check", tmp_path, "--add-suppressions", "--severity=warning")
    assert (outcome.code, (tmp_path / "A.md").read_text()) == (0, text)


def test_diff_writes_nothing(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, {"A.md": "[[Oven]]\n"})
    outcome = vaultlint("check", vault, "--add-suppressions", "--diff")
    assert outcome.code == 1
    assert "+%% vaultlint-disable unresolved-link %%\n" in outcome.stdout
    assert (vault / "A.md").read_text() == "[[Oven]]\n"


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    vault = copy_example(tmp_path / "vault")
    vaultlint("check", vault, "--add-suppressions")
    notes = {path: path.read_bytes() for path in vault.rglob("*.md")}
    vaultlint("check", vault, "--add-suppressions")
    assert {path: path.read_bytes() for path in vault.rglob("*.md")} == notes


def test_what_has_no_comments_is_told(tmp_path: Path) -> None:
    vault = make_vault(
        tmp_path,
        {"Plan.canvas": "{", "A.md": "caf\u00c3\u00a9 br\u00c3\u00bbl\u00c3\u00a9 [[Oven]]\n"},
    )
    before = (vault / "A.md").read_bytes()
    outcome = vaultlint("check", vault, "--add-suppressions", "--output-format=concise")
    assert outcome.code == 2
    assert "invalid-canvas is not suppressed, as such a file has no comments" in outcome.stderr
    assert "mojibake is not suppressed, as the text is damaged" in outcome.stderr
    assert (vault / "A.md").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["--reason=x"], "--reason is that of --add-suppressions; give both", id="lone"
        ),
        pytest.param(
            ["--add-suppressions", "--reason=see [[Oven]]"],
            '--reason: "[" means something in a note; write plain words',
            id="a link",
        ),
        pytest.param(
            ["--add-suppressions", "--reason=50 %"],
            '--reason: "%" means something in a note; write plain words',
            id="a mark",
        ),
        pytest.param(
            ["--add-suppressions", "--reason=a\nb"],
            "--reason: a line break means something in a note; write plain words",
            id="two lines",
        ),
        pytest.param(
            ["--add-suppressions", "--fix"],
            "--add-suppressions and --fix contradict each other; give one of them",
            id="with fixes",
        ),
        pytest.param(
            ["--add-suppressions", "--no-suppressions"],
            "--add-suppressions and --no-suppressions contradict each other; give one of them",
            id="without suppressions",
        ),
    ],
)
def test_wrong_call(tmp_path: Path, arguments: list[str], message: str) -> None:
    vault = make_vault(tmp_path, {"A.md": "[[Oven]]\n"})
    assert vaultlint("check", vault, *arguments) == (2, "", f"vaultlint: {message}\n")
    assert (vault / "A.md").read_text() == "[[Oven]]\n"


# --- the rulebook's faults, the odd ones among them

_ODD = {
    "card-in-comment",
    "comment-hides-card",
    "cut-multiline-answer",
    "detached-schedule",
    "forbidden-file-name",
    "frontmatter-not-first",
    "interrupted-delete",
    "orphan-note",
    "second-frontmatter",
    "unclosed-frontmatter",
}
_WITHOUT_COMMENTS = {"bases", "canvas", "encoding", "suppressions"}


def _examples() -> list[object]:
    families: set[str] = set()
    chosen: list[object] = []
    for page in pages():
        family = page.path.parent.name
        is_wanted = page.path.stem in _ODD or family not in families
        if not is_wanted or family in _WITHOUT_COMMENTS:
            continue
        families.add(family)
        bad = [example for example in page.examples if example.is_bad]
        chosen += [pytest.param(each, id=f"{each.rule}-{each.title}") for each in bad]
    return chosen


@pytest.mark.parametrize("example", _examples())
def test_faults_of_the_rulebook(example: Example, tmp_path: Path) -> None:
    _write(example, tmp_path)
    options = [f"--extend-select={example.rule}", *_collection(example, tmp_path)]
    assert diagnostics(tmp_path, *options)
    cards = _cards(tmp_path)
    outcome = vaultlint("check", tmp_path, *options, "--add-suppressions")
    assert (outcome.code, outcome.stderr) == (0, "")
    assert diagnostics(tmp_path, *options) == []
    assert _cards(tmp_path) == cards


def test_the_example_vault(tmp_path: Path) -> None:
    vault = copy_example(tmp_path / "vault")
    cards = _cards(vault)
    vaultlint("check", vault, "--add-suppressions")
    assert {entry["rule"] for entry in diagnostics(vault)} == {"mojibake"}
    assert _cards(vault) == cards


def _cards(vault: Path) -> object:
    """What `vaultlint cards` lists, wherever it stands in its note."""
    listed = json.loads(vaultlint("cards", vault, "--output-format", "json").stdout)
    return _without_places(listed)


def _without_places(value: object) -> object:
    match value:
        case dict():
            places = ("line", "column", "end_line", "end_column")
            return {k: _without_places(v) for k, v in value.items() if k not in places}
        case list():
            return [_without_places(each) for each in value]
    return value
