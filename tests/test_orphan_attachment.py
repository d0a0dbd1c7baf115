"""Attachments that nothing uses: files that are no notes, in the places of notes."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.invoke import diagnostics, make_vault, places, vaultlint
from vaultlint.vault.index import index_of
from vaultlint.vault.mentions import attachment_names, mentioned

RULE = ("--select", "orphan-attachment")
FILES = {"Note.md": "![[used.png]]\n", "used.png": "", "a/left.png": "", "b/left behind.pdf": ""}


def test_every_attachment_has_its_own_diagnostic(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, FILES)
    found = places(diagnostics(vault, *RULE))
    assert found == ["a/left.png:1:1 orphan-attachment", "b/left behind.pdf:1:1 orphan-attachment"]
    outcome = vaultlint("check", vault / "a", *RULE)
    assert outcome.stdout.splitlines() == [
        f"{(vault / 'a/left.png').as_posix()}",
        "  1:1 info orphan-attachment: no note, canvas or base uses this file; "
        "link to it where it is wanted, or delete it",
        "",
        "1 info in 1 of 1 file",
    ]
    outcome = vaultlint("check", vault, *RULE, "--fail-on", "info")
    assert outcome.code == 1
    assert outcome.stdout.splitlines()[-1] == "2 infos in 2 of 4 files"


def test_they_are_counted_only_when_they_are_looked_at(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, FILES | {"Board.canvas": "{}"})
    for call, others in ((RULE, 4), (("--select", "links"), 4), ((), 1)):
        report = vaultlint("check", vault, *call, "--output-format", "json").stdout
        (entry,) = json.loads(report)["vaults"]
        assert (entry["notes"], entry["checked"]) == (1, 1)
        assert (entry["others"], entry["others_checked"]) == (others, others)


def test_no_other_rule_looks_at_them(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, FILES)
    rules = {entry["rule"] for entry in diagnostics(vault, "--select", "all", "--ignore", "anki")
             if str(entry["path"]) != "Note.md"}  # fmt: skip
    assert rules == {"orphan-attachment"}


def test_only_those_that_are_asked_for(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, FILES)
    assert places(diagnostics(vault / "a", *RULE)) == ["a/left.png:1:1 orphan-attachment"]
    assert places(diagnostics(vault / "Note.md", *RULE)) == []


def test_excluded_ones_are_left_out(tmp_path: Path) -> None:
    files = FILES | {
        ".vaultlint.yaml": "exclude: [a/]\n",
        "inner/.vaultlint.yaml": "",
        "inner/own.png": "",
        ".hidden/x.png": "",
    }
    vault = make_vault(tmp_path, files)
    settings = '{"userIgnoreFilters": ["c/"]}'
    (vault / ".obsidian/app.json").write_text(settings, encoding="utf-8")
    make_vault(tmp_path, {"c/ignored.png": ""}, mark="")
    found = [(Path(str(e["vault"])).name, e["path"]) for e in diagnostics(vault, *RULE)]
    # The inner vault is checked as one of its own.
    assert found == [(tmp_path.name, "b/left behind.pdf"), ("inner", "own.png")]


def test_a_folder_that_is_no_vault(tmp_path: Path) -> None:
    assert diagnostics(make_vault(tmp_path, FILES, mark=""), *RULE) == []


def test_what_is_used_by_files_that_are_not_checked_is_used(tmp_path: Path) -> None:
    files = FILES | {"t/Old.md": "![[left.png]]\n", ".vaultlint.yaml": "exclude: [t/]\n"}
    found = places(diagnostics(make_vault(tmp_path, files), *RULE))
    assert found == ["b/left behind.pdf:1:1 orphan-attachment"]


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        pytest.param('<img src="files/big picture.png">', True, id="html"),
        pytest.param("cover: files/big picture.png\n", True, id="a property"),
        pytest.param("[a](../x/big%20picture.png)", True, id="percent-encoded"),
        pytest.param("see BIG PICTURE.PNG.", True, id="in a sentence, in another case"),
        pytest.param("one.png,big picture.png;", True, id="in a list"),
        pytest.param("_big picture.png_", True, id="in italics"),
        pytest.param("c:\\x\\big picture.png", True, id="of Windows"),
        pytest.param("my big picture.png", True, id="behind another word"),
        pytest.param("toobig picture.png", False, id="a part of a word"),
        pytest.param("big picture.pngs", False, id="another extension"),
        pytest.param("big\npicture.png", False, id="over two lines"),
        pytest.param("big picture", False, id="without its extension"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_mentioned(text: str, is_named: bool) -> None:
    files = ["a/Big picture.png", "b/big picture.png", "c/other.png"]
    assert mentioned(attachment_names(text), files) == (set(files[:2]) if is_named else set())


def test_canvases_and_bases_mention_files(tmp_path: Path) -> None:
    files = FILES | {
        "a.base": 'views:\n  - type: table\n    filters: file.name != "left.png"\n',
        "b.canvas": '{"nodes": [{"id": "1", "type": "text", "text": "left behind.pdf",'
        ' "x": 0, "y": 0, "width": 1, "height": 1}]}',
    }
    assert diagnostics(make_vault(tmp_path, files), *RULE) == []


@pytest.mark.parametrize("one", ["![[{}.png]] ", "word word {}.png,", "{}.png\n"])
def test_time_grows_with_the_text(one: str) -> None:
    def seconds(count: int) -> float:
        text = "".join(one.format(number) for number in range(count))
        files = [f"{number}.png" for number in range(2 * count)]
        begin = time.process_time()
        assert mentioned(attachment_names(text), files) == set(files[:count])
        return time.process_time() - begin

    seconds(10)
    # Eight times as much; quadratic would take 64 times as long.
    assert seconds(4000) < 24 * seconds(500) + 0.1


def test_the_texts_are_searched_once() -> None:
    index = index_of(["a.png"], [])
    assert index.mentioned is index.mentioned
