"""What a process that reads notes holds of them."""

from pathlib import Path

import pytest

from tests.shared import SHARED, needs_shared
from vaultlint.commands import noteworker
from vaultlint.commands.noteworker import NoteReader, Way
from vaultlint.notes.parse import parse
from vaultlint.notes.reading import Reading
from vaultlint.text.decode import decode
from vaultlint.vault.facets import Asking

NOTES = {
    "a.md": "# Tea\n\n﹇<br>\nGreen? #card\nYes\n⌂\n<br>﹈<br>^1698833072729\n",
    "b.md": "---\ntags: [a/b]\nn: 1.5\nno:\nat: 2024-01-01\nin: {it: [true, [x]]}\n---\n[[a]]\n",
    "big number.md": f"---\nn: {2**70}\n---\n",
    "lone surrogate.md": '---\ntitle: "\\ud83c"\n---\n',
    "nested.md": f"---\nlist: {'[' * 150}{']' * 150}\n---\n",
}


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> NoteReader:
    monkeypatch.setattr(noteworker, "_UNPACKED", 0)
    given = {path: text.encode() for path, text in NOTES.items()}
    return NoteReader(Way("/nowhere", Reading(), Asking()), given)


@pytest.mark.parametrize("path", NOTES)
def test_a_note_that_is_held_packed_is_the_same(reader: NoteReader, path: str) -> None:
    read = reader.read(path, packs=True)
    assert read.failure is None
    note = reader.note(path)
    assert note == parse(decode(path, NOTES[path].encode()), Reading())
    assert note is not None
    assert reader.source(path) == note.source


def test_notes_are_held_packed_where_there_are_many(reader: NoteReader) -> None:
    for path in ("a.md", "b.md"):
        reader.read(path, packs=True)
    assert all(isinstance(held, bytes) for held in reader._notes.values())


@needs_shared
def test_the_notes_of_the_sample_are_the_same_when_packed(reader: NoteReader) -> None:
    sample = (SHARED or Path()) / "vault-sample"
    for file in sample.rglob("*.md"):
        path = file.relative_to(sample).as_posix()
        reader.given[path] = file.read_bytes()
        reader.read(path, packs=True)
        assert isinstance(reader._notes[path], bytes)
        assert reader.note(path) == parse(decode(path, reader.given[path]), Reading())
