"""Whatever lies in a vault: no traceback, no hang, and the other notes are still reported."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.invoke import diagnostics, make_vault, vaultlint

GOOD = 'Good.md:1:3: error unresolved-link no note is named "X"; create it or correct the link'


def _unreadable(path: Path) -> None:
    path.write_text("text")
    path.chmod(0)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _broken_link(path: Path) -> None:
    path.symlink_to("nowhere.md")


def _link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _folder(path: Path) -> None:
    path.mkdir()


def _empty(path: Path) -> None:
    path.touch()


@pytest.mark.skipif(sys.platform == "win32", reason="files of these kinds are not there")
@pytest.mark.parametrize(
    ("make", "code", "in_vault", "by_name"),
    [
        pytest.param(
            _pipe, 2, 'cannot read "{}": a pipe', 'cannot read "{}": neither a file nor a folder'
        ),
        pytest.param(
            _broken_link,
            2,
            'cannot read "{}": a broken symbolic link',
            'cannot read "{}": a broken symbolic link; mend or remove it',
        ),
        pytest.param(
            _link_to_itself,
            2,
            'cannot read "{}": a broken symbolic link',
            'cannot read "{}": too many levels of symbolic links',
        ),
        pytest.param(
            _device,
            2,
            'cannot read "{}": a device',
            'cannot read "{}": neither a file nor a folder',
        ),
        pytest.param(
            _folder,
            1,
            '"{}" is a folder with the name of a note',
            '"{}" is a folder with the name of a note',
        ),
        pytest.param(
            _unreadable,
            2,
            'cannot read "{}": permission denied; check its permissions',
            'cannot read "{}": permission denied; check its permissions',
            marks=pytest.mark.skipif(
                sys.platform != "win32" and os.geteuid() == 0, reason="root may read everything"
            ),
        ),
        pytest.param(_empty, 1, "", ""),
    ],
)
def test_odd_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], None],
    code: int,
    in_vault: str,
    by_name: str,
) -> None:
    monkeypatch.chdir(make_vault(tmp_path, {"Good.md": "[[X]]"}))
    make(tmp_path / "odd.md")
    whole = vaultlint("check", "--output-format", "concise")
    assert whole.stdout.splitlines()[0] == GOOD
    assert (whole.code, whole.stderr) == (code, _line(in_vault))
    named = vaultlint("check", "odd.md", "Good.md", "--output-format", "concise")
    assert named.stdout.splitlines()[0] == GOOD
    assert (named.code, named.stderr) == (code, _line(by_name))
    # Whatever it is, it is nothing that a run about other notes would tell of.
    other = vaultlint("check", "Good.md", "--output-format", "concise")
    assert (other.code, other.stderr) == (1, "")


def _line(words: str) -> str:
    return f"vaultlint: {words.format('odd.md')}\n" if words else ""


def test_note_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make_vault(tmp_path, {"Good.md": "[[X]]", "Locked.md": ""}))
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "Locked.md":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    outcome = vaultlint("check", "--output-format", "concise")
    assert outcome == (
        2,
        f"{GOOD}\n1 error in 1 of 1 note\n",
        'vaultlint: cannot read "Locked.md": permission denied; check its permissions\n',
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xef\xbb\xbf", id="a byte order mark alone"),
        pytest.param(b"\r", id="a carriage return alone"),
        pytest.param(bytes(range(256)) * 40, id="binary"),
        pytest.param("[[X]]".encode("utf-16"), id="UTF-16"),
        pytest.param(b"caf\xe9", id="Latin-1"),
        pytest.param(b"---", id="an opener alone"),
        pytest.param(b"---\n---", id="nothing in the frontmatter"),
        pytest.param(b"\x00" * 100, id="zeros"),
        pytest.param(b"[[" * 5000, id="brackets"),
        pytest.param(b"> " * 2000 + b"x", id="deep quotes"),
        pytest.param("﹇<br>\n".encode() * 2000, id="openers"),
        pytest.param(b"{" * 20_000, id="braces"),
        pytest.param(b"---\na: " + b"[" * 20_000 + b"\n---\n", id="deep frontmatter"),
        pytest.param("\u2028\u0085\x0b\x0c[[Y]]\x1c".encode(), id="other line ends"),
        pytest.param(b"```\n" * 5001, id="fences"),
    ],
)
@pytest.mark.parametrize("output_format", ["text", "concise", "json"])
def test_odd_content(tmp_path: Path, content: bytes, output_format: str) -> None:
    make_vault(tmp_path, {"Good.md": "[[X]]"})
    (tmp_path / "Odd.md").write_bytes(content)
    outcome = vaultlint("check", tmp_path, "--output-format", output_format)
    assert (outcome.code, outcome.stderr) == (1, "")
    assert "Good.md" in outcome.stdout


def test_ten_megabytes(tmp_path: Path) -> None:
    paragraph = "Bread rises when yeast makes gas, see [[Yeast]] and **gluten**.\n\n"
    make_vault(tmp_path, {"Yeast.md": "", "Big.md": paragraph * (10_000_000 // len(paragraph))})
    (tmp_path / "Line.md").write_text("word " * 400_000 + "[[Nowhere]]" + " word" * 400_000)
    outcome = vaultlint("check", tmp_path)
    assert (outcome.code, outcome.stderr) == (1, "")
    assert max(map(len, outcome.stdout.splitlines())) < 200
    assert outcome.stdout.splitlines()[-1] == "1 error, 2 warnings in 2 of 3 notes"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are always text")
def test_name_that_is_no_text(tmp_path: Path) -> None:
    make_vault(tmp_path, {"Good.md": "[[X]]"})
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("[[Y]]")
    outcome = vaultlint("check", tmp_path)
    assert outcome.code == 2
    assert outcome.stderr == (
        f'vaultlint: cannot read "{tmp_path}/caf\\udce9.md": named in bytes that are no UTF-8\n'
    )


@pytest.mark.skipif(sys.platform == "win32", reason="such names are not allowed there")
def test_name_that_a_terminal_would_obey(tmp_path: Path) -> None:
    make_vault(tmp_path, {"A\x1b[31m\nB.md": "[[X\u202e]]"})
    for output_format in ("text", "concise"):
        outcome = vaultlint("check", tmp_path, "--output-format", output_format)
        assert "A\\x1b[31m\\x0aB.md" in outcome.stdout
        assert not {"\x1b", "\u202e"} & set(outcome.stdout)


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        pytest.param("nowhere.json", {}, id="missing"),
        pytest.param(".", {}, id="a folder"),
        pytest.param("a\\0b", {}, id="no path"),
        pytest.param("http://[x", {}, id="no URI"),
        pytest.param("../../../etc/passwd", {}, id="outside"),
        pytest.param("s.json", {"s.json": "["}, id="no JSON"),
        pytest.param("s.json", {"s.json": '{"$ref": "//["}'}, id="refers to no URI"),
        pytest.param("s.json", {"s.json": '{"$id": "http://["}'}, id="is named by no URI"),
        pytest.param("s.json", {"s.json": '{"$ref": "a\\u0000b"}'}, id="refers to no path"),
        pytest.param("s.json", {"s.json": '{"$ref": "http://x/y"}'}, id="refers to the network"),
        pytest.param("s.json", {"s.json": '{"properties": {"a": {"pattern": "("}}}'}, id="regex"),
        pytest.param("s.json", {"s.json": '{"type": "strin"}'}, id="no schema"),
        pytest.param("s.json", {"s.json": '{"a":' * 50_000}, id="deep"),
    ],
)
def test_odd_schema_of_a_note(tmp_path: Path, schema: str, files: dict[str, str]) -> None:
    note = f'---\n$schema: "{schema}"\na: x\n---\n'
    make_vault(tmp_path, {"A.md": note, "B.md": note, "Good.md": "[[X]]", **files})
    outcome = vaultlint("check", tmp_path, "--output-format", "json")
    assert (outcome.code, outcome.stderr) == (1, "")
    found = json.loads(outcome.stdout)["diagnostics"]
    rules = ["schema-violation", "schema-violation", "unresolved-link"]
    assert [entry["rule"] for entry in found] == rules
    (tmp_path / ".vaultlint.yaml").write_text(f'schemas:\n  - schema: "{schema}"\n')
    outcome = vaultlint("check", tmp_path)
    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith("vaultlint: ")


def test_schemas_do_not_depend_on_the_notes_before(tmp_path: Path) -> None:
    files = {"bad.json": '{"type": "strin"}', "ref.json": '{"$ref": "bad.json"}'}
    notes = {
        "A.md": "---\n$schema: bad.json\n---\n",
        "B.md": "---\n$schema: ref.json\n---\n",
    }
    make_vault(tmp_path, {**files, **notes})
    assert diagnostics(tmp_path) == diagnostics(tmp_path / "A.md") + diagnostics(tmp_path / "B.md")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are others there")
def test_pipes_are_never_opened(tmp_path: Path) -> None:
    make_vault(tmp_path, {"A.md": "---\n$schema: pipe.json\n---\n"})
    os.mkfifo(tmp_path / "pipe.json")
    (entry,) = diagnostics(tmp_path)
    assert entry["message"] == (
        'cannot read the schema "pipe.json": not a regular file; name a file of the vault '
        "or a preset"
    )
    outcome = vaultlint("check", tmp_path, "--config", tmp_path / "pipe.json")
    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr.endswith('pipe.json": not a regular file\n')
