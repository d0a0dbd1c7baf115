"""The settings of a vault that change how its notes are read."""

from __future__ import annotations

from msgspec import Struct

from vaultlint.notes.facts import Dialect

DIALECTS: tuple[Dialect, ...] = (
    "bracket",
    "flashcards-obsidian",
    "spaced-repetition",
    "obsidian-to-anki",
)


class FlashcardsSettings(Struct, frozen=True):
    """Settings of flashcards-obsidian and its fork. Source: src/conf/settings.ts.

    inline_id: the id of an inline card stands at the end of its line, not on the next one.
    folder_decks: a note without cards-deck has the deck of its folder. default_deck: else.
    context_aware: the headings above a card are a part of its question.
    """

    inline_id: bool = True
    folder_decks: bool = True
    default_deck: str = "Default"
    context_aware: bool = True


class SpacedRepetitionSettings(Struct, frozen=True):
    """Settings of obsidian-spaced-repetition. Source: its src/settings.ts.

    flashcard_tags: with "#". cloze_patterns: such as "==[123;;]answer[;;hint]==".
    end_marker: a line that ends a card of several lines; "" for a blank line.
    is_stated: the plugin's own settings were found; else all this is what it comes with, and the
    vault may well use it otherwise.
    """

    flashcard_tags: tuple[str, ...] = ("#flashcards",)
    folder_decks: bool = False
    separator: str = "::"
    reversed_separator: str = ":::"
    multiline_separator: str = "?"
    multiline_reversed_separator: str = "??"
    end_marker: str = ""
    cloze_patterns: tuple[str, ...] = ("==[123;;]answer[;;hint]==",)
    is_stated: bool = False


class ObsidianToAnkiSettings(Struct, frozen=True):
    """Settings of Obsidian_to_Anki. Source: its src/settings.ts.

    begin_note … frozen_fields: the words of its syntax. note_types: each with its fields, which
    are empty when unknown; no type when the plugin's settings are. custom_regexps: an expression
    for each note type that has one. folder_decks: by the path of a folder. file_link: it adds a
    link to a field of each note. scanned_folder: "" for the whole vault. ignored_globs: paths.
    """

    begin_note: str = "START"
    end_note: str = "END"
    begin_inline: str = "STARTI"
    end_inline: str = "ENDI"
    target_deck: str = "TARGET DECK"
    file_tags: str = "FILE TAGS"
    delete_note: str = "DELETE"
    frozen_fields: str = "FROZEN"
    note_types: tuple[tuple[str, tuple[str, ...]], ...] = ()
    custom_regexps: tuple[tuple[str, str], ...] = ()
    curly_cloze: bool = False
    highlight_cloze: bool = False
    id_comments: bool = True
    default_deck: str = "Default"
    folder_decks: tuple[tuple[str, str], ...] = ()
    file_link: bool = False
    scanned_folder: str = ""
    ignored_globs: tuple[str, ...] = ("**/*.excalidraw.md",)


class Reading(Struct, frozen=True):
    """How the notes of one vault are read.

    dialects: the syntaxes in which cards are read, in the order of DIALECTS.
    card_tags: without "#"; each also as -reverse, /reverse, -spaced, /spaced.
    inline_separators: what parts question and answer of a card on one line; the second, if any,
    of a card that is asked both ways.
    cloze_brackets: pairs that mark a cloze deletion; "==" marks highlights.
    previous_words, next_words, up_words: labels of navigation sections, compared without case.
    previous_properties, next_properties, up_properties: keys of properties that say the same, as
    Breadcrumbs reads them; likewise. implies_neighbours: that plugin is there, and takes what one
    of two notes says for both.
    template_folders: paths relative to the vault; their notes are templates.
    """

    dialects: tuple[Dialect, ...] = ("bracket",)
    card_tags: tuple[str, ...] = ("card", "anki-card")
    inline_separators: tuple[str, ...] = ("🎴", "🃏")
    cloze_brackets: tuple[str, ...] = ("{}",)
    previous_words: tuple[str, ...] = ("previous note", "previous notes", "previous note(s)")
    next_words: tuple[str, ...] = ("next note", "next notes", "next note(s)")
    up_words: tuple[str, ...] = ("parent note", "parent notes", "parent note(s)")
    previous_properties: tuple[str, ...] = ("prev", "previous")
    next_properties: tuple[str, ...] = ("next",)
    up_properties: tuple[str, ...] = ("up",)
    implies_neighbours: bool = False
    template_folders: tuple[str, ...] = ()
    flashcards: FlashcardsSettings = FlashcardsSettings()  # immutable values
    spaced_repetition: SpacedRepetitionSettings = SpacedRepetitionSettings()
    obsidian_to_anki: ObsidianToAnkiSettings = ObsidianToAnkiSettings()

    @property
    def has_flashcards(self) -> bool:
        """Whether cards are read as flashcards-obsidian or its fork do."""
        return "bracket" in self.dialects or "flashcards-obsidian" in self.dialects


DEFAULT_READING = Reading()
