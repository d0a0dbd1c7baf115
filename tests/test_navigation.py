"""Previous and Next sections, read from callouts, headings and links that are found already."""

from __future__ import annotations

import re
import time

import pytest
from msgspec.structs import replace

from vaultlint.notes.facts import Callout, Heading, Link, NavigationSection, Note
from vaultlint.notes.navigation import read_navigation
from vaultlint.notes.reading import DEFAULT_READING, Reading
from vaultlint.text.source import source
from vaultlint.text.span import Span

_CALLOUT = re.compile(r"^((?:> ?)+)(\[!(\w+)\])([+-]?)(.*)(?:\n>.*)*", re.MULTILINE)
_HEADING = re.compile(r"^(#+) (.*)", re.MULTILINE)
_LINK = re.compile(r"(!?)(?:\[\[([^\]\n]+)\]\]|\[[^\]\n]*\]\(([^)\s]+)\))")


def note(text: str) -> Note:
    """A note whose callouts, headings and links are found by three plain expressions."""
    callouts = [
        Callout(m[3].lower(), "", m[4], m[5].strip(), Span(*m.span(2)), Span(*m.span()))
        for m in _CALLOUT.finditer(text)
    ]
    headings = [
        Heading(len(m[1]), m[2], Span(*m.span()), Span(*m.span(2))) for m in _HEADING.finditer(text)
    ]
    links = []
    for m in _LINK.finditer(text):
        kind, group = ("wiki", 2) if m[2] else ("markdown", 3)
        path, mark, rest = m[group].partition("#")
        place = Span(*m.span()), Span(*m.span(group))
        links.append(Link(kind, bool(m[1]), m[group], path, mark + rest, *place))  # type: ignore[arg-type]  # kind is one of the two
    return Note(
        source("n.md", text),
        "note",
        None,
        Span(0, len(text)),
        headings=tuple(headings),
        callouts=tuple(callouts),
        links=tuple(links),
    )


