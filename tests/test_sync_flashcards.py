"""What flashcards-obsidian and its fork make of a note: tables of the plugin's own behaviour.

Each row was compared with the plugin's expressions, run by JavaScript.
"""

from __future__ import annotations

import time

import pytest

from vaultlint.notes.facts import Dialect, Note
from vaultlint.notes.parse import parse
from vaultlint.notes.reading import FlashcardsSettings, Reading
from vaultlint.notes.sync.flashcards import simulate_flashcards
from vaultlint.text.source import source
from vaultlint.text.span import Span

BRACKET = Reading()
BARE = Reading(
    dialects=("flashcards-obsidian",),
    inline_separators=("::", ":::"),
    flashcards=FlashcardsSettings(inline_id=False),
)
OPEN = "﹇<br>\n"
CLOSE = "<br>﹈<br>"
ID = "1699000000011"

Row = tuple[str, str, str, tuple[str, ...], str]


def read(text: str, reading: Reading = BRACKET) -> Note:
    return parse(source("Deck/Note.md", text), reading)


def synced(text: str, reading: Reading = BRACKET) -> list[Row]:
    """Kind, question, answer, tags and id of each card."""
    note = read(text, reading)
    at = note.source.slice
    return [
        (
            card.kind,
            at(card.question),
            at(card.answer),
            card.tags,
            card.id.digits if card.id else "",
        )
        for card in note.sync.cards
    ]


def deleted(text: str) -> list[str]:
    return [card_id.digits for card_id in read(text).sync.deleted]


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        pytest.param(
            f"{OPEN}Q?\n\n#card #a/b #🥖\n\nA.\n\n⌂\n{CLOSE}^{ID}\n",
            [("basic", "Q?", "A.\n\n⌂", ("a/b", "🥖"), ID)],
            id="whole",
        ),
        pytest.param(
            f"{OPEN}Q?\n#card/Reverse\nA.\n{CLOSE}",
            [("reversed", "Q?", "A.", (), "")],
            id="reversed, at the end of the note",
        ),
        pytest.param(
            f"{OPEN}## Q?\n#card\nA.\n{CLOSE}\n", [("basic", "Q?", "A.", (), "")], id="heading"
        ),
        pytest.param(
            f"﹇<BR>\nQ?\n#CARD\nA.\n<BR>﹈<BR>^{ID}\n",
            [("basic", "Q?", "A.", (), ID)],
            id="letter case is free",
        ),
        pytest.param(
            f"> ﹇<br>\nQ?\n#card\nA.\n{CLOSE}\n",
            [("basic", "Q?", "A.", (), "")],
            id="﹇ is found anywhere",
        ),
        pytest.param(
            f"{OPEN}One?\n\nA.\n{CLOSE}\n\n{OPEN}Two?\n\n#card\n\nB.\n{CLOSE}^{ID}\n",
            [("basic", f"One?\n\nA.\n{CLOSE}\n\n{OPEN}Two?", "B.", (), ID)],
            id="without a tag: merged with the next",
        ),
        pytest.param(
            f"{OPEN}One?\n#card\nA.\n\n{OPEN}Two?\n#card\nB.\n{CLOSE}^{ID}\n",
            [("basic", "One?", f"A.\n\n{OPEN}Two?\n#card\nB.", (), ID)],
            id="without a closer: merged with the next",
        ),
        pytest.param(f"{OPEN}Q?\n#card\u00a0\nA.\n{CLOSE}\n", [], id="no-break space behind tag"),
        pytest.param(f"{OPEN}Q?\n#card #a\r\nA.\n{CLOSE}\n", [], id="CR LF behind the tag"),
        pytest.param(f"{OPEN}Q?\n#card #\nA.\n{CLOSE}\n", [], id="a lone # is no hashtag"),
        pytest.param("﹇<br> \nQ?\n#card\nA.\n<br>﹈<br>\n", [], id="blank behind the opener"),
        pytest.param(
            f"{OPEN}Is it #card\nor not?\n\n#card\nA.\n{CLOSE}\n",
            [("basic", "Is it", "or not?\n\n#card\nA.", (), "")],
            id="the first line that ends in the tag cuts the question",
        ),
        pytest.param(
            f"{OPEN}Q?\n#card\nA.\n\n⌂\n﹈<br>^{ID}\n",
            [("basic", "Q?", "A.", (), ID)],
            id="four characters before ﹈ are taken",
        ),
        pytest.param(
            f"{OPEN}Q?\n#card\nA.\n⌂\n<br>﹈^{ID}\n",
            [("basic", "Q?", "A.\n⌂", (), "")],
            id="four characters behind ﹈ are taken",
        ),
        pytest.param(
            f"{OPEN}Q?\n#card\n\n{CLOSE}\n", [("basic", "Q?", "", (), "")], id="no answer"
        ),
        pytest.param(f"{OPEN}##card\nA.\n{CLOSE}\n", [("basic", "#", "A.", (), "")], id="##card"),
        pytest.param(f"{OPEN}#card\nA.\n{CLOSE}\n", [], id="no question at all"),
        pytest.param(
            f"{OPEN}\n#card\nA.\n{CLOSE}\n", [("basic", "", "A.", (), "")], id="empty question"
        ),
        pytest.param(f"{OPEN}Q?\n#card\nA.\n<br>﹈<br", [("basic", "Q?", "A.", (), "")], id="cut"),
        pytest.param(f"{OPEN}Q?\n#card\nA.\n<br>﹈", [], id="too short behind ﹈"),
        pytest.param(f"$$ {OPEN}Q?\n#card\nA.\n{CLOSE}\n\n$$\n", [], id="between two $$: left out"),
        pytest.param(f"Q? 🎴 A. #t ^{ID}\n", [("inline", "Q?", "A.", ("t",), ID)], id="inline"),
        pytest.param(
            f"- Q? 🃏 A.\n\n^{ID}\n",
            [("inline-reversed", "Q?", "A.", (), ID)],
            id="inline, with the id below an empty line",
        ),
        pytest.param("tags: a 🎴 b\n", [], id="a line of tags is no card"),
        pytest.param("Q? 🎴\n", [], id="inline without an answer"),
        pytest.param("Q? 🎴 \n", [("inline", "Q?", "", (), "")], id="inline with a blank"),
        pytest.param("a 🎴 b 🎴 c\n", [("inline", "a", "b 🎴 c", (), "")], id="two separators"),
        pytest.param(
            f"What is it? #card-spaced #a\n^{ID}\n",
            [("spaced", "What is it?", "", ("a",), ID)],
            id="spaced",
        ),
    ],
)
def test_bracket(text: str, cards: list[Row]) -> None:
    assert synced(text) == cards


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        pytest.param(
            f"Q? #card #a1\nA.\nB.\n^{ID}\n", [("basic", "Q?", "A.\nB.", ("a1",), ID)], id="whole"
        ),
        pytest.param(
            "Q? #card\n\n\nA.\n\nB.\n", [("basic", "Q?", "A.", (), "")], id="below empty lines"
        ),
        pytest.param(
            f"One? #card\n\nTwo? #card\nB.\n^{ID}\n",
            [("basic", "One?", "Two? #card\nB.", (), ID)],
            id="no answer: takes the next card",
        ),
        pytest.param(
            "A line.\n \nQ? #card-reverse\nA.\n",
            [("reversed", "A line.\n \nQ?", "A.", (), "")],
            id="a blank is no empty line",
        ),
        pytest.param("#card\nA.\n", [], id="no question"),
        pytest.param("Q?\n\n#card\nA.\n", [], id="an empty line above the tag"),
        pytest.param("Q? #card #🥖\nA.\n", [], id="no emoji in tags"),
        pytest.param(
            "A.\r\nQ? #card\nA.\r\nB.\n", [("basic", "A.\r\nQ?", "A.", (), "")], id="CR ends it"
        ),
        pytest.param(
            f"a :: b #t c\n^{ID}\n", [("inline", "a", "b", ("t",), "")], id="inline, text behind"
        ),
        pytest.param(
            f"1. a ::: b\n^{ID}\n", [("inline-reversed", "a", "b", (), ID)], id="inline, reversed"
        ),
        pytest.param("---\ncards-deck: a::b\n---\n", [], id="a line of the frontmatter"),
    ],
)
def test_bare(text: str, cards: list[Row]) -> None:
    assert synced(text, BARE) == cards


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        pytest.param(f"text\n\n^{ID}\n", [ID], id="below an empty line"),
        pytest.param(f"text\n \t\u00a0\n^{ID}", [ID], id="below a blank line"),
        pytest.param(f"\n^{ID}12", [ID], id="first line, two digits too many"),
        pytest.param(f"text\n^{ID}\n^{ID}\n", [], id="below text"),
        pytest.param(f"text\n\n ^{ID}\n", [], id="indented"),
        pytest.param(f"text\r\n^{ID}\r\n", [ID], id="any id line, with CR LF"),
        pytest.param(f"```\n\n^{ID}\n```\n", [ID], id="in code"),
    ],
)
def test_deleted(text: str, ids: list[str]) -> None:
    assert deleted(text) == ids


