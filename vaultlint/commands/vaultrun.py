"""One vault checked: what changed is read, and the rules are asked about what may differ.

With a cache, all else is known from the runs before; without one, all notes are read. Either way
the report is the same, and so it is in one process or in several.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from vaultlint.anki.records import Collection as Anki
from vaultlint.commands.anki import askable
from vaultlint.commands.bibliographies import Bibliographies, library
from vaultlint.commands.cachefile import Storage, named_digest, work_digest, world_digest
from vaultlint.commands.crew import Crew, Machines, Others, View
from vaultlint.commands.memory import Memory
from vaultlint.commands.noteworker import NoteReader, Ruling, Way, plain_rules
from vaultlint.commands.opening import OpenVault, with_own_schemas
from vaultlint.commands.progress import counted_up
from vaultlint.commands.vaults import asked_attachments, asked_files
from vaultlint.diagnostic import NoteOutcome, VaultReport
from vaultlint.engine import ActiveRule, Checker, Counts, active_rules, vault_report
from vaultlint.kept import CacheError
from vaultlint.notes.attachment import attachment
from vaultlint.notes.library import Library
from vaultlint.settings import Settings
from vaultlint.text.source import Source
from vaultlint.vault.facets import CitingFacet, DamageFacet, Facets, NoteFacets, SchemaFacet
from vaultlint.vault.index import KeptRecords, VaultIndex
from vaultlint.vault.renamed import renamed_by_place
from vaultlint.vault.resolve import is_attachment

if TYPE_CHECKING:
    from vaultlint.cache import Cache

PAYS_FROM = 1_500_000  # bytes of notes; to start other processes takes as long as to read less
_TRIES = 3  # of a run with a cache that is damaged, or changed by other runs meanwhile


class Means(NamedTuple):
    """What a run may use. jobs: processes. storage: of caches, None for none.

    shown: whether a terminal is told how far it is. machines: in the place of processes.
    """

    jobs: int = 1
    storage: Storage | None = None
    shown: bool = False
    machines: Machines | None = None


class Wanted(NamedTuple):
    """What a run is asked for.

    wanted: the notes whose diagnostics are. names: of all notes that have to be known for it,
    sorted. given: the content of notes that is not read from their files.
    """

    wanted: Collection[str]
    names: Sequence[str]
    given: Mapping[str, bytes]


class VaultRun(NamedTuple):
    """What a run ends with. unreadable: by path, why; of all notes that had to be known."""

    report: VaultReport
    rules: tuple[ActiveRule, ...]
    cited: Library
    unreadable: Mapping[str, str]


def usable_processors() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def wanted_of(
    vault: OpenVault, given: Mapping[str, bytes], anki: Anki | None, reads_all: bool = False
) -> Wanted:
    """Which notes are asked about, and which have to be known for it.

    reads_all: whether all notes of the vault are needed anyway.
    """
    rules = askable(active_rules(vault.settings), anki)
    asked = asked_files(vault)
    # Rules that look at one note alone need no other.
    names: Sequence[str] = asked
    reads_all = reads_all or any(r.rule.scope == "vault" for r in rules)
    if vault.asked.is_vault and reads_all:
        names = sorted([*vault.listing.notes, *vault.listing.others])
    return Wanted(frozenset(asked), names, given)


def way_of(vault: OpenVault) -> Way:
    """How the notes of a vault are read."""
    asks_mentions = any(a.rule.on_attachments for a in active_rules(vault.settings))
    asking = replace(vault.obsidian.asking, has_mentions=asks_mentions)
    return Way(vault.root.as_posix(), vault.reading, asking)


def keeps_findings(vault: OpenVault, asked: Wanted, means: Means) -> bool:
    """Whether a run uses a cache: where there is one, and all of a vault has to be known."""
    is_whole = len(asked.names) == len(vault.listing.notes) + len(vault.listing.others)
    return means.storage is not None and vault.asked.is_vault and is_whole


def run_vault(
    vault: OpenVault, asked: Wanted, means: Means, bibliographies: Bibliographies
) -> VaultRun:
    """Checks the notes of a vault that are wanted."""
    way = way_of(vault)
    run = partial(_run, vault, asked, way, means, bibliographies)
    storage = means.storage
    if storage is None or not keeps_findings(vault, asked, means):
        return run(None)
    world = world_digest(way, vault.obsidian)
    for _ in range(_TRIES):
        try:
            with closing(storage.opened(vault.root, world)) as cache:
                found = run(cache)
                if cache.fault is not None:  # what was found is as good as without it
                    storage.is_mended(vault.root, cache.fault)
                return found
        except CacheError as error:
            if not storage.is_mended(vault.root, error):
                break
    return run(None)


def _run(
    vault: OpenVault,
    asked: Wanted,
    way: Way,
    means: Means,
    bibliographies: Bibliographies,
    cache: Cache | None,
) -> VaultRun:
    reader = NoteReader(way, asked.given)
    memory = Memory(cache, asked.names, reader)
    states, files, day = memory.states, vault.listing.files, vault.settings.today.isoformat()
    with Crew(reader, _starter(means, way, asked), PAYS_FROM) as crew:
        changed = {path: states.size(path) for path in states.changed}
        packs = memory.is_kept or crew.is_much(changed)
        title = f"reading {vault.root.name}"
        found = counted_up(crew.read(changed, packs=packs), len(changed), title, means.shown)
        read = {note.path: note for note in found}
        lost = {path for path, note in read.items() if note.unreadable or note.failure}
        paths = [path for path in asked.names if path not in lost]
        if packs:
            facets = memory.facets(paths, read)
        else:
            facets = NoteFacets(reader.known_notes(), way.asking)
        settings, cited = _settings(vault, asked.wanted, facets, bibliographies)
        rules = plain_rules(settings)
        name, is_vault = vault.root.name, vault.asked.is_vault
        ruling = Ruling(settings, vault.obsidian, files, name, is_vault, memory.is_kept)
        index = ruling.index(facets, memory.record)
        if index is not None:
            others = partial(_index, ruling)
            work = partial(work_digest, vault.settings, rules, way, name)
            named = _named(settings, facets)
            memory.look_at(work, named, files, facets, index, others)
        wanted = [path for path in paths if path in asked.wanted]
        daily = [active.rule.name for active in rules if "today" in active.rule.given]
        outcomes = memory.outcomes(wanted, day, daily)
        unknown = {path: states.size(path) for path in wanted if path not in outcomes}
        view = View(index, memory.columns, paths)
        made = {ruled.path: ruled for ruled in crew.rule(ruling, view, unknown)}
    outcomes |= {path: ruled.outcome for path, ruled in made.items()}
    checker = Checker(rules, index, settings.suppressions)
    attached = [*_attached(vault, rules, checker)]
    report = vault_report(
        vault.root.as_posix(),
        [*((path, outcomes[path]) for path in wanted if path in outcomes), *attached],
        _counts(vault, rules, wanted, len(attached)),
        partial(_source, reader, facets, frozenset(paths), settings),
        [note.failure for path, note in read.items() if note.failure and path in asked.wanted],
        checker.skipped_rules,
    )
    if index is not None:
        renamed = renamed_by_place(report.diagnostics, files)
        report = replace(report, renamed=renamed)
    records = (*crew.records, *(index.records() if index else ()))
    memory.save(made, day, files, records)
    unreadable = {path: note.unreadable for path, note in read.items() if note.unreadable}
    return VaultRun(report, rules, cited, unreadable)


def _starter(means: Means, way: Way, asked: Wanted) -> Callable[[], Others] | None:
    if means.machines is not None and not means.machines.is_lost:
        return partial(means.machines.others, way, asked.given)
    if means.jobs < 2:
        return None

    def start() -> Others:
        # Imported here: most runs are small.
        from vaultlint.commands.workers import Workers

        return Workers(way, asked.given, means.jobs)

    return start


def _index(ruling: Ruling, files: tuple[str, ...], facets: Facets, kept: KeptRecords) -> VaultIndex:
    index = replace(ruling, files=files).index(facets, kept)
    assert index is not None
    return index


def _source(
    reader: NoteReader, facets: Facets, notes: Container[str], settings: Settings, path: str
) -> Source | None:
    """The text of a note or a schema; that of an attachment is empty. notes: that were read."""
    if is_attachment(path):
        return attachment(path).source
    damage = facets.of(path, DamageFacet)
    if damage is not None and damage.source is not None:
        return damage.source
    is_sound = damage is None and path in notes
    return reader.source(path, is_sound=is_sound) or settings.schemas.sources.get(path)


def _named(settings: Settings, facets: Facets) -> dict[str, bytes]:
    """By path of a note that names a schema or a bibliography, a digest of these."""
    schemas = {path: facet.name for path, facet in facets.each(SchemaFacet)}
    paths = {*schemas, *settings.library.by_note}
    return {path: named_digest(settings, path, schemas.get(path)) for path in paths}


def _settings(
    vault: OpenVault, wanted: Collection[str], facets: Facets, bibliographies: Bibliographies
) -> tuple[Settings, Library]:
    """The settings with what notes name: schemas of their own, and bibliographies."""
    own = (facet.name for path, facet in facets.each(SchemaFacet) if path in wanted)
    settings = with_own_schemas(vault, own)
    if not any("library" in active.rule.given for active in active_rules(settings)):
        return settings, Library()
    citing = [(path, facet) for path, facet in facets.each(CitingFacet) if path in wanted]
    cited = library(vault, sorted(citing), bibliographies)
    return replace(settings, library=cited), cited


def _attached(
    vault: OpenVault, rules: Iterable[ActiveRule], checker: Checker
) -> Iterator[tuple[str, NoteOutcome]]:
    """The outcomes of attachments, if a rule looks at them."""
    if any(active.rule.on_attachments for active in rules):
        for path in asked_attachments(vault, filter(is_attachment, vault.listing.files)):
            yield path, checker.outcome(attachment(path))


def _counts(
    vault: OpenVault, rules: Iterable[ActiveRule], wanted: Sequence[str], attached: int
) -> Counts:
    listing = vault.listing
    others = len(listing.others)
    if any(active.rule.on_attachments for active in rules):
        others += sum(map(is_attachment, listing.files))
    others_checked = len(frozenset(listing.others).intersection(wanted))
    return Counts(
        len(listing.notes), len(wanted) - others_checked, others, others_checked + attached
    )
