"""`vaultlint chains`: what it lists, and how each format tells it, whatever notes are named."""

from __future__ import annotations

import html
import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.example_vault import copy_example
from tests.invoke import diagnostics, make_vault, vaultlint
from tests.shared import SHARED, needs_shared
from tests.test_schemas import validator
from vaultlint.notes.facts import Link
from vaultlint.report.chaingraph import dot_lines, mermaid_lines
from vaultlint.report.chains import ChainedVault, text_lines
from vaultlint.report.visible import visible
from vaultlint.text.span import Span
from vaultlint.vault.courses import Course, CourseNote, Mark

DOCS = (Path(__file__).parent.parent / "docs" / "chains.md").read_text(encoding="utf-8")
_SESSION = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def section(label: str, *names: str) -> str:
    items = "".join(f"> - [[{name}]]\n" for name in names)
    return f"> [!info]\n> **{label} Note(s)**:\n{items or '> -'}\n\n"


def note(previous: tuple[str, ...], following: tuple[str, ...]) -> str:
    return section("Previous", *previous) + section("Next", *following)


# A course with one of each mark.
FILES = {
    "sky/Part 1.md": note((), ("Part 2",)),
    "sky/Part 2.md": note(("Part 1",), ("Part 3", "sky/far/Stars")),
    "sky/Part 3.md": note(("Part 2",), ("Part 4",)),
    "sky/Part 4.md": note(("Part 3",), ("Part 6", "Part 4")),
    "sky/Part 5.md": note(("Part 3",), ()),
    "sky/Part 6.md": note(("Part 4",), ("Nowhere", "Part 7")),
    "sky/Part 7.md": note(("Part 6",), ()),
    "sky/far/Stars.md": note(("Part 2",), ("Moons",)),
    "sky/far/Moons.md": note(("Stars",), ("Suns",)),
    "sky/far/Suns.md": note(("Moons",), ("Stars",)),
    "One.md": note((), ("Two",)),
    "Two.md": note((), ("One",)),
    "Lone.md": section("Next", "Gone"),
    "Empty.md": note((), ()),
    "Board.md": "---\nkanban-plugin: board\n---\n\n" + note((), ("Part 1",)),
}
TEXT = """\
.  1 note
  1  Lone
     ! gap: the next note "Gone" does not exist

.  2 notes
  1  One
  2  Two
     ! contradiction: "One" and this note each follow the other

sky  10 notes
   1  Part 1
   2  Part 2
        forks to "Part 3" and "Stars"
   3  Part 3
   4  Part 4
      ! self: the note lists itself as its next note
   5  Part 6
      ! gap: the next note "Nowhere" does not exist
   6  Part 7
        ends here
   7  Part 5
        follows "Part 3"
        ends here
      ! out of order: previous is "Part 3", but "Part 4" comes between
   8  far/Stars
        follows "Part 2" and "Suns"
   9  far/Moons
  10  far/Suns
      ! ring: next closes a ring of 3 notes, to "Stars"

3 chains of 13 notes, 2 gaps, 1 note that lists itself, 1 contradiction, 1 ring, \
1 note named out of order, 1 fork; 2 of 15 notes in no chain
"""


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(make_vault(tmp_path, FILES))
    return tmp_path


@pytest.mark.usefixtures("vault")
def test_text() -> None:
    outcome = vaultlint("chains")
    assert (outcome.code, outcome.stderr) == (0, "")
    assert outcome.stdout == TEXT


@pytest.mark.usefixtures("vault")
def test_the_marks_are_what_the_rules_report() -> None:
    rules = {
        "gap": "unresolved-neighbour",
        "self": "self-neighbour",
        "one-way": "one-way-neighbour",
        "contradiction": "neighbour-on-both-sides",
        "ring": "neighbour-cycle",
        "out-of-order": "neighbour-out-of-order",
    }
    listed = json.loads(vaultlint("chains", "--output-format", "json").stdout)
    told = sorted(
        (note["path"], mark["place"]["line"], mark["place"]["column"], rules[mark["kind"]])
        for course in listed["chains"]
        for note in course["notes"]
        for mark in note["marks"]
        if mark["place"]
    )
    # The last note of the example's contradiction is told at its own link by both.
    reported = sorted(
        (entry["path"], entry["line"], entry["column"], entry["rule"])
        for entry in diagnostics(Path())
        if entry["rule"] in rules.values()
    )
    assert told == reported
    assert {rule for *_, rule in told} >= set(rules.values()) - {"one-way-neighbour"}


