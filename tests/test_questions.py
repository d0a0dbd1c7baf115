"""When two questions are one for Anki."""

from __future__ import annotations

import time

import pytest

from vaultlint.notes.facts import Note
from vaultlint.notes.parse import parse
from vaultlint.notes.questions import questions
from vaultlint.notes.reading import FlashcardsSettings, Reading
from vaultlint.text.source import source

CARD = "﹇<br>\n{}\n\n{}\n\n{}\n\n⌂\n<br>﹈<br>\n"


def card(question: str, tag: str = "#card", answer: str = "A grain.") -> str:
    return CARD.format(question, tag, answer)


def note(text: str, path: str = "Deck/N.md", reading: Reading | None = None) -> Note:
    return parse(source(path, text), reading or Reading())


RYE = card("What is rye?")


@pytest.mark.parametrize(
    ("first", "second", "are_one"),
    [
        pytest.param(RYE, RYE, True, id="the same words"),
        pytest.param(RYE, card("What is Rye?"), False, id="letter case counts"),
        pytest.param(RYE, card("  What is rye?  "), True, id="outer blanks do not"),
        pytest.param(card("Rye?\nReally?"), card("Rye?\n\nReally?"), False, id="blank line"),
        pytest.param(RYE, card("## What is rye?"), True, id="marks of a heading"),
        pytest.param(RYE, card("What is rye?", "#card #x"), True, id="hashtags"),
        pytest.param(RYE, card("What is rye?", "#card-reverse"), False, id="note types"),
        pytest.param(RYE, card("What is rye?", answer="`x`"), False, id="code in the answer"),
        pytest.param(RYE, "What is rye? 🎴 a grain\n", True, id="on one line"),
        pytest.param(RYE, "What is rye? 🃏 a grain\n", False, id="on one line, both ways"),
        pytest.param(f"# A\n\n{RYE}", f"# A\n\nProse.\n\n{RYE}", True, id="the same heading"),
        pytest.param(f"# A\n\n{RYE}", f"# B\n\n{RYE}", False, id="another heading"),
        pytest.param(f"# A\n## C\n{RYE}", f"# B\n## C\n{RYE}", False, id="another heading above"),
        pytest.param(f"# A\n### C\n{RYE}", f"# B\n### C\n{RYE}", True, id="a level is left out"),
        pytest.param(
            f"# A\n## X\n## C\n{RYE}", f"# A\n## C\n{RYE}", True, id="its neighbours do not"
        ),
    ],
)
def test_two_questions(first: str, second: str, are_one: bool) -> None:
    (one,) = questions(note(first), context_aware=True)
    (other,) = questions(note(second), context_aware=True)
    assert (one.key == other.key) == are_one


def test_headings_may_not_count() -> None:
    (one,) = questions(note(f"# A\n\n{RYE}"), context_aware=False)
    (other,) = questions(note(f"# B\n\n{RYE}"), context_aware=False)
    assert one.key == other.key


def test_decks_part_questions() -> None:
    (one,) = questions(note(RYE, "A/N.md"), context_aware=True)
    (other,) = questions(note(RYE, "B/N.md"), context_aware=True)
    (third,) = questions(note(f"---\ncards-deck: A\n---\n{RYE}", "B/N.md"), context_aware=True)
    assert one.key != other.key
    assert one.key == third.key
    all_in_one = Reading(flashcards=FlashcardsSettings(folder_decks=False))
    (one,) = questions(note(RYE, "A/N.md", all_in_one), context_aware=True)
    (other,) = questions(note(RYE, "B/N.md", all_in_one), context_aware=True)
    assert one.key == other.key


def test_cr_lf_makes_no_difference() -> None:
    text = card("Rye?\nReally?")
    (one,) = questions(note(text), context_aware=True)
    (other,) = questions(note(text.replace("\n", "\r\n")), context_aware=True)
    assert one.key == other.key


def test_what_no_plugin_reads_asks_nothing() -> None:
    assert questions(note(RYE.replace("<br>﹈<br>", "<br>﹈")), context_aware=True) == ()
    assert questions(note("What is rye? #card\nA grain.\n"), context_aware=True) == ()
    templates = Reading(template_folders=("Deck",))
    assert questions(note(RYE, reading=templates), context_aware=True) == ()


def test_time_is_linear_in_the_headings() -> None:
    text = "".join(f"{'#' * (1 + at % 6)} {at}\n\n{card(str(at))}" for at in range(2000))
    known = note(text)
    start = time.process_time()
    found = questions(known, context_aware=True)
    assert len(found) == 2000
    assert time.process_time() - start < 1
