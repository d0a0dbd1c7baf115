"""`vaultlint check --anki FILE`: a vault beside what Anki has of it."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.anki_collections import StatedNote, write_collection
from tests.invoke import Entry, diagnostics, make_vault, places, vaultlint
from tests.test_anki_collection import add_note, add_type, anki, state
from vaultlint.anki.collection import read_collection
from vaultlint.notes.parse import parse
from vaultlint.text.decode import decode
from vaultlint.vault.index import index_of

RULES = (
    "anki-deck-differs",
    "anki-note-type-differs",
    "anki-note-without-card",
    "card-id-not-in-anki",
)


def card(card_id: int | str, question: str = "What is a levain?", tag: str = "#card") -> str:
    return f"﹇<br>\n{question}\n\n{tag}\n\nA part of the starter.\n\n⌂\n<br>﹈<br>^{card_id}\n"


def in_anki(card_id: int, deck: str = "Bread", **more: str) -> StatedNote:
    """A note as flashcards-obsidian makes it."""
    note: dict[str, str | int] = {"id": card_id, "type": "Obsidian-basic", "deck": deck}
    return note | {"Front": "q", "Back": "a"} | more


def source(file: str, vault: str = "Kitchen") -> str:
    return f'<a href="obsidian://open?vault={vault}&file={file}">{file}</a>'


def checked(root: Path, *notes: StatedNote, more: tuple[str, ...] = ()) -> list[Entry]:
    """The diagnostics of a vault beside a collection with these notes."""
    file = write_collection(_new(root.parent / "collection.anki2"), notes)
    return diagnostics(root, "--anki", file, *more)


def messages(entries: list[Entry]) -> str:
    return "\n".join(str(entry["message"]) for entry in entries)


def _new(file: Path) -> Path:
    file.unlink(missing_ok=True)
    return file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder for a vault, with room beside it."""
    return tmp_path / "Kitchen"


# --- when the rules run


def test_without_a_collection_nothing_is_asked_of_anki(root: Path) -> None:
    make_vault(root, {"Bread/Starter.md": card(1699000000001)})
    outcome = vaultlint("check", root, "--verbose", "--extend-select", "all")
    assert outcome.code == 0
    for rule in RULES:
        assert rule not in outcome.stdout + outcome.stderr
    with_anki = vaultlint(
        "check", root, "--verbose", "--anki", write_collection(root.parent / "c.anki2", [])
    )
    assert with_anki.code == 1

    def ran(stderr: str) -> int:
        return int(stderr.split("checked by ")[1].split()[0])

    default = vaultlint("check", root, "--verbose")
    assert ran(with_anki.stderr) == ran(default.stderr) + len(RULES)


@pytest.mark.parametrize("option", ["--select", "--extend-select"])
@pytest.mark.parametrize("word", ["anki", "card-id-not-in-anki"])
def test_rules_of_anki_without_a_collection(root: Path, option: str, word: str) -> None:
    make_vault(root, {"Starter.md": card(1699000000001)})
    outcome = vaultlint("check", root, option, f"cards,{word}")
    assert outcome == (
        2,
        "",
        f'vaultlint: {option}: "{word}" asks Anki; name a collection with --anki\n',
    )


def test_family_in_the_configuration(root: Path) -> None:
    make_vault(root, {"Bread/Starter.md": card(1699000000001), ".vaultlint.yaml": "select: [anki]"})
    assert vaultlint("check", root).code == 0
    assert places(checked(root)) == ["Bread/Starter.md:9:10 card-id-not-in-anki"]
    (root / ".vaultlint.yaml").write_text("rules:\n  card-id-not-in-anki: info\n")
    (entry,) = checked(root)
    assert entry["severity"] == "info"
    assert checked(root, more=("--ignore", "anki")) == []


def test_outside_of_a_vault(tmp_path: Path) -> None:
    note = tmp_path / "Starter.md"
    note.write_text(card(1699000000001), encoding="utf-8")
    file = write_collection(tmp_path / "collection.anki2", [])
    outcome = vaultlint("check", note, "--anki", file, "--verbose")
    assert outcome.code == 0
    assert "card-id-not-in-anki" in outcome.stderr


# --- files that cannot be read


