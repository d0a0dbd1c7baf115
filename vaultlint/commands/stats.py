"""`vaultlint stats`: what vaults hold, and how sound their folders are."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from vaultlint.checks import catalogue
from vaultlint.checks.links._missing import is_no_link, missing_links
from vaultlint.commands.asked import asked_vaults
from vaultlint.commands.bibliographies import Bibliographies
from vaultlint.commands.callerror import CallError
from vaultlint.commands.cards import card_rows
from vaultlint.commands.chains import chained_vault, refuse_lone_notes
from vaultlint.commands.checking import Checking
from vaultlint.commands.notices import internal_error, left_out, unread
from vaultlint.commands.opening import (
    READING,
    Configuration,
    OpenVault,
    read_notes,
    with_own_schemas,
)
from vaultlint.commands.output import FAILED, exit_code, is_colored, say, write_report
from vaultlint.commands.progress import tracked
from vaultlint.commands.vaults import (
    asked_attachments,
    asked_files,
    asked_notes,
    collector_paused,
    open_vaults,
)
from vaultlint.diagnostic import Failure
from vaultlint.engine import attempt, looks_at
from vaultlint.notes.cardlist import State
from vaultlint.notes.facts import Dialect, Note
from vaultlint.notes.kinds import other_kind
from vaultlint.report.cards import Row
from vaultlint.report.chains import mark_counts
from vaultlint.report.json import json_text
from vaultlint.report.stats import (
    ChainCounts,
    LinkCounts,
    SchemaCount,
    VaultStats,
    folder_health,
    stats_json,
    text_lines,
)
from vaultlint.vault.facets import own_schemas
from vaultlint.vault.index import VaultIndex, index_of
from vaultlint.vault.resolve import is_attachment

DONE = 0  # exit code


class Call(NamedTuple):
    """The command line of `vaultlint stats`, as given; color: as in explain.run."""

    paths: tuple[Path, ...] = ()
    vault: Path | None = None
    config: Path | None = None
    isolated: bool = False
    depth: int = 1
    output_format: str = "text"
    output_file: Path | None = None
    color: bool | None = None


def run(call: Call) -> int:
    """Writes the numbers; the exit code."""
    with collector_paused():
        return exit_code(lambda: _run(call))


def _run(call: Call) -> int:
    if call.isolated and call.config is not None:
        raise CallError("--isolated and --config contradict each other; give one of them")
    asked, faults = asked_vaults(call.paths or (Path(),), call.vault, takes_others=True)
    for fault in faults:
        say(fault)
    if faults and not asked:
        return FAILED
    counted: list[VaultStats] = []
    is_broken = bool(faults)
    for vault in open_vaults(asked, Configuration(call.config, call.isolated)):
        refuse_lone_notes(vault)
        stats, has_faults = _vault_stats(vault, call.depth)
        counted.append(stats)
        is_broken = is_broken or has_faults
    write_report(_parts(counted, call), call.output_file)
    return FAILED if is_broken else DONE


def _parts(vaults: Sequence[VaultStats], call: Call) -> Iterator[str]:
    if call.output_format == "json":
        yield json_text(stats_json(vaults))
        return
    color = is_colored(call.color, call.output_file, os.environ)
    yield from (f"{line}\n" for line in text_lines(vaults, color))


# --- counting


def _vault_stats(vault: OpenVault, depth: int) -> tuple[VaultStats, bool]:
    """The numbers of a vault, and whether something that was asked about could not be read.

    All of its notes are read once, and those that were asked about are checked.
    """
    listing = vault.listing
    files = asked_files(vault)
    wanted = frozenset(files)
    names = sorted([*listing.notes, *listing.others])
    read = read_notes(vault, tracked(names, f"reading {vault.root.name}", sys.stderr.isatty()), {})
    checking = Checking(vault, read, wanted, None, Bibliographies())
    outcome = checking.outcome({})
    index = outcome.vault_index
    if index is None:
        index = index_of(listing.files, read.notes, vault.obsidian)
    notes = [note for note in read.notes if note.path in wanted and not other_kind(note.path)]
    rows, failures = _rows(vault, notes)
    unreadable = {path: why for path, why in read.unreadable.items() if path in wanted}
    faults = [
        *unread(vault, unreadable),
        *map(internal_error, (*outcome.report.failures, *failures)),
    ]
    for line in (*faults, *left_out(vault, wanted, "counted")):
        say(line)
    others = Counter(other_kind(path) for path in files)
    attachments = asked_attachments(vault, filter(is_attachment, listing.files))
    cards: dict[Dialect, Counter[State]] = {}
    for row in rows:
        cards.setdefault(row.card.dialect, Counter())[row.card.state] += 1
    stats = VaultStats(
        root=vault.root.as_posix(),
        notes_in_vault=len(listing.notes),
        notes=others[None],
        canvases=others["canvas"],
        bases=others["base"],
        attachments=len(attachments),
        unused_attachments=sum(
            path not in index.backlinks.files and path not in index.mentioned
            for path in attachments
        ),
        cards=cards,
        clozes=Counter(row.card.state for row in rows if row.card.kind == "cloze"),
        decks=len({row.card.deck for row in rows}),
        links=_links(notes, index),
        chains=_chains(vault, read.notes, index),
        schemas=tuple(_schemas(vault, notes)),
        health=folder_health(
            files, ((d.path, d.severity) for d in outcome.report.diagnostics), depth
        ),
    )
    return stats, bool(faults)


def _rows(vault: OpenVault, notes: Iterable[Note]) -> tuple[list[Row], list[Failure]]:
    """The cards of these notes, and the notes whose cards could not be read."""
    rows: list[Row] = []
    failures: list[Failure] = []
    root = vault.root.as_posix()
    for note in notes:
        found = attempt(READING, note.path, partial(card_rows, root, note, vault.reading))
        if isinstance(found, Failure):
            failures.append(found)
        else:
            rows += found
    return rows, failures


def _links(notes: Iterable[Note], index: VaultIndex) -> LinkCounts:
    """What only looks like a link is not counted; see missing_links()."""
    links = unresolved = embeds = external = 0
    for note in notes:
        own = [link for link in note.links if not is_no_link(link)]
        links += len(own)
        embeds += sum(link.embed for link in own)
        unresolved += sum(1 for _ in missing_links(iter(own), note, index))
        external += len(note.external_links) + len(note.addresses)
    return LinkCounts(links - unresolved, unresolved, embeds, external)


def _chains(vault: OpenVault, notes: Sequence[Note], index: VaultIndex) -> ChainCounts:
    only_notes = [note for note in notes if not other_kind(note.path)]
    chained = chained_vault(vault, only_notes, index, frozenset(asked_notes(vault)))
    members = sum(len(course.notes) for course in chained.courses)
    return ChainCounts(len(chained.courses), members, mark_counts([chained]))


def _schemas(vault: OpenVault, notes: Iterable[Note]) -> Iterator[SchemaCount]:
    """The schemas of the configuration in their order, then those that notes name themselves."""
    notes = [note for note in notes if looks_at(catalogue.entry("schema-violation"), note)]
    schemas = with_own_schemas(vault, own_schemas(notes)).schemas
    titles = {use.schema: schema.title for use, schema in schemas.uses}
    verdicts: dict[str, Counter[bool]] = {name: Counter() for name in titles}
    for note in notes:
        for name, verdict in schemas.verdicts(note).items():
            titles.setdefault(name, verdict.title)
            verdicts.setdefault(name, Counter())[verdict.is_valid] += 1
    for name, counts in verdicts.items():
        yield SchemaCount(name, titles[name], counts[True], counts[False])
