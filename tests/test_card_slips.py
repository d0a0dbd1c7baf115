"""Sound cards are read and not complained of; one slip in them is one diagnostic."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from vaultlint.engine import ActiveRule, active_rules
from vaultlint.notes.facts import Note
from vaultlint.notes.parse import parse
from vaultlint.notes.reading import Reading
from vaultlint.rule import NoteRule, VaultRule
from vaultlint.settings import Settings
from vaultlint.text.source import source
from vaultlint.vault.index import index_of

RULES = [
    (active.rule, active.options)
    for active in map(ActiveRule.loaded, active_rules(Settings()))
    if active.rule.family == "cards"
]


def note(text: str) -> Note:
    return parse(source("Deck/Note.md", text))


def reported(text: str) -> list[tuple[str, int]]:
    """Rule and line of each finding of the rules about cards, sorted by line."""
    known = note(text)
    vault = index_of([known.path], [known])
    found: list[tuple[str, int]] = []
    for rule, options in RULES:
        match rule:
            case NoteRule():
                findings = rule.check(known, options)
            case VaultRule():
                findings = rule.check(known, vault, options)
        found += (
            (rule.name, known.source.position(finding.span.start).line) for finding in findings
        )
    return sorted(found, key=lambda entry: (entry[1], entry[0]))


# --- reading


class Written(Struct, frozen=True):
    """A card as it is written. digits: empty for one that was never synced."""

    question: str
    tag: str
    answer: str
    digits: str
    blanks: int = 1

    @property
    def text(self) -> str:
        gap = "\n" * (self.blanks + 1)
        card_id = f"^{self.digits}" if self.digits else ""
        return (
            f"﹇<br>\n{self.question}{gap}{self.tag}{gap}{self.answer}{gap}⌂\n<br>﹈<br>{card_id}\n"
        )


def seen(text: str) -> list[tuple[str, str, str, str]]:
    """Question, tag, answer and id of each card."""
    known = note(text)
    at = known.source.slice
    return [
        (
            at(card.question),
            card.tag.name if card.tag else "",
            at(card.answer),
            card.id.digits if card.id else "",
        )
        for card in known.cards
    ]


ANSWERS = [
    "A word.",
    "- a list\n- with *two* items\n  1. and one below",
    "Some lines\n\nwith a blank one between.",
    "```python\nprint('⌂ and #card')\n```",
    "~~~\n﹇<br>\nan example in code\n~~~",
    "$$\n\\frac{1}{2}\n$$",
    "> a quote\n> of two lines",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "![[picture.png|480]]",
    "Emoji 👨🏽‍💻 and a #tag in the text, at 5 °C.",
]
QUESTIONS = [
    "What is bread?",
    "Two lines?\nReally two.",
    "What does this do?\n\n```js\nconst a = {b: 1}; // #card;\n```",
    "What is *marked* here?",
]
TAGS = ["#card", "#card ", "#card-reverse", "#card/reverse", "#card #🥖-bread/rye #b", "#anki-card"]


@st.composite
def written_cards(draw: st.DrawFn) -> list[Written]:
    number = draw(st.integers(1, 5))
    return [
        Written(
            f"{at + 1}. {draw(st.sampled_from(QUESTIONS))}",  # Anki refuses a question's twin
            draw(st.sampled_from(TAGS)),
            draw(st.sampled_from(ANSWERS)),
            draw(st.sampled_from(["", str(1_699_000_000_001 + at)])),
            draw(st.integers(0, 2)),
        )
        for at in range(number)
    ]


BETWEEN = ["\n", "\n\n## A heading\n\n", "\nSome prose with `code`.\n\n", "\n---\n\n"]


@settings(max_examples=150, deadline=None)
@given(written_cards(), st.lists(st.sampled_from(BETWEEN), min_size=6, max_size=6))
def test_well_formed_cards_are_read_and_not_complained_of(
    cards: list[Written], between: list[str]
) -> None:
    text = "# A note\n\n" + "".join(
        card.text + gap for card, gap in zip(cards, between, strict=False)
    )
    assert seen(text) == [
        (card.question, card.tag.split(" ")[0], card.answer, card.digits) for card in cards
    ]
    assert reported(text) == []
    assert all(card.is_whole for card in note(text).cards)


CARDS = [
    Written("What is a levain?", "#card", "A sourdough.", "1699000000011"),
    Written("What is a poolish?", "#card-reverse", "A wet starter.", "1699000000022"),
    Written("What is a biga?", "#card", "A stiff starter.", "1699000000033"),
]
TEXT = "\n".join(card.text for card in CARDS)


def test_the_text_to_change_is_sound() -> None:
    assert reported(TEXT) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            lambda text: text.replace("⌂\n<br>﹈<br>^1699000000011\n", ""),
            [("unclosed-card", 1)],
            id="no end",
        ),
        pytest.param(
            lambda text: text.replace("<br>﹈<br>^1699000000033\n", ""),
            [("unclosed-card", 21)],
            id="no closer of the last card",
        ),
        pytest.param(
            lambda text: text.replace("﹇<br>\nWhat is a poolish?", "What is a poolish?"),
            [("unopened-card", 18)],
            id="no opener",
        ),
        pytest.param(
            lambda text: text.replace("#card-reverse\n", "\n"),
            [("missing-card-tag", 11)],
            id="no tag",
        ),
        pytest.param(
            lambda text: text.replace("#card-reverse", "#card-reversed"),
            [("unreadable-card-tag", 14)],
            id="misspelt tag",
        ),
        pytest.param(
            lambda text: text.replace("#card-reverse", "#card-reverse\u00a0"),
            [("unreadable-card-tag", 14)],
            id="no-break space behind the tag",
        ),
        pytest.param(
            lambda text: text.replace("﹇<br>\nWhat is a poolish", "﹇<br> \nWhat is a poolish"),
            [("unreadable-card-opener", 11)],
            id="blank behind the opener",
        ),
        pytest.param(
            lambda text: text.replace("﹇<br>\nWhat is a poolish", "﹇<br>What is a poolish"),
            [("unreadable-card-opener", 11)],
            id="text behind the opener",
        ),
        pytest.param(
            lambda text: text.replace("\n", "\r\n"),
            [("unreadable-card-opener", 1)],
            id="CR LF, said once",
        ),
        pytest.param(
            lambda text: text.replace("<br>﹈<br>^1699000000011", "<br>﹈^1699000000011"),
            [("malformed-card-closer", 9)],
            id="closer without its second break",
        ),
        pytest.param(
            lambda text: text.replace("<br>﹈<br>^1699000000011", "<br>﹈<br> ^1699000000011"),
            [("detached-card-id", 9)],
            id="blank before the id",
        ),
        pytest.param(
            lambda text: text.replace("<br>^1699000000011", "<br>\n\n^1699000000011"),
            [("deleted-by-blank-line", 11)],
            id="blank line above the id",
        ),
        pytest.param(
            lambda text: text.replace("^1699000000011", "^16990000000119"),
            [("overlong-card-id", 9)],
            id="a digit too many",
        ),
        pytest.param(
            lambda text: text.replace("^1699000000022", "^1699000000011"),
            [("duplicate-card-id", 9), ("duplicate-card-id", 19)],
            id="the same id twice",
        ),
        pytest.param(
            lambda text: text.replace("What is a levain?", ""),
            [("empty-question", 1)],
            id="no question",
        ),
        pytest.param(
            lambda text: text.replace("A sourdough.", ""),
            [("empty-answer", 4)],
            id="no answer",
        ),
        pytest.param(
            lambda text: text.replace("A sourdough.\n\n⌂", "A sourdough.\n"),
            [("missing-answer-end", 8)],
            id="no answer end",
        ),
        pytest.param(
            lambda text: text.replace("A sourdough.", "A sign ﹈ in the text."),
            [("closer-in-card-text", 6)],
            id="closer in the text",
        ),
        pytest.param(
            lambda text: text.replace("A sourdough.", "```\nA sourdough.\n``` "),
            [("fence-freezes-sync", 8)],
            id="blank behind a fence",
        ),
        pytest.param(
            lambda text: text + "\nA line of prose.\n^1699000000044\n",
            [("orphan-card-id", 32)],
            id="an id of nothing",
        ),
        pytest.param(
            lambda text: text.replace("A wet starter.", "#card\n\nA wet starter."),
            [("second-card-tag", 16)],
            id="a second tag line",
        ),
        pytest.param(
            lambda text: text.replace("A wet starter.\n\n⌂", "- wet\n- ⌂"),
            [("stray-answer-end", 17)],
            id="answer end in a list",
        ),
        pytest.param(
            lambda text: text.replace("^1699000000022\n", "^1699000000022\n\n⌂\n"),
            [("stray-answer-end", 21)],
            id="answer end behind a card",
        ),
        pytest.param(
            lambda text: text.replace("A sourdough.", "```\nx\n^1699000000044\n```"),
            [("card-id-in-code", 8)],
            id="an id in code",
        ),
        pytest.param(
            lambda text: (
                text.replace("^1699000000022", "")
                .replace("a poolish", "a levain")
                .replace("#card-reverse", "#card")
            ),
            [("duplicate-question", 12)],
            id="a question that Anki has",
        ),
        pytest.param(
            lambda text: f"%%\n{text}%%\n",
            [("card-in-comment", 2)],
            id="cards commented out, said once",
        ),
        pytest.param(
            lambda text: "".join(f"> {line}\n" for line in text.split("\n")[:9]),
            [("stray-card-opener", 1)],
            id="a card in a quote",
        ),
        pytest.param(
            lambda text: text.replace("A stiff starter.", "{{Answer}}"),
            [("card-placeholder", 26)],
            id="a placeholder",
        ),
        pytest.param(
            lambda text: text.replace("A stiff starter.", "![stiff|300](biga.png)"),
            [("local-image-with-alt", 26)],
            id="an image with a text",
        ),
        pytest.param(
            lambda text: text.replace("^1699000000033", "^0699000000033"),
            [("implausible-card-id", 29)],
            id="an id of the year 1992",
        ),
    ],
)
def test_one_slip_is_one_diagnostic(
    change: Callable[[str], str], expected: list[tuple[str, int]]
) -> None:
    changed = change(TEXT)
    assert changed != TEXT
    assert reported(changed) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "A <span>﹇</span> opens a card, ⌂ ends its answer, ﹈ closes it.\n", id="prose"
        ),
        pytest.param(f"````markdown\n{TEXT}````\n", id="cards in a fence"),
        pytest.param("What is rye? #card\nA grain.\n^1699000000055\n", id="bare card"),
        pytest.param("What is rye? 🎴 A grain. ^1699000000055\n", id="card on one line"),
        pytest.param("A paragraph. ^a1b2c3\n\n- item ^quote-1\n", id="ids of Obsidian's own"),
        pytest.param("The {1:rye} and the {2:wheat}.\n^1699000000055\n", id="cloze"),
    ],
)
def test_nothing_is_reported_on(text: str) -> None:
    assert reported(text) == []
    assert seen(text) == []


def test_other_tags_of_the_configuration() -> None:
    text = Written("Q?", "#flash", "A.", "1699000000011").text
    (card,) = parse(source("N.md", text), Reading(card_tags=("flash",))).cards
    assert card.is_whole
