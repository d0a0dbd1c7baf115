"""Cards, whole and damaged, as their author meant them; reports that no page can show; time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.shared import SHARED, needs_shared
from tests.test_card_slips import RULES, Written, reported, written_cards
from vaultlint.notes.facts import Card, CardPart, Note
from vaultlint.notes.parse import parse
from vaultlint.notes.reading import DEFAULT_READING, Reading
from vaultlint.rule import NoteRule
from vaultlint.text.source import source
from vaultlint.text.span import Span

TEA = "﹇<br>\nTea?\n\n#card\n\nLeaves.\n\n⌂\n<br>﹈<br>^1699000000001\n"
COFFEE = "﹇<br>\nCoffee?\n\n#card\n\nBeans.\n\n⌂\n<br>﹈<br>^1699000000002\n"


def note(text: str, reading: Reading = DEFAULT_READING) -> Note:
    return parse(source("n.md", text), reading)


class Shape(NamedTuple):
    """A card: its texts, and the forms of its structural lines."""

    question: str
    answer: str
    digits: str | None = None
    tags: tuple[str, ...] = ("exact",)
    opener: str | None = "exact"
    end: str | None = "exact"
    closer: str | None = "exact"


OF_TEA = Shape("Tea?", "Leaves.", "1699000000001")
OF_COFFEE = Shape("Coffee?", "Beans.", "1699000000002")
OPEN_TEA = Shape("Tea?", "Leaves.", end=None, closer=None)


def form(part: CardPart | None) -> str | None:
    return part.form if part else None


def shape(read: Note, card: Card) -> Shape:
    return Shape(
        read.source.slice(card.question),
        read.source.slice(card.answer),
        card.id.digits if card.id else None,
        tuple(tag.form for tag in card.tags),
        form(card.opener),
        form(card.separator),
        form(card.closer),
    )


def shapes(text: str) -> list[Shape]:
    read = note(text)
    return [shape(read, card) for card in read.cards]


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        pytest.param(TEA + COFFEE, [OF_TEA, OF_COFFEE], id="two without a blank line"),
        pytest.param(TEA.replace("\n", "\r\n"), [OF_TEA], id="CR LF"),
        pytest.param(TEA.replace("\n", "\r"), [OF_TEA], id="CR"),
        pytest.param("---\na: 1\n---\n" + TEA, [OF_TEA], id="right below the frontmatter"),
        pytest.param(TEA.rstrip("\n"), [OF_TEA], id="no final line break"),
        pytest.param(
            "﹇<br>\n\n\nTea?\n  or herbs?\n\n\n\n#card #a/b-🍵 #x  \n\n\n\n"
            "\tHot.\n\n\n⌂\n\n<br>﹈<br>",
            [Shape("Tea?\n  or herbs?", "\tHot.")],
            id="blank lines and hashtags",
        ),
        pytest.param(
            "﹇<br>\nTea?\n\n```\n#card\n⌂\n<br>﹈<br>\n```\n\n#card\n\n~~~\n⌂\n~~~\n\n⌂\n<br>﹈<br>",
            [Shape("Tea?\n\n```\n#card\n⌂\n<br>﹈<br>\n```", "~~~\n⌂\n~~~")],
            id="structure in fences is none",
        ),
        pytest.param(
            TEA.replace("Leaves", "#card\n\nLeaves"),
            [OF_TEA._replace(answer="#card\n\nLeaves.", tags=("exact", "exact"))],
            id="two tags",
        ),
        pytest.param(
            TEA.replace("Tea?", "Tea #card"),
            [OF_TEA._replace(question="Tea #card")],
            id="a tag of its own goes before one behind text",
        ),
        pytest.param("```\n" + TEA + "```\n", [], id="in a fence"),
        pytest.param("> ```\n> x\n> ```\n\n" + TEA, [OF_TEA], id="below a fence in a quote"),
        pytest.param("    ﹇<br>\n    Tea?\n    x\n    <br>﹈<br>\n", [], id="in indented code"),
        pytest.param("`﹇<br>` and\n`<br>﹈<br>`\n" + TEA, [OF_TEA], id="in code spans"),
        pytest.param("﹇ opens, ﹈ closes.\n﹈ closes.\n\n" + TEA, [OF_TEA], id="sentences"),
        pytest.param("<span>﹇</span>\n- ﹇<br>\n> ﹇<br>\n", [], id="not at the start of a line"),
        pytest.param(
            "﹇<br>\nTea?\n\n" + COFFEE.replace("﹇<br>", "﹇ is a sign.\n"),
            [Shape("Tea?\n\n﹇ is a sign.\n\nCoffee?", "Beans.", "1699000000002")],
            id="a sentence in a card",
        ),
    ],
)
def test_cards(text: str, cards: list[Shape]) -> None:
    assert shapes(text) == cards


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        pytest.param(
            "﹇<br>\nTea?\n\n#card\n\nLeaves.\n\n" + COFFEE, [OPEN_TEA, OF_COFFEE], id="unclosed"
        ),
        pytest.param(
            "﹇<br>\nTea?\n\n#card\n\nLeaves.\n\n## Coffee\n\nIt wakes.\n\n" + COFFEE,
            [OPEN_TEA, OF_COFFEE],
            id="unclosed above a heading",
        ),
        pytest.param(
            "﹇<br>\nTea?\n\n#card\n\n```\n# Leaves\n```\n",
            [OPEN_TEA._replace(answer="```\n# Leaves\n```")],
            id="no heading in a fence",
        ),
        pytest.param(
            "﹇<br>\nTea?\n\n#card\n\nLeaves.\n^1699000000003\n\nMore.\n",
            [OPEN_TEA._replace(digits="1699000000003")],
            id="unclosed with an id",
        ),
        pytest.param(
            "﹇<br>\nTea?\n\n#card\n\nLeaves.\n\nA {1:cup} is full.\n^1699000000003\n",
            [OPEN_TEA],
            id="unclosed above a cloze",
        ),
        pytest.param(
            "﹇<br>\nTea?\n\n#card\n\nLeaves.\n\nWater?\n#card\nWet.\n^1699000000003\n",
            [OPEN_TEA],
            id="unclosed above a bare card",
        ),
        pytest.param(
            "﹇<br>\nTea?\n\n#card\n\nLeaves.\n\n⌂\n\nMilk?\n#card\nWhite.\n\n" + COFFEE,
            [OPEN_TEA._replace(end="exact"), OF_COFFEE],
            id="unclosed behind its ⌂",
        ),
        pytest.param(
            "﹇<br>\nTea?\n\n#card\n\n```\nleaves\n\n⌂\n<br>﹈<br>\n" + COFFEE,
            [Shape("Tea?", "```\nleaves"), OF_COFFEE],
            id="an unclosed fence hides nothing",
        ),
        pytest.param(
            "﹇<br>\nTea?\n\n#card\n\n```\nleaves\n\n⌂\n<br>﹈<br>\n\n"
            + COFFEE.replace("Beans.", "```py\nbeans\n```")
            + TEA,
            [Shape("Tea?", "```\nleaves"), OF_COFFEE._replace(answer="```py\nbeans\n```"), OF_TEA],
            id="a fence that a later one closes hides nothing",
        ),
        pytest.param(
            "﹇<br>\nTea?\n\n#card\n\n```\nleaves\n\n" + COFFEE.replace("Beans.", "```py\nx\n```"),
            [OPEN_TEA._replace(answer="```\nleaves"), OF_COFFEE._replace(answer="```py\nx\n```")],
            id="nor when its card is unclosed too",
        ),
        pytest.param(
            "```\nprose\n\n" + COFFEE.replace("Beans.", "```\nbeans\n```"),
            [OF_COFFEE._replace(answer="```\nbeans\n```")],
            id="nor in prose",
        ),
        pytest.param(
            "# Tea\n\nTea?\n\n#card\n\nLeaves.\n\n⌂\n<br>﹈<br>\n" + COFFEE,
            [Shape("Tea?", "Leaves.", opener=None), OF_COFFEE],
            id="unopened",
        ),
        pytest.param(
            TEA + "Milk?\n#card\nWhite.\n⌂\n<br>﹈<br>",
            [OF_TEA, Shape("Milk?", "White.", opener=None)],
            id="unopened right below a card",
        ),
        pytest.param(
            "﹇<br>\nTea?\n\nLeaves.\n\n⌂\n<br>﹈<br>\n",
            [Shape("Tea?\n\nLeaves.", "", tags=())],
            id="no tag",
        ),
        pytest.param(
            "﹇<br>\nTea?\n\n" + COFFEE,
            [OPEN_TEA._replace(answer="", tags=()), OF_COFFEE],
            id="only begun",
        ),
        pytest.param(
            "﹇<br>\nTea?\n\n#card\n\nLeaves.\n\n" + COFFEE + "\nHot.\n\n⌂\n<br>﹈<br>\n",
            [Shape("Tea?", f"Leaves.\n\n{COFFEE}\nHot."), OF_COFFEE],
            id="nested in the answer",
        ),
        pytest.param(
            "﹇<br>\nTea?\n\n" + COFFEE + "\n#card\n\nHot.\n\n⌂\n<br>﹈<br>\n",
            [Shape(f"Tea?\n\n{COFFEE[:-1]}", "Hot."), OF_COFFEE],
            id="nested in the question",
        ),
        pytest.param(
            TEA.replace("Leaves.", "Leaves.\n\n<br>﹈<br>\n\nHot."),
            [OF_TEA._replace(answer="Leaves.\n\n<br>﹈<br>\n\nHot.")],
            id="﹈ in the answer",
        ),
        pytest.param(
            TEA.replace("<br>﹈<br>", "<br>﹈<br>\n\n"), [OF_TEA], id="id below a blank line"
        ),
        pytest.param(
            TEA.replace("⌂\n<br>", "⌂<br>"), [OF_TEA._replace(closer="behind-text")], id="⌂ and ﹈"
        ),
    ],
)
def test_damaged_cards(text: str, cards: list[Shape]) -> None:
    assert shapes(text) == cards


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("﹇<br>", "exact", id="exact"),
        pytest.param("﹇<br> ", "trailing-blanks", id="blank"),
        pytest.param("﹇<br>\u200b", "trailing-blanks", id="zero-width"),
        pytest.param("﹇<br>Tea?", "text-behind", id="text"),
        pytest.param("﹇Tea?", "text-behind", id="text, no break"),
        pytest.param("﹇", "no-break", id="no break"),
        pytest.param("﹇ ", "no-break", id="no break but a blank"),
        pytest.param("﹇<br/>", "other-break", id="self-closing"),
        pytest.param("﹇<br />", "other-break", id="self-closing with a blank"),
        pytest.param(" ﹇<br>", "exact", id="indented"),
    ],
)
def test_opener_forms(line: str, expected: str) -> None:
    (card,) = note(TEA.replace("﹇<br>", line)).cards
    assert form(card.opener) == expected


@pytest.mark.parametrize(
    ("line", "expected", "digits"),
    [
        pytest.param("<br>﹈<br>", "exact", None, id="no id"),
        pytest.param("<br>﹈<br>^1699000000009", "exact", "1699000000009", id="id"),
        pytest.param("<br>﹈<br>^16990000000091", "exact", "16990000000091", id="overlong"),
        pytest.param("<br>﹈<br>^16990", "exact", "16990", id="short"),
        pytest.param("<br>﹈<br> ^1699000000009", "text-behind", "1699000000009", id="apart"),
        pytest.param(
            "<br>﹈<br>x ^1699000000009", "text-behind", "1699000000009", id="behind text"
        ),
        pytest.param("<br>﹈<br> ^a1b2c3", "text-behind", None, id="Obsidian's id"),
        pytest.param("<br>﹈<br> ^112233", "text-behind", None, id="Obsidian's id, all digits"),
        pytest.param("<br>﹈<br>^1699000000009 ", "trailing-blanks", "1699000000009", id="blank"),
        pytest.param("<br>﹈<br>  ", "trailing-blanks", None, id="blanks"),
        pytest.param("  <br>﹈<br>", "indented", None, id="indented"),
        pytest.param("<br>﹈", "no-second-break", None, id="no second break"),
        pytest.param("<br>﹈^1699000000009", "no-second-break", "1699000000009", id="so with id"),
        pytest.param("﹈<br>", "no-first-break", None, id="no first break"),
        pytest.param("﹈", "no-breaks", None, id="no breaks"),
        pytest.param("<br/>﹈<br>", "other-break", None, id="other first break"),
        pytest.param("<br>﹈<BR>", "exact", None, id="letter case is free"),
        pytest.param("<br> ﹈<br>", "blanks-between", None, id="blank before"),
        pytest.param("<br>﹈ <br>", "blanks-between", None, id="blank behind"),
        pytest.param("Hot.<br>﹈<br>^1699000000009", "behind-text", "1699000000009", id="in line"),
        pytest.param("Hot. ﹈", "no-breaks", None, id="in line, no breaks"),
    ],
)
def test_closer_forms(line: str, expected: str, digits: str | None) -> None:
    (card,) = note(TEA.replace("<br>﹈<br>^1699000000001", line)).cards
    assert (form(card.closer), card.id and card.id.digits) == (expected, digits)


@pytest.mark.parametrize(
    ("line", "name", "expected", "hashtags"),
    [
        pytest.param("#card", "#card", "exact", [], id="plain"),
        pytest.param("#card  ", "#card", "exact", [], id="trailing blanks"),
        pytest.param(" \t#card", "#card", "exact", [], id="indented"),
        pytest.param("#Card-Reverse", "#Card-Reverse", "exact", [], id="letter case"),
        pytest.param("#anki-card/reverse", "#anki-card/reverse", "exact", [], id="anki-card"),
        pytest.param("#card-spaced", "#card-spaced", "exact", [], id="spaced"),
        pytest.param("#card  #a/b-c #🍵 ", "#card", "exact", ["a/b-c", "🍵"], id="hashtags"),
        pytest.param("#card #a#b", "#card", "exact", ["a", "b"], id="glued hashtags"),
        pytest.param("Or? #card #a", "#card", "behind-text", ["a"], id="behind text"),
        pytest.param("#a #card", "#card", "behind-text", [], id="behind a hashtag"),
        pytest.param("- #card", "#card", "behind-text", [], id="list item"),
        pytest.param("\\#card", "#card", "behind-text", [], id="escaped"),
        pytest.param("#card\u00a0", "#card", "odd-blanks", [], id="no-break space"),
        pytest.param("#card \u200b", "#card", "odd-blanks", [], id="zero-width"),
        pytest.param("#card\t#a", "#card", "odd-blanks", [], id="tab"),
        pytest.param("#ca\u200brd", "#ca\u200brd", "odd-blanks", [], id="inside"),
        pytest.param("#card: x", "#card", "text-behind", [], id="text"),
        pytest.param("**#card**", "#card", "text-behind", [], id="emphasis"),
        pytest.param("#cards", "#cards", "misspelt", [], id="plural"),
        pytest.param("#card-reversed #a", "#card-reversed", "misspelt", [], id="no such kind"),
        pytest.param("#crad", "#crad", "misspelt", [], id="swapped"),
        pytest.param("＃card", "＃card", "misspelt", [], id="full-width"),
        pytest.param("[#card](app://x)", "[#card](app://x)", "linked", [], id="link"),
    ],
)
def test_tag_forms(line: str, name: str, expected: str, hashtags: list[str]) -> None:
    (card,) = note(TEA.replace("#card", line)).cards
    (tag,) = card.tags
    found = (tag.name, tag.form, [hashtag.name for hashtag in tag.hashtags])
    assert found == (name, expected, hashtags)


@pytest.mark.parametrize(
    "line", ["", "#tea", "C#card", "`#card`", "#", "#guard", "# Cardamom", "&#card", "#cards grow"]
)
def test_lines_that_are_no_tags(line: str) -> None:
    (card,) = note(TEA.replace("#card", line)).cards
    assert card.tags == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("⌂", "exact", id="exact"),
        pytest.param("  ⌂", "indented", id="indented"),
        pytest.param("⌂ \u00a0", "trailing-blanks", id="trailing blanks"),
        pytest.param("- ⌂", "list-item", id="list item"),
        pytest.param("Hot. ⌂", "behind-text", id="behind text"),
        pytest.param("⌂ is a house.", None, id="sentence"),
    ],
)
def test_answer_end_forms(line: str, expected: str | None) -> None:
    (card,) = note(TEA.replace("⌂", line)).cards
    assert form(card.separator) == expected


def test_tags_of_the_vault() -> None:
    text = TEA.replace("#card", "#flash-reverse")
    (card,) = note(text, Reading(card_tags=("flash",))).cards
    assert card.is_whole
    assert note(text).cards[0].tags == ()


def sides(read: Note, question: Span, answer: Span) -> tuple[str, str]:
    return read.source.slice(question), read.source.slice(answer)


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        pytest.param("Tea?\n#card\nHot.\n^1699000000001", [("Tea?", "Hot.", True)], id="own line"),
        pytest.param("Tea? #card #a \nHot.\n", [("Tea?", "Hot.", False)], id="behind text"),
        pytest.param(
            "Tea?\n```\nx\n```\n#card\n```\n\ny\n```\n^1699000000001",
            [("Tea?\n```\nx\n```", "```\n\ny\n```", True)],
            id="fences",
        ),
        pytest.param(
            "A? #card\nA.\n^1699000000001\nB? #card\nB.\n^1699000000002",
            [("A?", "A.", True), ("B?", "B.", True)],
            id="no blank line between",
        ),
        pytest.param("Tea? #card\n\nHot.\n\nMore.", [("Tea?", "Hot.", False)], id="blank line"),
        pytest.param("A? #card\nA.\n\n^1699000000001", [("A?", "A.", False)], id="id apart"),
        pytest.param("---\na: 1\n---\nTea? #card\nx", [("Tea?", "x", False)], id="frontmatter"),
        pytest.param("#card\nLeaves.\n", [], id="no question"),
        pytest.param("```\nTea? #card\nLeaves.\n```\n", [], id="in a fence"),
        pytest.param(TEA + "Or? #card\nSo.\n" + COFFEE, [("Or?", "So.", False)], id="between"),
    ],
)
def test_bare_cards(text: str, cards: list[tuple[str, str, bool]]) -> None:
    read = note(text)
    found = [(*sides(read, c.question, c.answer), c.id is not None) for c in read.bare_cards]
    assert found == cards


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        pytest.param("tea 🎴 leaves ^1699000000001", [("tea", "leaves", True)], id="id in line"),
        pytest.param("tea🃏leaves\n^1699000000001", [("tea", "leaves", True)], id="id below"),
        pytest.param("- tea 🎴 leaves", [("- tea", "leaves", False)], id="list item"),
        pytest.param("a 🎴 b 🃏 c", [("a", "b 🃏 c", False)], id="the first separator"),
        pytest.param("🎴 b\na 🎴\na 🎴 ^1699000000001", [], id="a side is missing"),
        pytest.param("`a 🎴 b`\n\n```\na 🎴 b\n```\n", [], id="in code"),
        pytest.param("a :: b\n" + TEA.replace("Leaves", "a 🎴 b"), [], id="in a card"),
    ],
)
def test_inline_cards(text: str, cards: list[tuple[str, str, bool]]) -> None:
    read = note(text)
    found = [(*sides(read, c.question, c.answer), c.id is not None) for c in read.inline_cards]
    assert found == cards


def test_digit_ids_stand_anywhere() -> None:
    text = "a ^123456 \n^12345\n```\n^1699000000009\n```\n> ^1234567\n^123456 b\n" + TEA
    digits = [card_id.digits for card_id in note(text).digit_ids]
    assert digits == ["123456", "1699000000009", "1234567", "1699000000001"]


def test_spans() -> None:
    read = note(TEA)
    (card,) = read.cards
    assert card.span == Span(0, len(TEA) - 1)
    assert card.closer and read.source.slice(card.closer.span) == "<br>﹈<br>^1699000000001"
    assert card.id and read.source.slice(card.id.span) == "^1699000000001"
    assert card.tag and read.source.slice(card.tag.name_span) == "#card"


@needs_shared
def test_real_vault() -> None:
    assert SHARED is not None
    counts = [0, 0, 0]
    unowned: list[str] = []
    for path in sorted((SHARED / "vault-sample" / "the-vault" / "src").rglob("*.md")):
        read = note(path.read_text(encoding="utf-8"))
        for kind, cards in enumerate((read.cards, read.bare_cards, read.inline_cards)):
            counts[kind] += len(cards)
        owned = {card.id for card in read.cards} | {card.id for card in read.bare_cards}
        owned |= {card.id for card in read.inline_cards} | {cloze.id for cloze in read.clozes}
        unowned += [card_id.digits for card_id in read.digit_ids if card_id not in owned]
    assert (counts, unowned) == ([272, 23, 1], [])


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        pytest.param(
            "﹇<br>\nTea?\n\n#card\n\n```\nleaves\n\n" + COFFEE,
            [("unclosed-card", 1), ("fence-freezes-sync", 6)],
            id="unclosed card and fence",
        ),
        pytest.param(
            "﹇<br>\nTea?\n\n#card\n\n```\nleaves\n\n⌂\n<br>﹈<br>\n\n"
            + COFFEE.replace("Beans.", "```\nbeans\n```"),
            [("fence-freezes-sync", 6)],
            id="a fence closed by the next card's",
        ),
        pytest.param(
            "﹇<br>\nTea?\n\nLeaves.\n\n⌂\n\n" + COFFEE, [("unclosed-card", 1)], id="no tag, no ﹈"
        ),
        pytest.param(
            "﹇<br>\n﹇<br>\n" + COFFEE, [("nested-card", 2), ("nested-card", 3)], id="three ﹇"
        ),
        pytest.param(
            "﹇<br>\n\n#card\n\n⌂\n<br>﹈<br>",
            [("empty-question", 1), ("empty-answer", 3)],
            id="empty on both sides",
        ),
        pytest.param(
            "﹇<br>\nTea?\n\n#card Leaves.\n\n⌂\n<br>﹈<br>",
            [("unreadable-card-tag", 4)],
            id="answer behind the tag",
        ),
        pytest.param(
            TEA.replace("<br>^", " ^"), [("malformed-card-closer", 9)], id="half ﹈, id apart"
        ),
        pytest.param(
            TEA.replace("<br>^", "<br> ^") + COFFEE.replace("<br>^", "<br>\n\n^"),
            [("detached-card-id", 9), ("deleted-by-blank-line", 20)],
            id="detached and deleted",
        ),
        pytest.param(
            TEA.replace("<br>^", "<br> ^7"), [("detached-card-id", 9)], id="overlong and apart"
        ),
        pytest.param(
            "A {1:cup}.\n^16990000000013\n",
            [("overlong-card-id", 2)],
            id="an overlong id of a cloze",
        ),
        pytest.param(
            "A {1:cup.\n^1699000000003\n\nA {{c1::cup}}.\n^1699000000004\n\n"
            "A {1:big\ncup}.\n^1699000000005\n",
            [],
            id="ids of damaged clozes are no orphans",
        ),
        pytest.param(
            "| a | b |\n|---|---|\n| 1 | 2 |\n^1699000000003\n", [("orphan-card-id", 4)], id="table"
        ),
        pytest.param("^1699000000003\n", [("orphan-card-id", 1)], id="orphan in the first line"),
        pytest.param("\n^1699000000003", [("deleted-by-blank-line", 2)], id="blank first line"),
        pytest.param("\u200b\n^1699000000003", [("orphan-card-id", 2)], id="zero-width: not blank"),
        pytest.param("\u2003\n^1699000000003", [("deleted-by-blank-line", 2)], id="wide blank"),
        pytest.param(TEA.replace("\n", "\r"), [("unreadable-card-opener", 1)], id="CR"),
        pytest.param(
            (TEA + COFFEE.replace("﹇<br>", "﹇<br>x")).replace("\n", "\r\n"),
            [("unreadable-card-opener", 1), ("unreadable-card-opener", 10)],
            id="CR LF, and one that differs",
        ),
        pytest.param(
            "%%\n" + TEA + "%%\n\n$$\n" + COFFEE + "$$\n",
            [("card-in-comment", 2), ("card-between-math", 14)],
            id="in comment and math",
        ),
        pytest.param(
            "Milk?\n#card\n~~~\n﹇<br>\n~~~\n⌂\n<br>﹈<br>^1699000000003\n\n" + TEA,
            [("stray-card-opener", 4), ("unopened-card", 7)],
            id="unopened, and an opener in its code",
        ),
        pytest.param("", [], id="empty"),
        pytest.param("﹈", [("unopened-card", 1)], id="one character"),
        pytest.param("﹇", [], id="another"),
    ],
)
def test_one_defect_is_one_diagnostic(text: str, reports: list[tuple[str, int]]) -> None:
    assert reported(text) == reports


def _last(text: str, old: str, new: str) -> str:
    before, _, behind = text.rpartition(old)
    return before + new + behind


# The card's text, sound and synced, to one that its rule reports, whatever stands around it.
_MUTATIONS: dict[str, Callable[[str], str]] = {
    "unclosed-card": lambda card: card[: card.rindex("<br>﹈<br>")],
    "unopened-card": lambda card: card.removeprefix("﹇<br>\n"),
    "missing-answer-end": lambda card: _last(card, "⌂\n", ""),
    "unreadable-card-opener": lambda card: card.replace("﹇<br>", "﹇<br>x", 1),
    "malformed-card-closer": lambda card: _last(card, "<br>﹈<br>", "<br>﹈"),
    "deleted-by-blank-line": lambda card: _last(card, "<br>﹈<br>", "<br>﹈<br>\n\n"),
    "detached-card-id": lambda card: _last(card, "<br>﹈<br>", "<br>﹈<br> "),
    "overlong-card-id": lambda card: card.rstrip("\n") + "7\n",
    "orphan-card-id": lambda card: card + "^1698000000000\n",
    "nested-card": lambda card: "﹇<br>\n" + card,
    "duplicate-card-id": lambda card: card + card,
}


@settings(deadline=None, max_examples=150)
@given(written_cards(), st.sampled_from(sorted(_MUTATIONS)), st.data())
def test_a_mutation_is_reported_by_its_rule(
    cards: list[Written], rule: str, data: st.DataObject
) -> None:
    texts = [
        replace(card, digits=str(1_699_000_000_000 + index)).text
        for index, card in enumerate(cards)
    ]
    index = data.draw(st.integers(0, len(cards) - 1))
    texts[index] = _MUTATIONS[rule](texts[index])
    told = {rule}
    if rule == "unopened-card" and "﹇" in cards[index].answer:
        told.add("stray-card-opener")  # the plugin takes the one in code for the opener
    assert not told.isdisjoint(name for name, _ in reported("\n".join(texts)))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("﹇<br>\n" * 50_000, id="openers"),
        pytest.param("<br>﹈<br>\n" * 50_000, id="closers"),
        pytest.param("﹇<br>\n" + "#card\n" * 50_000, id="tags in a card"),
        pytest.param("#card\n\n" * 50_000, id="tags"),
        pytest.param("﹇<br>\n#card\n" + "<br>﹈<br>\n⌂\n" * 25_000, id="closers and answer ends"),
        pytest.param("﹇<br>\n#card\n" * 20_000 + "<br>﹈<br>\n" * 20_000, id="nested"),
        pytest.param("﹇ x\n" * 50_000 + "#card\n", id="sentences"),
        pytest.param("^1699000000001\n" * 50_000, id="ids"),
        pytest.param("\n\n^1699000000001" * 30_000, id="deleted ids"),
        pytest.param("#card " * 50_000 + "x", id="tags in a line"),
        pytest.param(" " * 300_000 + "﹈", id="blanks before a closer"),
        pytest.param("﹇<br>\nq\n#cards\na\n⌂\n<br>﹈\n" * 5_000, id="damaged cards"),
    ],
)
def test_time_is_linear(text: str) -> None:
    started = time.process_time()
    read = note(text)
    for rule, options in RULES:
        if isinstance(rule, NoteRule):
            for _ in rule.check(read, options):
                pass
    assert time.process_time() - started < 20
