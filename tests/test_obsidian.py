"""The settings of Obsidian and its plugins, and what they make of the reading of notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from vaultlint.notes.reading import DEFAULT_READING, Reading
from vaultlint.vault.obsidian import ObsidianSettings, obsidian_settings, reading
from vaultlint.vault.plugins import PluginSettings

TEMPLATER = "plugins/templater-obsidian/data.json"
CARDS = "plugins/flashcards-obsidian/data.json"


@pytest.mark.parametrize(
    ("files", "settings"),
    [
        pytest.param({}, ObsidianSettings(), id="none"),
        pytest.param(
            {"app.json": '{"showUnsupportedFiles": true, "userIgnoreFilters": [" a/ ", "", 3]}'},
            ObsidianSettings(show_unsupported_files=True, ignore_filters=("a/",)),
            id="app",
        ),
        pytest.param(
            {"app.json": '{"showUnsupportedFiles": "yes", "userIgnoreFilters": null}'},
            ObsidianSettings(),
            id="values of other kinds",
        ),
        pytest.param({"app.json": "{"}, ObsidianSettings(), id="damaged"),
        pytest.param(
            {"app.json": '\ufeff{"showUnsupportedFiles": true}'},
            ObsidianSettings(show_unsupported_files=True),
            id="byte order mark",
        ),
        pytest.param({"app.json": "[]"}, ObsidianSettings(), id="a list"),
        pytest.param({"app.json": "[" * 100_000}, ObsidianSettings(), id="deep"),
        pytest.param(
            {"templates.json": '{"folder": "/Meta/Templates/"}', TEMPLATER: "{}"},
            ObsidianSettings(template_folders=("Meta/Templates",)),
            id="template folder",
        ),
        pytest.param(
            {
                "templates.json": '{"folder": "t"}',
                TEMPLATER: '{"templates_folder": "u", "template_folder": "v"}',
            },
            ObsidianSettings(template_folders=("t", "u")),
            id="both template folders",
        ),
        pytest.param(
            {"templates.json": '{"folder": "t"}', TEMPLATER: '{"template_folder": "t"}'},
            ObsidianSettings(template_folders=("t",)),
            id="Templater's older name, the same folder",
        ),
        pytest.param({TEMPLATER: '{"templates_folder": "/"}'}, ObsidianSettings(), id="all notes"),
        pytest.param(
            {
                CARDS: '{"flashcardsTag": "card", "inlineSeparator": "🎴",'
                ' "inlineSeparatorReverse": "🃏", "folderBasedDeck": true}'
            },
            ObsidianSettings(
                plugins=PluginSettings(
                    dialects=frozenset({"flashcards-obsidian"}),
                    card_tags=("card", "anki-card"),
                    inline_separators=("🎴", "🃏"),
                )
            ),
            id="flashcards",
        ),
        pytest.param(
            {CARDS: '{"flashcardsTag": "#study/card", "inlineSeparator": "::"}'},
            ObsidianSettings(
                plugins=PluginSettings(
                    dialects=frozenset({"flashcards-obsidian"}),
                    card_tags=("study/card",),
                    inline_separators=("::",),
                )
            ),
            id="flashcards with a tag of its own",
        ),
        pytest.param(
            {CARDS: '{"flashcardsTag": " "}'},
            ObsidianSettings(
                plugins=PluginSettings(dialects=frozenset({"flashcards-obsidian"})),
            ),
            id="blank tag",
        ),
    ],
)
def test_settings(tmp_path: Path, files: dict[str, str], settings: ObsidianSettings) -> None:
    for name, text in files.items():
        file = tmp_path / ".obsidian" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert obsidian_settings(tmp_path) == settings


@pytest.mark.parametrize(
    ("entry", "path", "is_ignored"),
    [
        pytest.param("Draft", "Drafts/x.md", True, id="a prefix, no folder"),
        pytest.param("drafts/", "Drafts/x.md", True, id="case ignored"),
        pytest.param("drafts/", "old/drafts/x.md", False, id="a prefix of the whole path"),
        pytest.param("/\\.draft\\./", "a/x.DRAFT.md", True, id="expression, unanchored"),
        pytest.param("/^a/", "b/a.md", False, id="expression, anchored"),
        pytest.param("/(/", "(/x.md", False, id="invalid expression"),
        pytest.param("//", "//x.md", True, id="too short for an expression"),
    ],
)
def test_ignored_paths(entry: str, path: str, is_ignored: bool) -> None:
    settings = ObsidianSettings(ignore_filters=("nothing/like/this", entry))
    assert settings.is_ignored(path) is is_ignored


def test_reading_of_a_vault_that_says_nothing() -> None:
    assert reading(ObsidianSettings()) == DEFAULT_READING


def test_reading_is_the_vaults_where_the_configuration_is_silent() -> None:
    obsidian = ObsidianSettings(
        template_folders=("t",),
        plugins=PluginSettings(card_tags=("flash",), inline_separators=("::",)),
    )
    assert reading(obsidian, previous_words=("zurück",), template_folders=("u", "t")) == Reading(
        card_tags=("flash",),
        inline_separators=("::",),
        previous_words=("zurück",),
        template_folders=("t", "u"),
    )


def test_reading_is_the_configurations_first() -> None:
    obsidian = ObsidianSettings(
        plugins=PluginSettings(card_tags=("flash",), inline_separators=("::",))
    )
    stated = reading(
        obsidian,
        card_tags=("card",),
        inline_separators=(),
        cloze_brackets=("{}", "=="),
        previous_words=("back",),
        next_words=("on",),
    )
    assert stated == Reading(
        card_tags=("card",),
        inline_separators=(),
        cloze_brackets=("{}", "=="),
        previous_words=("back",),
        next_words=("on",),
    )
