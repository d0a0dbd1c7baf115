"""Whether the decks of a vault are the paths of its notes, and from which folder on."""

from __future__ import annotations

import random

import pytest

from vaultlint.notes.facts import Note
from vaultlint.notes.parse import parse
from vaultlint.notes.reading import Reading
from vaultlint.text.source import source
from vaultlint.vault.deckroot import parts_below
from vaultlint.vault.index import index_of


def _note(path: str, deck: str) -> Note:
    text = f'---\ncards-deck: "{deck}"\n---\n'
    return parse(source(path, text), Reading(template_folders=("forms",)))


@pytest.mark.parametrize(
    ("decks", "root"),
    [
        pytest.param({}, None, id="no notes"),
        pytest.param({"s/a/x.md": "a::x", "s/a/y.md": "a::y"}, None, id="too few"),
        pytest.param(
            {"s/a/x.md": "a::x", "s/a/y.md": "a::y", "s/b/z.md": "b::z"}, "s", id="a folder"
        ),
        pytest.param({"a/x.md": "a::x", "a/y.md": "a::y", "z.md": "z"}, "", id="the root"),
        pytest.param(
            {"s/a/x꞉.md": "a::x:", "s/a/y.md": "a::y", "s/b․/z.md": "b.::z"}, "s", id="look-alikes"
        ),
        pytest.param(
            {"a/x.md": "a::x", "a/y.md": "a::y", "a/z.md": "a::z", "q.md": "D", "r.md": "D",
             "t.md": "D"},
            None,
            id="half of them",
        ),
        pytest.param(
            {"a/x.md": "a::x", "a/y.md": "a::y", "a/z.md": "a::z", "q.md": "D", "r.md": "D"},
            "",
            id="more than half",
        ),
        pytest.param(
            {"a/x.md": "x", "b/y.md": "y", "c/z.md": "z"}, None, id="each its own folder"
        ),
        pytest.param(
            {"a/x.md": "a::x", "a/y.md": "a::y", "forms/z.md": "z", "w.md": " "},
            None,
            id="templates and empty decks do not count",
        ),
    ],
)  # fmt: skip
def test_deck_root(decks: dict[str, str], root: str | None) -> None:
    notes = [_note(path, deck) for path, deck in decks.items()]
    assert index_of(decks, notes).deck_root == root
    random.Random(1).shuffle(notes)
    assert index_of(decks, notes).deck_root == root


@pytest.mark.parametrize(
    ("path", "root", "parts"),
    [
        ("s/a/x.y.md", "s", ["a", "x.y"]),
        ("s/x.md", "s", ["x"]),
        ("x.md", "", ["x"]),
        ("s/x.md", "", ["s", "x"]),
        ("st/x.md", "s", None),
        ("x.md", "s", None),
    ],
)
def test_parts_below(path: str, root: str, parts: list[str] | None) -> None:
    assert parts_below(path, root) == parts
