"""The cache under real runs: folders without rights, damage, a kill, a full disk, several at once.

Whatever happens to the file, a report is that of a run without it.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from tests.example_vault import copy_example
from tests.invoke import Outcome, make_vault, vaultlint
from vaultlint import cache
from vaultlint.commands import filestates, vaultrun
from vaultlint.commands.memory import Memory
from vaultlint.commands.noteworker import NoteReader, ReadNote
from vaultlint.kept import OvertakenError, Update

FLOUR = "courses/🥖 Bread baking/1. Flour and water.md"
OVEN = "courses/🥖 Bread baking/4. The oven.md"
NOBODY = 65534  # the id of a user without rights


@pytest.fixture(autouse=True)
def _caches_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here caches lie in the vaults."""
    monkeypatch.delenv("VAULTLINT_CACHE_DIR")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return copy_example(tmp_path / "vault")


def _file(vault: Path) -> Path:
    return vault / ".vaultlint_cache" / "cache.sqlite3"


def _check(vault: Path, *more: str | Path) -> Outcome:
    return vaultlint("check", vault, *more)


def _uncached(vault: Path) -> Outcome:
    return _check(vault, "--no-cache")


def _said(outcome: Outcome, besides: Outcome) -> list[str]:
    """The lines on standard error that are not in another outcome."""
    usual = besides.stderr.splitlines()
    return [line for line in outcome.stderr.splitlines() if line not in usual]


