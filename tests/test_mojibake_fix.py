"""What the fix of damaged notes writes: the note that it was, byte for byte, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.shared import SHARED, needs_shared
from vaultlint.checks.encoding.mojibake import check
from vaultlint.cli.main import main
from vaultlint.diagnostic import Fix
from vaultlint.fix import Edits, repaired_content
from vaultlint.notes.parse import parse
from vaultlint.rule import NoOptions
from vaultlint.text.decode import decode
from vaultlint.text.mojibake import misread

MARK = "\ufeff"
TEXT = "﹇<br>\nÜber Größe – what’s “rye”?\n\n#card\n\nя 日本 🔴\n\n⌂\n<br>﹈<br>\n"


def fix_of(content: bytes) -> Fix | None:
    (finding,) = check(parse(decode("N.md", content)), NoOptions())
    return finding.fix


def fixed(content: bytes) -> tuple[bytes, bool]:
    """The bytes after the fix, and whether it is safe."""
    source = decode("N.md", content)
    fix = fix_of(content)
    assert fix is not None
    return repaired_content(source, Edits(source.text, [fix])), fix.safe


def damaged(text: str, *encodings: str) -> bytes:
    for encoding in encodings:
        text = misread(text, encoding)
    return text.encode()


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"], ids=repr)
@pytest.mark.parametrize("encodings", [("cp1252",), ("cp1252", "mac-roman"), ("cp1251",)], ids=str)
def test_the_note_that_it_was(encodings: tuple[str, ...], line_break: str) -> None:
    text = TEXT.replace("\n", line_break)
    assert fixed(damaged(text, *encodings)) == (text.encode(), True)


def test_each_line_keeps_its_own_line_break() -> None:
    text = "Größe\r\nplain\nsoufflé\rœuf\n\r\nit’s\r"
    assert fixed(damaged(text, "cp1252")) == (text.encode(), True)


def test_lines_without_damage_are_left_alone() -> None:
    healthy = "Œuvre « à » \x85 … \ufffd\n".encode()
    content = b"".join((healthy, damaged("soufflé\n", "cp1252"), healthy))
    assert fixed(content) == (b"".join((healthy, "soufflé\n".encode(), healthy)), True)


def test_healthy_characters_beside_damage_stay() -> None:
    content = "Crème: a soufflÃ© of 日本, twice itÃ¢â‚¬â„¢s\n".encode()
    assert fixed(content) == ("Crème: a soufflé of 日本, twice it’s\n".encode(), True)


@pytest.mark.parametrize("rest", ["# Größe\n", "# plain\n", "\n# plain\n", "\nGröße"], ids=repr)
@pytest.mark.parametrize("encodings", [("cp1252",), ("latin-1", "cp1252")], ids=str)
def test_a_damaged_mark_goes(rest: str, encodings: tuple[str, ...]) -> None:
    assert fixed(damaged(MARK + rest, *encodings)) == (rest.encode(), True)


def test_a_mark_stays_that_is_one() -> None:
    assert fixed(MARK.encode() + damaged("soufflé", "cp1252")) == (f"{MARK}soufflé".encode(), True)


def test_a_lost_part_makes_it_unsafe() -> None:
    content = "â€œyesâ€\ufffd and â€œnoâ€\ufffd".encode()
    assert fixed(content) == ("“yesâ€\ufffd and “noâ€\ufffd".encode(), False)


def test_a_lost_byte_beside_makes_it_unsafe() -> None:
    content = "voilÃ\ufffd: the soufflÃ©\n".encode()
    assert fixed(content) == ("voilÃ\ufffd: the soufflé\n".encode(), False)


def test_nothing_is_written_where_all_is_lost() -> None:
    assert fix_of("she said yesâ€\ufffd and no".encode()) is None


def test_nothing_is_left_to_repair() -> None:
    content, _ = fixed(damaged(TEXT, "cp1252", "cp1252"))
    assert decode("N.md", content).damage is None


@needs_shared
def test_the_note_that_was_found(tmp_path: Path) -> None:
    assert SHARED is not None
    (seed,) = (SHARED / "seed").glob("*.md")
    (original,) = (SHARED / "vault-sample").rglob("Part 1꞉ Overview.md")
    note = tmp_path / "N.md"
    note.write_bytes(seed.read_bytes())
    options = [f"--vault={tmp_path}", "--select=mojibake", "--fix"]
    result = CliRunner().invoke(main, ["check", str(tmp_path), *options])
    assert result.exit_code == 0, result.output
    assert note.read_bytes() == original.read_bytes()