def _damaged(file: Path) -> None:
    write_collection(file, [in_anki(1699000000001)])
    file.write_bytes(file.read_bytes()[:5000])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(lambda _: None, "no such file or directory", id="missing"),
        pytest.param(Path.mkdir, "is a folder", id="folder"),
        pytest.param(Path.touch, "is empty", id="empty"),
        pytest.param(lambda file: file.write_text("x" * 99), "is no Anki collection", id="text"),
        pytest.param(_damaged, "is damaged", id="damaged"),
        pytest.param(
            lambda file: zipfile.ZipFile(file, "w").close(), "is no Anki collection", id="empty zip"
        ),
        pytest.param(
            lambda file: file.symlink_to("nowhere"), "no such file or directory", id="broken link"
        ),
        pytest.param(
            getattr(os, "mkfifo", Path.touch),
            "not a regular file" if hasattr(os, "mkfifo") else "is empty",
            id="pipe",
        ),
    ],
)
def test_one_line_and_exit_code_2(root: Path, make: object, words: str) -> None:
    make_vault(root, {"Starter.md": card(1699000000001)})
    file = root.parent / "collection.anki2"
    assert callable(make)
    make(file)
    outcome = vaultlint("check", root, "--anki", file)
    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith("vaultlint: ")
    assert words in outcome.stderr
    assert outcome.stderr.count("\n") == 1


# --- real collections


def test_beside_anki_itself(root: Path) -> None:
    file = root.parent / "collection.anki2"
    with anki(file) as collection:
        add_type(collection, "Obsidian-basic", "Basic")
        add_type(collection, "Obsidian-basic-reversed", "Basic (and reversed card)")
        add_type(collection, "Obsidian-cloze", "Cloze")
        basic = add_note(collection, "Obsidian-basic", "Bread", "q1", "a")
        both = add_note(collection, "Obsidian-basic-reversed", "Bread", "q2", "a")
        cloze = add_note(collection, "Obsidian-cloze", "Bread", "{{c1::x}} is fed.")
        moved = add_note(collection, "Obsidian-basic", "Hard", "q3", "a")
        changed = add_note(collection, "Obsidian-basic", "Bread", "q4", "a")
        left = add_note(collection, "Obsidian-basic", "Bread", "<i>What</i> is&nbsp;left?", "a")
        gone = add_note(collection, "Obsidian-basic", "Bread", "q5", "a")
        collection.remove_notes([gone])
        note = "\n".join(
            (
                card(basic, "q1"),
                card(both, "q2", "#card-reverse"),
                f"{{1:x}} is fed.\n^{cloze}\n",
                card(moved, "q3"),
                card(changed, "q4", "#card-reverse"),
                card(gone, "q5"),
            )
        )
        make_vault(root, {"Bread/Starter.md": note})
        before = state(root.parent)
        # While Anki has it open.
        found = diagnostics(root, "--anki", file)
        assert state(root.parent) == before
        export = root.parent / "all.colpkg"
        collection.export_collection_package(str(export), include_media=False, legacy=False)
    assert places(found) == [
        "Bread/Starter.md:1:1 anki-note-without-card",
        "Bread/Starter.md:32:10 anki-deck-differs",
        "Bread/Starter.md:37:1 anki-note-type-differs",
        "Bread/Starter.md:52:10 card-id-not-in-anki",
    ]
    assert f'note {left} "What is left?" of the deck "Bread"' in messages(found)
    before = state(root.parent)
    assert diagnostics(root, "--anki", file) == found
    assert diagnostics(root, "--anki", export) == found
    assert state(root.parent) == before


def test_package_of_one_deck(root: Path) -> None:
    api = pytest.importorskip("anki.collection")
    file, package = root.parent / "collection.anki2", root.parent / "bread.apkg"
    with anki(file) as collection:
        add_type(collection, "Obsidian-basic", "Basic")
        bread = add_note(collection, "Obsidian-basic", "Bread", "q1", "a")
        cake = add_note(collection, "Obsidian-basic", "Cake", "q2", "a")
        collection.export_anki_package(
            out_path=str(package),
            options=api.ExportAnkiPackageOptions(),
            limit=api.DeckIdLimit(collection.decks.id("Bread")),
        )
    lost = bread - 1000
    make_vault(
        root,
        {
            "Bread/Starter.md": card(bread) + "\n" + card(lost, "What is a biga?"),
            "Cake/Starter.md": card(cake),
        },
    )
    found = diagnostics(root, "--anki", package)
    # Of the deck that is not in the package nothing is known.
    assert places(found) == ["Bread/Starter.md:19:10 card-id-not-in-anki"]
    assert f'id {lost} is not in the deck "Bread": ' in messages(found)
    assert vaultlint("check", root, "--anki", package).stderr == ""


