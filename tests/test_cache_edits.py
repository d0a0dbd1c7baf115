"""A cache changes nothing: after each of many random edits, a run says what one without it says.

Edits are chosen so that they alter what other notes rest on: names, headings, block ids, ids of
cards, questions, tags, decks, chains, properties, settings.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.invoke import vaultlint
from vaultlint import cache
from vaultlint.commands import vaultrun

NAMES = (
    "Tea",
    "tea",
    "Coffe",
    "Coffee",
    "Lesson 1",
    "Lesson 2",
    "Lesson 3",
    "Lesson 10",
    "Milk",
    "Sugar",
)
FOLDERS = ("", "a/", "a/b/", "A/", "c/")
HEADINGS = ("Leaves", "leaves", "Brewing", "Water & milk", "Sources")
BLOCKS = ("ab12", "cd34", "roots")
TAGS = ("drink", "Drink", "drink/hot", "drink/Hot", "🫖tea")
IDS = ("1699000000001", "1699000000002", "1699000000003", "1699000000004", "9999000000004")
QUESTIONS = ("What is tea?", "What is milk?", "Which leaves?")
DECKS = ("a::Tea", "Drinks", "a::b", "c::Milk")
# Of each note, orphan-note asks which files there are, so that nothing else need tell of them.
QUIET = "select: [all]\nignore: [orphan-note]\n"
CALLOUTS = ("note", "tea", "leaf", "nota")

Random = random.Random


def _link(chance: Random) -> str:
    target = chance.choice(FOLDERS if chance.random() < 0.3 else ("",)) + chance.choice(NAMES)
    subpath = chance.choice(
        ("", "", f"#{chance.choice(HEADINGS)}", f"#^{chance.choice(BLOCKS)}", "#Nowhere")
    )
    display = chance.choice(("", "", f"|{chance.choice(NAMES)}"))
    return f"[[{target}{subpath}{display}]]"


def _card(chance: Random) -> str:
    question, end = chance.choice(QUESTIONS), chance.choice(("", f"^{chance.choice(IDS)}"))
    return f"﹇<br>\n{question}\n\n#card\n\nLeaves.\n\n⌂\n<br>﹈<br>{end}\n"


def _piece(chance: Random) -> str:
    make: Callable[[], str] = chance.choice(
        (
            lambda: f"Text {_link(chance)} and !{_link(chance)} end.\n",
            lambda: f"## {chance.choice(HEADINGS)}\n",
            lambda: f"A paragraph. ^{chance.choice(BLOCKS)}\n",
            lambda: f"Tags #{chance.choice(TAGS)} #{chance.choice(TAGS)}\n",
            lambda: _card(chance),
            lambda: f"A {{1:container}} is a {{2:process}}.\n^{chance.choice(IDS)}\n",
            lambda: f"> [!{chance.choice(CALLOUTS)}]\n> text\n\n" * chance.choice((1, 1, 2)),
            lambda: f"A paragraph ^{chance.choice(BLOCKS)} that goes on.\n",
            lambda: f"![[table.base#{chance.choice(NAMES)}]]\n",
            lambda: f"![pot](pot.png) and [[leaf.png]] {chance.choice(('pot.png', ''))}\n",
            lambda: f"As shown [@smith{chance.randrange(3)}].\n",
            lambda: "%% vaultlint-disable-next-line unresolved-link %%\n[[Nobody]]\n",
            lambda: "```\ncode\n" + chance.choice(("```\n", "")),
        )
    )
    return make()


def _note(chance: Random, path: str) -> str:
    lines = ["---"]
    if chance.random() < 0.5:
        lines.append(f"title: {chance.choice(NAMES)}")
    if chance.random() < 0.4:
        lines.append(f"aliases: [{chance.choice(NAMES)}]")
    if chance.random() < 0.6:
        own = path.removesuffix(".md").replace("/", "::")
        lines.append(f"cards-deck: {chance.choice((own, own, *DECKS))}")
    if chance.random() < 0.3:
        lines.append(f"date: {chance.choice(('2024-01-01', 'later', '7'))}")
    if chance.random() < 0.15:
        lines.append(
            chance.choice(('"$schema": own.json', "bibliography: works.bib", "tags: [a b]"))
        )
    lines.append("---")
    text = "\n".join(lines) + "\n" if len(lines) > 2 else ""
    text += "\n".join(_piece(chance) for _ in range(chance.randrange(1, 6)))
    for word in ("Previous", "Next"):
        if chance.random() < 0.6:
            items = "".join(f"> - {_link(chance)}\n" for _ in range(chance.randrange(0, 3)))
            text += f"\n> [!info]\n> **{word} Note(s)**:\n{items or '> -' + chr(10)}"
    return text


def _files(root: Path) -> list[Path]:
    hidden = (".vaultlint_cache", ".obsidian")
    return sorted(
        p for p in root.rglob("*") if p.is_file() and p.relative_to(root).parts[0] not in hidden
    )


def _notes(root: Path) -> list[Path]:
    return [file for file in _files(root) if file.suffix == ".md"]


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


# --- the edits


def _add(root: Path, chance: Random) -> None:
    path = f"{chance.choice(FOLDERS)}{chance.choice(NAMES)}.md"
    _write(root / path, _note(chance, path))


def _rewrite(root: Path, chance: Random) -> None:
    file = chance.choice(_notes(root))
    _write(file, _note(chance, file.relative_to(root).as_posix()))


def _append(root: Path, chance: Random) -> None:
    file = chance.choice(_notes(root))
    _write(file, file.read_text("utf-8") + "\n" + _piece(chance))


def _shift(root: Path, chance: Random) -> None:
    file = chance.choice(_notes(root))
    text = file.read_text("utf-8")
    start = text.find("\n---\n", 3) + 5 if text.startswith("---\n") else 0
    _write(file, f"{text[:start]}\nA line above.\n\n{text[start:]}")


def _cut(root: Path, chance: Random) -> None:
    file = chance.choice(_notes(root))
    lines = file.read_text("utf-8").splitlines(keepends=True)
    if lines:
        del lines[chance.randrange(len(lines))]
    _write(file, "".join(lines))


def _remove(root: Path, chance: Random) -> None:
    files = _files(root)
    if len(files) > 5:
        chance.choice(files).unlink()


def _move(root: Path, chance: Random) -> None:
    file = chance.choice(_files(root))
    to = root / chance.choice(FOLDERS) / (chance.choice(NAMES) + file.suffix)
    to.parent.mkdir(parents=True, exist_ok=True)
    file.replace(to)


def _touch(root: Path, chance: Random) -> None:
    os.utime(chance.choice(_notes(root)), ns=(chance.randrange(10**18), chance.randrange(10**18)))


def _same_size_and_time(root: Path, chance: Random) -> None:
    """What neither the size nor the time of a file tells."""
    file = chance.choice(_notes(root))
    found = file.stat()
    text = file.read_text("utf-8").replace("Tea", "Sea").replace("Milk", "Silk")
    _write(file, text)
    os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))


def _asset(root: Path, chance: Random) -> None:
    names = ("pot.png", "leaf.png", "x.docx", "Pot.png", "caf\xe9.png", "cafe\u0301.png")
    _write(root / chance.choice(FOLDERS) / chance.choice(names), "x")


def _canvas(root: Path, chance: Random) -> None:
    name = chance.choice(_files(root)).relative_to(root).as_posix()
    card = {"id": "1", "type": "file", "file": name, "subpath": f"#{chance.choice(HEADINGS)}"}
    sizes = {"x": 0, "y": 0, "width": 1, "height": 1}
    _write(root / "board.canvas", json.dumps({"nodes": [card | sizes], "edges": []}))


def _base(root: Path, chance: Random) -> None:
    _write(root / "table.base", f"views:\n  - type: table\n    name: {chance.choice(NAMES)}\n")


def _configure(root: Path, chance: Random) -> None:
    text = chance.choice(
        (
            QUIET,
            "select: [all]\n",
            f"{QUIET}rules:\n  unresolved-link: info\n",
            "select: [all]\nrules:\n  unresolved-link: error\n",
            f"{QUIET}exclude: [a/b/]\n",
            f"{QUIET}suppressions:\n  - folders: [a]\n    rules: [links]\n",
        )
    )
    _write(root / ".vaultlint.yaml", text)


def _obsidian(root: Path, chance: Random) -> None:
    types = chance.choice(("date", "text", "number"))
    _write(root / ".obsidian/types.json", f'{{"types": {{"date": "{types}"}}}}')


def _named(root: Path, chance: Random) -> None:
    """What notes name: a schema, and a bibliography."""
    kind = chance.choice(("string", "number"))
    _write(root / "own.json", f'{{"properties": {{"title": {{"type": "{kind}"}}}}}}')
    _write(root / "works.bib", f"@book{{smith{chance.randrange(3)}, title = {{X}}}}\n")


EDITS: tuple[Callable[[Path, Random], None], ...] = (
    *(_add, _add, _rewrite, _append, _append, _append, _shift, _cut, _cut, _remove, _move, _touch),
    *(_same_size_and_time, _asset, _canvas, _base, _configure, _obsidian, _named),
)


def make_random_vault(root: Path, chance: Random) -> None:
    """A vault of ten notes, with many faults."""
    (root / ".obsidian").mkdir(parents=True)
    _write(root / ".vaultlint.yaml", QUIET)
    for _ in range(10):
        _add(root, chance)


def _report(*words: str | Path) -> tuple[int, str, str]:
    return vaultlint("check", *words, "--output-format", "json")


@pytest.mark.parametrize("seed", range(int(os.environ.get("VAULTLINT_EDIT_SEEDS", "12"))))
def test_random_edits(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vaultrun, "PAYS_FROM", 0)
    # Notes are kept packed, in rows, or some in rows that are newer.
    monkeypatch.setattr(cache, "_MOST_ROWS", (0, 4, 200)[seed % 3])
    chance = random.Random(seed)
    make_random_vault(tmp_path, chance)
    done: list[str] = []
    for _ in range(14):
        for _ in range(chance.choice((1, 1, 1, 2))):
            edit = chance.choice(EDITS)
            if not _notes(tmp_path):
                edit = _add
            edit(tmp_path, chance)
            done.append(edit.__name__)
        notes = _notes(tmp_path)
        path = chance.choice(notes) if notes and chance.random() < 0.4 else tmp_path
        jobs = ["--jobs", chance.choice(("1", "1", "1", "2"))]
        kept = _report(path, *jobs)
        anew = _report(path, "--no-cache", "--jobs", "1")
        assert kept == anew, done
