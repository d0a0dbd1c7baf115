"""obsidian-spaced-repetition: which cards it makes of a note, and what it is told not to lose."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from vaultlint.checks.catalogue import RULES, load
from vaultlint.notes.facts import Dialect, Note
from vaultlint.notes.parse import parse
from vaultlint.notes.reading import Reading, SpacedRepetitionSettings
from vaultlint.notes.sync.cloze_patterns import Clozes
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.source import source
from vaultlint.vault.plugins import plugin_settings

DEFAULT = SpacedRepetitionSettings(is_stated=True)
UNSTATED = SpacedRepetitionSettings()
MARKED = SpacedRepetitionSettings(end_marker="+++", is_stated=True)
HIGHLIGHT, BOLD, CURLY = (
    "==[123;;]answer[;;hint]==",
    "**[123;;]answer[;;hint]**",
    "{{[123;;]answer[;;hint]}}",
)
ALL_CLOZES = SpacedRepetitionSettings(cloze_patterns=(HIGHLIGHT, BOLD, CURLY))
NAMES = [entry.split("/")[1] for entry in RULES if entry.startswith("spaced-repetition/")]
SCHEDULE = "<!--SR:!2024-01-31,4,270-->"
TWO = "<!--SR:!2024-01-31,4,270!2024-02-01,1,230-->"


def note(
    text: str, own: SpacedRepetitionSettings = DEFAULT, path: str = "Geography/Capitals.md"
) -> Note:
    reading = Reading(dialects=("spaced-repetition",), spaced_repetition=own)
    return parse(source(path, text), reading)


def seen(text: str, own: SpacedRepetitionSettings = DEFAULT) -> list[tuple[str, str, str]]:
    """Kind, question and answer of each card that the plugin makes, in a note with a deck."""
    known = note(f"#flashcards\n\n{text}", own)
    at = known.source.slice
    return [(card.kind, at(card.question), at(card.answer)) for card in known.sync.cards]


def reported(text: str, own: SpacedRepetitionSettings = DEFAULT) -> list[tuple[str, int]]:
    """Rule and line of each finding, sorted by line."""
    known = note(text, own)
    found: list[tuple[str, int]] = []
    for name in NAMES:
        rule = load(name)
        assert isinstance(rule, NoteRule)
        findings = rule.check(known, NoOptions())
        found += ((name, known.source.position(each.span.start).line) for each in findings)
    return sorted(found, key=lambda entry: (entry[1], entry[0]))


def told(text: str, own: SpacedRepetitionSettings = DEFAULT) -> list[str]:
    """The rules that report in a note with a deck."""
    return [name for name, _ in reported(f"#flashcards\n\n{text}", own)]


# --- the simulator: what is a card


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        pytest.param("Kenya::Nairobi", [("single-line", "Kenya", "Nairobi")], id="one line"),
        pytest.param("- a :: b ", [("single-line", "- a", "b")], id="blanks around"),
        pytest.param("a::b::c", [("single-line", "a", "b::c")], id="the first separator parts"),
        pytest.param("a:::b", [("single-line-reversed", "a", "b")], id="both ways"),
        pytest.param("a::b:::c", [("single-line-reversed", "a::b", "c")], id="the longer wins"),
        pytest.param("a\n?\nb\nc", [("multi-line", "a", "b\nc")], id="several lines"),
        pytest.param("a\n ?\t\nb", [("multi-line", "a", "b")], id="blanks around ?"),
        pytest.param("a\nb\n??\nc", [("multi-line-reversed", "a\nb", "c")], id="??"),
        pytest.param("a ==b== c", [("cloze", "a ==b== c", "")], id="highlight"),
        pytest.param("x\n==b==\ny", [("cloze", "x\n==b==\ny", "")], id="cloze in a paragraph"),
        pytest.param("a **b** {{c}}", [], id="other clozes are off"),
        pytest.param("====", [], id="nothing highlighted"),
        pytest.param(
            f"a::b\n{SCHEDULE}\nc::d",
            [("single-line", "a", "b"), ("single-line", "c", "d")],
            id="schedule on the next line",
        ),
        pytest.param(
            f"a::b {SCHEDULE} ^id", [("single-line", "a", "b")], id="schedule on the same line"
        ),
        pytest.param("a::b ^id", [("single-line", "a", "b")], id="block id"),
        pytest.param(f"a\n?\nb\n{SCHEDULE}", [("multi-line", "a", "b")], id="schedule below"),
        pytest.param(
            f"a\n?\nb\n> [!sr|card-metadata]\n> {SCHEDULE}",
            [("multi-line", "a", "b")],
            id="schedule in a callout",
        ),
        pytest.param(
            f"a::b\n> [!sr|card-metadata]\n> {SCHEDULE}\nc::d",
            [("single-line", "a", "b"), ("single-line", "c", "d")],
            id="callout of a card of one line",
        ),
        pytest.param("```\na::b\n```\n\n~~~\na::b\n~~~", [], id="code fences"),
        pytest.param("the path `a::b` here", [], id="inline code"),
        pytest.param("a\n?\n```\nb\n\nc::d\n```", [("multi-line", "a", "```\nb\n\nc::d\n```")],
                     id="an answer of code"),
        pytest.param("#own/deck a::b", [("single-line", "a", "b")], id="own deck"),
    ],
)  # fmt: skip
def test_cards(text: str, cards: list[tuple[str, str, str]]) -> None:
    assert seen(text) == cards


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        pytest.param("a\n\n?\nb", [], id="2 blank line above"),
        pytest.param("a\n?\n\nb", [("multi-line", "a", "")], id="2 blank line below"),
        pytest.param("a\n?\nb\n\nc", [("multi-line", "a", "b")], id="2 blank line in the answer"),
        pytest.param("?\na", [], id="3 no question"),
        pytest.param("??\na", [("multi-line-reversed", "", "a")], id="3 no question, both ways"),
        pytest.param("a\n?\nstd::vector\nb", [("single-line", "std", "vector")], id="4 in answer"),
        pytest.param("std::a\n?\nb", [("single-line", "std", "a")], id="4 in question"),
        pytest.param("[[a::b]]", [("single-line", "[[a", "b]]")], id="5 link"),
        pytest.param("- x\n  ```\n  a::b\n  ```", [("single-line", "a", "b")], id="5 indented"),
        pytest.param("<!-- c -->\na::b\n\nc::d", [("single-line", "c", "d")], id="6 one line"),
        pytest.param("<!--\nc\n-->\n\na::b", [], id="6 several lines"),
        pytest.param("```\nx\n\na::b\n\nc::d", [], id="7 unclosed fence"),
        pytest.param("```\nx\n ```\n\na::b", [], id="7 indented end"),
        pytest.param("`a::b` c :: d", [], id="first separator in code"),
        pytest.param("a\n?\nb\nc\n?\nd", [("multi-line", "a", "b\nc\n?\nd")], id="merged"),
        pytest.param("a\n?\n| x |\n\n| y |", [("multi-line", "a", "| x |")], id="11 table"),
        pytest.param(
            "a::b\n> [!sr|card-metadata]\n\nc::d", [("single-line", "a", "b")], id="callout"
        ),
    ],
)
def test_mistakes(text: str, cards: list[tuple[str, str, str]]) -> None:
    assert seen(text) == cards


def test_end_marker() -> None:
    text = "a\n?\nb\n\nc\n+++\nd\n??\n\ne\n+++\n\nx\n\nf ==g==\n\nh"
    assert seen(text, MARKED) == [
        ("multi-line", "a", "b\n\nc"),
        ("multi-line-reversed", "d", "e"),
        ("cloze", "f ==g==\n\nh", ""),
    ]


def test_other_separators() -> None:
    own = SpacedRepetitionSettings(
        separator="→", reversed_separator="", multiline_separator="--", end_marker=""
    )
    text = "a::b\n\nc→d\n\ne\n--\nf\n\ng\n?\nh"
    assert seen(text, own) == [("single-line", "c", "d"), ("multi-line", "e", "f")]


def test_a_separator_of_two_signs_without_a_question() -> None:
    own = SpacedRepetitionSettings(multiline_separator="--")
    assert seen("--\na", own) == [("multi-line", "", "a")]


@pytest.mark.parametrize(
    ("text", "schedules"),
    [
        pytest.param(f"a::b\n{SCHEDULE}", ("2024-01-31,4,270",), id="one"),
        pytest.param(f"a:::b\n{TWO}", ("2024-01-31,4,270", "2024-02-01,1,230"), id="two"),
        pytest.param("a::b\n<!--SR:2024-01-31,4,270-->", (), id="without !"),
        pytest.param(f"a::b\n\n{SCHEDULE}", (), id="8 parted"),
        pytest.param(f"a::b\n^id\n{SCHEDULE}", (), id="10 block id between"),
        pytest.param(f"==a==\n\n> {SCHEDULE}", (), id="parted from a cloze"),
        pytest.param("a::b\n<!--SR:!fsrs,x,1-->", ("fsrs,x,1",), id="as written"),
    ],
)
def test_schedules(text: str, schedules: tuple[str, ...]) -> None:
    known = note(f"#flashcards\n\n{text}\n")
    assert [card.schedules for card in known.sync.cards] == [schedules]


@pytest.mark.parametrize(
    ("text", "decks"),
    [
        pytest.param("a::b\n", [], id="1 no tag"),
        pytest.param("#Flashcards\n\na::b\n", [], id="letter case counts"),
        pytest.param("#flashcardsx\n\na::b\n", [], id="only whole names"),
        pytest.param("`#flashcards`\n\na::b\n", [], id="a tag in code"),
        pytest.param("#flashcards/x/y\n\na::b\n", ["flashcards::x::y"], id="body"),
        pytest.param("---\ntags: [flashcards/p]\n---\na::b\n", ["flashcards::p"], id="property"),
        pytest.param(
            "---\ntags: [flashcards/p]\n---\na::b\n\n#flashcards/q #flashcards/r\n\nc::d\n",
            ["flashcards::p", "flashcards::q"],
            id="until the next tag",
        ),
        pytest.param(
            "a::b\n\n#flashcards/q\n\n#own c::d\n\ne::f\n",
            ["flashcards::q", "own", "flashcards::q"],
            id="own tag",
        ),
        pytest.param(
            "#flashcards/a q\n?\na\n\nc::d\n", ["flashcards::a", "flashcards::a"], id="in a card"
        ),
    ],
)
def test_decks(text: str, decks: list[str]) -> None:
    assert [card.deck for card in note(text).sync.cards] == decks


def test_decks_by_folder() -> None:
    own = SpacedRepetitionSettings(folder_decks=True)
    assert [card.deck for card in note("a::b\n", own, "X/Y/Note.md").sync.cards] == ["X::Y"]
    assert note("a::b\n", own, "Note.md").sync.cards == ()


@pytest.mark.parametrize(
    ("opener", "closer", "questions"),
    [
        pytest.param("---", "---", ["a", "c"], id="exact"),
        pytest.param("---", "--- ", ["c"], id="12 a blank behind"),
        pytest.param("---", "----", ["c"], id="12 more dashes"),
    ],
)
def test_frontmatter(opener: str, closer: str, questions: list[str]) -> None:
    known = note(f'{opener}\ntags: ["#flashcards"]\n{closer}\na::b\n\n---\n\nc::d\n')
    assert [known.source.slice(card.question) for card in known.sync.cards] == questions


def test_crlf() -> None:
    text = f"#flashcards\n\na\n?\nb\n{SCHEDULE}\n\nc::d\n"
    known, other = note(text), note(text.replace("\n", "\r\n"))
    assert [card.kind for card in other.sync.cards] == [card.kind for card in known.sync.cards]
    assert reported(text.replace("\n", "\r\n")) == []


@pytest.mark.parametrize(
    ("patterns", "lines", "count"),
    [
        pytest.param((HIGHLIGHT,), ["a ==b== c", "==d;;hint=="], 2, id="one for each"),
        pytest.param((HIGHLIGHT,), ["==1;;a== ==2;;b== ==1;;c=="], 2, id="one a number"),
        pytest.param((HIGHLIGHT,), ["==3;;a=="], 3, id="up to the highest"),
        pytest.param((HIGHLIGHT,), ["==1;;a== ==b=="], 1, id="numbers hide the others"),
        pytest.param((HIGHLIGHT,), ["==ash;;a=="], 3, id="overlapping"),
        pytest.param((HIGHLIGHT, BOLD), ["==a== **b**"], 2, id="two patterns"),
        pytest.param((CURLY,), ["{{x;;h}} {{b}}"], 2, id="braces"),
        pytest.param(
            (r"==answer==[^\[hint\]][\[^123\]]",), ["==a==[^1] ==b==^[h][^2]"], 2, id="footnotes"
        ),
        pytest.param(("==answer==",), ["==a=="], 0, id="a pattern that is none"),
    ],
)
def test_cloze_patterns(patterns: tuple[str, ...], lines: list[str], count: int) -> None:
    clozes = Clozes(patterns)
    assert clozes.count(lines) == count
    assert any(clozes.is_in(line) for line in lines) == bool(count)


def test_a_huge_number_of_a_cloze() -> None:
    assert Clozes((HIGHLIGHT,)).count([f"=={'9' * 5000};;a=="]) == 999_999_999


# --- the settings


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        pytest.param({"settings": {}}, DEFAULT, id="nothing"),
        pytest.param(
            {"settings": {"flashcardTags": ["#a", "#b/c"], "convertFoldersToDecks": True}},
            SpacedRepetitionSettings(flashcard_tags=("#a", "#b/c"), folder_decks=True),
            id="decks",
        ),
        pytest.param(
            {"settings": {"singleLineReversedCardSeparator": "", "multilineCardEndMarker": "+++"}},
            SpacedRepetitionSettings(reversed_separator="", end_marker="+++"),
            id="no separator at all",
        ),
        pytest.param(
            {"settings": {"clozePatterns": [BOLD], "convertHighlightsToClozes": True}},
            SpacedRepetitionSettings(cloze_patterns=(BOLD,)),
            id="patterns count before switches",
        ),
        pytest.param(
            {"settings": {"convertBoldTextToClozes": True, "convertCurlyBracketsToClozes": True}},
            ALL_CLOZES,
            id="older switches, highlights by default",
        ),
        pytest.param(
            {"settings": {"convertHighlightsToClozes": False}},
            SpacedRepetitionSettings(cloze_patterns=()),
            id="highlights off",
        ),
        pytest.param(
            {"settings": {"flashcardTags": 3, "singleLineCardSeparator": None}},
            DEFAULT,
            id="damaged values",
        ),
        pytest.param(
            {"settings": {"cardCommentOnSameLine": True}},
            DEFAULT,
            id="where the plugin writes schedules; it reads them in both places",
        ),
    ],
)
def test_settings(
    stated: dict[str, object], expected: SpacedRepetitionSettings, tmp_path: Path
) -> None:
    folder = tmp_path / "plugins" / "obsidian-spaced-repetition"
    folder.mkdir(parents=True)
    (folder / "data.json").write_text(json.dumps(stated))
    found = plugin_settings(tmp_path)
    assert found.spaced_repetition == replace(expected, is_stated=True)
    assert found.dialects == frozenset[Dialect]({"spaced-repetition"})


# --- the facts


def test_facts() -> None:
    text = (
        f"---\nsr-due: 2024-01-31\nsr-ease: 250\n---\n#flashcards/x\n\na:::b\n{TWO}\n\n{SCHEDULE}\n"
    )
    known = note(text)
    assert known.spaced is not None
    at = known.source.slice
    assert known.spaced.deck_tag == "#flashcards"
    assert [tag.name for tag in known.spaced.decks] == ["flashcards/x"]
    assert [found.key for found in known.spaced.review] == ["sr-due", "sr-ease"]
    assert [
        ([at(entry) for entry in found.entries], found.card and at(found.card))
        for found in known.spaced.schedules
    ] == [(["2024-01-31,4,270", "2024-02-01,1,230"], "a"), (["2024-01-31,4,270"], None)]


def test_other_dialects_have_no_such_facts() -> None:
    known = parse(source("Note.md", "#flashcards\n\na::b\n"), Reading(dialects=("bracket",)))
    assert known.spaced is None
    assert known.sync.cards == ()


# --- one defect, one diagnostic


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        pytest.param("a\n\n?\nb", ["blank-line-before-separator"], id="2 above"),
        pytest.param(f"a\n\n?\nb\n{SCHEDULE}", ["blank-line-before-separator"], id="2 and 8"),
        pytest.param(f"a\n?\n\nb\n{SCHEDULE}", ["empty-multiline-answer"], id="2 below and 8"),
        pytest.param(f"a\n?\nb\n\nc\n{SCHEDULE}", ["cut-multiline-answer"], id="2 cut and 8"),
        pytest.param("a\n?\nb\n\nc", [], id="2 text that follows"),
        pytest.param("?\na", ["separator-without-question"], id="3"),
        pytest.param(f"??\na\n{TWO}", ["separator-without-question"], id="3 with a schedule"),
        pytest.param(
            f"a\n?\nb::c\nd::e\n{SCHEDULE}", ["separator-in-multiline-card"], id="4 said once"
        ),
        pytest.param(f"a::b\n{SCHEDULE}\n?\nc", ["separator-in-multiline-card"], id="4 above"),
        pytest.param("??\na::b", ["separator-without-question"], id="3 and 4"),
        pytest.param("due:: 2024-01-01", ["accidental-card"], id="5 field"),
        pytest.param("due:: two\n\n2::deux\n\nfe::Eisen\n\nadd::plus", [], id="5 words"),
        pytest.param("[[a]]::b\n\n$a$::b\n\n`a`::b", [], id="5 beside links, formulas and code"),
        pytest.param("<!-- c -->\na\n?\nb", ["comment-hides-card"], id="6 a question"),
        pytest.param(f"<!-- c -->\na::b\n{SCHEDULE}", ["comment-hides-card"], id="6 and 8"),
        pytest.param(
            f"<!--\nc\n-->\n\na::b\n{SCHEDULE}\n\nc\n?\nd", ["comment-hides-card"], id="6 all"
        ),
        pytest.param("<!-- c -->\nplain text", [], id="6 nothing hidden"),
        pytest.param("<!-- c -->\ndue:: 2024-01-01", [], id="6 no card hidden"),
        pytest.param(f"```\nx\n\na b::c\n{SCHEDULE}", ["unclosed-fence-hides-cards"], id="7 and 8"),
        pytest.param("```cpp\nstd::a();\n\nstd::b();", [], id="7 only code below"),
        pytest.param(f"a::b\n\n{SCHEDULE}", ["detached-schedule"], id="8"),
        pytest.param(f"a\n{SCHEDULE}", ["detached-schedule"], id="8 no card"),
        pytest.param("a::b\n<!--SR:2024-01-31,4,270-->", ["unreadable-schedule"], id="9"),
        pytest.param("a::b\n<!--sr:!2024-01-31,4,270-->", ["unreadable-schedule"], id="9 letters"),
        pytest.param("a::b\n<!-- SR:!x-->\nc::d", ["unreadable-schedule"], id="9 and 6"),
        pytest.param(f"a::b\n{TWO}", ["surplus-schedule"], id="9 surplus"),
        pytest.param(f"a:::b\n{TWO}\n\n==a== ==b==\n{TWO}\n\na\n??\nb\n{TWO}", [], id="9 fits"),
        pytest.param(f"a::b\n^id\n{SCHEDULE}", ["misplaced-block-id"], id="10 and 8"),
        pytest.param(f"a\n?\nb\n{SCHEDULE}\n^id", ["misplaced-block-id"], id="10 below"),
        pytest.param(f"a::b ^id {SCHEDULE}", ["misplaced-block-id"], id="10 before"),
        pytest.param("a\n?\n\n| b |\n|---|\n| c |", ["table-ends-card"], id="11"),
        pytest.param("a\n?\nb\nc\n?\nd", ["merged-multiline-cards"], id="merged"),
        pytest.param(f"`a::b` c :: d\n{SCHEDULE}", ["card-hidden-by-code"], id="code and 8"),
        pytest.param(
            "a::b\n> [!sr|card-metadata]\n\nc", ["callout-without-schedule"], id="callout"
        ),
    ],
)
def test_reports(text: str, rules: list[str]) -> None:
    assert told(text) == rules


def test_nothing_is_said_of_a_note_that_is_not_read() -> None:
    text = "a\n\n?\nb\n\ndue:: 2024-01-01\n\n<!-- c -->\nc::d\n\n[[e::f]]\n"
    assert reported(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\n?\nb\n", [("cards-without-deck-tag", 1)], id="several lines"),
        pytest.param(f"x\n\na::b\n{SCHEDULE}\n", [("cards-without-deck-tag", 3)], id="reviewed"),
        pytest.param("a:::b\n", [("cards-without-deck-tag", 1)], id="both ways"),
        pytest.param("#flashcard\n\na::b\n", [("cards-without-deck-tag", 1)], id="misspelt"),
        pytest.param("a::b\n", [], id="perhaps a field"),
        pytest.param("::: note\nx\n:::\n", [], id="a container"),
        pytest.param("a ==b== c\n", [], id="a highlight"),
        pytest.param(f"```\na::b\n{SCHEDULE}\n```\n", [], id="in code"),
        pytest.param("\n?\n\nb\n", [], id="a question mark"),
    ],
)
def test_notes_without_a_deck(text: str, expected: list[tuple[str, int]]) -> None:
    assert reported(text) == expected


def test_frontmatter_is_told_of_where_cards_suffer_only() -> None:
    head = '---\ntags: ["#flashcards"]\n--- \n'
    assert reported(f"{head}\na::b\n") == []
    assert reported(f"{head}a\n?\nb\n") == [("frontmatter-closer-unread", 3)]
    assert reported(f"{head}\na::b\n\n---\n\nc::d\n") == [("frontmatter-closer-unread", 3)]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        pytest.param("due:: 2024-01-01\n\n[[e::f]]", [], id="another separator"),
        pytest.param("a\n?\nstd::vector\nb", [], id="another separator, of cards of one line"),
        pytest.param("[[e::f]]\n\nKenya::Nairobi", ["accidental-card"], id="the usual one"),
        pytest.param(f"a → b\n{SCHEDULE}", [], id="an unknown separator"),
        pytest.param(f"a → b\n{SCHEDULE}\n\nc::d\n{SCHEDULE}", ["detached-schedule"], id="a slip"),
        pytest.param(f"a **b**\n{SCHEDULE}\n\nc::d\n{SCHEDULE}", [], id="bold clozes"),
        pytest.param(f"==a== **b**\n{TWO}", [], id="bold clozes beside highlights"),
        pytest.param(f"==a== b\n{TWO}", ["surplus-schedule"], id="highlights alone"),
        pytest.param(f"a\n?\nb:\n\n- c\n\nd\n{SCHEDULE}\n---\n\nx", [], id="an end marker"),
        pytest.param("a\n?\n\nb\n+++\n\nc\n?\n\nd\n+++", [], id="blank lines up to one"),
        pytest.param(f"a::b\n\n{SCHEDULE}", ["detached-schedule"], id="a blank line"),
    ],
)
def test_settings_that_are_not_known_are_not_guessed_at(text: str, rules: list[str]) -> None:
    assert told(text, UNSTATED) == rules


def test_a_deck_that_is_not_known_is_not_missed() -> None:
    assert reported(f"#cards\n\na\n?\nb\n{SCHEDULE}\n", UNSTATED) == []


# --- generated notes


class Written(Struct, frozen=True):
    """A card as it is written, and what the plugin has to make of it."""

    kind: str
    text: str
    question: str
    answer: str
    schedules: tuple[str, ...] = ()


WORDS = st.sampled_from(
    [
        "Kenya",
        "the capital",
        "**Nairobi**",
        "`a::b`",
        "[[Kenya|it]]",
        "$x^2$",
        "1. first",
        "é ü",
        "?",
    ]
)
PLAIN = st.sampled_from(["Kenya", "the capital", "two words here", "`code`", "é ü", "- an item"])
BETWEEN = [
    "\n",
    "\n## A heading\n\n",
    "\nSome prose.\n\n",
    "\n- a list\n- of two\n\n",
    "\n%% x %%\n\n",
]
ENTRIES = ("2024-01-31,4,270", "2024-02-01,1,230", "31-12-2023,10,250")


@st.composite
def written_cards(draw: st.DrawFn) -> Written:
    kind = draw(
        st.sampled_from(
            ["single-line", "single-line-reversed", "multi-line", "multi-line-reversed", "cloze"]
        )
    )
    question, answer = draw(PLAIN), draw(PLAIN)
    asked = 1
    match kind:
        case "single-line":
            text = f"{question}::{answer}"
        case "single-line-reversed":
            text, asked = f"{question} ::: {answer}", 2
        case "multi-line" | "multi-line-reversed":
            answer = "\n".join(
                [answer, *draw(st.lists(WORDS.filter(lambda w: w != "?"), max_size=2))]
            )
            mark, asked = ("?", 1) if kind == "multi-line" else ("??", 2)
            text = f"{question}\n{mark}\n{answer}"
        case _:
            asked = draw(st.integers(1, 3))
            text = question = f"{question} " + " ".join(f"=={answer} {n}==" for n in range(asked))
            answer = ""
    block_id = draw(st.sampled_from(["", " ^an-id"])) if kind.startswith("single") else ""
    text += block_id
    reviewed = draw(st.integers(0, asked))
    entries = tuple(ENTRIES[:reviewed])
    if entries:
        comment = "".join(["<!--SR:", *(f"!{entry}" for entry in entries), "-->"])
        text += draw(st.sampled_from([f"\n{comment}", f"\n> [!sr|card-metadata]\n> {comment}"]))
    return Written(kind, f"{text}\n", question, answer, entries)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(written_cards(), st.sampled_from(BETWEEN)), min_size=1, max_size=6),
    st.sampled_from(["#flashcards/x\n\n", "---\ntags:\n  - flashcards/x\n---\n\n"]),
)
def test_well_formed_notes(cards: list[tuple[Written, str]], head: str) -> None:
    text = head + "".join(card.text + gap for card, gap in cards)
    known = note(text)
    at = known.source.slice
    assert [
        (card.kind, at(card.question), at(card.answer), card.schedules, card.deck)
        for card in known.sync.cards
    ] == [
        (card.kind, card.question, card.answer, card.schedules, "flashcards::x")
        for card, _ in cards
    ]
    assert reported(text) == []


TEXT = f"""#flashcards/x