# --- notes without a card


def test_another_profile(root: Path) -> None:
    ids = range(1699000000001, 1699000000004)
    make_vault(root, {"Starter.md": "\n".join(card(i, f"What is {i}?") for i in ids)})
    file = write_collection(root.parent / "collection.anki2", [in_anki(1600000000000)])
    outcome = vaultlint("check", root, "--anki", file)
    assert outcome.code == 1
    assert outcome.stderr == (
        "vaultlint: none of the 3 ids of the vault is in the collection; is it that of another "
        "profile?\n"
        "vaultlint: 1 note of a plugin in Anki stands nowhere in the vault, and nothing tells in "
        "which note it was; search Anki for nid:1600000000000\n"
    )
    assert vaultlint("check", root, "--anki", file, "--quiet").stderr == ""
    selected = vaultlint("check", root, "--anki", file, "--select", "cards,clozes")
    assert (selected.code, selected.stderr) == (0, "")


def test_many_notes_that_are_nobodys(root: Path) -> None:
    make_vault(root, {"Bread/Starter.md": card(1699000000001)})
    strays = [in_anki(1600000000000 + number, "Cake") for number in range(7)]
    file = write_collection(root.parent / "c.anki2", [in_anki(1699000000001), *strays])
    outcome = vaultlint("check", root, "--anki", file)
    assert outcome.code == 0
    assert outcome.stderr.startswith("vaultlint: 7 notes of a plugin in Anki stand nowhere")
    assert outcome.stderr.endswith("1600000000003,1600000000004 and 2 more\n")


@pytest.mark.parametrize(
    ("files", "notes", "place"),
    [
        pytest.param(
            {"Bread/Rye.md": "# Rye\n"},
            [in_anki(1699000000009, Source=source("Bread%2FRye.md"))],
            "Bread/Rye.md:1:1",
            id="path",
        ),
        pytest.param(
            {"Bread/Rye.md": "# Rye\n"},
            [in_anki(1699000000009, Source=source("Rye"))],
            "Bread/Rye.md:1:1",
            id="name without extension",
        ),
        pytest.param(
            {"Grains/Rye.md": "\n\nRye\n"},
            [in_anki(1699000000009, Source=source("Bread%2FRye.md"))],
            "Grains/Rye.md:3:1",
            id="moved note",
        ),
        pytest.param(
            {"Bread/Rye.md": ""},
            [in_anki(1699000000009, Source=source("Bread%2FRye.md"))],
            "Bread/Rye.md:1:1",
            id="empty note",
        ),
        pytest.param(
            {},
            [in_anki(1699000000009, Source=source("Bread%2FRye.md"))],
            "Bread/Starter.md:1:1",
            id="note that is gone: the deck tells",
        ),
        pytest.param(
            {"Cake/Starter.md": card(1699000000005)},
            [in_anki(1699000000005, "Cake"), in_anki(1699000000009, Source=source("Starter.md"))],
            "Bread/Starter.md:1:1",
            id="two notes of one name: the deck tells",
        ),
        pytest.param(
            {"Bread/Rye.md": card(1699000000010, "What is rye?")},
            [in_anki(1699000000010), in_anki(1699000000009)],
            "Bread/Rye.md:1:1",
            id="two notes of one deck: the time of making tells",
        ),
        pytest.param(
            {"Bread/Rye.md": "---\ncards-deck: Bread::Rye\n---\nRye\n"},
            [in_anki(1699000000009, Source=source("Rye.md"))],
            "Bread/Rye.md:2:13",
            id="property",
        ),
        pytest.param(
            {},
            [in_anki(1699000000009, type="Basic", tags="bread Obsidian_to_Anki")],
            "Bread/Starter.md:1:1",
            id="note of Obsidian_to_Anki",
        ),
    ],
)
def test_where_a_note_without_card_is_told_of(
    root: Path, files: Mapping[str, str], notes: list[StatedNote], place: str
) -> None:
    make_vault(root, {"Bread/Starter.md": card(1699000000001), **files})
    found = checked(root, in_anki(1699000000001, Source=source("Bread%2FStarter.md")), *notes)
    assert places(found) == [f"{place} anki-note-without-card"]
    assert "note 1699000000009 " in messages(found)


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(in_anki(1699000000009, type="Basic"), id="made in Anki"),
        pytest.param(in_anki(1699000000009, Source=source("A.md", "Bakery")), id="another vault"),
    ],
)
def test_notes_that_are_not_of_the_vault(root: Path, note: StatedNote) -> None:
    make_vault(root, {"Bread/Starter.md": card(1699000000001)})
    file = write_collection(root.parent / "c.anki2", [in_anki(1699000000001), note])
    outcome = vaultlint("check", root, "--anki", file)
    assert (outcome.code, outcome.stderr) == (0, "")


