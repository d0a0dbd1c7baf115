"""What the settings of the flashcard plugins say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from vaultlint.notes.dialects import PLUGINS
from vaultlint.notes.facts import Dialect
from vaultlint.notes.reading import (
    DEFAULT_READING,
    FlashcardsSettings,
    ObsidianToAnkiSettings,
    SpacedRepetitionSettings,
)
from vaultlint.vault.settingsfile import flag, read_list, read_object, string, strings

T = TypeVar("T", FlashcardsSettings, ObsidianToAnkiSettings)


class PluginSettings(Struct, frozen=True):
    """The flashcard plugins of a vault.

    dialects: those of the plugins that it has; None when nothing tells.
    card_tags, inline_separators, inline_id: of flashcards-obsidian; None where it does not say.
    """

    dialects: frozenset[Dialect] | None = None
    card_tags: tuple[str, ...] | None = None
    inline_separators: tuple[str, ...] | None = None
    inline_id: bool | None = None
    flashcards: FlashcardsSettings = FlashcardsSettings()  # immutable values
    spaced_repetition: SpacedRepetitionSettings = SpacedRepetitionSettings()
    obsidian_to_anki: ObsidianToAnkiSettings = ObsidianToAnkiSettings()


def plugin_settings(folder: Path) -> PluginSettings:
    """The settings in a vault's .obsidian folder; a missing or damaged file says nothing."""
    own = {plugin: read_object(folder / "plugins" / plugin / "data.json") for plugin in PLUGINS}
    cards = own["flashcards-obsidian"]
    return PluginSettings(
        dialects=_dialects(folder, own),
        card_tags=_card_tags(string(cards, "flashcardsTag")),
        inline_separators=_separators(cards),
        inline_id=flag(cards, "inlineID"),
        flashcards=_stated(
            FlashcardsSettings(),
            folder_decks=flag(cards, "folderBasedDeck"),
            default_deck=string(cards, "deck"),
            context_aware=flag(cards, "contextAwareMode"),
        ),
        spaced_repetition=_spaced_repetition(own["obsidian-spaced-repetition"]),
        obsidian_to_anki=_obsidian_to_anki(own["obsidian-to-anki-plugin"]),
    )


def _dialects(folder: Path, own: Mapping[str, Mapping[str, object]]) -> frozenset[Dialect] | None:
    enabled = read_list(folder / "community-plugins.json")
    configured = {PLUGINS[plugin] for plugin, stated in own.items() if stated}
    if enabled is None and not configured:
        return None
    return frozenset(configured | {PLUGINS[name] for name in enabled or () if name in PLUGINS})


def _stated(default: T, **stated: object) -> T:
    """The settings, with what is stated; None and "" state nothing."""
    changes: dict[str, Any] = {k: v for k, v in stated.items() if v not in (None, "", ())}
    return replace(default, **changes)


def _card_tags(tag: str) -> tuple[str, ...] | None:
    tag = tag.strip().removeprefix("#")
    if not tag:
        return None
    return DEFAULT_READING.card_tags if tag == DEFAULT_READING.card_tags[0] else (tag,)


def _separators(cards: Mapping[str, object]) -> tuple[str, ...] | None:
    keys = ("inlineSeparator", "inlineSeparatorReverse")
    stated = tuple(dict.fromkeys(string(cards, key).strip() for key in keys))
    return tuple(separator for separator in stated if separator) or None


# Until clozePatterns came, three switches stood for it. Source: obsidian-spaced-repetition,
# src/settings.ts, upgradeSettings.
_CLOZE_SWITCHES = {
    "convertHighlightsToClozes": "==[123;;]answer[;;hint]==",
    "convertBoldTextToClozes": "**[123;;]answer[;;hint]**",
    "convertCurlyBracketsToClozes": "{{[123;;]answer[;;hint]}}",
}


def _spaced_repetition(data: Mapping[str, object]) -> SpacedRepetitionSettings:
    inner = data.get("settings")
    own: Mapping[str, object] = inner if isinstance(inner, dict) else data
    default = SpacedRepetitionSettings()
    if isinstance(own.get("clozePatterns"), list):
        patterns = strings(own, "clozePatterns")
    elif own.keys() & _CLOZE_SWITCHES.keys():
        # The plugin puts its defaults below what is stated: of the three, highlights are on.
        on = {key for key in _CLOZE_SWITCHES if flag(own, key)}
        if "convertHighlightsToClozes" not in own:
            on.add("convertHighlightsToClozes")
        patterns = tuple(pattern for key, pattern in _CLOZE_SWITCHES.items() if key in on)
    else:
        patterns = default.cloze_patterns
    is_list = isinstance(own.get("flashcardTags"), list)
    return SpacedRepetitionSettings(
        flashcard_tags=strings(own, "flashcardTags") if is_list else default.flashcard_tags,
        folder_decks=flag(own, "convertFoldersToDecks") is True,
        separator=_word(own, "singleLineCardSeparator", default.separator),
        reversed_separator=_word(
            own, "singleLineReversedCardSeparator", default.reversed_separator
        ),
        multiline_separator=_word(own, "multilineCardSeparator", default.multiline_separator),
        multiline_reversed_separator=_word(
            own, "multilineReversedCardSeparator", default.multiline_reversed_separator
        ),
        end_marker=_word(own, "multilineCardEndMarker", default.end_marker),
        cloze_patterns=patterns,
        is_stated=bool(data),
    )


def _word(own: Mapping[str, object], key: str, default: str) -> str:
    """What is stated for a separator; an empty one is a statement too: there are no such cards."""
    value = own.get(key)
    return value if isinstance(value, str) else default


def _obsidian_to_anki(data: Mapping[str, object]) -> ObsidianToAnkiSettings:
    inner = data.get("settings")
    own: Mapping[str, object] = inner if isinstance(inner, dict) else data
    syntax = _part(own, "Syntax")
    defaults = _part(own, "Defaults")
    expressions = _part(own, "CUSTOM_REGEXPS")
    fields_of = _part(data, "fields_dict")
    decks = _part(own, "FOLDER_DECKS")
    names = tuple(dict.fromkeys((*expressions, *fields_of)))
    return _stated(
        ObsidianToAnkiSettings(),
        begin_note=string(syntax, "Begin Note"),
        end_note=string(syntax, "End Note"),
        begin_inline=string(syntax, "Begin Inline Note"),
        end_inline=string(syntax, "End Inline Note"),
        target_deck=string(syntax, "Target Deck Line"),
        file_tags=string(syntax, "File Tags Line"),
        delete_note=string(syntax, "Delete Note Line"),
        frozen_fields=string(syntax, "Frozen Fields Line"),
        note_types=tuple((name, strings(fields_of, name)) for name in names),
        custom_regexps=tuple(
            (name, string(expressions, name)) for name in expressions if string(expressions, name)
        ),
        curly_cloze=flag(defaults, "CurlyCloze"),
        highlight_cloze=flag(defaults, "CurlyCloze - Highlights to Clozes"),
        id_comments=flag(defaults, "ID Comments"),
        default_deck=string(defaults, "Deck"),
        folder_decks=tuple((name, string(decks, name)) for name in decks if string(decks, name)),
        file_link=flag(defaults, "Add File Link"),
        scanned_folder=string(defaults, "Scan Directory").strip(" /"),
        ignored_globs=strings(own, "IGNORED_FILE_GLOBS"),
    )


def _part(stated: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = stated.get(key)
    return value if isinstance(value, dict) else {}
