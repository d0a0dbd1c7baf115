"""Frontmatter read line by line, held equal to what the YAML parser makes of it."""

from __future__ import annotations

import random

import pytest

from vaultlint.notes.yaml_core import ODD
from vaultlint.notes.yaml_faults import YamlError
from vaultlint.notes.yaml_lines import simple_properties
from vaultlint.notes.yaml_text import _any_tree

_KEYS = (
    *("title", "tags", "a", "b-c", "D_1", "authors", "created", "up", "n2", "z") * 2,
    *("null", "true", "y", "NaN", "x y", "1", "- k", "", "é"),
)
_PIECES = (
    *"abcé🎴\u200d👩🏽 0129.+-~:#'\"[]{},&*!|>%@`\\=<?_/()^$;",
    *(
        "  ",
        ": ",
        " #",
        " :",
        "::",
        "null",
        "True",
        "0x1F",
        "1e3",
        ".inf",
        "12:30",
        "---",
        "...",
        "<<",
    ),
    *(
        "http://a.example/b",
        "2024-01-02T10:20",
        "[[note]]",
        "#tag",
        "a word",
        "\t",
        "\xa0",
        "\u3000",
    ),
)
_ENDS = ("\n", "\n", "\n", "\n", "\n", "\n", " \n", "\r\n", "\n\n", "\n  ", "")


def _scalar(dice: random.Random) -> str:
    text = "".join(dice.choices(_PIECES, k=dice.choice((0, 1, 1, 1, 2, 3, 5))))
    quote = dice.choice(("", "", "", '"', "'"))
    return f"{quote}{text}{quote}"


def _property(dice: random.Random) -> str:
    key, end = dice.choice(_KEYS), dice.choice(_ENDS)
    if dice.random() < 0.6:
        return f"{key}:{dice.choice((' ', ' ', ' ', '  ', ''))}{_scalar(dice)}{end}"
    indent = dice.choice(("  ", "  ", " ", "    ", ""))
    items = (
        f"{indent}-{dice.choice((' ', ' ', '  '))}{_scalar(dice)}" for _ in range(dice.randrange(4))
    )
    return "".join(f"{line}\n" for line in (f"{key}:", *items))[:-1] + end


def _text(dice: random.Random) -> str:
    return "".join(_property(dice) for _ in range(dice.choice((0, 1, 1, 2, 3))))


@pytest.mark.parametrize("seed", range(8))
def test_both_readings_agree(seed: int) -> None:
    dice = random.Random(seed)
    read = 0
    for _ in range(1_500):
        text = _text(dice)
        simple = None if ODD.search(text) else simple_properties(text, 7)
        if not simple:
            continue
        read += 1
        try:
            tree = _any_tree(text, 7)
        except YamlError:
            pytest.fail(f"{text!r} is no YAML")
        assert tree.root is not None and not tree.duplicates, text
        # repr tells 1 from 1.0 and True, and NaN is equal to itself there.
        assert repr(simple) == repr(tree.root.properties), text
    assert read > 100


@pytest.mark.parametrize(
    "text",
    [
        "title: A note\n",
        "created: 2024-01-02T10:20\n",
        "number: 12\nempty:\nlast: 'it'\n",
        'cards-deck: "A::B: c"\n',
        "tags:\n  - 🎴-cards/a-b\n  - two words\naliases:\n  - x\n",
    ],
)
def test_usual_frontmatter_is_read(text: str) -> None:
    assert simple_properties(text, 0) is not None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: b\na: c\n", id="a key that stands twice"),
        pytest.param("null: b\n", id="a key that is no text"),
        pytest.param("a: b # c\n", id="a comment"),
        pytest.param("a: b\n  c\n", id="a value that goes on"),
        pytest.param("a:\n  - b\n   - c\n", id="items out of line"),
        pytest.param("a: b: c\n", id="a second colon"),
        pytest.param("a: [b, c]\n", id="brackets"),
        pytest.param('a: "\\u00e9"\n', id="an escape"),
        pytest.param("a:\n  b: c\n", id="a mapping in it"),
        pytest.param("- a\n", id="no mapping"),
    ],
)
def test_other_frontmatter_is_declined(text: str) -> None:
    assert simple_properties(text, 0) is None


def test_long_texts_take_linear_time() -> None:
    """Quadratic time would show: these would take minutes."""
    assert simple_properties("a: " + "b " * 500_000 + "\n", 0) is None
    assert simple_properties("a: " + ":" * 1_000_000 + "\n", 0) is None
    assert simple_properties("a:\n" + "  - b\n" * 200_000 + "  c\n", 0) is None
    assert simple_properties("".join(f"k{n}: v\n" for n in range(50_000)), 0) is not None
