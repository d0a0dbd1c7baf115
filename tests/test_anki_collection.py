"""Collections that Anki itself made, and files that are none."""

from __future__ import annotations

import itertools
import os
import sqlite3
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import zstandard

from tests.anki_collections import StatedNote, write_collection
from vaultlint.anki.collection import read_collection
from vaultlint.anki.errors import CollectionError
from vaultlint.anki.makers import flashcards_kind, is_made_by_plugin, origin
from vaultlint.anki.records import AnkiNote, Collection, deck_key

if TYPE_CHECKING:
    from anki.collection import Collection as AnkiCollection
    from anki.decks import DeckId
    from anki.notes import NoteId

Ids = tuple[int, int, int, int]

_SOURCE = '<a href="obsidian://open?vault=My%20vault&amp;file=Bread%2FRye.md">Rye</a>'


@contextmanager
def anki(file: Path) -> Iterator[AnkiCollection]:
    """Anki with this collection open; it is made if there is none."""
    collection_module = pytest.importorskip("anki.collection")
    opened: AnkiCollection = collection_module.Collection(str(file))
    try:
        yield opened
    finally:
        if opened.db is not None:
            opened.close()


def add_note(
    collection: AnkiCollection, type_name: str, deck: str, *fields: str, tags: str = ""
) -> NoteId:
    """A new note in Anki; its id."""
    note_type = collection.models.by_name(type_name)
    assert note_type is not None
    note = collection.new_note(note_type)
    note.fields[: len(fields)] = fields
    note.tags = tags.split()
    collection.add_note(note, deck_id(collection, deck))
    return note.id


def deck_id(collection: AnkiCollection, name: str) -> DeckId:
    """The deck with this name, which is made if there is none."""
    found = collection.decks.id(name)
    assert found is not None
    return found


def add_type(collection: AnkiCollection, name: str, copied: str, *fields: str) -> None:
    """A note type like another one, with more fields."""
    model = collection.models.by_name(copied)
    assert model is not None
    note_type = collection.models.copy(model, add=False)
    note_type["name"] = name
    for field in fields:
        collection.models.add_field(note_type, collection.models.new_field(field))
    collection.models.add(note_type)


def fill(collection: AnkiCollection) -> Ids:
    """Four notes of different types; their ids."""
    add_type(collection, "Obsidian-basic-source", "Basic", "Source")
    return (
        add_note(collection, "Basic", "Bread::Starter", "<b>q</b>", "a", tags="flour obsidian"),
        add_note(collection, "Basic (and reversed card)", "Default", "q2", "a2"),
        add_note(collection, "Cloze", "Brot::Ähre::🌾", "{{c1::a}} and {{c2::b}}"),
        add_note(collection, "Obsidian-basic-source", "Bread", "q3", "a3", _SOURCE),
    )


def filled(ids: Ids) -> list[AnkiNote]:
    """What must be read of the notes of fill()."""
    first, second, third, fourth = ids
    return [
        AnkiNote(first, "Basic", "basic", ("Bread::Starter",), ("flour", "obsidian"), "<b>q</b>"),
        AnkiNote(second, "Basic (and reversed card)", "reversed", ("Default",), (), "q2"),
        AnkiNote(third, "Cloze", "cloze", ("Brot::Ähre::🌾",), (), "{{c1::a}} and {{c2::b}}"),
        AnkiNote(fourth, "Obsidian-basic-source", "basic", ("Bread",), (), "q3", _SOURCE),
    ]


def notes(file: Path) -> list[AnkiNote]:
    return list(read_collection(file).notes.values())


def schema(file: Path) -> int:
    with closing(sqlite3.connect(file)) as database:
        version: int = database.execute("select ver from col").fetchone()[0]
        return version


