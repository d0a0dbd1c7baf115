"""`vaultlint cards`: what it lists, what the options leave, and how each format tells it."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from wcwidth import wcswidth

from tests.example_vault import EXAMPLE
from tests.invoke import make_vault, vaultlint
from tests.rulebook import pages
from tests.shared import SHARED, needs_shared
from tests.test_schemas import schema, validator
from vaultlint.anki.records import deck_key
from vaultlint.notes.cardlist import ListedCard, card_sign, listed_cards
from vaultlint.notes.facts import CardId, Dialect
from vaultlint.notes.parse import parse
from vaultlint.notes.reading import (
    FlashcardsSettings,
    ObsidianToAnkiSettings,
    Reading,
    SpacedRepetitionSettings,
)
from vaultlint.report.cards import CardList, ListedVault, Row, repeated, text_lines
from vaultlint.report.columns import cut, padded, table_lines, width
from vaultlint.text.source import source
from vaultlint.text.span import Position, Span

BLOCK = "﹇<br>\n{question}\n\n{tag}\n\n{answer}\n\n⌂\n<br>﹈<br>{id}\n"


def block(question: str, card_id: str = "", tag: str = "#card", answer: str = "Answer.") -> str:
    """A card in brackets."""
    return BLOCK.format(question=question, tag=tag, answer=answer, id=card_id)


def listed(text: str, *dialects: Dialect, path: str = "A/N.md") -> list[tuple[object, ...]]:
    """Line, kind, state, id and question of each card of a note."""
    reading = Reading(dialects=dialects or ("bracket",))
    note = parse(source(path, text), reading)
    return [
        (
            note.source.position(card.span.start).line,
            card.kind,
            card.state,
            card.id.digits if card.id else None,
            card.question,
        )
        for card in listed_cards(note, reading)
    ]


# --- which cards a note has, and what becomes of them


@pytest.mark.parametrize(
    ("text", "dialect", "cards"),
    [
        pytest.param("", "bracket", [], id="nothing"),
        pytest.param("# Prose\n\nNo card.\n", "bracket", [], id="no card"),
        pytest.param(
            block("Q?", "^1700000000001") + "\n" + block("R?"),
            "bracket",
            [(1, "basic", "synced", "1700000000001", "Q?"), (11, "basic", "new", None, "R?")],
            id="blocks",
        ),
        pytest.param(
            block("# Q?\n\n```py\n1\n```", tag="#card-reverse #a/b"),
            "bracket",
            [(1, "reversed", "new", None, "# Q?\n\n```py\n1\n```")],
            id="a long question under a heading mark",
        ),
        pytest.param(
            block("Q?").replace("<br>﹈<br>\n", "\n") + "\n" + block("R?", "^1700000000002"),
            "bracket",
            [(1, "basic", "broken", None, "Q?"), (11, "basic", "broken", "1700000000002", "R?")],
            id="an unclosed block takes the next one with it",
        ),
        pytest.param(
            block("Q?").replace("<br>﹈<br>\n", "\n") + "\n" + block("R?"),
            "bracket",
            [(1, "basic", "broken", None, "Q?"), (11, "basic", "broken", None, "R?")],
            id="also when neither has an id",
        ),
        pytest.param(
            block("Q?", "\n^1700000000001"),
            "bracket",
            [(1, "basic", "broken", "1700000000001", "Q?")],
            id="an id that is parted from its card",
        ),
        pytest.param(
            block("Q?", "^17000000000011"),
            "bracket",
            [(1, "basic", "broken", "17000000000011", "Q?")],
            id="an id with a digit too many",
        ),
        pytest.param(
            block("Q? #card\nmore"),
            "bracket",
            [(1, "basic", "broken", None, "Q? #card\nmore")],
            id="a question that is cut at a tag in it",
        ),
        pytest.param(
            block("Q?", answer="It is ﹈, the sign."),
            "bracket",
            [(1, "basic", "broken", None, "Q?")],
            id="an answer that is cut at a ﹈ in it",
        ),
        pytest.param(
            block("Q?", "^1700000000001").replace("\n", "\r\n"),
            "bracket",
            [(1, "basic", "broken", "1700000000001", "Q?")],
            id="CR LF hides a block",
        ),
        pytest.param("```\n" + block("Q?") + "```\n", "bracket", [], id="an example in code"),
        pytest.param(
            "Q? #card\nA\n^1700000000001\n",
            "bracket",
            [(1, "basic", "legacy", "1700000000001", "Q?")],
            id="a bare card where the plugin reads blocks",
        ),
        pytest.param(
            "Q? #card\nA\n^1700000000001\n\nR?\nmore #card/reverse\nB\n",
            "flashcards-obsidian",
            [
                (1, "basic", "synced", "1700000000001", "Q?"),
                (5, "reversed", "new", None, "R?\nmore"),
            ],
            id="bare cards",
        ),
        pytest.param(
            "One fact. #card-spaced\n^1700000000001\n\nAnother. #card/spaced\n",
            "bracket",
            [
                (1, "spaced", "synced", "1700000000001", "One fact."),
                (4, "spaced", "new", None, "Another."),
            ],
            id="spaced cards",
        ),
        pytest.param(
            "Q 🎴 A ^1700000000001\n\n- R 🃏 B\n",
            "bracket",
            [
                (1, "inline", "synced", "1700000000001", "Q"),
                (3, "inline-reversed", "new", None, "- R"),
            ],
            id="cards on one line",
        ),
        pytest.param(
            "> It is {1:so} and {2:so}.\n\nThe {cell}.\n^1700000000001\n",
            "bracket",
            [
                (1, "cloze", "new", None, "It is {1:so} and {2:so}."),
                (3, "cloze", "synced", "1700000000001", "The {cell}."),
            ],
            id="clozes",
        ),
        pytest.param(
            "It costs $5 for {1:x} and $6.\n",
            "bracket",
            [(1, "cloze", "broken", None, "It costs $5 for {1:x} and $6.")],
            id="a cloze that is math to the plugin",
        ),
        pytest.param(
            "The {1:cell}.\n\n^1700000000001\n",
            "bracket",
            [(1, "cloze", "broken", "1700000000001", "The {1:cell}.")],
            id="a cloze whose note is deleted",
        ),
        pytest.param(
            block("Q?", answer="The {1:cell}.\n^1700000000001"),
            "bracket",
            [
                (1, "basic", "new", None, "Q?"),
                (6, "cloze", "synced", "1700000000001", "The {1:cell}."),
            ],
            id="a cloze in a card",
        ),
        pytest.param(
            "#flashcards/a\n\nQ::A\n<!--SR:!2024-01-31,4,270-->\n\nR\n?\nB\n",
            "spaced-repetition",
            [
                (3, "single-line", "synced", None, "Q"),
                (6, "multi-line", "new", None, "R"),
            ],
            id="obsidian-spaced-repetition",
        ),
        pytest.param(
            "START\nBasic\nQ?\nBack: A\n<!--ID: 1700000000001-->\nEND\n\n"
            "STARTI [Basic] R? Back: B ENDI\n\n"
            "START\nBasic\nUnclosed?\nBack: A\n\n"
            "START\nBasic\nVictim?\nBack: A\n<!--ID: 1700000000002-->\nEND\n",
            "obsidian-to-anki",
            [
                (1, "note", "synced", "1700000000001", "Q?"),
                (8, "inline-note", "new", None, "R?"),
                (10, "note", "broken", None, "Unclosed?"),
                (15, "note", "broken", "1700000000002", "Victim?"),
            ],
            id="Obsidian_to_Anki",
        ),
    ],
)
def test_cards_of_a_note(text: str, dialect: Dialect, cards: list[tuple[object, ...]]) -> None:
    assert listed(text, dialect) == cards


@pytest.mark.parametrize(
    ("path", "head"),
    [
        pytest.param("Template {{x}}.md", "", id="template"),
        pytest.param("D.excalidraw.md", "---\nexcalidraw-plugin: parsed\n---\n", id="drawing"),
        pytest.param("B.md", "---\nkanban-plugin: basic\n---\n", id="board"),
    ],
)
def test_no_cards_of_what_is_no_note(path: str, head: str) -> None:
    assert listed(head + block("Q?"), path=path) == []
    assert len(listed(block("Q?"), path="N.md")) == 1


def test_two_dialects_in_one_note() -> None:
    text = block("Q?") + "\n#flashcards\n\nR::B\n"
    found = listed(text, "bracket", "spaced-repetition")
    assert [card[1] for card in found] == ["basic", "single-line"]


def _texts_of_the_rulebook() -> Iterator[str]:
    for page in pages():
        for example in page.examples:
            yield from (content.decode("utf-8", "replace") for content in example.files.values())


@pytest.mark.parametrize(
    "reading",
    [
        pytest.param(Reading(), id="bracket"),
        pytest.param(Reading(dialects=("flashcards-obsidian",)), id="flashcards-obsidian"),
        pytest.param(Reading(dialects=("spaced-repetition",)), id="spaced-repetition"),
        pytest.param(
            Reading(
                dialects=("spaced-repetition",),
                spaced_repetition=SpacedRepetitionSettings(folder_decks=True),
            ),
            id="spaced-repetition, folders are decks",
        ),
        pytest.param(Reading(dialects=("obsidian-to-anki",)), id="obsidian-to-anki"),
        pytest.param(
            Reading(
                dialects=("obsidian-to-anki",),
                obsidian_to_anki=ObsidianToAnkiSettings(
                    custom_regexps=(("Basic", r"^Q: (.*)\nA: (.*)"),)
                ),
            ),
            id="obsidian-to-anki, expressions of its user",
        ),
    ],
)
def test_each_note_with_cards_shows_the_sign(reading: Reading) -> None:
    sign = card_sign(reading)
    missed = [
        text
        for text in _texts_of_the_rulebook()
        if sign.search(text) is None
        and listed_cards(parse(source("A/N.md", text), reading), reading)
    ]
    assert missed == []


_PIECES = st.sampled_from(
    [
        "﹇<br>\n",
        "<br>﹈<br>",
        "⌂\n",
        "#card",
        "#CARD-spaced",
        "{",
        "}",
        "{1:",
        "〔",
        "==",
        "🎴",
        "🃏",
        "^1700000000001",
        "^170000",
        "\n",
        "\n\n",
        "word",
        " ",
        "c1::",
        "$",
        "`",
        "```\n",
        "> ",
        "- ",
    ]
)


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_no_card_without_its_sign_in_any_text(text: str) -> None:
    reading = Reading(cloze_brackets=("{}", "==", "〔〕"))
    cards = listed_cards(parse(source("N.md", text), reading), reading)
    assert card_sign(reading).search(text) is not None or cards == ()


def test_most_notes_need_not_be_read() -> None:
    text = "---\ntags: [a]\n---\n\nProse, {words} in braces, [[Link]] ^block and `{'a': 1}`.\n"
    assert card_sign(Reading()).search(text) is None


@needs_shared
def test_states_on_the_real_vault() -> None:
    assert SHARED is not None
    found = json.loads(
        vaultlint("cards", SHARED / "vault-sample", "--output-format", "json").stdout
    )
    lines = [(card["path"].rpartition("/")[2], card["line"]) for card in found["cards"]]
    broken = [
        at for at, card in zip(lines, found["cards"], strict=True) if card["state"] == "broken"
    ]
    assert broken == [
        ("Docker Overview.md", 286),
        ("🗒️ SQL ∋ Table of Contents.md", 781),
        ("🗒️ SQL ∋ Table of Contents.md", 788),
    ]
    assert found["summary"]["synced"] == 277


# --- the options


BREAD = {
    "Bread/Dough.md": "---\ncards-deck: Bread::Dough\n---\n\n"
    + block("What is yeast?", "^1700000000001")
    + "\n"
    + block("What is salt?"),
    "Bread/Oven.md": "---\ncards-deck: bread::Oven\n---\n\n"
    + block("Why steam?", "^1700000000003"),
    "Breadth.md": "---\ncards-deck: Breadth\n---\n\n" + block("What is yeast?"),
    "Prose.md": "Nothing.\n",
}


@pytest.fixture
def bread(tmp_path: Path) -> Path:
    return make_vault(tmp_path / "bread", BREAD)


def report(*arguments: str | Path) -> Any:
    outcome = vaultlint("cards", *arguments, "--output-format", "json")
    assert outcome.code == 0, outcome
    found = json.loads(outcome.stdout)
    validator("cards").validate(found)
    return found


def questions(*arguments: str | Path) -> list[str]:
    return [f"{card['deck']} {card['question']}" for card in report(*arguments)["cards"]]


def test_the_whole_report(bread: Path) -> None:
    found = report(bread / "Bread")
    root = bread.as_posix()
    card = {"vault": root, "column": 1, "end_column": 24, "dialect": "bracket", "kind": "basic"}
    states = {"new": 0, "broken": 0, "legacy": 0}
    assert found == {
        "version": 1,
        "tool": found["tool"],
        "vaults": [{"root": root, "notes": 4, "listed": 2}],
        "summary": {"total": 3, "cards": 3, "synced": 2, **states, "new": 1},
        "decks": [
            {"vault": root, "deck": "Bread::Dough", "cards": 2, "synced": 1, **states, "new": 1},
            {"vault": root, "deck": "bread::Oven", "cards": 1, "synced": 1, **states},
        ],
        "cards": [
            {
                **card,
                "path": "Bread/Dough.md",
                "line": 5,
                "end_line": 13,
                "deck": "Bread::Dough",
                "state": "synced",
                "id": "1700000000001",
                "scheduled": False,
                "question": "What is yeast?",
            },
            {
                **card,
                "path": "Bread/Dough.md",
                "line": 15,
                "end_line": 23,
                "end_column": 10,
                "deck": "Bread::Dough",
                "state": "new",
                "id": None,
                "scheduled": False,
                "question": "What is salt?",
            },
            {
                **card,
                "path": "Bread/Oven.md",
                "line": 5,
                "end_line": 13,
                "deck": "bread::Oven",
                "state": "synced",
                "id": "1700000000003",
                "scheduled": False,
                "question": "Why steam?",
            },
        ],
    }


@pytest.mark.parametrize(
    ("deck", "found"),
    [
        pytest.param(
            "Bread",
            ["Bread::Dough What is yeast?", "Bread::Dough What is salt?", "bread::Oven Why steam?"],
            id="decks below it, whatever their case",
        ),
        pytest.param("BREAD::oven", ["bread::Oven Why steam?"], id="as Anki compares"),
        pytest.param(" bread :: oven ", ["bread::Oven Why steam?"], id="blanks around its parts"),
        pytest.param("Breadth", ["Breadth What is yeast?"], id="no deck that only begins so"),
    ],
)
def test_deck(bread: Path, deck: str, found: list[str]) -> None:
    assert questions(bread, "--deck", deck) == found


@pytest.mark.parametrize(
    ("deck", "hint"),
    [
        pytest.param("Bread::Dogh", '; did you mean "Bread::Dough"?', id="misspelt"),
        pytest.param("Cheese", "", id="nothing like it"),
        pytest.param("Brea\x1bx", '; did you mean "Bread"?', id="a deck above cards; controls"),
    ],
)
def test_a_deck_without_cards(bread: Path, deck: str, hint: str) -> None:
    outcome = vaultlint("cards", bread, "--deck", deck)
    shown = deck.replace("\x1b", "\\x1b")
    assert outcome == (
        0,
        "none of 4 cards in 4 notes\n",
        f'vaultlint: no card is in the deck "{shown}"{hint}\n',
    )


def test_deck_names_are_compared_as_anki_does(tmp_path: Path) -> None:
    collection = Collection(str(tmp_path / "c.anki2"))
    names = ["A::b", "a::B", " a :: b ", "É", "e\u0301", "É", "Straße", "STRASSE", "ﬁ", "fi"]
    names += ["A::", "A::blank", "::x", "Σς", "σσ", "x", "x::y", "x\ty", "K", "k"]
    try:
        ids = [collection.decks.id(name) for name in names]
    finally:
        collection.close()
    for one, one_id in zip(names, ids, strict=True):
        for other, other_id in zip(names, ids, strict=True):
            assert (deck_key(one) == deck_key(other)) == (one_id == other_id), (one, other)


def test_unsynced(bread: Path) -> None:
    found = report(bread, "--unsynced")
    assert [card["question"] for card in found["cards"]] == ["What is salt?", "What is yeast?"]
    assert (found["summary"]["total"], found["summary"]["cards"]) == (4, 2)
    assert [deck["deck"] for deck in found["decks"]] == ["Bread::Dough", "Breadth"]


def test_a_schedule_stands_for_an_id(tmp_path: Path) -> None:
    text = "#flashcards\n\nQ::A\n<!--SR:!2024-01-31,4,270-->\n\nR::B\n"
    make_vault(tmp_path, {"N.md": text})
    assert [q.split()[-1] for q in questions(tmp_path)] == ["Q", "R"]
    assert [q.split()[-1] for q in questions(tmp_path, "--unsynced")] == ["R"]
    assert "scheduled  Q\n" in vaultlint("cards", tmp_path).stdout


DOUBLED = {
    "A.md": "---\ncards-deck: D\n---\n\n" + block("Same?", "^1700000000001") + "\n" + block("Own?"),
    "B.md": "---\ncards-deck: D\n---\n\n" + block("Same?", "^1700000000002"),
    "C.md": "---\ncards-deck: E\n---\n\n" + block("Same?", "^1700000000001"),
    "D.md": "---\ncards-deck: E\n---\n\nThe {1:cell}.\n^1700000000004\n\nThe {1:cell}.\n",
}


def test_duplicates(tmp_path: Path) -> None:
    make_vault(tmp_path, DOUBLED)
    root = tmp_path.as_posix()
    found = report(tmp_path, "--duplicates")
    places = [(c["path"], c["line"], c["duplicate"]) for c in found["cards"]]
    assert places == [
        ("A.md", 5, ["id", "question"]),
        ("B.md", 5, ["question"]),
        ("C.md", 5, ["id"]),
        ("D.md", 5, ["question"]),
        ("D.md", 8, ["question"]),
    ]
    assert found["duplicates"] == [
        {
            "by": "id",
            "id": "1700000000001",
            "places": [
                {"vault": root, "path": "A.md", "line": 5},
                {"vault": root, "path": "C.md", "line": 5},
            ],
        },
        {
            "by": "question",
            "deck": "D",
            "question": "Same?",
            "places": [
                {"vault": root, "path": "A.md", "line": 5},
                {"vault": root, "path": "B.md", "line": 5},
            ],
        },
        {
            "by": "question",
            "deck": "E",
            "question": "The {1:cell}.",
            "places": [
                {"vault": root, "path": "D.md", "line": 5},
                {"vault": root, "path": "D.md", "line": 8},
            ],
        },
    ]


def test_duplicates_of_one_note_are_looked_for_in_the_whole_vault(tmp_path: Path) -> None:
    make_vault(tmp_path, DOUBLED)
    found = report(tmp_path / "C.md", "--duplicates")
    assert [card["path"] for card in found["cards"]] == ["C.md"]
    assert [[p["path"] for p in group["places"]] for group in found["duplicates"]] == [
        ["A.md", "C.md"]
    ]
    assert found["vaults"] == [{"root": tmp_path.as_posix(), "notes": 4, "listed": 1}]


def test_duplicates_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_vault(tmp_path, DOUBLED)
    monkeypatch.chdir(tmp_path)
    assert vaultlint("cards", "C.md", "B.md", "--duplicates").stdout == (
        "id 1700000000001 in 2 places\n"
        "  A.md:5  basic  synced  1700000000001  Same?\n"
        "  C.md:5  basic  synced  1700000000001  Same?\n"
        "\n"
        'question "Same?" in 2 places  D\n'
        "  A.md:5  basic  synced  1700000000001  Same?\n"
        "  B.md:5  basic  synced  1700000000002  Same?\n"
        "\n"
        "deck  cards  synced\n"
        "────  ─────  ──────\n"
        "D         1       1\n"
        "E         1       1\n"
        "\n"
        "2 cards in 2 of 2 notes: 2 synced\n"
    )


def test_a_question_under_another_heading_is_another_one(tmp_path: Path) -> None:
    text = "# One\n\n" + block("Same?") + "\n# Two\n\n" + block("Same?")
    make_vault(tmp_path, {"A.md": text})
    assert questions(tmp_path, "--duplicates") == []
    make_vault(
        tmp_path,
        {".obsidian/plugins/flashcards-obsidian/data.json": '{"contextAwareMode": false}'},
    )
    assert len(questions(tmp_path, "--duplicates")) == 2


def test_one_line_that_is_two_cards_has_its_id_once(tmp_path: Path) -> None:
    make_vault(tmp_path, {"A.md": "It is {1:so} 🎴 yes ^1700000000001\n"})
    assert questions(tmp_path, "--duplicates") == []


def test_options_together(tmp_path: Path) -> None:
    make_vault(tmp_path, DOUBLED)
    assert questions(tmp_path, "--duplicates", "--deck", "e", "--unsynced") == ["E The {1:cell}."]


# --- formats


def test_text(bread: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bread)
    assert vaultlint("cards").stdout == (
        "Bread/Dough.md  Bread::Dough\n"
        "   5  basic  synced  1700000000001  What is yeast?\n"
        "  15  basic  new                    What is salt?\n"
        "\n"
        "Bread/Oven.md  bread::Oven\n"
        "   5  basic  synced  1700000000003  Why steam?\n"
        "\n"
        "Breadth.md  Breadth\n"
        "   5  basic  new                    What is yeast?\n"
        "\n"
        "deck          cards  synced  new\n"
        "────────────  ─────  ──────  ───\n"
        "Bread::Dough      2       1    1\n"
        "Breadth           1       0    1\n"
        "bread::Oven       1       1    0\n"
        "\n"
        "4 cards in 3 of 4 notes: 2 synced, 2 new\n"
    )


def test_count(bread: Path) -> None:
    assert vaultlint("cards", bread, "--count", "--deck", "breadth").stdout == (
        "deck     cards  new\n"
        "───────  ─────  ───\n"
        "Breadth      1    1\n"
        "\n"
        "1 of 4 cards in 1 of 4 notes: 1 new\n"
    )
    found = report(bread, "--count")
    assert "cards" not in found
    assert [(deck["deck"], deck["cards"]) for deck in found["decks"]] == [
        ("Bread::Dough", 2),
        ("Breadth", 1),
        ("bread::Oven", 1),
    ]


def _part(name: str) -> Any:
    whole = schema("cards")
    return {"$schema": whole["$schema"], "$defs": whole["$defs"], "$ref": f"#/$defs/{name}"}


@pytest.mark.parametrize(
    ("options", "key", "part"),
    [([], "cards", "card"), (["--duplicates"], "cards", "card"), (["--count"], "decks", "deck")],
)
def test_json_lines(bread: Path, options: list[str], key: str, part: str) -> None:
    make_vault(bread, DOUBLED)
    stdout = vaultlint("cards", bread, *options, "--output-format", "jsonl").stdout
    entries = [json.loads(line) for line in stdout.split("\n")[:-1]]
    assert len(entries) >= 5
    assert entries == report(bread, *options)[key]
    for entry in entries:
        Draft202012Validator(_part(part)).validate(entry)


HOSTILE = {
    "quotes": '=HYPERLINK("x"), "and", more;',
    "formula": "==highlight== = +1 -1 @x",
    "lines": "first\n\nlast, with ```\n1\n``` code",
    "controls": "bell \x07 escape \x1b[31m turn \u202e zero \u200b.",
    "emoji": "👩🏽‍🎤 漢字 e\u0301 🗄️",
}


def test_csv_gives_back_what_the_notes_say(tmp_path: Path) -> None:
    notes = {f'{name}, "x" \'=1.md': block(question) for name, question in HOSTILE.items()}
    make_vault(tmp_path, notes)
    stdout = vaultlint("cards", tmp_path, "--output-format", "csv").stdout
    records = list(csv.DictReader(io.StringIO(stdout)))
    assert {record["path"]: record["question"] for record in records} == {
        path: HOSTILE[path.split(",")[0]] for path in notes
    }
    assert list(records[0]) == stdout.split("\n", 1)[0].split(",")
    assert all(record["id"] == "" and record["state"] == "new" for record in records)


def test_csv_of_decks_and_of_duplicates(tmp_path: Path) -> None:
    root = make_vault(tmp_path, DOUBLED).as_posix()
    assert vaultlint("cards", tmp_path, "--count", "--output-format", "csv").stdout == (
        f"vault,deck,cards,synced,new,broken,legacy\n{root},D,3,2,1,0,0\n{root},E,3,2,1,0,0\n"
    )
    stdout = vaultlint("cards", tmp_path, "--duplicates", "--output-format", "csv").stdout
    records = list(csv.DictReader(io.StringIO(stdout)))
    assert [record["duplicate"] for record in records] == [
        "id question",
        "question",
        "id",
        "question",
        "question",
    ]


def test_hostile_text_in_a_report_for_people(tmp_path: Path) -> None:
    notes = {f"{name}\x1b]0;x\u202e.md": block(question) for name, question in HOSTILE.items()}
    make_vault(tmp_path, notes)
    stdout = vaultlint("cards", tmp_path).stdout
    assert not set(stdout) & set("\x07\x1b\u202e\u200b\r\t")
    assert "bell \\x07 escape \\x1b[31m turn \\u202e zero" in stdout
    assert "  first\n" in stdout
    assert "👩🏽‍🎤 漢字 e\u0301 🗄️" in stdout
    raw = vaultlint("cards", tmp_path, "--output-format", "json").stdout
    assert not set(raw) & set("\x07\x1b\u202e")
    found = json.loads(raw)["cards"]
    assert {card["question"] for card in found} == set(HOSTILE.values())


def test_colors(bread: Path) -> None:
    plain = vaultlint("cards", bread).stdout
    colored = vaultlint("cards", bread, "--color", "always").stdout
    assert "\x1b[1;36mnew\x1b[0m" in colored
    assert re.sub("\x1b\\[[0-9;]*m", "", colored) == plain
    assert "\x1b" not in vaultlint("cards", bread, "--color", "never").stdout


@pytest.mark.parametrize("output_format", ["text", "json", "jsonl", "csv"])
def test_output_file(bread: Path, tmp_path: Path, output_format: str) -> None:
    file = tmp_path / "out"
    options = ("--output-format", output_format)
    printed = vaultlint("cards", bread, *options)
    assert vaultlint("cards", bread, *options, "--output-file", file) == (0, "", "")
    assert file.read_bytes().decode() == printed.stdout
    assert printed.stdout


# --- columns


def _rows(*texts: str) -> CardList:
    cards = [
        ListedCard(Span(0, 1), "bracket", "basic", "D", "new", CardId("1", Span(0, 1)), text)
        for text in texts
    ]
    rows = tuple(Row("/v", "N.md", Position(1, 1), Position(1, 2), card) for card in cards)
    return CardList((ListedVault("/v", 1, 1),), rows, len(rows))


@pytest.mark.parametrize("columns", [40, 60, 80])
@pytest.mark.parametrize("unit", ["word ", "漢字", "👩🏽‍🎤", "e\u0301", "\u202e", "é"])
def test_no_line_is_wider_than_the_terminal(unit: str, columns: int) -> None:
    lines = list(text_lines(_rows(unit * 100), "/v", False, columns, False))
    (line,) = (line for line in lines if line.endswith("…"))
    assert columns - 8 < wcswidth(line) <= columns
    (whole,) = (
        line for line in text_lines(_rows(unit * 100), "/v", False, None, False) if "basic" in line
    )
    assert "…" not in whole


@pytest.mark.parametrize(
    ("text", "columns", "shown"),
    [
        pytest.param("abc", 3, "abc", id="fits"),
        pytest.param("abcd", 3, "ab…", id="does not"),
        pytest.param("漢字", 4, "漢字", id="wide, fits"),
        pytest.param("漢字x", 4, "漢…", id="wide, does not"),
        pytest.param("👩🏽‍🎤👩🏽‍🎤", 3, "👩🏽‍🎤…", id="no emoji is cut in two"),
        pytest.param("e\u0301" * 3, 3, "e\u0301" * 3, id="combining"),
        pytest.param("", 1, "", id="empty"),
        pytest.param("a" * 5_000_000, 4, "aaa…", id="megabytes"),
    ],
)
def test_cut(text: str, columns: int, shown: str) -> None:
    assert cut(text, columns) == shown


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), max_size=20))
def test_width_is_that_of_the_library(text: str) -> None:
    assert width(text) == max(wcswidth(text), 0)
    assert padded(text, 50).startswith(text)


def test_columns_of_a_table_stand_under_each_other() -> None:
    names = ["🌙 漢字", "e\u0301", "👨🏻‍🏫", "plain name"]
    lines = list(table_lines(("deck", "cards"), [(name, "1") for name in names]))
    assert {wcswidth(line) for line in lines} == {17}
    assert lines[2:] == [
        "🌙 漢字         1",
        "e\u0301               1",
        "👨🏻‍🏫              1",
        "plain name      1",
    ]


def test_repeats_are_found_in_linear_time() -> None:
    same = CardId("1700000000001", Span(0, 1))
    card = ListedCard(Span(0, 1), "bracket", "basic", "D", "synced", same, "Q", False, "Q")
    rows = [Row("/v", f"{n}.md", Position(1, 1), Position(1, 2), card) for n in range(50_000)]
    assert [(group.by, len(group.rows)) for group in repeated(rows)] == [
        ("id", 50_000),
        ("question", 50_000),
    ]


# --- vaults, and what goes wrong


def test_an_empty_folder(tmp_path: Path) -> None:
    assert vaultlint("cards", tmp_path) == (0, "no cards in 0 notes\n", "")
    assert report(tmp_path)["cards"] == []
    assert vaultlint("cards", tmp_path, "--output-format", "jsonl") == (0, "", "")
    csv_text = vaultlint("cards", tmp_path, "--output-format", "csv").stdout
    assert csv_text == "vault,path,line,dialect,deck,kind,state,id,question\n"


def test_a_vault_without_cards(tmp_path: Path) -> None:
    make_vault(tmp_path, {"A.md": "Prose.\n", "B.md": ""})
    assert vaultlint("cards", tmp_path).stdout == "no cards in 2 notes\n"
    assert vaultlint("cards", tmp_path, "--duplicates").stdout == "no cards in 2 notes\n"


def test_each_vault_is_read_in_its_own_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_vault(tmp_path / "a", {"N.md": block("Q?"), "in/.obsidian/app.json": "{}"})
    make_vault(tmp_path / "a/in", {"M.md": "Inner? #card\nA\n"})
    make_vault(tmp_path / "b", {"deck/N.md": "#flashcards\n\nQ::A\n"})
    monkeypatch.chdir(tmp_path)
    outcome = vaultlint("cards", "b", "a")
    assert outcome.stdout == (
        "a/N.md  Default\n"
        "  1  basic        new    Q?\n"
        "\n"
        "a/in/M.md  Default\n"
        "  1  basic        new    Inner?\n"
        "\n"
        "b/deck/N.md  flashcards\n"
        "  3  single-line  new    Q\n"
        "\n"
        "deck           cards  new\n"
        "─────────────  ─────  ───\n"
        "a/ Default         1    1\n"
        "a/in/ Default      1    1\n"
        "b/ flashcards      1    1\n"
        "\n"
        "3 cards in 3 of 3 notes: 3 new\n"
    )
    assert [vault["root"] for vault in report("a", "b")["vaults"]] == [
        (tmp_path / name).as_posix() for name in ("a", "a/in", "b")
    ]


def test_the_same_id_in_two_vaults_is_no_duplicate(tmp_path: Path) -> None:
    for name in ("a", "b"):
        make_vault(tmp_path / name, {"N.md": block("Q?", "^1700000000001")})
    assert questions(tmp_path / "a", tmp_path / "b", "--duplicates") == []


def test_vault_config_isolated(tmp_path: Path) -> None:
    text = "Question? #quiz\nAnswer.\n"
    make_vault(tmp_path, {"A.md": text, "x/B.md": text})
    config = tmp_path / "other.yaml"
    config.write_text("cards:\n  tags: [quiz]\n  dialects: [flashcards-obsidian]\nexclude: [x/]\n")
    assert questions(tmp_path) == []
    assert questions(tmp_path, "--config", config) == ["Default Question?"]
    (tmp_path / ".vaultlint.yaml").write_text(config.read_text())
    assert questions(tmp_path) == ["Default Question?"]
    assert questions(tmp_path, "--isolated") == []
    assert questions(tmp_path / "x", "--vault", tmp_path / "x", "--config", config) == [
        "Default Question?"
    ]


def test_decks_of_folders(tmp_path: Path) -> None:
    make_vault(tmp_path, {"a/b/N.md": block("Q?"), "R.md": block("R?")})
    assert questions(tmp_path) == ["Default R?", "a::b Q?"]


def test_a_note_in_no_vault(tmp_path: Path) -> None:
    make_vault(tmp_path, {"N.md": block("Q?"), "Other.md": block("R?")}, mark="")
    assert questions(tmp_path / "N.md") == ["Default Q?"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.md"], 'cannot read "missing.md": no such file or folder'),
        (["N.txt"], '"N.txt" is not a note; notes are files that end in .md'),
        ([".", "--deck", " "], "--deck names no deck; write it as in Anki, such as "),
        (
            [".", "--isolated", "--config", "c.yaml"],
            "--isolated and --config contradict each other",
        ),
        ([".", "--config", "c.yaml"], 'cannot read the configuration "c.yaml": no such file'),
        ([".", "--vault", "nowhere"], '--vault: "nowhere" is not a folder'),
        ([".", "--output-file", "no/such/file"], 'cannot write "no/such/file": no such file'),
        ([".", "--output-format", "xml"], "invalid value for '--output-format': 'xml' is not one"),
    ],
)
def test_wrong_calls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    make_vault(tmp_path, {"N.md": "", "N.txt": ""})
    monkeypatch.chdir(tmp_path)
    outcome = vaultlint("cards", *arguments)
    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith(f"vaultlint: {message}")
    assert outcome.stderr.count("\n") == 1


def test_what_cannot_be_read_hides_nothing(tmp_path: Path) -> None:
    make_vault(tmp_path, {"A.md": block("Q?")})
    (tmp_path / "B.md").symlink_to(tmp_path / "nowhere.md")
    outcome = vaultlint("cards", tmp_path)
    assert outcome.code == 2
    assert "1 card in 1 of 1 note: 1 new\n" in outcome.stdout
    assert outcome.stderr.startswith("vaultlint: cannot read")


def test_a_crash_names_the_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vaultlint.commands import cards as command

    make_vault(tmp_path, {"A.md": block("Q?"), "B.md": block("R?")})

    def crash(note: Any, reading: Reading) -> tuple[ListedCard, ...]:
        if note.path == "A.md":
            raise ValueError("odd")
        return listed_cards(note, reading)

    monkeypatch.setattr(command, "listed_cards", crash)
    outcome = vaultlint("cards", tmp_path)
    assert outcome.code == 2
    assert 'failed on "A.md" (ValueError: odd); please report it\n' in outcome.stderr
    assert "R?\n" in outcome.stdout


def test_a_broken_schema_of_the_vault_is_no_matter(tmp_path: Path) -> None:
    config = "schemas:\n  - schema: missing.json\n"
    make_vault(tmp_path, {"A.md": block("Q?"), ".vaultlint.yaml": config})
    assert vaultlint("check", tmp_path).code == 2
    assert questions(tmp_path) == ["Default Q?"]


def test_example_is_as_described() -> None:
    found = report(EXAMPLE)
    assert found["summary"] == {
        "total": 26,
        "cards": 26,
        "synced": 24,
        "new": 0,
        "broken": 2,
        "legacy": 0,
    }


def test_settings_of_the_reading_are_used() -> None:
    reading = Reading(flashcards=FlashcardsSettings(folder_decks=False, default_deck="Mine"))
    (card,) = listed_cards(parse(source("a/N.md", block("Q?")), reading), reading)
    assert card.deck == "Mine"


def _documented() -> Mapping[str, str]:
    """The transcripts of docs/flashcards.md: what is printed, by command."""
    text = (EXAMPLE.parent.parent / "docs" / "flashcards.md").read_text(encoding="utf-8")
    fences = (part.split("\n```", 1)[0] for part in text.split("```text\n$ vaultlint cards")[1:])
    return dict(fence.split("\n", 1) for fence in fences)


def test_documentation_shows_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLE.parent.parent)
    found = _documented()
    assert found
    for arguments, shown in found.items():
        assert vaultlint("cards", *shlex.split(arguments)).stdout == shown + "\n"