@pytest.mark.parametrize(
    ("reading", "dialect"), [(BRACKET, "bracket"), (BARE, "flashcards-obsidian")]
)
def test_deck_and_dialect(reading: Reading, dialect: Dialect) -> None:
    for card in read("a 🎴 b :: c\nQ #card-spaced\n", reading).sync.cards:
        assert (card.deck, card.dialect) == ("Deck", dialect)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(OPEN * 20_000, id="openers"),
        pytest.param(f"{OPEN}Q\n#card\n" * 20_000, id="no closers"),
        pytest.param("#card " * 40_000 + "x\n", id="tags on one line"),
        pytest.param("#card " * 40_000 + "#\r\n", id="tags before a carriage return"),
        pytest.param("#card-spaced " * 20_000 + "\n", id="spaced tags on one line"),
        pytest.param("a 🎴 b #t " * 20_000 + "\n", id="inline cards on one line"),
        pytest.param("a 🎴" + " " * 100_000 + "\n", id="blanks behind a separator"),
        pytest.param("a 🎴 b" + " #1" * 50_000 + "\n", id="no hashtags"),
        pytest.param("🎴" * 50_000 + "\n", id="separators only"),
        pytest.param("\n" * 100_000 + f"^{ID}\n", id="empty lines"),
        pytest.param("x\n \n" * 30_000 + "#card\nA.\n", id="one long paragraph"),
    ],
)
@pytest.mark.parametrize("reading", [BRACKET, BARE], ids=["bracket", "bare"])
def test_linear_time(text: str, reading: Reading) -> None:
    note = Note(source("Note.md", text), "note", None, Span(0, len(text)))
    start = time.process_time()
    simulate_flashcards(note, reading)
    assert time.process_time() - start < 2