def _started(*words: str | Path, before: Sequence[str] = ()) -> subprocess.Popen[str]:
    """A check in a process of its own. before: the program that starts it, with its arguments."""
    return subprocess.Popen(
        [*before, sys.executable, "-m", "vaultlint", "check", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _ended(process: subprocess.Popen[str]) -> Outcome:
    stdout, stderr = process.communicate()
    return Outcome(process.returncode, stdout, stderr)


def _assert_sound(file: Path) -> None:
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def _mark_kept(file: Path) -> None:
    """Puts other words into what is kept, by which a report tells that it was made of it."""
    connection = sqlite3.connect(file)
    rows = connection.execute(
        "SELECT work, path, digest, day, marks, data FROM outcomes"
    ).fetchall()
    for work, path, *values in rows:
        values[-1] = values[-1].replace(b"no note is named", b"NO NOTE IS NAMED")
        crc = crc32(b"".join(values), crc32(path.encode()))
        query = "UPDATE outcomes SET data = ?, crc = ? WHERE work = ? AND path = ?"
        connection.execute(query, (values[-1], crc, work, path))
    connection.commit()
    connection.close()


def test_what_is_kept_is_used(vault: Path) -> None:
    first = _check(vault)
    assert first == _check(vault) == _uncached(vault)
    _mark_kept(_file(vault))
    assert _check(vault).stdout == first.stdout.replace("no note is named", "NO NOTE IS NAMED")
    assert _check(vault).stdout != first.stdout
    assert _uncached(vault) == first


def test_folder_is_passed_over_by_others(vault: Path) -> None:
    _check(vault)
    folder = _file(vault).parent
    assert {file.name for file in folder.iterdir()} == {
        "cache.sqlite3",
        ".gitignore",
        "CACHEDIR.TAG",
    }
    assert (folder / ".gitignore").read_text(encoding="utf-8") == "*\n"
    tag = (folder / "CACHEDIR.TAG").read_text(encoding="utf-8")
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


# --- folders without rights


@pytest.fixture
def anybody() -> list[str]:
    """The program that starts another one without the right to write anywhere."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root may write anywhere, and there is no setpriv to be somebody else")
    before = [setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    if subprocess.run([*before, sys.executable, "-c", ""], capture_output=True).returncode != 0:
        pytest.skip("nobody but root can start this Python")
    return before


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may read, as those of pytest are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755)


def _forbid(folder: Path) -> None:
    """Lets nobody write to the folder and what is in it."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)


def test_read_only_vault(open_folder: Path, anybody: list[str]) -> None:
    vault = copy_example(open_folder / "vault")
    plain = _uncached(vault)
    _forbid(vault)
    assert _ended(_started(vault, before=anybody)) == plain
    told = _ended(_started(vault, "--verbose", before=anybody))
    assert told.stdout == plain.stdout
    assert f'no cache is kept: "{_file(vault)}" cannot be made (Permission denied)' in told.stderr
    assert not _file(vault).parent.exists()

    place = open_folder / "caches"
    place.mkdir()
    _forbid(place)
    told = _ended(_started(vault, "--cache-dir", place / "mine", before=anybody))
    assert told.stdout == plain.stdout
    (line,) = _said(told, plain)
    assert line.startswith(f'vaultlint: no cache is kept: "{place}/mine/')


def test_read_only_cache_is_used(open_folder: Path, anybody: list[str]) -> None:
    vault = copy_example(open_folder / "vault")
    plain = _ended(_started(vault))
    _mark_kept(_file(vault))
    _forbid(vault)
    kept = _file(vault).read_bytes()
    found = _ended(_started(vault, before=anybody))
    assert found == plain._replace(
        stdout=plain.stdout.replace("no note is named", "NO NOTE IS NAMED")
    )
    assert _file(vault).read_bytes() == kept

    # What changed since is found, and not kept.
    for path in (vault, vault / OVEN):
        path.chmod(0o755)
    (vault / OVEN).write_bytes((vault / OVEN).read_bytes() + b"\n[[Nowhere]]\n")
    _forbid(vault)
    assert '"Nowhere"' in _ended(_started(vault, before=anybody)).stdout
    assert _file(vault).read_bytes() == kept


def test_read_only_cache_of_another_configuration(open_folder: Path, anybody: list[str]) -> None:
    vault = copy_example(open_folder / "vault")
    _check(vault)
    (vault / ".obsidian/types.json").write_text('{"types": {"date": "text"}}', encoding="utf-8")
    plain = _uncached(vault)
    _forbid(vault)
    assert _ended(_started(vault, before=anybody)) == plain
    told = _ended(_started(vault, "--verbose", before=anybody))
    assert "is of another version or configuration, and cannot be written" in told.stderr


# --- damage


def _change(query: str) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        connection = sqlite3.connect(file)
        connection.executescript(query)
        connection.close()

    return change


def _with_right_sums(table: str) -> Callable[[Path], None]:
    """Nonsense of which only the reader of a record can tell that it is none."""

    def change(file: Path) -> None:
        connection = sqlite3.connect(file)
        first = "digest, day, marks," if table == "outcomes" else ""
        rows = connection.execute(f"SELECT path, {first} data FROM {table}").fetchall()
        for path, *values in rows:
            crc = crc32(b"".join([*values[:-1], b"\x93\xc1"]), crc32(path.encode()))
            query = f"UPDATE {table} SET data = ?, crc = ? WHERE path = ?"
            connection.execute(query, (b"\x93\xc1", crc, path))
        connection.commit()
        connection.close()

    return change


def _middle(file: Path) -> None:
    content = bytearray(file.read_bytes())
    chance = random.Random(1)
    start = len(content) // 2
    content[start : start + 8192] = chance.randbytes(8192)
    file.write_bytes(content)


DAMAGES = {
    "cut within the first page": lambda file: os.truncate(file, 100),
    "cut in half": lambda file: os.truncate(file, file.stat().st_size // 2),
    "random bytes in the middle": _middle,
    "a text": lambda file: file.write_text("tea\n" * 2000, encoding="utf-8"),
    "another database": lambda file: (
        file.unlink(),
        _change("CREATE TABLE teas (name TEXT); INSERT INTO teas VALUES ('black')")(file),
    ),
    "another program's database": lambda file: (
        file.unlink(),
        _change("PRAGMA application_id = 252006673; CREATE TABLE t (n TEXT)")(file),
    ),
    "no facets": _change("DROP TABLE facets"),
    "no outcomes": _change("DROP TABLE outcomes"),
    "another column": _change("ALTER TABLE outcomes RENAME COLUMN marks TO remarks"),
    "nonsense in facets": _change("UPDATE facets SET data = randomblob(20)"),
    "nonsense in outcomes": _change("UPDATE outcomes SET data = randomblob(20)"),
    "nonsense in marks": _change("UPDATE outcomes SET marks = x'01'"),
    "nonsense in facets, right sums": _with_right_sums("facets"),
    "nonsense in outcomes, right sums": _with_right_sums("outcomes"),
    "texts for bytes": _change(
        "UPDATE facets SET data = 'x'; UPDATE outcomes SET data = 'x'; UPDATE notes SET file = 7"
    ),
    "nothing for bytes": _change("UPDATE facets SET data = NULL; UPDATE notes SET digest = NULL"),
    "bytes for texts": _change("UPDATE notes SET path = CAST(path AS BLOB)"),
    "broken texts": _change("UPDATE notes SET path = CAST(x'ff' || path AS TEXT)"),
    "no generation": _change("UPDATE state SET value = NULL WHERE key = 'generation'"),
    "no sums": _change("UPDATE state SET crc = NULL WHERE key != 'world'"),
}


# With two processes, where the damage is not found before the second is started.
@pytest.mark.parametrize(
    ("name", "jobs"),
    [
        *((name, "1") for name in DAMAGES),
        *((name, "2") for name in DAMAGES if name.startswith("nonsense")),
    ],
)
def test_damaged_file(name: str, jobs: str, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vaultrun, "PAYS_FROM", 0)
    _check(vault)
    # So that what is kept of the other notes is asked for by rules, too.
    (vault / OVEN).write_bytes((vault / OVEN).read_bytes() + b"\n[[Nowhere]] [[Home#Nowhere]]\n")
    plain = _uncached(vault)
    DAMAGES[name](_file(vault))
    found = _check(vault, "--jobs", jobs)
    assert found.stdout == plain.stdout
    assert found.code == plain.code
    (line,) = _said(found, plain)
    assert line.startswith(f'vaultlint: the cache "{_file(vault)}" is ')
    assert line.endswith("; it is made anew")
    assert _check(vault) == plain
    _mark_kept(_file(vault))
    assert "NO NOTE IS NAMED" in _check(vault).stdout


# --- what is known of many notes


def _packed_values(file: Path) -> dict[str, bytes]:
    connection = sqlite3.connect(file)
    query = "SELECT key, value FROM state WHERE key = 'notes' OR key LIKE '% %'"
    values = dict(connection.execute(query).fetchall())
    connection.close()
    return {key: value for key, value in values.items() if not key.startswith("record ")}


def _number_of_rows(file: Path) -> list[int]:
    connection = sqlite3.connect(file)
    tables = ("notes", "outcomes")
    counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in tables]
    connection.close()
    return [count for (count,) in counts]


def test_what_is_known_of_many_notes_is_packed(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_MOST_ROWS", 6)
    first = _check(vault)
    before = _packed_values(_file(vault))
    assert {key.partition(" ")[0] for key in before} == {"notes", "outcomes", "marks"}
    assert _number_of_rows(_file(vault)) == [0, 0]
    assert _check(vault) == first
    assert _packed_values(_file(vault)) == before
    (vault / FLOUR).write_bytes((vault / FLOUR).read_bytes() + b"\n[[Nowhere]]\n")
    assert _check(vault, vault / FLOUR).stdout != ""
    # What changed of few notes stands beside it.
    assert _packed_values(_file(vault)) == before
    notes, outcomes = _number_of_rows(_file(vault))
    assert notes == 1
    assert outcomes > 0
    assert _check(vault) == _uncached(vault)
    (vault / FLOUR).unlink()
    (vault / OVEN).write_bytes((vault / OVEN).read_bytes() + b"\n[[Nowhere]]\n")
    assert _check(vault) == _uncached(vault)
    assert _check(vault) == _uncached(vault)


@pytest.mark.parametrize("has_right_sum", [False, True])
@pytest.mark.parametrize("kind", ["notes", "outcomes", "marks"])
def test_damage_of_what_is_packed(
    kind: str, has_right_sum: bool, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_MOST_ROWS", 0)
    _check(vault)
    (vault / OVEN).write_bytes((vault / OVEN).read_bytes() + b"\n[[Nowhere]] [[Home#Nowhere]]\n")
    plain = _uncached(vault)
    connection = sqlite3.connect(_file(vault))
    for key in _packed_values(_file(vault)):
        if key.startswith(kind):
            crc = crc32(b"\x93\xc1", crc32(key.encode())) if has_right_sum else 1
            values = (b"\x93\xc1", crc, key)
            connection.execute("UPDATE state SET value = ?, crc = ? WHERE key = ?", values)
    connection.commit()
    connection.close()
    found = _check(vault)
    assert found.stdout == plain.stdout
    (line,) = _said(found, plain)
    assert line.endswith("; it is made anew")
    assert _check(vault) == plain


def test_empty_file_is_as_none(vault: Path) -> None:
    plain = _check(vault)
    os.truncate(_file(vault), 0)
    assert _check(vault) == plain
    assert _file(vault).stat().st_size > 0


def test_folder_in_its_place(vault: Path) -> None:
    plain = _uncached(vault)
    _file(vault).mkdir(parents=True)
    (_file(vault) / "mine").touch()
    found = _check(vault)
    assert found.stdout == plain.stdout
    (line,) = _said(found, plain)
    assert 'cache.sqlite3" is no file; remove it' in line
    assert (_file(vault) / "mine").exists()


def test_file_in_place_of_its_folder(vault: Path) -> None:
    plain = _uncached(vault)
    _file(vault).parent.write_text("mine", encoding="utf-8")
    assert _check(vault) == plain
    assert "no cache is kept" in _check(vault, "--verbose").stderr
    assert _file(vault).parent.read_text(encoding="utf-8") == "mine"


def test_link_in_its_place_is_not_followed(vault: Path, tmp_path: Path) -> None:
    plain = _uncached(vault)
    (tmp_path / "precious").touch()
    _file(vault).parent.mkdir()
    _file(vault).symlink_to(tmp_path / "precious")
    found = _check(vault)
    assert (found.stdout, len(_said(found, plain))) == (plain.stdout, 1)
    assert (tmp_path / "precious").read_bytes() == b""
    assert _check(vault) == plain


@pytest.mark.parametrize("seed", range(int(os.environ.get("VAULTLINT_DAMAGE_SEEDS", "20"))))
def test_random_damage(seed: int, vault: Path) -> None:
    chance = random.Random(seed)
    _check(vault)
    (vault / OVEN).write_bytes((vault / OVEN).read_bytes() + b"\n[[Nowhere]] [[Home#Nowhere]]\n")
    plain = _uncached(vault)
    content = bytearray(_file(vault).read_bytes())
    for _ in range(chance.choice((1, 1, 3, 30))):
        start, length = chance.randrange(len(content)), chance.choice((1, 4, 64, 600))
        content[start : start + length] = chance.randbytes(length)
    _file(vault).write_bytes(content)
    for _ in range(2):
        found = _check(vault)
        assert (found.code, found.stdout) == (plain.code, plain.stdout)
        assert all(line.endswith("; it is made anew") for line in _said(found, plain))


# --- ended in the middle

_KILLED = """
import os, signal, sqlite3
from vaultlint import cache
forget = cache.Cache._forget_works
def killed(self, work):
    os.kill(os.getpid(), signal.SIGKILL)
write = cache.Cache._write
def written(self, work, update):
    self._connection.execute("PRAGMA cache_size = 1")  # so that it does not wait for the end
    write(self, work, update)
cache.Cache._forget_works = killed
cache.Cache._write = written
import sys
from vaultlint.cli.main import main
main(["check", *sys.argv[1:]])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_run_killed_while_it_writes(vault: Path) -> None:
    _check(vault)
    for note in vault.rglob("*.md"):
        note.write_bytes(note.read_bytes() + b"\n[[Nowhere]]\n" * 40)
    plain = _uncached(vault)
    killed = subprocess.run([sys.executable, "-c", _KILLED, vault], check=False)
    assert killed.returncode == -signal.SIGKILL
    journal = _file(vault).with_name("cache.sqlite3-journal")
    assert journal.stat().st_size > 0
    assert _check(vault) == plain
    assert not journal.exists()
    _assert_sound(_file(vault))


def test_run_killed_at_any_time(vault: Path) -> None:
    plain = _uncached(vault)
    start = time.monotonic()
    assert _ended(_started(vault)) == plain
    whole = time.monotonic() - start
    for part in range(4):
        note = vault / OVEN
        note.write_bytes(note.read_bytes() + b"\n")
        process = _started(vault)
        time.sleep(whole * (0.5 + part / 6))
        process.kill()
        _ended(process)
    assert _check(vault) == _uncached(vault)
    _assert_sound(_file(vault))


def _mounted(folder: Path, size: str) -> list[str]:
    """The program that starts another one for which the folder is a disk of this size."""
    unshare = shutil.which("unshare")
    start = f'mount -t tmpfs -o size={size} tmpfs "{folder}" && exec "$0" "$@"'
    before = [unshare or "", "-m", "sh", "-c", start]
    if unshare is None or subprocess.run([*before, "true"], check=False).returncode:
        pytest.skip("needs the right to mount a small disk")
    return before


def test_full_disk(vault: Path, tmp_path: Path) -> None:
    place = tmp_path / "small"
    place.mkdir()
    before = _mounted(place, "48k")
    plain = _uncached(vault)
    found = _ended(_started(vault, "--cache-dir", place, before=before))
    assert (found.code, found.stdout) == (plain.code, plain.stdout)
    (line,) = _said(found, plain)
    assert line.startswith("vaultlint: no cache is kept: ")
    assert line.endswith("(database or disk is full)")


# --- several runs at once


@pytest.mark.parametrize("count", [2, 8])  # runs
def test_runs_at_once(count: int, vault: Path) -> None:
    plain = _uncached(vault)
    for _ in ("cold", "warm"):
        runs = [_started(vault) for _ in range(count)]
        assert [_ended(run) for run in runs] == [plain] * count
    _assert_sound(_file(vault))
    _mark_kept(_file(vault))
    assert "NO NOTE IS NAMED" in _ended(_started(vault)).stdout


def test_runs_at_once_replace_a_damaged_file(vault: Path) -> None:
    plain = _check(vault)
    _file(vault).write_text("tea\n" * 2000, encoding="utf-8")
    runs = [_ended(run) for run in [_started(vault) for _ in range(4)]]
    assert {(run.code, run.stdout) for run in runs} == {(plain.code, plain.stdout)}
    lines = [line for run in runs for line in _said(run, plain)]
    assert lines
    assert all(line.endswith("; it is made anew") for line in lines)
    assert _check(vault) == plain
    _assert_sound(_file(vault))


def test_runs_while_notes_are_edited(vault: Path) -> None:
    chance = random.Random(0)
    texts = {note: note.read_bytes() for note in sorted(vault.rglob("*.md"))}
    usual = set(_uncached(vault).stderr.splitlines())
    said: list[str] = []
    for _ in range(2):
        runs = [_started(vault) for _ in range(3)]
        while any(run.poll() is None for run in runs):
            note = chance.choice([*texts])
            link = f"\n[[{chance.choice([*texts]).stem}#Part {chance.randrange(9)}]]\n"
            note.write_bytes(texts[note] + link.encode())
            time.sleep(0.02)
        said += [line for run in runs for line in _ended(run).stderr.splitlines()]
        assert _check(vault) == _uncached(vault)
    assert [line for line in said if line not in usual] == []
    _assert_sound(_file(vault))


def test_another_run_in_between(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that has read the cache before another one changes it begins anew."""
    _check(vault)
    look_at, runs = Memory.look_at, []

    def looked_at(self: Memory, *words: Any) -> None:
        runs.append("one more")
        if len(runs) == 1:
            (vault / FLOUR).write_bytes((vault / FLOUR).read_bytes() + b"\n[[Nowhere]]\n")
            assert _check(vault) == _uncached(vault)
            runs.append("the other one has ended")
        look_at(self, *words)

    monkeypatch.setattr(Memory, "look_at", looked_at)
    found = _check(vault)
    assert runs == ["one more"] * 3 + ["the other one has ended", "one more"]
    assert found == _uncached(vault)


def test_what_was_read_of_another_state_is_not_used(tmp_path: Path) -> None:
    file = tmp_path / "cache.sqlite3"
    one, two = (cache.open_cache(file, b"world", tmp_path) for _ in range(2))
    nothing = Update((), {}, {}, {}, (), frozenset(), {}, {})
    assert one.outcomes(b"work") == {}
    assert two.save(b"work", nothing)
    with pytest.raises(OvertakenError):
        one.outcomes(b"work")
    assert not one.save(b"work", nothing)
    one.close()
    two.close()


# --- what is known to be unchanged


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    files = {"Tea.md": "[[Milk]]\n", "Milk.md": "[[Tea]]\n", "Salt.md": ""}
    return make_vault(tmp_path / "tea", files)


def _rewrite(note: Path, old: bytes, new: bytes) -> None:
    """Other content of the same size, at the same time as far as a program can set it."""
    found = note.stat()
    note.write_bytes(note.read_bytes().replace(old, new))
    os.utime(note, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert (note.stat().st_size, note.stat().st_mtime_ns) == (found.st_size, found.st_mtime_ns)


@pytest.mark.parametrize("tick", [0, filestates._TICK])
def test_same_size_and_time(tick: int, tea: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filestates, "_TICK", tick)
    assert _check(tea).code == 0
    _rewrite(tea / "Tea.md", b"Milk", b"Rice")
    assert "Rice" in _check(tea).stdout
    _rewrite(tea / "Tea.md", b"Rice", b"Milk")
    assert _check(tea).code == 0


def _read_anew(vault: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[set[str], set[str]]:
    """The notes of which a run reads the content, and those that it parses."""
    contents: set[str] = set()
    parsed: set[str] = set()
    content, read = NoteReader.content, NoteReader.read

    def noted_content(self: NoteReader, path: str) -> bytes:
        contents.add(path)
        return content(self, path)

    def noted_read(self: NoteReader, path: str, *, packs: bool) -> ReadNote:
        parsed.add(path)
        return read(self, path, packs=packs)

    with monkeypatch.context() as patch:
        patch.setattr(NoteReader, "content", noted_content)
        patch.setattr(NoteReader, "read", noted_read)
        _check(vault)
    return contents, parsed


def test_only_what_may_be_other_is_read(tea: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = {"Tea.md", "Milk.md", "Salt.md"}
    assert _read_anew(tea, monkeypatch) == (every, every)
    # Written a moment ago, as far as a coarse clock tells: the content decides.
    assert _read_anew(tea, monkeypatch) == (every, set())
    monkeypatch.setattr(filestates, "_TICK", 0)
    _read_anew(tea, monkeypatch)
    assert _read_anew(tea, monkeypatch) == (set(), set())
    os.utime(tea / "Tea.md")
    assert _read_anew(tea, monkeypatch) == ({"Tea.md"}, set())
    assert _read_anew(tea, monkeypatch) == (set(), set())
    (tea / "Salt.md").write_bytes(b"[[Tea]]\n")
    assert _read_anew(tea, monkeypatch) == ({"Salt.md"}, {"Salt.md"})


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all names are Unicode")
def test_name_that_is_none_in_utf_8(tea: Path) -> None:
    odd = os.fsencode(tea) + b"/caf\xe9.md"
    with open(odd, "wb") as note:  # noqa: PTH123  # a path in bytes
        note.write(b"[[Rice]]\n")
    for _ in range(3):
        assert _check(tea) == _uncached(tea)
    _rewrite(tea / "Tea.md", b"Milk", b"Rice")
    assert _check(tea) == _uncached(tea)


# --- without it

_WITHOUT = """
import sys
from importlib.abc import MetaPathFinder

class Absent(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name in ("vaultlint.cache", "sqlite3", "_sqlite3"):
            raise ImportError(f"{name} is absent")

sys.meta_path.insert(0, Absent())
import vaultlint.notes.blockreading
vaultlint.notes.blockreading.scan_blocks = lambda *_: None
from vaultlint.cli.main import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_program_without_the_cache_and_the_fast_path(jobs: str, vault: Path) -> None:
    _check(vault)
    found = subprocess.run(
        [sys.executable, "-c", _WITHOUT, "check", str(vault), "--no-cache", "--jobs", jobs],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert Outcome(found.returncode, found.stdout, found.stderr) == _check(vault)


def test_uncached_run_loads_no_sqlite(vault: Path) -> None:
    program = (
        "import sys; from vaultlint.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: print(sorted({'vaultlint.cache', 'sqlite3'} & sys.modules.keys()))"
    )
    loaded = {}
    for more in ("--no-cache", "--quiet"):
        command = [sys.executable, "-c", program, "check", str(vault), more]
        ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        loaded[more] = ended.stdout.splitlines()[-1]
    assert loaded == {"--no-cache": "[]", "--quiet": "['sqlite3', 'vaultlint.cache']"}


def test_json_says_nothing_of_it(vault: Path) -> None:
    reports = [json.loads(_check(vault, "--output-format", "json").stdout) for _ in range(2)]
    assert reports[0] == reports[1]
