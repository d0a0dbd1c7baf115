"""Any bytes become a source, and each of its places is one of the file."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import SHARED, needs_shared
from vaultlint.text.decode import decode
from vaultlint.text.mojibake import misread
from vaultlint.text.source import Damage, Source, line_starts
from vaultlint.text.span import LspPosition, Position, Span

FRENCH = "Le théorème de Pythagore était déjà connu à Babylone."
POLISH = "Komórka jest podstawową jednostką życia, a ścieżka źródłem energii."
GREEK = "Το κύτταρο είναι η βασική μονάδα της ζωής."
RUSSIAN = "Клетка является основной единицей жизни."
JAPANESE = "細胞は生命の基本単位です。カードを作ります。"
CHINESE = "细胞是生命的基本单位。这是一张卡片。"
KOREAN = "세포는 생명의 기본 단위입니다."


def damage(source: Source) -> Damage:
    assert source.damage is not None
    return source.damage


# --- healthy files


@pytest.mark.parametrize(
    ("content", "text", "bom_bytes"),
    [
        pytest.param(b"", "", 0, id="empty"),
        pytest.param(b"a\r\nb\rc\n", "a\r\nb\rc\n", 0, id="line ends stay"),
        pytest.param("é ﹇ 🔴".encode(), "é ﹇ 🔴", 0, id="UTF-8"),
        pytest.param(b"\xef\xbb\xbf---\n", "---\n", 3, id="byte order mark"),
        pytest.param(b"\xef\xbb\xbf\xef\xbb\xbf-", "\ufeff-", 3, id="a second one is text"),
        pytest.param(b"\xef\xbb\xbf", "", 3, id="byte order mark alone"),
        pytest.param("\ufffd".encode(), "\ufffd", 0, id="replacement character"),
        pytest.param(
            b"a note of many words \x00 here", "a note of many words \0 here", 0, id="NUL"
        ),
        pytest.param(b"a note with an \x1b escape", "a note with an \x1b escape", 0, id="escape"),
    ],
)
def test_healthy(content: bytes, text: str, bom_bytes: int) -> None:
    assert decode("N.md", content) == Source("N.md", text, line_starts(text), bom_bytes)


def test_clean_notes_load_no_library() -> None:
    code = (
        "import sys\n"
        "from vaultlint.text.decode import decode\n"
        "for text in ('plain', 'L’été « à Noël »', 'Größe – Maß', '日本語', 'Клетка', '🔴 ﹇ ⌂'):\n"
        "    assert decode('N.md', text.encode()).damage is None\n"
        "print(sorted({'ftfy', 'charset_normalizer'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# --- mojibake


def test_mojibake() -> None:
    text = "﹇<br>\nWhat’s rye?\n"
    damaged = misread(text, "cp1252")
    source = decode("N.md", damaged.encode())
    found = damage(source)
    assert (source.text, source.line_starts) == (text, line_starts(text))
    assert (found.kind, found.encoding, found.rounds) == ("mojibake", "cp1252", ("cp1252",))
    assert (found.repaired, found.lost, found.span) == (True, 0, Span(0, 3))
    assert (found.file_text, found.file_line_starts) == (damaged, line_starts(damaged))


def test_places_in_mojibake() -> None:
    source = decode("N.md", b"\xef\xbb\xbf" + misread("é\nx🔴y", "cp1252").encode())
    assert source.text == "é\nx🔴y"
    assert [source.position(at) for at in range(6)] == [
        Position(1, 1),
        Position(1, 3),
        Position(2, 1),
        Position(2, 2),
        Position(2, 6),
        Position(2, 7),
    ]
    assert [source.lsp_position(at) for at in (0, 3, 4)] == [
        LspPosition(0, 0),
        LspPosition(1, 1),
        LspPosition(1, 5),
    ]
    file_text = misread("é\nx🔴y", "cp1252")
    assert [source.byte_offset(at) for at in (0, 1, 3, 4, 5)] == [
        3 + len(file_text[:at].encode()) for at in (0, 2, 4, 8, 9)
    ]


def test_mojibake_that_cannot_be_restored() -> None:
    text = "she said yesâ€\ufffd and no"
    source = decode("N.md", text.encode())
    found = damage(source)
    assert (source.text, found.repaired, found.encoding, found.lost) == (text, False, "cp1252", 1)
    assert found.span == Span(12, 15)


# --- other encodings


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (POLISH, "cp1250"),
        (GREEK, "cp1253"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (FRENCH, "mac-roman"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (KOREAN, "cp949"),
    ],
)
def test_legacy_encodings(text: str, encoding: str) -> None:
    text = f"# Notes\n\n{text}\n"
    content = text.encode(encoding)
    source = decode("N.md", content)
    found = damage(source)
    assert (source.text, source.encoding, found.encoding) == (text, encoding, encoding)
    assert (found.kind, found.repaired) == ("invalid-utf-8", False)
    with pytest.raises(UnicodeDecodeError) as refused:
        content.decode()
    first = len(content[: refused.value.start].decode(encoding, "ignore"))
    assert found.span == Span(first, first + 1)
    assert [source.byte_offset(at) for at in range(len(text) + 1)] == [
        len(text[:at].encode(encoding)) for at in range(len(text) + 1)
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_with_a_mark(encoding: str) -> None:
    text = "# Größe\n🔴 細胞\n"
    mark = "\ufeff".encode(encoding)
    source = decode("N.md", mark + text.encode(encoding))
    found = damage(source)
    assert (source.text, source.encoding, found.encoding) == (text, encoding, encoding)
    assert (source.bom_bytes, found.span) == (len(mark), Span(0, 1))
    assert source.byte_offset(9) == len(mark) + len(text[:9].encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    text = "# Größe\nwords and words\n"
    source = decode("N.md", text.encode(encoding))
    assert (source.text, source.encoding, source.bom_bytes) == (text, encoding, 0)
    assert damage(source).kind == "invalid-utf-8"


def test_utf_16_that_was_cut() -> None:
    source = decode("N.md", "# Größe\n🔴".encode("utf-16")[:-1])
    assert source.text == "# Größe\n\ufffd"
    assert source.byte_offset(len(source.text)) == 20


@pytest.mark.parametrize(
    ("content", "text", "encoding", "span"),
    [
        pytest.param("– ".encode() + b"a cr\xeape", "– a crêpe", "cp1252", Span(6, 7), id="letter"),
        pytest.param("– ".encode() + b"it\x92s", "– it’s", "cp1252", Span(4, 5), id="apostrophe"),
        pytest.param(
            "– ".encode() + b"\xf0\x9f\x8c", "– \ufffd\ufffd\ufffd", "", Span(2, 3), id="torn"
        ),
        pytest.param("– ".encode() + b"\x81", "– \ufffd", "", Span(2, 3), id="no letter"),
    ],
)
def test_foreign_bytes_in_utf_8(content: bytes, text: str, encoding: str, span: Span) -> None:
    source = decode("N.md", content)
    found = damage(source)
    assert (source.text, source.encoding) == (text, "utf-8")
    assert (found.kind, found.encoding, found.span) == ("invalid-utf-8", encoding, span)
    assert source.byte_offset(len(text)) == len(content)


def test_few_foreign_bytes_are_taken_for_windows_1252() -> None:
    source = decode("N.md", b"20 \xb0C")
    assert (source.text, damage(source).encoding) == ("20 °C", "cp1252")


def test_a_mark_before_a_legacy_text() -> None:
    source = decode("N.md", b"\xef\xbb\xbfcaf\xe9")
    assert (source.text, source.bom_bytes, source.byte_offset(4)) == ("café", 3, 7)


# --- no text


@pytest.mark.parametrize(
    ("content", "first", "bom_bytes"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 6, 0, id="PNG"),
        pytest.param(b"%PDF-1.7\xe2\xe3\x00\x01", 10, 0, id="PDF"),
        pytest.param(b"\x00" * 60, 0, 0, id="NULs"),
        pytest.param(b"a note\n" + b"\x00" * 60, 7, 0, id="a note and NULs"),
        pytest.param(b"\xff\xfe\x00\xd8" * 20, 2, 0, id="UTF-16 of surrogates"),
        pytest.param(b"\xef\xbb\xbf\xff\x00", 1, 3, id="mark"),
    ],
)
def test_binary(content: bytes, first: int, bom_bytes: int) -> None:
    source = decode("N.md", content)
    found = damage(source)
    assert (source.text, source.line_starts) == ("", (0,))
    assert (found.kind, found.encoding, found.span) == ("binary", "", Span(first, first + 1))
    assert source.byte_offset(0) == bom_bytes + first


# --- any bytes


def assert_places_are_sound(source: Source, content: bytes) -> None:
    offsets = range(len(source.text) + 1)
    positions = [source.position(at) for at in offsets]
    assert positions == sorted(positions)
    lsp_positions = [source.lsp_position(at) for at in offsets]
    assert lsp_positions == sorted(lsp_positions)
    byte_offsets = [source.byte_offset(at) for at in offsets]
    assert byte_offsets == sorted(byte_offsets)
    assert 0 <= byte_offsets[0] <= byte_offsets[-1] <= len(content)
    source.text.encode()
    if source.damage is not None:
        assert source.damage.span.end <= len(source.file_text)
        assert source.line_starts == line_starts(source.text)


@given(st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    assert_places_are_sound(decode("N.md", content), content)


@given(
    st.text(max_size=60),
    st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp932", "gb18030"]),
    st.binary(max_size=3),
)
def test_texts_with_stray_bytes(text: str, encoding: str, stray: bytes) -> None:
    for content in (
        text.encode(encoding, "replace") + stray,
        stray + text.encode("utf-8", "replace"),
    ):
        assert_places_are_sound(decode("N.md", content), content)


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_byte_offsets_of_healthy_text(text: str) -> None:
    source = decode("N.md", text.encode())
    if source.damage is None and not source.bom_bytes:
        ends = [len(text[:at].encode()) for at in range(len(text) + 1)]
        assert [source.byte_offset(at) for at in range(len(text) + 1)] == ends


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param(b"plain words\n", id="ASCII"),
        pytest.param("Größe – « l’été »\n".encode(), id="UTF-8"),
        pytest.param("Größe – « l’été »\n".encode("cp1252"), id="Windows-1252"),
        pytest.param(f"{CHINESE}\n".encode("gb18030"), id="GB 18030"),
        pytest.param("Größe – « l’été »\n".encode("utf-16-le"), id="UTF-16"),
        pytest.param(b"plain words without an end ", id="one line"),
        pytest.param(b"\xff", id="no letter"),
        pytest.param(b"\x00", id="NUL"),
    ],
)
def test_long_files_are_read_in_time(unit: bytes) -> None:
    content = unit * (10_000_000 // len(unit))
    start = time.process_time()
    decode("N.md", content)
    assert time.process_time() - start < 10


# --- the real vault


@needs_shared
def test_the_real_vault_is_healthy() -> None:
    assert SHARED is not None
    paths = sorted((SHARED / "vault-sample").rglob("*.md"))
    damaged = [path for path in paths if decode(path.name, path.read_bytes()).damage is not None]
    assert (len(paths) > 20, damaged) == (True, [])


@needs_shared
def test_the_damaged_note_reads_as_it_was() -> None:
    assert SHARED is not None
    (seed,) = (SHARED / "seed").glob("*.md")
    (whole,) = (SHARED / "vault-sample").rglob("Part 1꞉ Overview.md")
    source = decode(seed.name, seed.read_bytes())
    found = damage(source)
    assert source.text.encode() == whole.read_bytes()
    assert (found.kind, found.encoding, found.rounds) == ("mojibake", "cp1252", ("cp1252",))
    assert (found.repaired, found.lost) == (True, 0)
    assert misread(source.text, "cp1252").encode() == seed.read_bytes()
