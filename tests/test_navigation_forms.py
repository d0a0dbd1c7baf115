"""Every form of a Previous or Next section, in whole notes: label by place by items."""

from __future__ import annotations

import unicodedata

import pytest

from vaultlint.notes.parse import parse
from vaultlint.notes.reading import DEFAULT_READING, Reading
from vaultlint.text.source import source

LABELS = (
    "**{} Note(s)**:",
    "**{} Note(s):**",
    "**{} Notes**:",
    "**{} Note**",
    "__{} notes__ :",
    "*{} Note(s)*:",
    "{} Note(s):",
    "🔙 **{} Note(s)**:",
    "🧑🏽‍💻 {} Notes:",
    "← **{} Note(s)**:",
    "**🔜 {} Note(s)**:",
    ":LiArrowLeft: **{} Note(s)**:",
    "**{} NOTE(S)** →:",
)
PLACES = {
    "callout": "> [!INFO]+ \n> {label}\n{items}",
    "callout without fold": "> [!info]\n> {label}\n{items}",
    "folded callout of another type": "> [!NOTE]-\n> {label}\n{items}",
    "title": "> [!info] {label}\n{items}",
    "title of a folded callout": "> [!abstract]- {label}\n{items}",
    "behind other lines": "> [!info]\n> Read in this order.\n>\n> {label}\n{items}",
    "below a title": "> [!tip] Where to go\n> {label}\n{items}",
    "a callout in a callout": "> [!info]\n> > [!note]\n> > {label}\n{nested}",
    "heading": "## {label}\n\n{plain}\n---\n\n- [[Z]]\n",
    "heading before another": "#### {label}\n{plain}\n## More\n\n- [[Z]]\n",
    "heading at the end": "# {label}\n\n{plain}",
}
ITEMS = {
    "wiki": ("- [[A]]\n", ["A"]),
    "Markdown": ("- [A](a/A%201.md)\n", ["a/A 1.md"]),
    "several": ("- [[A]]\n- [b](B.md)\n* [[C|c]]\n", ["A", "B.md", "C"]),
    "no bullets": ("[[A]]\n[[B]]\n", ["A", "B"]),
    "several in a line": ("- [[A]], [[B]]\n", ["A", "B"]),
    "numbered": ("1. [[A]]\n2. [[B]]\n", ["A", "B"]),
    "a task": ("- [ ] [[A]]\n", ["A"]),
    "an icon": ("- 🔜 [[A]]\n", ["A"]),
    "a bare hyphen": ("- \n", []),
    "a hyphen alone": ("-\n", []),
    "nothing": ("", []),
}


def read(text: str, reading: Reading = DEFAULT_READING) -> list[tuple[str, list[str]]]:
    note = parse(source("n.md", text), reading)
    return [
        (section.direction, [link.target for link in section.links]) for section in note.navigation
    ]


def quote(items: str, marks: str) -> str:
    return "".join(f"{marks}{line}\n" for line in items.splitlines())


@pytest.mark.parametrize("items", ITEMS)
@pytest.mark.parametrize("place", PLACES)
def test_forms(place: str, items: str) -> None:
    written, targets = ITEMS[items]
    for label in LABELS:
        for word, direction in (("Previous", "previous"), ("Next", "next"), ("Parent", "up")):
            section = PLACES[place].format(
                label=label.format(word),
                items=quote(written, "> "),
                nested=quote(written, "> > "),
                plain=written,
            )
            text = f"# Title\n\nText with [[X]].\n\n{section}\nMore text with [[Y]].\n"
            if place == "heading at the end":
                text = f"# Title\n\nText with [[X]].\n\n{section}"
            assert read(text) == [(direction, targets)], text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("**Next Note(s)**:\n- [[A]]\n", id="in no callout, under no heading"),
        pytest.param("> **Next Note(s)**:\n> - [[A]]\n", id="in a plain quote"),
        pytest.param("> [!info]\n> Next notes are in [[A]].\n", id="a sentence"),
        pytest.param("> [!info]\n> The next note: [[A]]\n", id="a sentence with a colon"),
        pytest.param("> [!info] Next note said: [[A]]\n", id="a title that is a sentence"),
        pytest.param("## Next notes to write\n\n- [[A]]\n", id="a heading of more words"),
        pytest.param("## Annex notes\n\n- [[A]]\n", id="a part of a word"),
        pytest.param("## Next Note(s)\n\nThey tell of [[A]].\n", id="a heading above prose"),
        pytest.param("```\n> [!info]\n> **Next Note(s)**:\n> - [[A]]\n```\n", id="in code"),
        pytest.param("%%\n> [!info]\n> **Next Note(s)**:\n> - [[A]]\n%%\n", id="in a comment"),
    ],
)
def test_what_is_no_section(text: str) -> None:
    assert [links for _, links in read(text)] in ([], [[]])


@pytest.mark.parametrize(
    "word", ["zurück", "上一篇", "предыдущая заметка", "הקודם", "前のノート", "a.b (c)", "prev"]
)
def test_any_language(word: str) -> None:
    reading = Reading(previous_words=(word,), next_words=(), up_words=())
    for written in (word, word.upper(), unicodedata.normalize("NFD", word)):
        for text in (
            f"> [!info]\n> **{written}**: [[A]]\n",
            f"> [!info]\n> {written}：\n> - [[A]]\n",
            f"## 🔙 {written}\n\n- [[A]]\n",
        ):
            assert read(text, reading) == [("previous", ["A"])], text
    assert read("> [!info]\n> **Previous Note(s)**: [[A]]\n", reading) == []
