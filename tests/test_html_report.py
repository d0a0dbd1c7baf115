"""The HTML report: what it says, and how it holds against hostile notes; see test_html_browser."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.example_vault import copy_example
from tests.invoke import make_vault, vaultlint
from vaultlint.checks import catalogue
from vaultlint.commands.rulebook import page_of as rule_page
from vaultlint.diagnostic import Severity
from vaultlint.report.chains import ChainedVault
from vaultlint.report.html.charts import Bar, Segment, severity_bars
from vaultlint.report.html.courses import MOST_LANES, DrawnCourse, Line, drawn_courses
from vaultlint.report.html.links import obsidian_uri
from vaultlint.report.html.rulehelp import rule_helps
from vaultlint.report.html.table import excerpt, script_json
from vaultlint.text.decode import decode
from vaultlint.text.span import Span
from vaultlint.vault.courses import Course, CourseNote, Mark

HOSTILE = "<script>alert(1)</script>\"'&amp;<img src=x onerror=alert(2)>{{ 7 * 7 }}"
# A name with "</script>" is a file in a folder whose name ends in "<".
HOSTILE_FOLDER = "</script><script>document.title='taken'"


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the texts of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": [], "h1": [], "title": []}
        self._inside: str | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag in self.texts:
            self._inside = tag
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[self._inside][-1] += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def page_of(*arguments: str | Path) -> str:
    outcome = vaultlint("check", *arguments, "--output-format", "html")
    assert outcome.code in (0, 1), outcome.stderr
    return outcome.stdout


def data_of(page: str) -> dict[str, list[list[object]]]:
    scripts = Elements(page).texts["script"]
    data: dict[str, list[list[object]]] = json.loads(scripts[0])
    return data


def hostile_vault(root: Path) -> Path:
    """Notes whose names, texts, decks and properties would be markup, where names may be such."""
    files = {
        "Plain.md": (
            f"---\ntags: [{json.dumps(HOSTILE_FOLDER)}]\n---\n\n"
            f"[[{HOSTILE}]] \x00 \u202e [[gone]]\n"
        ),
        "Cards.md": (
            f"---\ncards-deck: {json.dumps(HOSTILE_FOLDER + '>')}\n---\n\n"
            f"﹇<br>\n{HOSTILE}?\n\n#card\n\nb\n\n⌂\n<br>﹈<br>\n"
        ),
    }
    if os.name == "posix":
        files |= {
            f"<{HOSTILE_FOLDER}/a.md": "[[gone]]\n",
            f"{HOSTILE.replace('/', '')}.md": (
                "[[gone]]\n\n> [!info]\n> **Next Note(s)**:\n> - [[<b>Lost</b>]]\n> - [[Plain]]\n"
            ),
            "a \u202e b \u2028 c\nd.md": "[[gone]]\n",
        }
    return make_vault(root / "vault <b>&", files)


def test_page_of_the_example_vault(tmp_path: Path) -> None:
    root = copy_example(tmp_path / "study-vault")
    page = page_of(root)
    reported = json.loads(vaultlint("check", root, "--output-format", "json").stdout)
    data = data_of(page)
    assert len(data["rows"]) == len(reported["diagnostics"])
    shown = {(data["rules"][row[1]][0], data["files"][row[2]][0], row[3]) for row in data["rows"]}  # type: ignore[call-overload]
    assert shown == {(d["rule"], d["path"], d["line"]) for d in reported["diagnostics"]}
    elements = Elements(page)
    assert elements.texts["h1"] == [root.name]
    assert {"overview", "courses", "decks", "diagnostics"} <= {
        str(attributes.get("id")) for attributes in elements.named("section")
    }
    templates = {str(attributes["id"]) for attributes in elements.named("template")}
    assert templates == {f"rule-{d['rule']}" for d in reported["diagnostics"]}


def test_same_page_twice(tmp_path: Path) -> None:
    root = copy_example(tmp_path / "study-vault")
    assert page_of(root) == page_of(root)


def test_policy_allows_only_the_own_style_and_script(tmp_path: Path) -> None:
    elements = Elements(page_of(copy_example(tmp_path / "study-vault")))
    (policy,) = (
        str(attributes["content"])
        for attributes in elements.named("meta")
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    (style,) = elements.texts["style"]
    _, script = elements.texts["script"]
    hashes = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (style, script)
    ]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    # What the policy would refuse is not there in the first place.
    for tag, attributes in elements.found:
        assert not attributes.keys() & {"style", "src", "onclick", "onload"}, (tag, attributes)


def test_links_lead_nowhere_but_into_the_page_and_into_obsidian(tmp_path: Path) -> None:
    page = page_of(hostile_vault(tmp_path))
    for tag, attributes in Elements(page).found:
        href = attributes.get("href")
        assert href is None or re.match(r"#|obsidian://open\?|data:image/svg", href), (tag, href)
    for _, link in data_of(page)["files"]:
        assert str(link).startswith("obsidian://open?vault=vault%20%3Cb%3E%26&file=")


def test_hostile_notes_make_no_elements(tmp_path: Path) -> None:
    page = page_of(hostile_vault(tmp_path))
    elements = Elements(page)
    assert html.escape(HOSTILE_FOLDER) in page.replace("&#39;", "&#x27;")  # the name of a deck
    assert "&lt;b&gt;Lost&lt;/b&gt;" in page  # a gap in a course
    assert len(elements.named("script")) == 2
    assert elements.named("img") == []
    assert elements.named("b") == [
        attributes for attributes in elements.named("b") if not attributes
    ]
    assert "alert(1)</script>" not in page
    assert "49" not in elements.texts["h1"][0]  # no template in a template
    hidden = re.findall("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\u2028\u2029]", page)
    assert hidden == []


def test_name_that_is_no_utf8(tmp_path: Path) -> None:
    root = make_vault(tmp_path / "vault", {"a.md": "[[gone]]\n"})
    try:
        (root / os.fsdecode(b"b\xff.md")).write_text("[[gone]]\n")
    except OSError:
        pytest.skip("this file system takes no such names")
    file = tmp_path / "page.html"
    assert vaultlint("check", root, "--output-format", "html", "--output-file", file).code == 2
    assert "b\\udcff.md" in file.read_text("utf-8")


def test_no_vault_has_no_links(tmp_path: Path) -> None:
    make_vault(tmp_path, {"a.md": "a\ufeff\u00a0\n[[gone]]\n[a](<b\n"}, mark="")
    page = page_of(tmp_path)
    assert "obsidian://" not in page


def test_notes_without_mistakes(tmp_path: Path) -> None:
    page = page_of(make_vault(tmp_path, {"a.md": "a\n"}))
    assert "No mistakes found." in page
    assert data_of(page)["rows"] == []


def test_several_vaults_are_told_apart(tmp_path: Path) -> None:
    for name in ("one/vault", "two/vault", "other"):
        make_vault(tmp_path / name, {"a.md": "[[gone]]\n"})
    page = page_of(tmp_path / "one/vault", tmp_path / "two/vault", tmp_path / "other")
    assert [path for path, _ in data_of(page)["files"]] == sorted(
        [f"{tmp_path}/one/vault/a.md", f"{tmp_path}/two/vault/a.md", "other/a.md"]
    )


def test_severities_that_are_not_asked_for_are_left_out(tmp_path: Path) -> None:
    root = copy_example(tmp_path / "study-vault")
    severities = {row[0] for row in data_of(page_of(root, "--severity", "error"))["rows"]}
    assert severities == {int(Severity.ERROR)}


def test_baseline_new_known_resolved(tmp_path: Path) -> None:
    root = make_vault(tmp_path, {"a.md": "[[gone]]\n", "b.md": "[[lost]]\n"})
    assert vaultlint("baseline", "create", root).code == 0
    (root / "b.md").write_text("b\n")
    (root / "c.md").write_text("[[new one]]\n")
    page = page_of(root)
    data = data_of(page)
    files = [path for path, _ in data["files"]]
    assert [(files[row[2]], row[-1]) for row in data["rows"]] == [("c.md", 0), ("a.md", 1)]  # type: ignore[call-overload]
    row = re.search(r"<tr><th scope=\"row\">unresolved-link</th>(.*?)</tr>", page)
    assert row is not None
    assert re.findall(r">(\d+)</td>", row[1]) == ["1", "1", "1"]


def test_what_is_not_shown_is_counted(tmp_path: Path) -> None:
    text = "%% vaultlint-disable unresolved-link -- soon %%\n[[gone]]\n\n[[lost]]\n"
    page = page_of(make_vault(tmp_path, {"a.md": text}), "--severity", "error")
    assert "1 suppressed." in page
    assert "What is below “error” is not shown." in page


def test_what_was_fixed_is_counted(tmp_path: Path) -> None:
    root = copy_example(tmp_path / "study-vault")
    assert "1 fixed by this run." in page_of(root, "--fix")


def test_what_could_not_be_done_is_said(tmp_path: Path) -> None:
    root = make_vault(tmp_path, {"a.md": "a\n"})
    outcome = vaultlint("check", root, root / "nowhere.md", "--output-format", "html")
    assert outcome.code == 2
    assert "nowhere.md" in outcome.stdout


def test_page_of_one_note_knows_the_whole_vault(tmp_path: Path) -> None:
    """Its course is whole, though only rules that need no other note run."""
    root = copy_example(tmp_path / "study-vault")
    note = root / "courses" / "🥖 Bread baking" / "2. Fermentation.md"
    page = page_of(note, "--select", "unclosed-card")
    assert "3. Shaping" in page
    assert "🥖 Bread baking::2. Fermentation" in page
    assert "🥖 Bread baking::1. Flour and water" not in page


def test_cards_by_deck_are_those_of_the_cards_command(tmp_path: Path) -> None:
    root = copy_example(tmp_path / "study-vault")
    page = page_of(root)
    listed = json.loads(vaultlint("cards", root, "--count", "--output-format", "json").stdout)
    rows = re.findall(r"<tr><th scope=\"row\"><bdi>([^<]+)</bdi></th>(.*?)</tr>", page, re.DOTALL)
    states = ("synced", "new", "broken", "legacy")
    used = [state for state in states if any(deck[state] for deck in listed["decks"])]
    assert [(deck, re.findall(r">(\d+)</td>", cells)) for deck, cells in rows] == [
        (deck["deck"], [str(deck["cards"]), *(str(deck[state]) for state in used)])
        for deck in listed["decks"]
    ]


def test_courses_and_their_faults_are_those_of_the_chains_command(tmp_path: Path) -> None:
    root = copy_example(tmp_path / "study-vault")
    page = page_of(root)
    listed = json.loads(vaultlint("chains", root, "--output-format", "json").stdout)
    assert page.count('<details class="card course"') == len(listed["chains"])
    text = vaultlint("chains", root).stdout
    for fault in re.findall(r"^ +! (.+)$", text, re.MULTILINE):
        assert fault.replace('"', "&#34;") in page


def test_other_formats_need_nothing_of_it(tmp_path: Path) -> None:
    root = make_vault(tmp_path, {"a.md": "[[gone]]\n"})
    program = (
        "import sys; from vaultlint.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print('loaded', *{'jinja2', 'vaultlint.commands.page'} & sys.modules.keys())"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program, "check", root, "--output-format", "json"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert loaded.stdout.splitlines()[-1] == "loaded"


def test_every_rule_has_help() -> None:
    rules = [catalogue.load(name) for name in catalogue.rule_names()]
    for help_ in rule_helps((rule, rule_page(rule)) for rule in rules):
        assert help_.html.startswith("<p><strong>What</strong></p>"), help_.name
        text = re.sub(r"<code.*?</code>", "", help_.html, flags=re.DOTALL)
        assert "[[" not in text, help_.name


# --- parts


@given(st.text())
def test_json_in_a_script_is_what_it_was(text: str) -> None:
    written = script_json({"text": text})
    assert json.loads(written) == {"text": text}
    assert not set("<>&\u2028\u2029") & set(written)


@pytest.mark.parametrize(
    ("root", "path", "uri"),
    [
        ("/home/me/My vault", "a/b c.md", "vault=My%20vault&file=a%2Fb%20c.md"),
        ("C:/Vaults/Büro/", "🥖.md", "vault=B%C3%BCro&file=%F0%9F%A5%96.md"),
        ("/v", 'a"&#?=%<>.md', "vault=v&file=a%22%26%23%3F%3D%25%3C%3E.md"),
        ("/v", "a\udcff.md", "vault=v&file=a%ED%B3%BF.md"),
    ],
)
def test_obsidian_uri(root: str, path: str, uri: str) -> None:
    assert obsidian_uri(root, path) == f"obsidian://open?{uri}"


def test_severity_bars() -> None:
    error, info = Severity.ERROR, Severity.INFO
    assert severity_bars([("b", info), ("a", error), ("b", error), ("b", info)]) == (
        Bar("b", 3, (Segment("error", 1, 0, 33.333), Segment("info", 2, 33.333, 66.667))),
        Bar("a", 1, (Segment("error", 1, 0, 33.333),)),
    )
    assert severity_bars([]) == ()


@pytest.mark.parametrize(
    ("text", "start", "end", "lines"),
    [
        pytest.param("a [[b]] c\n", 4, 5, [[1, "a [[", "b", "]] c"]], id="in a line"),
        pytest.param("a\n\tb  \n", 3, 4, [[2, "", "b", ""]], id="without blanks around"),
        pytest.param("a\nb\nc\n", 0, 5, [[1, "", "a", ""], [3, "", "c", ""]], id="over lines"),
        pytest.param("a\u202e\tb", 3, 4, [[1, "a\\u202e    ", "b", ""]], id="hidden characters"),
        pytest.param(
            "x" * 300 + "M" * 300 + "y" * 300,
            300,
            600,
            [[1, "…" + "x" * 60, "M" * 200 + "…", "y" * 120 + "…"]],
            id="a long line",
        ),
        pytest.param(
            "👩‍👩‍👧" * 100,
            495,
            500,
            [[1, "…" + "👩‍👩‍👧" * 12, "👩‍👩‍👧", ""]],
            id="no half of an emoji",
        ),
        pytest.param("", 0, 0, [], id="nothing"),
    ],
)
def test_excerpt(text: str, start: int, end: int, lines: list[object]) -> None:
    assert list(excerpt(decode("a.md", text.encode()), Span(start, end))) == lines


def drawn(*notes: tuple[str, Sequence[str], Sequence[Mark]]) -> DrawnCourse:
    course_notes = tuple(
        CourseNote(f"{name}.md", (), tuple(f"{each}.md" for each in following), tuple(marks))
        for name, following, marks in notes
    )
    chained = ChainedVault("/v", 1, frozenset(), (Course("", course_notes),), {})
    (course,) = drawn_courses(chained, lambda path: f"open:{path}")
    return course


def test_course_in_order_is_one_line() -> None:
    course = drawn(("a", ["b"], []), ("b", ["c"], []), ("c", [], []))
    assert [(row.name, row.uri, row.above, row.below) for row in course.rows] == [
        ("a", "open:a.md", "", "step"),
        ("b", "open:b.md", "step", "step"),
        ("c", "open:c.md", "step", ""),
    ]
    assert (course.title, course.notes, course.faults, course.lanes) == ("v", 3, 0, 0)


def test_fork_is_an_arc() -> None:
    course = drawn(("a", ["b", "c"], []), ("b", [], []), ("c", [], []))
    arc = Line(0, is_broken=False)
    assert [(row.beginning, row.passing, row.ending) for row in course.rows] == [
        ((arc,), (), ()),
        ((), (arc,), ()),
        ((), (), (arc._replace(has_tip=True),)),
    ]
    assert [row.below for row in course.rows] == ["step", "", ""]


def test_ring_is_a_broken_arc_that_points_up() -> None:
    ring = Mark("ring", "next", None, ("a.md", "b.md", "c.md"))
    course = drawn(("a", ["b"], []), ("b", ["c"], []), ("c", ["a"], [ring]))
    first, _, last = course.rows
    assert first.beginning == (Line(0, is_broken=True, has_tip=True),)
    assert last.ending == (Line(0, is_broken=True),)
    assert [row.is_broken for row in course.rows] == [False, False, True]
    assert course.faults == 1


def test_lanes_are_few_however_many_arcs_there_are() -> None:
    """A note that leads to all others is drawn in linear time."""
    names = [f"{number:04}" for number in range(1000)]
    course = drawn(*((name, names if name == "0000" else (), ()) for name in names))
    assert course.lanes == MOST_LANES
    assert max(len(row.passing) for row in course.rows) == MOST_LANES


def test_dots_stand_in_lines() -> None:
    names = [f"{number:04}" for number in range(100)]
    steps = ((name, [following], ()) for name, following in pairwise(names))
    course = drawn(*steps, (names[-1], (), ()))
    assert [len(line) for line in course.dot_lines] == [48, 48, 4]
