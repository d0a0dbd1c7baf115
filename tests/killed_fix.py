"""Kills `vaultlint check --fix` again and again, and looks at what is left of the vault.

`python -m tests.killed_fix FOLDER KILLS` makes a vault in FOLDER, of which every note has a
mistake that --fix repairs. A run is killed (SIGKILL) before, after or in the middle of one of the
calls that write, each in turn, or at a moment that nobody chose. Then every note must be as it was
or as an undisturbed run makes it, and the next run must finish the work and leave no other file.
Ends with 1 and a line that tells the kill when that does not hold, and prints counts as JSON.

A process of its own: it forks, which a process with threads must not.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from vaultlint.commands import check
from vaultlint.commands.call import Call

NOTES = 3
# Those that change something on the disk, or decide about it.
CALLS = ("open", "write", "fsync", "replace", "unlink", "chmod", "utime", "close")
WAYS = ("before", "after", "within", "by time")
_TEMPORARY = re.compile(r"\.vaultlint-[0-9a-f]+\.tmp")
_NO_KILL = -1

Files = Mapping[str, bytes]


class Kill(NamedTuple):
    """When a run is killed. call: which of the calls that write, from 0. seconds: of "by time"."""

    way: str
    call: int = _NO_KILL
    seconds: float = 0.0


def make_vault(folder: Path) -> None:
    """Writes a vault of notes with byte order marks: small ones, and one that is long."""
    (folder / ".obsidian").mkdir(parents=True)
    (folder / ".obsidian" / "app.json").write_bytes(b"{}")
    (folder / "sub 🧠").mkdir()
    for number in range(NOTES):
        text = f"---\ntags: [t]\n---\n\n# {number}\n\n﹇<br>\nQ{number}?\n\n#card\n\nA\n\n⌂\n"
        filler = "A line of the long note.\n" * (400 if number == 0 else 0)
        name = f"sub 🧠/Ü{number}.md" if number % 2 else f"n{number}.md"
        (folder / name).write_bytes(b"\xef\xbb\xbf" + (text + filler).encode())
    # The file of a link is written through the link, into a folder that is no part of the vault.
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "real.md").write_bytes(b"\xef\xbb\xbf" + b"# Real\n")
    (folder / "link.md").symlink_to(elsewhere / "real.md")


def files(folder: Path) -> Files:
    """All files of the vault and of the folder beside it; of a link, where it leads."""
    places = (place for place in folder.parent.rglob("*") if not place.is_dir())
    return {place.relative_to(folder.parent).as_posix(): _content(place) for place in places}


def _content(place: Path) -> bytes:
    return os.fsencode(place.readlink()) if place.is_symlink() else place.read_bytes()


def run(folder: Path) -> int:
    """Repairs the vault; the exit code."""
    os.chdir(folder)
    rules = ("byte-order-mark",)
    return check.run(Call(fix=True, select=rules, no_cache=True, quiet=True, color=False))


def forked(folder: Path, kill: Kill | None) -> tuple[int, int]:
    """How a run in a process of its own ended, and how many of the calls it made."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        code = 70  # of a crash
        try:
            counted = _watch_calls(kill)
            code = run(folder)
            _REAL["write"](writer, str(counted[0]).encode())
        finally:
            os._exit(code)
    os.close(writer)
    if kill is not None and kill.way == "by time":
        time.sleep(kill.seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reader, "rb") as answer:
        calls = int(answer.read() or b"0")
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), calls


_REAL: Mapping[str, Callable[..., object]] = {name: getattr(os, name) for name in CALLS}


def _watch_calls(kill: Kill | None) -> list[int]:
    """Replaces the calls by such as kill the process; their number so far, in a list of one."""
    counted = [0]

    def watched(name: str) -> Callable[..., object]:
        real = _REAL[name]

        def call(*arguments: object, **more: object) -> object:
            is_last = kill is not None and counted[0] == kill.call
            counted[0] += 1
            if not is_last:
                return real(*arguments, **more)
            assert kill is not None
            if kill.way == "within" and name == "write":
                descriptor, content = arguments
                assert isinstance(content, memoryview)
                real(descriptor, content[: len(content) // 2])
            elif kill.way == "after":
                real(*arguments, **more)
            os.kill(os.getpid(), signal.SIGKILL)
            return None

        return call

    for name in CALLS:
        setattr(os, name, watched(name))
    return counted


def kills(count: int, calls: int, seconds: float) -> list[Kill]:
    """Each call in each way as often as the others; a quarter of them by time."""
    chance = random.Random(count)
    chosen = [Kill(way, call) for way in WAYS[:-1] for call in range(calls)]
    by_time = [Kill("by time", seconds=chance.uniform(0, seconds)) for _ in range(count // 4)]
    by_call = (chosen * (count // len(chosen) + 1))[: count - len(by_time)]
    return [*by_call, *by_time]


def _restore(folder: Path, contents: Files) -> None:
    for name, content in contents.items():
        if not (folder.parent / name).is_symlink():
            (folder.parent / name).write_bytes(content)


def fault(left: Files, old: Files, new: Files) -> str:
    """What is wrong with the files that a killed run left; empty for nothing."""
    notes = {name: content for name, content in left.items() if not _is_temporary(name)}
    if notes.keys() != old.keys():
        return f"files {sorted(notes.keys() ^ old.keys())} came or went"
    broken = [name for name in notes if notes[name] not in (old[name], new[name])]
    return f"notes {broken} are neither old nor new" if broken else ""


def main(folder: Path, count: int) -> int:
    """Kills that many runs; the exit code."""
    make_vault(folder)
    old = files(folder)
    run(folder)  # here: what it imports, no other run needs to import
    new = files(folder)
    _restore(folder, old)
    started = time.perf_counter()
    code, calls = forked(folder, None)
    seconds = time.perf_counter() - started
    assert files(folder) == new
    changed = [name for name in new if old.get(name) != new[name]]
    assert (code, len(changed)) == (0, NOTES + 1), (code, changed)
    seen: Counter[str] = Counter()
    for kill in kills(count, calls, seconds):
        _restore(folder, {name: old[name] for name in changed})
        code, _ = forked(folder, kill)
        left = files(folder)
        seen[kill.way] += code == -signal.SIGKILL
        seen["with a temporary file"] += any(map(_is_temporary, left))
        seen["in between"] += (
            0 < sum(left.get(name) == new[name] for name in changed) < len(changed)
        )
        wrong = fault(left, old, new)
        if not wrong and (forked(folder, None)[0] != 0 or files(folder) != new):
            wrong = f"the next run left {sorted(files(folder).items() ^ new.items())}"
        if wrong:
            print(f"{kill}: {wrong}")
            return 1
    print(json.dumps({"calls": calls, **seen}))
    return 0


def _is_temporary(name: str) -> bool:
    return _TEMPORARY.fullmatch(name.rpartition("/")[2]) is not None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute(), int(sys.argv[2])))
