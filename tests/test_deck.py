"""The deck of a note's flashcards, and what states it."""

from __future__ import annotations

import pytest

from vaultlint.notes.facts import Deck
from vaultlint.notes.parse import parse
from vaultlint.notes.reading import FlashcardsSettings, Reading
from vaultlint.text.source import source

FOLDERS = FlashcardsSettings()
NO_FOLDERS = FlashcardsSettings(folder_decks=False, default_deck="Rest")


@pytest.mark.parametrize(
    ("path", "text", "settings", "deck"),
    [
        pytest.param(
            "A/B.md", "---\ncards-deck: X::Y\n---\n", FOLDERS, Deck("X::Y", "property"), id="stated"
        ),
        pytest.param(
            "B.md", "---\ncards-deck: 7\n---\n", NO_FOLDERS, Deck("7", "property"), id="a number"
        ),
        pytest.param("A/C d/B.md", "", FOLDERS, Deck("A::C d", "folder"), id="folders"),
        pytest.param("B.md", "", FOLDERS, Deck("Default", "folder"), id="in no folder"),
        pytest.param("A/B.md", "", NO_FOLDERS, Deck("Rest", "default"), id="nothing states one"),
        pytest.param(
            "A/B.md", "---\ncards-deck:\n---\n", NO_FOLDERS, Deck("Rest", "default"), id="empty"
        ),
        pytest.param(
            "A/B.md", "---\ncards-deck: [X]\n---\n", NO_FOLDERS, Deck("Rest", "default"), id="list"
        ),
    ],
)
def test_deck(path: str, text: str, settings: FlashcardsSettings, deck: Deck) -> None:
    assert parse(source(path, text), Reading(flashcards=settings)).deck == deck


def test_a_vault_without_the_plugin_has_no_decks() -> None:
    assert parse(source("A/B.md", ""), Reading(dialects=("spaced-repetition",))).deck is None