def state(folder: Path) -> list[tuple[str, int, bytes]]:
    """Names, times and contents of the files in a folder."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return [(file.name, file.stat().st_mtime_ns, file.read_bytes()) for file in files]


# --- collections of Anki


def test_schema_18(tmp_path: Path) -> None:
    file = tmp_path / "collection.anki2"
    with anki(file) as collection:
        ids = fill(collection)
    assert schema(file) == 18
    before = state(tmp_path)
    assert notes(file) == filled(ids)
    assert state(tmp_path) == before


@pytest.mark.parametrize("name", ["collection.anki2", "collection.anki21", "no suffix"])
def test_schema_11(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    with anki(file) as collection:
        ids = fill(collection)
        collection.close(downgrade=True)
    assert schema(file) == 11
    assert notes(file) == filled(ids)


def test_names_that_are_special_in_an_address(tmp_path: Path) -> None:
    file = tmp_path / "a b?mode=rw#c%41.anki2"
    with anki(file) as collection:
        ids = fill(collection)
    assert notes(file) == filled(ids)


@pytest.mark.parametrize("is_legacy", [False, True])
def test_exports(tmp_path: Path, is_legacy: bool) -> None:
    api = pytest.importorskip("anki.collection")
    file = tmp_path / "collection.anki2"
    package, whole = tmp_path / "some.apkg", tmp_path / "all.colpkg"
    with anki(file) as collection:
        ids = fill(collection)
        deck = api.DeckIdLimit(collection.decks.id("Bread"))
        options = api.ExportAnkiPackageOptions(legacy=is_legacy)
        collection.export_anki_package(out_path=str(package), options=options, limit=deck)
        collection.export_collection_package(str(whole), include_media=False, legacy=is_legacy)
    with zipfile.ZipFile(whole) as archive:
        # What must not be read: it only says "please update".
        assert "collection.anki2" in archive.namelist()
        assert ("collection.anki21b" in archive.namelist()) is not is_legacy
    before = state(tmp_path)
    assert notes(whole) == filled(ids)
    assert read_collection(whole).is_whole
    # Without its review history an exported note has lost nothing that is read here.
    some = read_collection(package)
    assert list(some.notes) == [ids[0], ids[3]]
    assert not some.is_whole
    assert some.decks == {"bread::starter", "bread"}
    assert state(tmp_path) == before


def test_latest_collection_without_its_archive(tmp_path: Path) -> None:
    file = tmp_path / "collection.anki2"
    with anki(file) as collection:
        ids = fill(collection)
    packed = tmp_path / "collection.anki21b"
    packed.write_bytes(zstandard.ZstdCompressor().compress(file.read_bytes()))
    assert notes(packed) == filled(ids)


def test_placeholder_of_an_export(tmp_path: Path) -> None:
    file, export = tmp_path / "collection.anki2", tmp_path / "all.colpkg"
    with anki(file) as collection:
        fill(collection)
        collection.export_collection_package(str(export), include_media=False, legacy=False)
    with zipfile.ZipFile(export) as archive:
        placeholder = tmp_path / "placeholder.anki2"
        placeholder.write_bytes(archive.read("collection.anki2"))
    assert fault(placeholder).startswith("only asks older programs to update")


def test_card_in_a_filtered_deck(tmp_path: Path) -> None:
    file = tmp_path / "collection.anki2"
    with anki(file) as collection:
        note_id = add_note(collection, "Basic", "Bread", "q", "a")
        filtered = collection.decks.new_filtered("Before the exam")
        collection.sched.rebuild_filtered_deck(filtered)
        (card,) = collection.get_note(note_id).cards()
        assert card.did == filtered
    assert read_collection(file).notes[note_id].decks == ("Bread",)


def test_decks_of_several_cards(tmp_path: Path) -> None:
    file = tmp_path / "collection.anki2"
    with anki(file) as collection:
        note_id = add_note(collection, "Basic (and reversed card)", "Zwieback", "q", "a")
        _, second = collection.get_note(note_id).cards()
        collection.set_deck([second.id], deck_id(collection, "Ale"))
    assert read_collection(file).notes[note_id].decks == ("Zwieback", "Ale")


@pytest.mark.parametrize("name", ["Bread::Rye", " Bread :: Rye ", "bread::RYE", 'Br"ead::Rye'])
def test_names_of_decks_are_compared_as_anki_does(tmp_path: Path, name: str) -> None:
    file = tmp_path / "collection.anki2"
    with anki(file) as collection:
        made = collection.decks.id("Bread::Rye")
        # Whatever Anki calls one deck is one deck here.
        is_same = collection.decks.id(name) == made
    assert (deck_key(name) == deck_key("Bread::Rye")) is (is_same or '"' in name)


# --- while Anki is open


def test_open_in_anki(tmp_path: Path) -> None:
    file = tmp_path / "collection.anki2"
    with anki(file) as collection:
        ids = fill(collection)
        assert (tmp_path / "collection.anki2-wal").stat().st_size > 0
        before = state(tmp_path)
        assert notes(file) == filled(ids)
        assert state(tmp_path) == before
        # Anki goes on as if nothing had been.
        assert collection.note_count() == 4
        add_note(collection, "Basic", "Bread", "q4", "a4")
        assert len(notes(file)) == 5
    assert len(notes(file)) == 5


def test_open_in_anki_and_nothing_changed(tmp_path: Path) -> None:
    file = tmp_path / "collection.anki2"
    with anki(file) as collection:
        ids = fill(collection)
    with anki(file):
        before = state(tmp_path)
        assert notes(file) == filled(ids)
        assert state(tmp_path) == before


def test_locked_by_another_process(tmp_path: Path) -> None:
    file = write_collection(tmp_path / "collection.anki2", [_NOTE])
    program = (
        "import sqlite3, sys, time\n"
        "database = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "database.execute('begin exclusive')\n"
        "database.execute('delete from notes')\n"
        "print('locked', flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, file], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"locked"
        before = state(tmp_path)
        # What is not committed is not there.
        assert [note.id for note in notes(file)] == [1699000000001]
        assert state(tmp_path) == before
        process.kill()


def test_after_a_crash_the_journal_is_heeded(tmp_path: Path) -> None:
    file = write_collection(tmp_path / "collection.anki2", [_NOTE])
    program = (
        "import os, sqlite3, sys\n"
        "database = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "database.execute('pragma cache_size = 1')\n"
        "database.execute('begin exclusive')\n"
        "database.execute('delete from notes')\n"
        "database.executemany('insert into notes (id, flds, tags) values (?, ?, ?)',\n"
        "    ((i, 'x' * 4000, '') for i in range(200)))\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", program, file], check=True)
    assert (tmp_path / "collection.anki2-journal").stat().st_size > 0
    before = state(tmp_path)
    assert [note.id for note in notes(file)] == [1699000000001]
    assert state(tmp_path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such mode there")
def test_in_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    folder.mkdir()
    file = folder / "collection.anki2"
    with anki(file) as collection:
        ids = fill(collection)
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        before = state(folder)
        assert notes(file) == filled(ids)
        assert state(folder) == before
    finally:
        folder.chmod(stat.S_IRWXU)


def test_nothing_is_left_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    file = tmp_path / "collection.anki2"
    with anki(file) as collection:
        fill(collection)
        assert len(notes(file)) == 4
        collection.export_collection_package(
            str(tmp_path / "all.colpkg"), include_media=False, legacy=False
        )
    assert len(notes(tmp_path / "all.colpkg")) == 4
    (tmp_path / "all.colpkg").write_bytes((tmp_path / "all.colpkg").read_bytes()[:-3000])
    with pytest.raises(CollectionError):
        read_collection(tmp_path / "all.colpkg")
    assert list(temporary.iterdir()) == []


# --- files that are no collections

_NOTE: StatedNote = {
    "id": 1699000000001,
    "type": "Obsidian-basic",
    "deck": "Bread",
    "Front": "q",
    "Back": "a",
}


def fault(file: Path) -> str:
    """What is said of a file, without its name: one line."""
    with pytest.raises(CollectionError) as raised:
        read_collection(file)
    line = str(raised.value)
    assert "\n" not in line
    assert line.startswith(f'"{file}" ')
    return line.removeprefix(f'"{file}" ').removeprefix("is ")


def _write(content: bytes) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(content)


def _sql(*statements: str) -> Callable[[Path], object]:
    def run(file: Path) -> None:
        with closing(sqlite3.connect(file)) as database:
            for statement in statements:
                database.execute(statement)
            database.commit()

    return run


def _changed(*statements: str) -> Callable[[Path], object]:
    def run(file: Path) -> None:
        write_collection(file, [_NOTE])
        _sql(*statements)(file)

    return run


def _zip(**members: bytes) -> Callable[[Path], object]:
    def run(file: Path) -> None:
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in members.items():
                archive.writestr(name.replace("__", "."), content)

    return run


_LATEST = zstandard.ZstdCompressor().compress(b"x" * 1000)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(Path.mkdir, "a folder; name the collection", id="folder"),
        pytest.param(_write(b""), "empty; name the collection.anki2", id="empty"),
        pytest.param(_write(b"# A note\n"), "no Anki collection; name", id="text"),
        pytest.param(_write(bytes(5000)), "no Anki collection; name", id="zeros"),
        pytest.param(_write(b"SQLite format 3\0"), "damaged (", id="only the head"),
        pytest.param(_write(b"SQLite format 3\0" + bytes(9000)), "damaged (", id="zeros behind"),
        pytest.param(_write(b"PK\x03\x04rest"), "damaged (", id="no zip"),
        pytest.param(_write(b"\x28\xb5\x2f\xfdrest"), "damaged (", id="no zstd"),
        pytest.param(_sql("create table notes (id)"), "an SQLite database, but", id="other"),
        pytest.param(_changed("delete from col"), "damaged (", id="no version"),
        pytest.param(_changed("update col set ver = 19"), "of a newer Anki (schema 19;", id="new"),
        pytest.param(_changed("update col set ver = 9"), "of an old Anki (schema 9;", id="old"),
        pytest.param(_changed("update col set ver = 'x'"), "damaged (", id="version is text"),
        pytest.param(_changed("update col set ver = 18"), "damaged (", id="no tables of 18"),
        pytest.param(_changed("update col set models = '{'"), "damaged (", id="no JSON"),
        pytest.param(_changed("update col set models = '[]'"), "damaged (", id="a list"),
        pytest.param(_changed("update col set models = '{\"1\": {}}'"), "damaged (", id="no name"),
        pytest.param(
            _changed(f"update col set decks = '{'[' * 100000}'"), "damaged (", id="deep JSON"
        ),
        pytest.param(_changed("update notes set flds = x'ff'"), "", id="bytes"),
        pytest.param(_changed("drop table cards"), "an SQLite database, but", id="no cards"),
        pytest.param(_zip(a__txt=b"x"), "a zip archive without an Anki collection", id="other zip"),
        pytest.param(_zip(collection__anki21=b"x"), "damaged (", id="zip of nonsense"),
        pytest.param(
            _zip(meta=b"\x08\x03", collection__anki2=b"x"),
            "damaged (no collection.anki21b in it)",
            id="zip without the real one",
        ),
        pytest.param(
            _zip(meta=b"\x08\x04", collection__anki2=b"x"),
            "was exported by a newer Anki",
            id="new zip",
        ),
        pytest.param(
            _zip(meta=b"", collection__anki2=b"x"), "was exported by a newer", id="no meta"
        ),
        pytest.param(
            _zip(meta=b"\x08\x03", collection__anki21b=b"x"), "damaged (", id="zip without zstd"
        ),
        pytest.param(
            _zip(meta=b"\x08\x03", collection__anki21b=_LATEST[:-4]), "damaged (", id="cut zstd"
        ),
        pytest.param(
            _zip(meta=b"\x08\x03", collection__anki21b=_LATEST), "damaged (", id="zstd of nonsense"
        ),
    ],
)
def test_no_collection(tmp_path: Path, make: Callable[[Path], object], words: str) -> None:
    file = tmp_path / "collection.anki2"
    make(file)
    if words:
        assert fault(file).startswith(words)
    else:
        assert len(notes(file)) == 1


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_collection(tmp_path / "collection.anki2")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "collection.anki2")
    with pytest.raises(OSError, match="not a regular file"):
        read_collection(tmp_path / "collection.anki2")


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("suffix", ["anki2", "colpkg"])
def test_cut_off(tmp_path: Path, suffix: str, kept: float) -> None:
    file, export = tmp_path / "collection.anki2", tmp_path / "all.colpkg"
    with anki(file) as collection:
        for number in range(500):
            add_note(collection, "Basic", "Bread", f"q{number} " + "x" * 200, "a")
        collection.export_collection_package(str(export), include_media=False, legacy=False)
    chosen = file if suffix == "anki2" else export
    content = chosen.read_bytes()
    chosen.write_bytes(content[: int(len(content) * kept)])
    assert fault(chosen).startswith("damaged (")


def test_every_byte_may_be_wrong(tmp_path: Path) -> None:
    """Whatever is damaged: a collection, or one line."""
    file = write_collection(tmp_path / "collection.anki2", [_NOTE] * 1)
    content = file.read_bytes()
    for at in [*range(110), *range(110, len(content), 97)]:
        damaged = bytearray(content)
        damaged[at] ^= 0xFF
        file.write_bytes(damaged)
        try:
            assert isinstance(read_collection(file), Collection)
        except CollectionError as error:
            assert "\n" not in str(error)


# --- what notes tell of the plugin that made them


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Obsidian-basic", "basic"),
        ("Obsidian-basic-source-code", "basic"),
        ("Obsidian-basic-reversed", "reversed"),
        ("obsidian-basic-reversed-code", "reversed"),
        ("Obsidian-cloze-source", "cloze"),
        ("Obsidian-spaced", "spaced"),
        ("Obsidian-basic-1a2b3", "basic"),
        ("Obsidian-basic+", "basic"),
        ("Obsidian-basics", None),
        ("My Obsidian-basic", None),
        ("Basic", None),
        ("", None),
    ],
)
def test_types_of_flashcards_obsidian(name: str, kind: str | None) -> None:
    assert flashcards_kind(name) == kind
    assert is_made_by_plugin(AnkiNote(1, name, "basic", ())) is (kind is not None)


def test_tag_of_obsidian_to_anki() -> None:
    assert is_made_by_plugin(AnkiNote(1, "Basic", "basic", (), ("bread", "Obsidian_to_Anki")))


@pytest.mark.parametrize(
    ("source", "place"),
    [
        (_SOURCE, ("My vault", "Bread/Rye.md")),
        (_SOURCE.replace("&amp;", "&"), ("My vault", "Bread/Rye.md")),
        ("obsidian://open?vault=V&file=N%C3%B6te.md#%5E1699000000001", ("V", "Nöte.md")),
        ("obsidian://open?vault=V", None),
        ("https://example.org/?vault=V&file=N", None),
        ("", None),
    ],
)
def test_origin(source: str, place: tuple[str, str] | None) -> None:
    assert origin(AnkiNote(1, "Obsidian-basic", "basic", (), source=source)) == place


# --- time


def test_20_000_notes(tmp_path: Path) -> None:
    stated = (
        {**_NOTE, "id": 1699000000000 + number, "Back": "x" * 400} for number in range(20_000)
    )
    file = write_collection(tmp_path / "collection.anki2", stated)
    start = time.process_time()
    assert len(read_collection(file).notes) == 20_000
    assert time.process_time() - start < 5  # seconds; a tenth of it is usual


def test_a_collection_that_never_stands_still(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_collection(tmp_path / "collection.anki2", [_NOTE])
    times = itertools.count()
    monkeypatch.setattr("vaultlint.anki.collection._stamps", lambda _: next(times))
    with pytest.raises(CollectionError, match=r"^Anki is changing .*; wait until it is done"):
        read_collection(file)