@pytest.mark.usefixtures("vault")
def test_json() -> None:
    outcome = vaultlint("chains", "--output-format", "json")
    listed = json.loads(outcome.stdout)
    validator("chains").validate(listed)
    assert listed["summary"] == {
        "chains": 3,
        "notes": 13,
        "gap": 2,
        "self": 1,
        "one_way": 0,
        "contradiction": 1,
        "ring": 1,
        "out_of_order": 1,
        "fork": 1,
        "join": 0,
    }
    stars = next(n for n in listed["chains"][2]["notes"] if n["path"] == "sky/far/Stars.md")
    assert stars == {
        "path": "sky/far/Stars.md",
        "previous": ["sky/Part 2.md", "sky/far/Suns.md"],
        "next": ["sky/far/Moons.md"],
        "marks": [],
    }
    part = next(n for n in listed["chains"][2]["notes"] if n["path"] == "sky/Part 5.md")
    assert part["marks"] == [
        {
            "kind": "out-of-order",
            "direction": "previous",
            "target": "Part 3",
            "notes": ["sky/Part 3.md", "sky/Part 4.md"],
            "place": {"line": 3, "column": 7, "end_line": 3, "end_column": 13},
        }
    ]


@pytest.mark.usefixtures("vault")
@pytest.mark.parametrize(
    ("paths", "chains"),
    [
        pytest.param(("One.md",), 1, id="a note: its whole chain"),
        pytest.param(("sky",), 1, id="a folder"),
        pytest.param(("Empty.md",), 0, id="a note in none"),
        pytest.param(("Two.md", "sky/Part 7.md"), 2, id="two"),
    ],
)
def test_paths(paths: tuple[str, ...], chains: int) -> None:
    listed = json.loads(vaultlint("chains", *paths, "--output-format", "json").stdout)
    assert listed["summary"]["chains"] == chains
    assert listed["vaults"][0]["listed"] == (9 if paths == ("sky",) else len(paths)) + (
        paths == ("sky",)
    )


