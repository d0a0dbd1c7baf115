"""What the settings of Obsidian and its plugins say about a vault."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vaultlint.notes.reading import DEFAULT_READING, Reading
from vaultlint.vault.files import OBSIDIAN_FOLDER


@dataclass(frozen=True, slots=True)
class ObsidianSettings:
    """What vaultlint uses of the settings in .obsidian.

    show_unsupported_files: files of every type are link targets.
    ignore_filters: "Excluded files": path prefixes, and regular expressions as /…/.
    template_folders: of the core plugin and of Templater.
    card_tags, inline_separators: of flashcards-obsidian; None where it does not say.
    folder_decks: whether flashcards-obsidian names decks after folders; None likewise.
    """

    show_unsupported_files: bool = False
    ignore_filters: tuple[str, ...] = ()
    template_folders: tuple[str, ...] = ()
    card_tags: tuple[str, ...] | None = None
    inline_separators: tuple[str, ...] | None = None
    folder_decks: bool | None = None

    def is_ignored(self, path: str) -> bool:
        """Whether Obsidian's "Excluded files" name this path; it stays a link target.

        path: relative to the vault, with "/".
        """
        return any(_is_match(entry, path) for entry in self.ignore_filters)


def obsidian_settings(root: Path) -> ObsidianSettings:
    """The settings of the vault at `root`; a missing or damaged file says nothing."""
    folder = root / OBSIDIAN_FOLDER
    app = _object(folder / "app.json")
    templates = _object(folder / "templates.json")
    templater = _object(folder / "plugins" / "templater-obsidian" / "data.json")
    cards = _object(folder / "plugins" / "flashcards-obsidian" / "data.json")
    folders = (
        _string(templates, "folder"),
        # Templater's older name for the setting has no "s".
        _string(templater, "templates_folder") or _string(templater, "template_folder"),
    )
    trimmed = (folder.replace("\\", "/").strip(" /") for folder in folders)
    return ObsidianSettings(
        show_unsupported_files=app.get("showUnsupportedFiles") is True,
        ignore_filters=_strings(app, "userIgnoreFilters"),
        template_folders=tuple(dict.fromkeys(folder for folder in trimmed if folder)),
        card_tags=_card_tags(_string(cards, "flashcardsTag")),
        inline_separators=_separators(cards),
        folder_decks=_flag(cards, "folderBasedDeck"),
    )


def reading(
    obsidian: ObsidianSettings,
    *,
    card_tags: tuple[str, ...] | None = None,
    inline_separators: tuple[str, ...] | None = None,
    cloze_brackets: tuple[str, ...] | None = None,
    previous_words: tuple[str, ...] | None = None,
    next_words: tuple[str, ...] | None = None,
    template_folders: tuple[str, ...] = (),
) -> Reading:
    """How the notes of a vault are read: the configuration, then the vault, then the defaults.

    The arguments are the configuration's words; None where it does not say. template_folders:
    besides those that Obsidian knows of.
    """
    return Reading(
        card_tags=_stated(card_tags, obsidian.card_tags, DEFAULT_READING.card_tags),
        inline_separators=_stated(
            inline_separators, obsidian.inline_separators, DEFAULT_READING.inline_separators
        ),
        cloze_brackets=_stated(cloze_brackets, DEFAULT_READING.cloze_brackets),
        previous_words=_stated(previous_words, DEFAULT_READING.previous_words),
        next_words=_stated(next_words, DEFAULT_READING.next_words),
        template_folders=tuple(dict.fromkeys((*obsidian.template_folders, *template_folders))),
    )


def _stated(*choices: tuple[str, ...] | None) -> tuple[str, ...]:
    return next((choice for choice in choices if choice is not None), ())


def _is_match(entry: str, path: str) -> bool:
    """Whether one entry of userIgnoreFilters matches; an invalid expression never does."""
    if len(entry) > 2 and entry.startswith("/") and entry.endswith("/"):
        try:
            return re.search(entry[1:-1], path, re.IGNORECASE) is not None
        except re.error:
            return False
    return path.lower().startswith(entry.lower())


def _card_tags(tag: str) -> tuple[str, ...] | None:
    tag = tag.strip().removeprefix("#")
    if not tag:
        return None
    return DEFAULT_READING.card_tags if tag == DEFAULT_READING.card_tags[0] else (tag,)


def _separators(cards: Mapping[str, object]) -> tuple[str, ...] | None:
    keys = ("inlineSeparator", "inlineSeparatorReverse")
    stated = tuple(dict.fromkeys(_string(cards, key).strip() for key in keys))
    return tuple(separator for separator in stated if separator) or None


def _object(path: Path) -> Mapping[str, object]:
    try:
        read: object = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _string(stated: Mapping[str, object], key: str) -> str:
    value = stated.get(key)
    return value if isinstance(value, str) else ""


def _strings(stated: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = stated.get(key)
    if not isinstance(value, list):
        return ()
    entries = (entry.strip() for entry in value if isinstance(entry, str))
    return tuple(entry for entry in entries if entry)


def _flag(stated: Mapping[str, object], key: str) -> bool | None:
    value = stated.get(key)
    return value if isinstance(value, bool) else None
