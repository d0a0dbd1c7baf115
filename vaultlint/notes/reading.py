"""The settings of a vault that change how its notes are read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """How the notes of one vault are read.

    card_tags: without "#"; each also as -reverse, /reverse, -spaced, /spaced.
    inline_separators: what parts question and answer of a card on one line.
    cloze_brackets: pairs that mark a cloze deletion; "==" marks highlights.
    previous_words, next_words: labels of navigation sections, compared without case.
    template_folders: paths relative to the vault; their notes are templates.
    """

    card_tags: tuple[str, ...] = ("card", "anki-card")
    inline_separators: tuple[str, ...] = ("🎴", "🃏")
    cloze_brackets: tuple[str, ...] = ("{}",)
    previous_words: tuple[str, ...] = ("previous note", "previous notes", "previous note(s)")
    next_words: tuple[str, ...] = ("next note", "next notes", "next note(s)")
    template_folders: tuple[str, ...] = ()


DEFAULT_READING = Reading()