def test_a_file(vault: Path) -> None:
    outcome = vaultlint("chains", "One.md", "--output-file", "out.txt")
    assert (outcome.code, outcome.stdout) == (0, "")
    lines = (vault / "out.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0] == ".  2 notes"


@pytest.mark.usefixtures("vault")
def test_color() -> None:
    assert "\x1b[" not in vaultlint("chains").stdout
    assert "\x1b[" in vaultlint("chains", "--color", "always").stdout


def test_wrong_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(note((), ("b",)), encoding="utf-8")
    lone = vaultlint("chains", "a.md")
    assert (lone.code, lone.stdout) == (2, "")
    assert lone.stderr == (
        'vaultlint: "a.md" is in no vault; name the folder of its vault with --vault\n'
    )
    assert vaultlint("chains", "a.md", "--vault", ".").code == 0
    assert vaultlint("chains", "nowhere.md").code == 2
    assert vaultlint("chains", "--isolated", "--config", "x.yaml").code == 2


def test_no_chains(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, {"a.md": "Text.\n"})
    assert vaultlint("chains", vault).stdout == "no chains in 1 note\n"


@pytest.mark.parametrize(
    ("north", "stars", "faults"),
    [
        pytest.param(note((), ("The star",)), note(("North",), ()), ["gap"], id="next"),
        pytest.param(note((), ("The stars",)), note(("Nort",), ()), ["gap"], id="previous"),
        pytest.param(
            note((), ("Elsewhere",)), note(("North",), ()), ["gap", "one-way"], id="other"
        ),
    ],
)
def test_a_broken_link_is_told_once(
    north: str, stars: str, faults: list[str], tmp_path: Path
) -> None:
    vault = make_vault(tmp_path, {"North.md": north, "The stars.md": stars})
    listed = json.loads(vaultlint("chains", vault, "--output-format", "json").stdout)
    (course,) = listed["chains"]
    assert [mark["kind"] for n in course["notes"] for mark in n["marks"]] == faults


# --- graphs, and names that want to break them

HOSTILE = (
    'a"];\nn9 -> n8; //',
    "back\\slash\\",
    "\\N \\G \\l",
    "<b>&amp;</b> #quot; &lt;",
    "1. list",
    "`code` **bold** `",
    "%%{init: {}}%%",
    "style a:b#c;d",
    "]] --> ((x)) end",
    "\x1b[31m\u202e\u2028",
    "🧑🏽‍💻 Übung",
    "",
)


def made(names: tuple[str, ...], folder: str = "") -> ChainedVault:
    """A chain of notes with these names, the last of which leads nowhere."""
    paths = [f"{number}/{name}" for number, name in enumerate(names)]
    lost = Link("wiki", False, names[0], names[0], "", Span(0, 1), Span(0, 1))
    notes = []
    for at, path in enumerate(paths):
        previous, following = tuple(paths[at - 1 : at] if at else ()), tuple(paths[at + 1 : at + 2])
        marks = [] if following else [Mark("gap", "next", lost)]
        marks += [Mark("one-way", "previous", lost, previous)] if at == 1 else []
        notes.append(CourseNote(path, previous, following, tuple(marks)))
    return ChainedVault("/v", len(paths), frozenset(paths), (Course(folder, tuple(notes)),), {})


_DOT_STRING = r'"(?:[^"\\\n]|\\["\\])*"'
_DOT_LINE = re.compile(
    r"digraph chains \{|  rankdir=LR;|  (?:node|edge) \[[^\"\n]*\"sans-serif\"\];"
    r"|  subgraph cluster_\d+ \{|  \}|\}"
    rf"|    label={_DOT_STRING};"
    rf"|    n\d+ \[label={_DOT_STRING}(?:, style=dotted, color=\"red\")?\];"
    rf"|  n\d+ -> n\d+(?: \[label={_DOT_STRING}, color=\"red\", style=dashed\])?;"
)
_MERMAID_TEXT = r"(?:[^!-/:-@\[-`{-~\n]|#\d+;)*"
_MERMAID_LINE = re.compile(
    rf'flowchart LR|  subgraph c\d+\["{_MERMAID_TEXT}"\]|  end'
    rf'|    n\d+\["{_MERMAID_TEXT}"\]|    n\d+\("{_MERMAID_TEXT}"\):::gap'
    rf'|  n\d+ (?:-->|-\. "{_MERMAID_TEXT}" \.->) n\d+|  classDef gap [a-z:,0-9-]+'
)


def check_graphs(vault: ChainedVault, labels: list[str]) -> None:
    """Both graphs are of their grammar, and show these labels."""
    dot = list(dot_lines([vault]))
    assert [line for line in dot if not _DOT_LINE.fullmatch(line)] == []
    shown = [m[1] for line in dot if (m := re.match(r'    n\d+ \[label="(.*?)"[],]', line))]
    plain = [html.unescape(re.sub(r"\\(.)", r"\1", label)) for label in shown]
    assert plain == labels
    mermaid = list(mermaid_lines([vault]))
    assert [line for line in mermaid if not _MERMAID_LINE.fullmatch(line)] == []
    shown = [m[1] for line in mermaid if (m := re.match(r'    n\d+[(\[]"(.*)"', line))]
    plain = [re.sub(r"#(\d+);", lambda m: chr(int(m[1])), label) for label in shown]
    assert plain == [label or " " for label in labels]
    assert '""' not in "".join(mermaid)


def labels_of(names: tuple[str, ...]) -> list[str]:
    named = [visible(f"{number}/{name}".removesuffix(".md")) for number, name in enumerate(names)]
    return [*named, visible(names[0].rpartition("/")[2])]


def test_hostile_names() -> None:
    check_graphs(made(HOSTILE, 'fol"der\\'), labels_of_folder(HOSTILE, 'fol"der\\'))


def labels_of_folder(names: tuple[str, ...], folder: str) -> list[str]:
    """The names as they stand below a folder, whose length is cut off each path."""
    cut = len(folder) + 1
    paths = [f"{number}/{name}" for number, name in enumerate(names)]
    return [*(visible(p[cut:]) for p in paths), visible(names[0].rpartition("/")[2])]


@given(st.lists(st.text(max_size=12), min_size=1, max_size=4).map(tuple))
def test_any_names(names: tuple[str, ...]) -> None:
    check_graphs(made(names), labels_of(names))


def test_text_of_hostile_names_obeys_no_terminal() -> None:
    lines = list(text_lines([made(HOSTILE)], "/", is_colored=False))
    assert not re.search("[\x00-\x1f\u202e\u2028]", "".join(lines))


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_reads_it() -> None:
    text = "\n".join(dot_lines([made(HOSTILE), made(HOSTILE)]))
    run = subprocess.run(["dot", "-Tjson0"], input=text.encode(), capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (0, b"")
    graph = json.loads(run.stdout)
    assert sum("label" in node for node in graph["objects"] if "nodes" not in node) == 2 * (
        len(HOSTILE) + 1
    )
    assert len(graph["edges"]) == 2 * len(HOSTILE)


# --- what is told elsewhere


def test_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy_example(tmp_path / "study-vault"))
    sessions = _SESSION.findall(DOCS)
    printed = []
    for session in sessions:
        command = session.partition("\n")[0]
        assert command.startswith("$ vaultlint ")
        outcome = vaultlint(*shlex.split(command)[2:])
        assert (outcome.code, outcome.stderr) == (0, "")
        printed.append(f"{command}\n{outcome.stdout}")
    assert printed == sessions
    assert len(sessions) == 3


@needs_shared
def test_vault_sample() -> None:
    assert SHARED is not None
    vault = SHARED / "vault-sample"
    listed = json.loads(vaultlint("chains", vault, "--output-format", "json").stdout)
    validator("chains").validate(listed)
    counts: Mapping[str, int] = listed["summary"]
    assert {key: counts[key] for key in counts if counts[key]} == {
        "chains": 2,
        "notes": 12,
        "gap": 2,
        "one_way": 2,
        "out_of_order": 1,
    }
    # 19 neighbours are listed, 17 of them resolve.
    sections = [
        section
        for path in sorted((vault / "the-vault" / "src").rglob("*.md"))
        for section in json.loads(vaultlint("inspect", path, "--output-format", "json").stdout)[
            "navigation"
        ]
    ]
    links = [link for section in sections for link in section["links"]]
    assert len(links) == 19
    assert sum(link["resolves_to"] is not None for link in links) == 17
    # Each step is stated by both of its notes, but for what is marked.
    steps = [n["next"] for course in listed["chains"] for n in course["notes"]]
    assert sum(map(len, steps)) == 10
