"""What the settings of Obsidian and its plugins say about a vault."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from vaultlint.notes.dialects import dialects
from vaultlint.notes.facts import Dialect
from vaultlint.notes.property_types import PropertyTypes, property_types
from vaultlint.notes.reading import DEFAULT_READING, Reading
from vaultlint.vault.breadcrumbs import BREADCRUMBS, BreadcrumbsFields, breadcrumbs_fields
from vaultlint.vault.calloutstyles import styled_callouts
from vaultlint.vault.citationplugins import plugin_bibliographies
from vaultlint.vault.facets import Asking
from vaultlint.vault.files import OBSIDIAN_FOLDER
from vaultlint.vault.plugins import PluginSettings, plugin_settings
from vaultlint.vault.settingsfile import read_list, read_object, string, strings

PLAIN_SEPARATORS = ("::", ":::")  # of inline cards, as flashcards-obsidian comes


class ObsidianSettings(Struct, frozen=True):
    """What vaultlint uses of the settings in .obsidian.

    show_unsupported_files: files of every type are link targets.
    ignore_filters: "Excluded files": path prefixes, and regular expressions as /…/.
    template_folders: of the core plugin and of Templater.
    plugins: those for flashcards. property_types: of types.json.
    callout_types: those that the vault has styles for, in lower case.
    breadcrumbs: the properties that chain notes.
    bibliographies: paths that citation plugins read, as stated.
    link_format: of new links: "shortest", "relative" or "absolute"; "" when it is not stated.
    """

    show_unsupported_files: bool = False
    ignore_filters: tuple[str, ...] = ()
    template_folders: tuple[str, ...] = ()
    plugins: PluginSettings = PluginSettings()  # an immutable value
    property_types: PropertyTypes = field(default_factory=PropertyTypes)
    breadcrumbs: BreadcrumbsFields = BreadcrumbsFields()
    bibliographies: tuple[str, ...] = ()

    callout_types: frozenset[str] = frozenset()
    link_format: str = ""

    @property
    def asking(self) -> Asking:
        """What the facets of notes depend on in this vault."""
        return Asking(self.plugins.flashcards.context_aware, self.property_types)

    def is_ignored(self, path: str) -> bool:
        """Whether Obsidian's "Excluded files" name this path; it stays a link target.

        path: relative to the vault, with "/".
        """
        if not self.ignore_filters:  # as in most vaults; it is asked for each file
            return False
        return any(_is_match(entry, path) for entry in self.ignore_filters)


def obsidian_settings(root: Path) -> ObsidianSettings:
    """The settings of the vault at `root`; a missing or damaged file says nothing."""
    folder = root / OBSIDIAN_FOLDER
    app = read_object(folder / "app.json")
    templates = read_object(folder / "templates.json")
    types = read_object(folder / "types.json").get("types")
    templater = read_object(folder / "plugins" / "templater-obsidian" / "data.json")
    folders = (
        string(templates, "folder"),
        # Templater's older name for the setting has no "s".
        string(templater, "templates_folder") or string(templater, "template_folder"),
    )
    trimmed = (folder.replace("\\", "/").strip(" /") for folder in folders)
    return ObsidianSettings(
        show_unsupported_files=app.get("showUnsupportedFiles") is True,
        ignore_filters=strings(app, "userIgnoreFilters"),
        template_folders=tuple(dict.fromkeys(folder for folder in trimmed if folder)),
        plugins=plugin_settings(folder),
        property_types=property_types(types if isinstance(types, dict) else {}),
        callout_types=styled_callouts(folder),
        breadcrumbs=breadcrumbs_fields(
            read_object(folder / "plugins" / BREADCRUMBS / "data.json"),
            is_enabled=BREADCRUMBS in (read_list(folder / "community-plugins.json") or ()),
        ),
        bibliographies=plugin_bibliographies(folder),
        link_format=string(app, "newLinkFormat"),
    )


def reading(
    obsidian: ObsidianSettings,
    *,
    card_dialects: tuple[Dialect, ...] | None = None,
    card_tags: tuple[str, ...] | None = None,
    inline_separators: tuple[str, ...] | None = None,
    cloze_brackets: tuple[str, ...] | None = None,
    folder_decks: bool | None = None,
    previous_words: tuple[str, ...] | None = None,
    next_words: tuple[str, ...] | None = None,
    up_words: tuple[str, ...] | None = None,
    previous_properties: tuple[str, ...] | None = None,
    next_properties: tuple[str, ...] | None = None,
    up_properties: tuple[str, ...] | None = None,
    template_folders: tuple[str, ...] = (),
    shown: Iterable[Dialect] = (),
) -> Reading:
    """How the notes of a vault are read: the configuration, then the vault, then the defaults.

    The arguments are the configuration's words; None where it does not say. template_folders:
    besides those that Obsidian knows of. shown: the dialects of which the notes show signs.
    """
    plugins = obsidian.plugins
    found = card_dialects or dialects(plugins.dialects, tuple(shown))
    has_blocks = "flashcards-obsidian" not in found
    flashcards = replace(
        plugins.flashcards,
        inline_id=has_blocks if plugins.inline_id is None else plugins.inline_id,
    )
    if folder_decks is not None:
        flashcards = replace(flashcards, folder_decks=folder_decks)
    return Reading(
        dialects=found,
        card_tags=_stated(card_tags, plugins.card_tags, DEFAULT_READING.card_tags),
        inline_separators=_stated(
            inline_separators,
            plugins.inline_separators,
            DEFAULT_READING.inline_separators if has_blocks else PLAIN_SEPARATORS,
        ),
        cloze_brackets=_stated(cloze_brackets, DEFAULT_READING.cloze_brackets),
        previous_words=_stated(previous_words, DEFAULT_READING.previous_words),
        next_words=_stated(next_words, DEFAULT_READING.next_words),
        up_words=_stated(up_words, DEFAULT_READING.up_words),
        previous_properties=_stated(
            previous_properties,
            obsidian.breadcrumbs.previous,
            DEFAULT_READING.previous_properties,
        ),
        next_properties=_stated(
            next_properties, obsidian.breadcrumbs.next, DEFAULT_READING.next_properties
        ),
        up_properties=_stated(
            up_properties, obsidian.breadcrumbs.up, DEFAULT_READING.up_properties
        ),
        implies_neighbours=obsidian.breadcrumbs.is_used,
        template_folders=tuple(dict.fromkeys((*obsidian.template_folders, *template_folders))),
        flashcards=flashcards,
        spaced_repetition=plugins.spaced_repetition,
        obsidian_to_anki=plugins.obsidian_to_anki,
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
