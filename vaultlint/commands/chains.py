"""`vaultlint chains`: the notes of each course from the first to the last, and what is odd."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from vaultlint.checks.links._missing import missing_links
from vaultlint.commands.asked import asked_vaults
from vaultlint.commands.callerror import CallError
from vaultlint.commands.notices import internal_error, left_out, unread
from vaultlint.commands.opening import Configuration, OpenVault, from_here, read_notes
from vaultlint.commands.output import FAILED, exit_code, is_colored, say, write_report
from vaultlint.commands.progress import tracked
from vaultlint.commands.vaults import asked_notes, collector_paused, open_vaults
from vaultlint.notes.facts import Note
from vaultlint.report.chaingraph import dot_lines, mermaid_lines
from vaultlint.report.chains import ChainedVault, chains_json, text_lines
from vaultlint.report.json import json_text
from vaultlint.vault.courses import Course, Mark, read_courses
from vaultlint.vault.index import VaultIndex, index_of

DONE = 0  # exit code


class Call(NamedTuple):
    """The command line of `vaultlint chains`, as given; color: as in explain.run."""

    paths: tuple[Path, ...] = ()
    vault: Path | None = None
    config: Path | None = None
    isolated: bool = False
    output_format: str = "text"
    output_file: Path | None = None
    color: bool | None = None


def run(call: Call) -> int:
    """Writes the chains; the exit code."""
    with collector_paused():
        return exit_code(lambda: _run(call))


def _run(call: Call) -> int:
    if call.isolated and call.config is not None:
        raise CallError("--isolated and --config contradict each other; give one of them")
    asked, faults = asked_vaults(call.paths or (Path(),), call.vault)
    for fault in faults:
        say(fault)
    if faults and not asked:
        return FAILED
    configuration = Configuration(call.config, call.isolated, reads_schemas=False)
    vaults: list[ChainedVault] = []
    is_broken = bool(faults)
    for vault in open_vaults(asked, configuration):
        refuse_lone_notes(vault)
        chained, has_faults = _chained(vault)
        vaults.append(chained)
        is_broken = is_broken or has_faults
    write_report(_parts(vaults, call), call.output_file)
    return FAILED if is_broken else DONE


def refuse_lone_notes(vault: OpenVault) -> None:
    """Raises CallError for notes that are in no vault: where their links lead, nobody knows."""
    if not vault.asked.is_vault and not vault.asked.folders:
        note = from_here(vault.root / min(vault.asked.notes))
        raise CallError(f'"{note}" is in no vault; name the folder of its vault with --vault')


def _chained(vault: OpenVault) -> tuple[ChainedVault, bool]:
    """The chains of a vault, and whether a note that was asked for could not be read."""
    names = tracked(vault.listing.notes, f"reading {vault.root.name}", sys.stderr.isatty())
    read = read_notes(vault, names, {})
    asked = frozenset(asked_notes(vault))
    unreadable = {path: why for path, why in read.unreadable.items() if path in asked}
    failures = (failure for failure in read.failures if failure.path in asked)
    faults = [*unread(vault, unreadable), *map(internal_error, failures)]
    for line in (*faults, *left_out(vault, asked, "listed")):
        say(line)
    index = index_of(vault.listing.files, read.notes, vault.obsidian)
    return chained_vault(vault, read.notes, index, asked), bool(faults)


def chained_vault(
    vault: OpenVault, notes: Sequence[Note], index: VaultIndex, asked: frozenset[str]
) -> ChainedVault:
    """The chains of a vault that the notes that are asked about have a part in.

    notes: all of the vault.
    """
    lost = {
        note.path: marks
        for note in notes
        if note.kind == "note" and (marks := tuple(_lost(note, index)))
    }
    courses = tuple(
        course for course in read_courses(index.chains, lost) if _is_asked(course, asked)
    )
    sources = {note.path: note.source for note in notes if note.navigation}
    root = vault.root.as_posix()
    return ChainedVault(root, len(vault.listing.notes), asked, courses, sources)


def _is_asked(course: Course, asked: frozenset[str]) -> bool:
    return any(note.path in asked for note in course.notes)


def _lost(note: Note, index: VaultIndex) -> Iterator[Mark]:
    """The links of a note's sections that lead nowhere, or to the note itself."""
    for section in note.navigation:
        if section.direction == "up":
            continue
        for link in missing_links(iter(section.links), note, index):
            yield Mark("gap", section.direction, link)
        for link in section.links:
            if link.path and index.resolve(link, note.path).path == note.path:
                yield Mark("self", section.direction, link)


# --- writing

_GRAPHS: dict[str, Callable[[Sequence[ChainedVault]], Iterator[str]]] = {
    "dot": dot_lines,
    "mermaid": mermaid_lines,
}


def _parts(vaults: Sequence[ChainedVault], call: Call) -> Iterator[str]:
    if call.output_format == "json":
        yield json_text(chains_json(vaults))
        return
    graph = _GRAPHS.get(call.output_format)
    color = is_colored(call.color, call.output_file, os.environ)
    lines = graph(vaults) if graph else text_lines(vaults, Path.cwd().as_posix(), color)
    yield from chain.from_iterable((line, "\n") for line in lines)
