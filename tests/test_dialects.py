"""The dialects of a vault: from its plugins, its notes and its configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.invoke import vaultlint
from vaultlint.commands.asked import asked_vaults
from vaultlint.commands.opening import Configuration, open_vault
from vaultlint.notes.dialects import dialects, signs
from vaultlint.notes.reading import Reading

BLOCK = "﹇<br>\nQ\n\n#card\n\nA\n\n⌂\n<br>﹈<br>\n"
PLUGINS = ".obsidian/community-plugins.json"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("", set(), id="nothing"),
        pytest.param("Prose about #cards and START and flashcards.", set(), id="prose"),
        pytest.param(BLOCK, {"bracket", "flashcards-obsidian"}, id="block"),
        pytest.param("﹇<br>\r\nQ", {"bracket"}, id="damaged block"),
        pytest.param("> A.\n> <br>﹈<br>^1699000000011\n", {"bracket"}, id="half a block"),
        pytest.param("The signs ﹇ and ﹈ are of vertical writing.\n", set(), id="signs in prose"),
        pytest.param("Q #card\nA\n", {"flashcards-obsidian"}, id="tag"),
        pytest.param("Q #card-reverse\nA\n", {"flashcards-obsidian"}, id="reversed"),
        pytest.param("Q #cardio\nA\n", set(), id="another tag"),
        pytest.param("Q::A\n<!--SR:!2024-01-31,4,270-->\n", {"spaced-repetition"}, id="schedule"),
        pytest.param("#flashcards/bread\n\nQ::A\n", {"spaced-repetition"}, id="deck tag"),
        pytest.param("http://x.org/#flashcards-1\n", set(), id="fragment"),
        pytest.param("START\nBasic\nQ\nBack: A\nEND\n", {"obsidian-to-anki"}, id="block note"),
        pytest.param("a STARTI [Basic] Q Back: A ENDI\n", {"obsidian-to-anki"}, id="inline note"),
        pytest.param("TARGET DECK: Bread\n", {"obsidian-to-anki"}, id="deck"),
        pytest.param("START\nand no end\n", set(), id="a word alone"),
        pytest.param("```\nSTART\nBasic\nQ\nEND\n```\n", set(), id="an example of a note"),
        pytest.param("~~~\nQ::A\n<!--SR:!2024-01-31,4,270-->\n~~~\n", set(), id="of a schedule"),
        pytest.param(
            "````\n```\nSTART\n```\nBasic\nQ\nEND\n````\n", set(), id="a fence in an example"
        ),
        pytest.param("```\nSTART\nBasic\nQ\nEND\n", {"obsidian-to-anki"}, id="an unclosed fence"),
    ],
)
def test_signs(text: str, shown: set[str]) -> None:
    assert signs(text) == shown


@pytest.mark.parametrize(
    ("plugins", "shown", "found"),
    [
        pytest.param(None, set(), ("bracket",), id="nothing is known"),
        pytest.param(None, {"flashcards-obsidian"}, ("flashcards-obsidian",), id="by the notes"),
        pytest.param(
            {"flashcards-obsidian"}, {"bracket", "flashcards-obsidian"}, ("bracket",), id="the fork"
        ),
        pytest.param({"flashcards-obsidian"}, set(), ("flashcards-obsidian",), id="no card yet"),
        pytest.param(
            {"spaced-repetition"}, {"flashcards-obsidian"}, ("spaced-repetition",), id="by plugins"
        ),
        pytest.param(
            {"spaced-repetition", "obsidian-to-anki"},
            set(),
            ("spaced-repetition", "obsidian-to-anki"),
            id="two",
        ),
        pytest.param(set(), {"bracket"}, ("bracket",), id="blocks need no plugin"),
    ],
)
def test_dialects(plugins: set[str] | None, shown: set[str], found: tuple[str, ...]) -> None:
    assert dialects(plugins, shown) == found  # type: ignore[arg-type]


def _reading(root: Path, files: dict[str, str]) -> Reading:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8", newline="")
    (asked,), _ = asked_vaults((root,), None)
    return open_vault(asked, Configuration()).reading


def test_notes_decide_where_no_list_of_plugins_is(tmp_path: Path) -> None:
    how = _reading(tmp_path, {".obsidian/app.json": "{}", "a.md": "Q #card\nA\n", "b.md": "Q::A"})
    assert how.dialects == ("flashcards-obsidian",)
    assert how.inline_separators == ("::", ":::")
    assert not how.flashcards.inline_id


def test_any_block_makes_a_vault_one_of_blocks(tmp_path: Path) -> None:
    files = {PLUGINS: '["flashcards-obsidian"]', "a.md": "Q #card\nA\n", "b/c.md": BLOCK}
    how = _reading(tmp_path, files)
    assert how.dialects == ("bracket",)
    assert how.inline_separators == ("🎴", "🃏")
    assert how.flashcards.inline_id


def test_a_mis_decoded_block_is_a_block(tmp_path: Path) -> None:
    damaged = (BLOCK * 3).encode().decode("windows-1252", "replace")
    how = _reading(tmp_path, {".obsidian/app.json": "{}", "a.md": damaged})
    assert how.dialects == ("bracket",)


def test_the_configuration_decides_first(tmp_path: Path) -> None:
    files = {
        ".vaultlint.yaml": "cards:\n  dialects: [obsidian-to-anki]\n  folder-decks: false\n",
        "a.md": BLOCK,
    }
    how = _reading(tmp_path, files)
    assert how.dialects == ("obsidian-to-anki",)
    assert not how.flashcards.folder_decks


def test_a_dialect_that_is_none(tmp_path: Path) -> None:
    (tmp_path / ".vaultlint.yaml").write_text("cards:\n  dialects: [brackets]\n")
    result = vaultlint("check", str(tmp_path))
    assert result.code == 2
    assert 'unknown value "brackets" for each item of "dialects"; did you mean' in result.stderr


def test_cards_of_a_dialect_that_the_vault_has_not_are_not_read(tmp_path: Path) -> None:
    files = {PLUGINS: '["obsidian-spaced-repetition"]', "a.md": "\n^1699000000001\n"}
    _reading(tmp_path, files)
    result = vaultlint("check", str(tmp_path))
    assert result.code == 0, result.stdout
