"""How long linking takes, and whether it grows with the vault and no faster.

    python -m bench.linking                       the whole table, as Markdown
    python -m bench.linking --notes 1000 5000     only these sizes

Every row is measured in a process of its own, over notes that are made up from a seed, so that all
runs measure the same vault. Times are of the processor, in seconds.
"""

from __future__ import annotations

import argparse
import gc
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from vaultlint.diagnostic import VaultReport
from vaultlint.engine import active_rules, check_vault
from vaultlint.notes.facts import Note
from vaultlint.notes.parse import parse
from vaultlint.settings import Settings
from vaultlint.text.source import source
from vaultlint.vault.index import VaultIndex, index_of
from vaultlint.vault.renamed import renamed_by_place

SIZES = (1_000, 5_000, 10_000, 20_000, 50_000)  # notes
LINKS = 10  # in the text of each note; its two neighbours come besides
IN_FOLDER = 20  # notes
SEED = 17
FAMILIES = ("links", "navigation")

_SYLLABLES = ("ba", "co", "di", "fu", "ge", "ha", "li", "mo", "nu", "pa", "re", "si", "to", "wy")


class Row(NamedTuple):
    """What was measured of one vault; seconds of the processor.

    reading: the notes parsed. indexing: the index made. resolving: each link asked for once.
    checking: all rules about links and neighbours, and the search for renamed folders.
    """

    shape: str
    notes: int
    links: int
    reading: float
    indexing: float
    resolving: float
    checking: float
    diagnostics: int

    @property
    def linking(self) -> float:
        """All but the reading."""
        return self.indexing + self.resolving + self.checking


def _word(random_: random.Random) -> str:
    return "".join(random_.choices(_SYLLABLES, k=random_.randint(2, 4)))


def _folder(number: int) -> str:
    topic = number // IN_FOLDER
    return f"Area {topic // IN_FOLDER:03}/Topic {topic:05}"


class Vault(NamedTuple):
    """A made-up vault. paths: of its notes. link: a new link for the note with this number."""

    paths: list[str]
    link: Callable[[int], str]


def _named(random_: random.Random, count: int) -> list[str]:
    """Paths of notes with names of three words, which are all different."""
    names: dict[str, None] = {}
    while len(names) < count:
        names[" ".join(_word(random_) for _ in range(3)).capitalize()] = None
    return [f"{_folder(number)}/{name}.md" for number, name in enumerate(names)]