def test_vault_in_a_folder_of_another_name(root: Path) -> None:
    make_vault(root, {"Bread/Starter.md": card(1699000000001)})
    notes = [in_anki(1699000000000 + n, Source=source("Starter.md", "My%20notes")) for n in (1, 2)]
    assert places(checked(root, *notes)) == ["Bread/Starter.md:1:1 anki-note-without-card"]
    # Without a card that tells the name it may be anybody's.
    assert checked(root, in_anki(1699000000001), notes[1]) == []


@pytest.mark.parametrize(
    "text",
    [
        "^1699000000009\n",
        "﹇<br>\nHalf a card\n^1699000000009\n",
        "```\n^1699000000009\n```\n",
        "<!--ID: 1699000000009-->\n",
        "^16990000000091\n",
        "^169900000000\n",
    ],
)
def test_ids_that_stand_anywhere(root: Path, text: str) -> None:
    make_vault(root, {"Bread/Starter.md": card(1699000000001) + "\nText\n" + text})
    entries = checked(root, in_anki(1699000000001), in_anki(1699000000009))
    assert "anki-note-without-card" not in {entry["rule"] for entry in entries}


@pytest.mark.parametrize("path", ["templates/Card.md", "archive/Old.md"])
def test_ids_in_notes_that_are_not_checked(root: Path, path: str) -> None:
    make_vault(
        root,
        {
            "Bread/Starter.md": card(1699000000001),
            path: card(1699000000009),
            ".vaultlint.yaml": "exclude: [archive/]\ntemplates: [templates]\n",
        },
    )
    assert checked(root, in_anki(1699000000001), in_anki(1699000000009)) == []


@pytest.mark.parametrize("files", [["Starter.md"], ["Starter.md", "Rye.md"]])
def test_note_that_could_not_be_read(root: Path, files: list[str]) -> None:
    text = card(1699000000001)
    note = parse(decode("Starter.md", text.encode()))
    stated = [in_anki(1699000000001), in_anki(1699000000009)]
    root.mkdir()
    collection = read_collection(write_collection(root / "collection.anki2", stated))
    index = index_of(files, [note], anki=collection)
    # The card may stand in the other note.
    assert bool(index.cardless_notes("Starter.md")) is (files == ["Starter.md"])
    assert index.strays == ()


# --- decks, types and ids


def test_deck_of_a_note_that_was_never_synced_whole(root: Path) -> None:
    text = card(1699000000001) + "\n" + card("", "What is a biga?").replace("^", "")
    make_vault(root, {"Bread/Starter.md": text})
    assert places(checked(root, in_anki(1699000000001, "Cake"))) == [
        "Bread/Starter.md:9:10 anki-deck-differs"
    ]


def test_first_card_that_anki_has_decides_the_deck(root: Path) -> None:
    text = card(1699000000001) + "\n" + card(1699000000002, "What is a biga?")
    make_vault(root, {"Bread/Starter.md": text})
    found = checked(root, in_anki(1699000000002, "Cake"))
    assert places(found) == [
        "Bread/Starter.md:9:10 card-id-not-in-anki",
        "Bread/Starter.md:19:10 anki-deck-differs",
    ]
    assert "the next sync moves it back" in messages(found)