def sections(text: str, reading: Reading = DEFAULT_READING) -> list[tuple[str, str, list[str]]]:
    return [
        (section.direction, section.label, [link.target for link in section.links])
        for section in read_navigation(note(text), reading)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "> [!info]\n> **Previous Note(s)**:\n> - [[A]]\n",
            [("previous", "Previous Note(s)", ["A"])],
            id="bold, colon outside",
        ),
        pytest.param(
            "> [!INFO]+ \n> **Next Note(s):**\n> - [A](a/A.md)\n> - [[B#h]]\n",
            [("next", "Next Note(s)", ["a/A.md", "B#h"])],
            id="bold, colon inside, two items",
        ),
        pytest.param(
            "> [!note]-\n> **Next Notes**:\n> [[A]] and [[B]]\n",
            [("next", "Next Notes", ["A", "B"])],
            id="no bullet, two in a line",
        ),
        pytest.param(
            "> [!info]\n> Next Note: [[A]]\n> [[B]]\n",
            [("next", "Next Note", ["A", "B"])],
            id="plain, the first on the label's line",
        ),
        pytest.param(
            "> [!info]\n> __previous  notes__\n> * [[A]]\n> 2. [[B]]\n",
            [("previous", "previous  notes", ["A", "B"])],
            id="no colon, case, other bullets",
        ),
        pytest.param(
            "> [!info]\n> 🔙 **Previous Note(s)**: -\n",
            [("previous", "Previous Note(s)", [])],
            id="icon, bare hyphen on the line",
        ),
        pytest.param(
            "> [!info]\n> **🧑🏽‍💻 :LiArrowLeft: Previous Notes →**:\n> - [[A]]\n",
            [("previous", "Previous Notes", ["A"])],
            id="icons inside the marks, one by name",
        ),
        pytest.param(
            "> [!info] Next Note(s)\n> - [[A]]\n",
            [("next", "Next Note(s)", ["A"])],
            id="title",
        ),
        pytest.param(
            "> [!info]- **Next Note(s):** [[A]]\n",
            [("next", "Next Note(s)", ["A"])],
            id="title, item",
        ),
        pytest.param(
            "> [!info]\n> Read on.\n>\n> **Next Note(s)**:\n>\n> - [[A]]\n>\n> - [[B]]\n",
            [("next", "Next Note(s)", ["A", "B"])],
            id="behind other lines, blank lines between",
        ),
        pytest.param(
            "> [!info]\n> **Previous Note(s)**:\n> - [[A]]\n> **Next Note(s)**:\n> - [[B]]\n",
            [("previous", "Previous Note(s)", ["A"]), ("next", "Next Note(s)", ["B"])],
            id="both in one callout",
        ),
        pytest.param(
            "> [!info]\n> **Previous Note(s)**:\n> - \n\n> [!info]\n> **Next Note(s)**:\n> \n",
            [("previous", "Previous Note(s)", []), ("next", "Next Note(s)", [])],
            id="empty is normal",
        ),
        pytest.param(
            "> [!info]\n> **Next Note(s)**:\n> - Part 2: [[A]], see also [[B]]\n> - to come\n",
            [("next", "Next Note(s)", ["A", "B"])],
            id="words in an item",
        ),
        pytest.param(
            "> [!info]\n> **Next Note(s)**:\n> - [[A]]\n>     - needs [[B]]\n> - [[C]]\n",
            [("next", "Next Note(s)", ["A", "C"])],
            id="items of items are remarks",
        ),
        pytest.param(
            "> [!info]\n> **Next Note(s)**:\n> - [[A]]\n>\n> See also [[B]]\n> - [[C]]\n",
            [("next", "Next Note(s)", ["A"])],
            id="prose ends the items",
        ),
        pytest.param(
            "> [!info]\n> **Next Note(s)**:\n> - ![[A.png]]\n> - [[B]]\n",
            [("next", "Next Note(s)", ["B"])],
            id="embeds are no neighbours",
        ),
        pytest.param(
            "> [!a]\n> Text\n> > [!b]\n> > **Next Note(s)**:\n> > - [[A]]\n",
            [("next", "Next Note(s)", ["A"])],
            id="a callout in a callout",
        ),
        pytest.param(
            "> [!info]\n> ## Next Note(s)\n> - [[A]]\n",
            [("next", "Next Note(s)", ["A"])],
            id="a heading in a callout",
        ),
    ],
)
def test_callouts(text: str, found: list[tuple[str, str, list[str]]]) -> None:
    assert sections(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "## 🔙 Previous Note(s):\n\n- [[A]]\n- [[B]]\n\n---\n\n- [[C]]\n",
            [("previous", "Previous Note(s)", ["A", "B"])],
            id="to a rule",
        ),
        pytest.param(
            "# Next notes\n[[A]]\n## More\n- [[B]]\n",
            [("next", "Next notes", ["A"])],
            id="to a heading",
        ),
        pytest.param("## 🔜 Next Note(s):\n\n---\n\n", [("next", "Next Note(s)", [])], id="empty"),
        pytest.param("## Next Note(s)", [("next", "Next Note(s)", [])], id="end of the note"),
        pytest.param("## Next Note: [[A]]\n", [("next", "Next Note", ["A"])], id="on the line"),
        pytest.param(
            "## Previous Note(s):\n-\n## Next Note(s):\n- [[A]]\n",
            [("previous", "Previous Note(s)", []), ("next", "Next Note(s)", ["A"])],
            id="both",
        ),
    ],
)
def test_headings(text: str, found: list[tuple[str, str, list[str]]]) -> None:
    assert sections(text) == found


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("> [!info]\n> The previous note said [[A]].\n", id="a sentence"),
        pytest.param("> [!info]\n> Previous notes said that [[A]] is wrong.\n", id="begins one"),
        pytest.param("> [!info]\n> as told in the\n> previous note\n> on cells\n", id="wrapped"),
        pytest.param("> [!info]\n> as told in the\n> previous note\n> [[A]]\n", id="a link"),
        pytest.param("> [!info]\n> as told in the\n> previous note: cells\n", id="wrapped, colon"),
        pytest.param("> [!info]\n> Next notes:\n> C and D, then [[E]]\n", id="prose below"),
        pytest.param("> [!tip] Next notes\n> The scale goes on with C.\n", id="a title of prose"),
        pytest.param("> [!tip] Next notes of the scale\n> - [[C]]\n", id="a longer title"),
        pytest.param("> [!info]\n> **Next Notebook**:\n> - [[A]]\n", id="a longer word"),
        pytest.param('> [!info]\n> "Next note":\n> - [[A]]\n', id="quoted"),
        pytest.param("> [!info]\n> | Previous Note | Next Note |\n", id="a table"),
        pytest.param("> **Next Note(s)**:\n> - [[A]]\n", id="a quote that is no callout"),
        pytest.param("**Next Note(s)**:\n- [[A]]\n", id="no quote"),
        pytest.param("## Next notes\n\nThey are C and D.\n\n- [[C]]\n", id="prose below a heading"),
        pytest.param("## The next notes\n\n- [[C]]\n", id="a longer heading"),
        pytest.param("", id="empty note"),
    ],
)
def test_no_section(text: str) -> None:
    assert sections(text) == []


def test_spans() -> None:
    text = "> [!info]\n> **Next Note(s)**:\n> - [[A]] \n> \n\n## Previous Note: -\r\n\r\n[[B]]\r\n"
    known = note(text)
    assert read_navigation(known, DEFAULT_READING) == (
        NavigationSection("next", "Next Note(s)", Span(14, 26), Span(12, 40), known.links[:1]),
        NavigationSection("previous", "Previous Note", Span(48, 61), Span(45, 73), known.links[1:]),
    )


def test_words_of_the_configuration() -> None:
    reading = replace(DEFAULT_READING, previous_words=("davor", "a.b"), next_words=())
    assert sections("> [!i] DAVOR:\n> - [[A]]\n", reading) == [("previous", "DAVOR", ["A"])]
    assert sections("> [!i] axb:\n> - [[A]]\n", reading) == []
    assert sections("> [!i] Next Note:\n> - [[A]]\n", reading) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("> [!i] " + ":_" * 50_000 + "\n", id="signs that could be names of icons"),
        pytest.param("> [!i] " + ":a_:" * 50_000 + "\n", id="names of icons"),
        pytest.param("> [!i]\n" + "> Next Note:\n" * 20_000, id="labels in one callout"),
        pytest.param("> [!i]\n" + "> **" + " " * 100_000 + "x\n", id="blanks"),
        pytest.param("# Next Note\n" * 20_000, id="headings"),
        pytest.param("# Next Note\n" + "- [[A]]\n" * 20_000, id="items"),
        pytest.param("# Next Note\n" + "-" + " -" * 50_000 + " x\n", id="nearly a rule"),
    ],
)
def test_hostile_notes_take_linear_time(text: str) -> None:
    known = note(text)
    started = time.process_time()
    read_navigation(known, DEFAULT_READING)
    seconds = time.process_time() - started
    assert seconds < 5, seconds  # below 0.3 s here