def _name(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def ordinary(count: int) -> Vault:
    """Notes of their own names, linked by name and by path; one link of fifty is misspelt."""
    random_ = random.Random(SEED)
    paths = _named(random_, count)

    def link(_number: int) -> str:
        path = random_.choice(paths)
        match random_.randrange(50):
            case 0:
                name = _name(path)
                return f"[[{name[:5]}{name[6:]}]]"
            case kind if kind < 10:
                return f"[[{path.removesuffix('.md')}|there]]"
            case kind if kind < 15:
                return f"[there](<{path}>)"
            case kind if kind < 20:
                return f"[[{_name(path)}#Contents]]"
        return f"[[{_name(path)}]]"

    return Vault(paths, link)


def one_name(count: int) -> Vault:
    """Every note is called "Index", each in a folder of its own; links name one, or some folder."""
    random_ = random.Random(SEED)
    paths = [f"{_folder(number)}/Part {number:05}/Index.md" for number in range(count)]

    def link(_number: int) -> str:
        path = random_.choice(paths).removesuffix(".md")
        match random_.randrange(4):
            case 0:
                return "[[Index]]"
            case 1:
                return f"[[{'/'.join(path.split('/')[-2:])}]]"
            case 2:
                return f"[[{path}]]"
        return f"[[Gone {random_.randrange(count)}/Index]]"

    return Vault(paths, link)


def unresolved(count: int) -> Vault:
    """No link leads anywhere: names that are misspelt, stale paths, names of nothing."""
    random_ = random.Random(SEED)
    paths = _named(random_, count)

    def link(_number: int) -> str:
        path = random_.choice(paths)
        name = _name(path)
        at = random_.randrange(len(name) - 1)
        match random_.randrange(4):
            case 0:
                return f"[[{name[:at]}x{name[at + 1 :]}]]"
            case 1:
                return f"[[{name[:at]}{name[at + 1 :]}]]"
            case 2:
                return f"[[old/{path.removesuffix('.md')}]]"
        return f"[[{' '.join(_word(random_) for _ in range(3)).capitalize()}q]]"

    return Vault(paths, link)


SHAPES: dict[str, Callable[[int], Vault]] = {
    "ordinary": ordinary,
    "one name": one_name,
    "unresolved": unresolved,
}


def _text(vault: Vault, number: int) -> str:
    """A note with a heading, paragraphs with links, and both sections of neighbours."""
    paths = vault.paths
    sections = [
        f"> [!info]\n> **{word} Note(s)**:\n> - [[{paths[other].removesuffix('.md')}]]\n"
        if 0 <= other < len(paths)
        else f"> [!info]\n> **{word} Note(s)**:\n> -\n"
        for word, other in (("Previous", number - 1), ("Next", number + 1))
    ]
    body = "".join(f"What {vault.link(number)} says of it.\n\n" for _ in range(LINKS))
    return f"{sections[0]}\n# Contents\n\n{body}{sections[1]}"


def _seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def measured(shape: str, count: int) -> Row:
    """One vault made, read and checked."""
    vault = SHAPES[shape](count)
    texts = [_text(vault, number) for number in range(count)]
    notes: list[Note] = []
    named = zip(vault.paths, texts, strict=True)
    reading = _seconds(lambda: notes.extend(parse(source(p, text)) for p, text in named))
    made: list[VaultIndex] = []
    indexing = _seconds(lambda: made.append(index_of(vault.paths, notes)))
    index = made[0]
    resolving = _seconds(
        lambda: [index.resolve(link, note.path) for note in notes for link in note.links]
    )
    rules = [a for a in active_rules(Settings()) if a.rule.family in FAMILIES]
    reports: list[VaultReport] = []

    def check() -> None:
        report = check_vault("/vault", notes, rules, index, len(notes))
        renamed_by_place(report.diagnostics, vault.paths)
        reports.append(report)

    checking = _seconds(check)
    links = sum(len(note.links) for note in notes)
    found = len(reports[0].diagnostics)
    return Row(shape, count, links, reading, indexing, resolving, checking, found)


def _peak_mib() -> int:
    """The most memory that this process has held."""
    import resource  # unknown to Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _table(sizes: list[int]) -> Iterator[str]:
    yield (
        "| shape | notes | links | reading | indexing | resolving | checking "
        "| linking per note | diagnostics | memory |"
    )
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    for shape in SHAPES:
        for size in sizes:
            command = (sys.executable, "-m", "bench.linking", "--one", shape, "--notes", str(size))
            yield subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout[:-1]


def _line(row: Row) -> str:
    per_note = row.linking / row.notes * 1e6
    return (
        f"| {row.shape} | {row.notes:,} | {row.links:,} | {row.reading:.2f} s "
        f"| {row.indexing:.2f} s | {row.resolving:.2f} s | {row.checking:.2f} s "
        f"| {per_note:.0f} µs | {row.diagnostics:,} | {_peak_mib():,} MiB |"
    )


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description="Measures how linking grows with the vault.")
    parser.add_argument("--notes", type=int, nargs="+", default=list(SIZES), help="sizes")
    parser.add_argument("--one", choices=SHAPES, help="only this shape, in this process")
    arguments = parser.parse_args()
    if arguments.one:
        gc.disable()  # as `vaultlint check` does: notes have no cycles
        for size in arguments.notes:
            print(_line(measured(arguments.one, size)))
        return
    for line in _table(arguments.notes):
        print(line, flush=True)


if __name__ == "__main__":
    main()