What is the capital of Kenya?::Nairobi ^kenya
{SCHEDULE}

What is the capital
of Ghana?
??
Accra
lies on the coast.
{TWO}

The capital of ==Togo== is ==Lomé==.
> [!sr|card-metadata]
> {TWO}

What is the capital of Benin?
?
Porto-Novo
"""


def test_the_text_to_change_is_sound() -> None:
    assert reported(TEXT) == []
    assert len(note(TEXT).sync.cards) == 4


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(lambda t: t.replace("#flashcards/x", "#flash"), ("cards-without-deck-tag", 3),
                     id="no deck"),
        pytest.param(lambda t: t.replace("#f", "#F"), ("cards-without-deck-tag", 1),
                     id="letter case of the deck"),
        pytest.param(lambda t: t.replace("\n?\n", "\n\n?\n"), ("blank-line-before-separator", 19),
                     id="blank above"),
        pytest.param(lambda t: t.replace("\n??\n", "\n\u00a0\n??\n"),
                     ("blank-line-before-separator", 9), id="no-break space above"),
        pytest.param(lambda t: t.replace("\n?\n", "\n?\n\n"), ("empty-multiline-answer", 18),
                     id="blank below"),
        pytest.param(lambda t: t.replace("Accra\n", "Accra\n\n"), ("cut-multiline-answer", 11),
                     id="blank in the answer"),
        pytest.param(lambda t: t.replace("Porto-Novo", ""), ("empty-multiline-answer", 18),
                     id="no answer"),
        pytest.param(lambda t: t.replace("What is the capital of Benin?\n", ""),
                     ("separator-without-question", 17), id="no question"),
        pytest.param(lambda t: t.replace("on the coast", "on::the coast"),
                     ("separator-in-multiline-card", 10), id="separator in the answer"),
        pytest.param(lambda t: t.replace("of Ghana", "of::Ghana"),
                     ("separator-in-multiline-card", 7), id="separator in the question"),
        pytest.param(lambda t: t.replace("\n\nWhat is the capital of B", "\nWhat is it in B"),
                     ("merged-multiline-cards", 17), id="merged with a cloze"),
        pytest.param(lambda t: t.replace("Porto-Novo\n", "Porto-Novo\nAnd Togo?\n?\nLomé\n"),
                     ("merged-multiline-cards", 21), id="merged"),
        pytest.param(lambda t: t.replace("What is the capital of Kenya", "<!-- x -->\nWhat is it"),
                     ("comment-hides-card", 3), id="comment above"),
        pytest.param(lambda t: t.replace("#flashcards/x\n", "#flashcards/x\n\n<!--\nx\n-->\n"),
                     ("comment-hides-card", 3), id="open comment"),
        pytest.param(lambda t: t.replace("\n\nThe capital", "\n\n```\ncode\n\nThe capital"),
                     ("unclosed-fence-hides-cards", 13), id="open fence"),
        pytest.param(lambda t: t.replace("^kenya\n", "^kenya\n\n"), ("detached-schedule", 5),
                     id="blank before a schedule"),
        pytest.param(lambda t: t.replace("Kenya?::", "Kenya? "), ("detached-schedule", 4),
                     id="separator gone"),
        pytest.param(lambda t: t.replace("SR:!", "SR:"), ("unreadable-schedule", 4), id="no !"),
        pytest.param(lambda t: t.replace("<!--SR", "<!-- SR"), ("unreadable-schedule", 4),
                     id="blank in a schedule"),
        pytest.param(lambda t: t.replace("-01-31", "-13-31"), ("unreadable-schedule", 4),
                     id="date"),
        pytest.param(lambda t: t.replace(",4,270-->", ",4-->"), ("unreadable-schedule", 4),
                     id="number gone"),
        pytest.param(lambda t: t.replace("==Togo==", "Togo"), ("surplus-schedule", 15),
                     id="cloze gone"),
        pytest.param(lambda t: t.replace("\n??\n", "\n?\n"), ("surplus-schedule", 11),
                     id="asked one way"),
        pytest.param(lambda t: t.replace(" ^kenya", "\n^kenya"), ("misplaced-block-id", 4),
                     id="id on a line of its own"),
        pytest.param(lambda t: t.replace("Porto-Novo\n", "So:\n\n| a |\n|---|\n| b |\n"),
                     ("table-ends-card", 21), id="table"),
        pytest.param(lambda t: t.replace("What is the capital of Kenya?::", "What is `a::b`? :: "),
                     ("card-hidden-by-code", 3), id="code in the question"),
    ],
)  # fmt: skip
def test_one_slip_is_told_by_one_rule(
    change: Callable[[str], str], expected: tuple[str, int]
) -> None:
    text = change(TEXT)
    assert text != TEXT
    found = reported(text)
    assert expected in found
    assert {name for name, _ in found} == {expected[0]}


@settings(max_examples=200, deadline=None)
@given(
    st.lists(written_cards(), min_size=1, max_size=4),
    st.lists(written_cards(), max_size=4),
    st.sampled_from(["a", "Nothing", "Lamu and Mombasa"]),
    st.sampled_from(
        [
            ("{q}\n\n?\n{a}\n", "blank-line-before-separator"),
            ("{q}\n??\n\n{a}\n", "empty-multiline-answer"),
            ("?\n{a}\n", "separator-without-question"),
            ("{q}\n?\n{a}\nstd::x\n", "separator-in-multiline-card"),
            ("{q}\n?\n{a}\n{q}\n?\n{a}\n", "merged-multiline-cards"),
            ("due:: 2024-01-01\n", "accidental-card"),
            ("<!-- x -->\n{q}::{a}\n", "comment-hides-card"),
            ("{q}::{a}\n\n<!--SR:!2024-01-31,4,270-->\n", "detached-schedule"),
            ("{q}::{a}\n<!--SR:!2024-01-31-->\n", "unreadable-schedule"),
            ("{q}::{a}\n<!--SR:!2024-01-31,4,270!2024-01-31,4,270-->\n", "surplus-schedule"),
            ("{q}::{a}\n^id\n<!--SR:!2024-01-31,4,270-->\n", "misplaced-block-id"),
        ]
    ),
)
def test_a_slip_between_sound_cards_is_told_once(
    before: list[Written], after: list[Written], words: str, slip: tuple[str, str]
) -> None:
    """The cards around it are neither complained of nor lost."""
    damaged = slip[0].format(q="Which ports", a=words)
    parts = [card.text for card in before] + [damaged] + [card.text for card in after]
    text = "#flashcards\n\n" + "\n## Next\n\n".join(parts)
    assert [name for name, _ in reported(text)] == [slip[1]]
    known = note(text)
    made = {known.source.slice(card.question) for card in known.sync.cards}
    assert {card.question for card in (*before, *after)} <= made


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["", "", "?", "??", " ?", "a::b", "a:::b", "`a::b` c", "text", "==x==", "```", "  ```",
             "~~~", "<!-- c -->", "<!--", "-->", SCHEDULE, TWO, "> [!sr|card-metadata]", "> " + TWO,
             "+++", "- item", "| a::b |", "|---|", "^id", "---", "#flashcards", "[[a::b]]", "::: x",
             "<!-- SR:!2024-01-31,4,270-->", "1. a", "2. b:", "$$", "\u00a0"]
        ),
        max_size=20,
    ),
    st.sampled_from([DEFAULT, MARKED, ALL_CLOZES]),
)  # fmt: skip
def test_any_lines_are_survived(lines: list[str], own: SpacedRepetitionSettings) -> None:
    text = "\n".join(["#flashcards", "", *lines])
    known = note(text, own)
    for card in known.sync.cards:
        assert card.span.start <= card.question.start <= card.question.end <= card.span.end
        assert card.span.start <= card.answer.start <= card.answer.end <= card.span.end
    for line in (line for _, line in reported(text, own)):
        assert 1 <= line <= len(lines) + 2


@pytest.mark.parametrize(
    "unit",
    ["?\n", "a\n?\n", "Q\n?\nA::b\n", "\n\n?\n", "<!--\n", "```\n", f"x\n\n{SCHEDULE}\n", "==;;",
     "a::", "`::", "[a::", ":a:", "a::b `` ", "!1,2,3", f"Q::A\n^id\n{SCHEDULE}\n", "| a::b |\n",
     "1. a\n?\n\n2. b\n", "a::b\n> [!sr|card-metadata]\n", "<!-- c -->\n",
     "<!--SR:", f"{SCHEDULE} "],
)  # fmt: skip
def test_time_is_linear(unit: str) -> None:
    text = "#flashcards\n\n" + unit * (100_000 // len(unit))
    started = time.process_time()
    reported(text, MARKED)
    reported(text, ALL_CLOZES)
    # Quadratic would be minutes; most of the time goes into Markdown.
    assert time.process_time() - started < 30
