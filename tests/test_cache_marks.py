"""What marks are needed for: a change that alters what is said of a note that nobody touched.

A row runs one rule alone, so that nothing else leads the next run to the note. Without the mark
that it is named after, in either half of vault/tracking.py, its second run would repeat what the
first one said.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.invoke import Entry, diagnostics, make_vault


class Row(NamedTuple):
    """rule: that is asked. files: at first. changed: what is other then, None for what is gone.

    note: that nobody touches, and of which something else is said in the end.
    """

    rule: str
    files: Mapping[str, str]
    changed: Mapping[str, str | None]
    note: str


def _section(word: str, *links: str) -> str:
    items = "".join(f"> - {link}\n" for link in links)
    return f"> [!info]\n> **{word} Note(s)**:\n{items}\n"


def _card(question: str, end: str = "") -> str:
    return (
        "---\ncards-deck: Drinks\n---\n\n"
        f"﹇<br>\n{question}\n\n#card\n\nLeaves.\n\n⌂\n<br>﹈<br>{end}\n"
    )


def _canvas(file: str, subpath: str = "") -> str:
    node = f'{{"id": "1", "type": "file", "file": "{file}", "subpath": "{subpath}", '
    return '{"nodes": [' + node + '"x": 0, "y": 0, "width": 1, "height": 1}], "edges": []}'


ROWS = {
    "name: a note comes": Row("unresolved-link", {"A.md": "[[B]]\n"}, {"B.md": ""}, "A.md"),
    "name: a note goes": Row(
        "unresolved-link", {"A.md": "[[B]]\n", "B.md": ""}, {"B.md": None}, "A.md"
    ),
    "name: with its ending": Row(
        "unresolved-link", {"A.md": "[b](B.md)\n", "B.md": ""}, {"B.md": None}, "A.md"
    ),
    "name: an attachment goes": Row(
        "unresolved-embed", {"A.md": "![[pot.png]]\n", "pot.png": ""}, {"pot.png": None}, "A.md"
    ),
    "files: a similar name": Row(
        "unresolved-link", {"A.md": "[[Sourdoug]]\n"}, {"Sourdough.md": ""}, "A.md"
    ),
    "files: a link leads elsewhere": Row(
        "orphan-note",
        {"A.md": "[[C]]\n", "x/C.md": "text\n"},
        {"C.md": "text\n"},
        "x/C.md",
    ),
    "linked": Row(
        "orphan-note", {"A.md": "[[B]]\n", "B.md": "[[A]]\n"}, {"A.md": "none\n"}, "B.md"
    ),
    "file": Row(
        "missing-canvas-file",
        {"b.canvas": _canvas("B.md"), "B.md": ""},
        {"B.md": None},
        "b.canvas",
    ),
    "places": Row(
        "unresolved-heading",
        {"A.md": "[[B#Leaves]]\n", "B.md": "# Leaves\n"},
        {"B.md": "# Roots\n"},
        "A.md",
    ),
    "base": Row(
        "unresolved-base-view",
        {"A.md": "![[t.base#Tea]]\n", "t.base": "views:\n  - type: table\n    name: Tea\n"},
        {"t.base": "views:\n  - type: table\n    name: Rice\n"},
        "A.md",
    ),
    "names": Row(
        "neighbour-label-mismatch",
        {
            "Part 1.md": _section("Next", "[[Part 2|Part 3: Water]]"),
            "Part 2.md": '---\ntitle: "Part 3: Water"\n---\n',
        },
        {"Part 2.md": "---\ntitle: Water\n---\n"},
        "Part 1.md",
    ),
    "places: a name": Row(
        "neighbour-label-mismatch",
        {"Part 1.md": _section("Next", "[[Part 2|Part 3: Water]]"), "Part 2.md": "# Water\n"},
        {"Part 2.md": "# Part 3: Water\n"},
        "Part 1.md",
    ),
    "navigation": Row(
        "neighbour-on-both-sides",
        {"A.md": _section("Next", "[[C]]"), "B.md": _section("Next", "[[A]]"), "C.md": ""},
        {"A.md": _section("Next", "[[B]]")},
        "B.md",
    ),
    "chain": Row(
        "neighbour-cycle",
        {"1.md": _section("Next", "[[2]]"), "2.md": "", "3.md": _section("Next", "[[1]]")},
        {"2.md": _section("Next", "[[3]]")},
        "3.md",
    ),
    "id": Row(
        "duplicate-card-id",
        {
            "A.md": _card("What is tea?", "^1699000000001"),
            "B.md": _card("What is rice?", "^1699000000001"),
        },
        {"B.md": _card("What is rice?", "^1699000000002")},
        "A.md",
    ),
    "question": Row(
        "duplicate-question",
        {"A.md": _card("What is tea?"), "B.md": _card("What is rice?")},
        {"B.md": _card("What is tea?")},
        "A.md",
    ),
    "deck-root": Row(
        "deck-mismatch",
        {
            **{f"a/{n}.md": f"---\ncards-deck: a::{n}\n---\n" for n in range(9)},
            "a/A.md": "---\ncards-deck: a::B\n---\n",
        },
        {f"a/{n}.md": "---\ncards-deck: none\n---\n" for n in range(9)},
        "a/A.md",
    ),
    "property": Row(
        "property-type-drift",
        {**{f"{n}.md": "---\nyear: 2024\n---\n" for n in range(30)}, "A.md": "---\nyear: x\n---\n"},
        {f"{n}.md": "---\nyear: x\n---\n" for n in range(30)},
        "A.md",
    ),
    "usual-tag": Row(
        "tag-case-variant",
        {"A.md": "#Tea\n", **{f"{n}.md": "#rice\n" for n in range(6)}},
        {f"{n}.md": "#tea\n" for n in range(6)},
        "A.md",
    ),
    "tag": Row(
        "tag-case-variant",
        {"A.md": "#Tea\n", **{f"{n}.md": "#tea\n" for n in range(6)}},
        {"1.md": "#rice\n"},
        "A.md",
    ),
    "callout": Row(
        "unknown-callout",
        {"A.md": "> [!leaf]\n> text\n", "B.md": ""},
        {"B.md": "> [!leaf]\n> text\n\n" * 4},
        "A.md",
    ),
    "told": Row(
        "forbidden-file-name", {"a\\b/B.md": "text\n"}, {"a\\b/A.md": "text\n"}, "a\\b/B.md"
    ),
    "alike": Row("case-clash", {"Tea.md": "text\n"}, {"tea.md": "text\n"}, "Tea.md"),
}


def _said(vault: Path, rule: str, note: str, *more: str) -> list[Entry]:
    found = diagnostics(vault, "--select", rule, *more)
    return [entry for entry in found if entry["path"] == note]


@pytest.mark.parametrize("name", ROWS)
def test_mark(name: str, tmp_path: Path) -> None:
    row = ROWS[name]
    make_vault(tmp_path, row.files)
    before = _said(tmp_path, row.rule, row.note)
    assert before == _said(tmp_path, row.rule, row.note, "--no-cache")
    for path, text in row.changed.items():
        if text is None:
            (tmp_path / path).unlink()
        else:
            make_vault(tmp_path, {path: text})
    anew = _said(tmp_path, row.rule, row.note, "--no-cache")
    assert anew != before
    assert _said(tmp_path, row.rule, row.note) == anew