def test_related_places_of_a_deck_are_bounded(root: Path) -> None:
    ids = range(1699000000001, 1699000000101)
    make_vault(root, {"Bread/Starter.md": "\n".join(card(i, f"What is {i}?") for i in ids)})
    decks = ["Bread", *["Hard"] * 99]
    (entry,) = checked(root, *(in_anki(i, deck) for i, deck in zip(ids, decks, strict=True)))
    assert str(entry["message"]).startswith('this card and 98 more are in the deck "Hard"')
    assert isinstance(entry["related"], list)
    assert len(entry["related"]) == 50


def test_id_that_stands_twice_has_no_type(root: Path) -> None:
    text = card(1699000000001) + "\n" + card(1699000000001, "What is a biga?", "#card-reverse")
    make_vault(root, {"Bread/Starter.md": text})
    assert {entry["rule"] for entry in checked(root, in_anki(1699000000001))} == {
        "duplicate-card-id"
    }


def test_separators_of_the_plugin(root: Path) -> None:
    settings = {"inlineSeparator": "→", "inlineSeparatorReverse": "↔", "inlineID": True}
    make_vault(
        root,
        {
            ".obsidian/plugins/flashcards-obsidian/data.json": json.dumps(settings),
            "Bread/Starter.md": card(1699000000001) + "\nbiga ↔ a pre-ferment ^1699000000002\n",
        },
    )
    found = checked(root, in_anki(1699000000001), in_anki(1699000000002))
    assert places(found) == ["Bread/Starter.md:11:22 anki-note-type-differs"]


def test_bare_cards_of_the_plugin_that_reads_them(root: Path) -> None:
    bare = "What is a levain? #card-reverse\nA part of the starter.\n^1699000000002\n"
    make_vault(root, {"Bread/Starter.md": bare})
    assert places(checked(root)) == ["Bread/Starter.md:3:1 card-id-not-in-anki"]
    assert places(checked(root, in_anki(1699000000002))) == [
        "Bread/Starter.md:1:19 anki-note-type-differs"
    ]
    # The plugin that reads ﹇ blocks reads no others.
    (root / "Bread/Starter.md").write_text(card(1699000000001) + "\n" + bare, encoding="utf-8")
    assert checked(root, in_anki(1699000000001)) == []


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ([], ["Starter.md:7:5 card-id-not-in-anki"]),
        ([("Kitchen", "Basic")], []),
        ([("Bread", "Basic")], ["Starter.md:7:5 anki-deck-differs"]),
        ([("Kitchen", "Cloze of mine")], []),
    ],
)
def test_notes_of_obsidian_to_anki(
    root: Path, notes: list[tuple[str, str]], expected: list[str]
) -> None:
    text = "START\nBasic\nWhat is a levain?\nBack: x\n<!--ID: 1699000000001-->\nEND\n"
    make_vault(
        root,
        {
            "Starter.md": f"TARGET DECK: Kitchen\n\n{text}",
            ".obsidian/community-plugins.json": '["obsidian-to-anki-plugin"]',
        },
    )
    stated = [in_anki(1699000000001, deck, type=name) for deck, name in notes]
    assert places(checked(root, *stated)) == expected


# --- one note, or all


def test_note_by_note(root: Path) -> None:
    make_vault(
        root,
        {
            "Bread/Starter.md": card(1699000000001) + "\n" + card(1699000000002, "What is rye?"),
            "Bread/Rye.md": card(1699000000003, "What is spelt?", "#card-reverse"),
            "Cake/Sponge.md": card(1699000000004, "What is a sponge?"),
        },
    )
    notes = [
        in_anki(1699000000001),
        in_anki(1699000000003),
        in_anki(1699000000004, "Bread"),
        in_anki(1699000000005),
        in_anki(1699000000006, Source=source("Sponge.md")),
        in_anki(1699000000007, "Nowhere"),
    ]
    whole = checked(root, *notes)
    assert {entry["rule"] for entry in whole} == set(RULES)
    file = root.parent / "collection.anki2"
    for path in ("Bread/Starter.md", "Bread/Rye.md", "Cake/Sponge.md"):
        expected = [entry for entry in whole if entry["path"] == path]
        assert diagnostics(root / path, "--anki", file) == expected
        stdin = (root / path).read_bytes()
        given = diagnostics("--stdin-filename", root / path, "-", "--anki", file, stdin=stdin)
        assert given == expected
