"""What vaults hold, in numbers: as text and as JSON. schemas/stats.schema.json describes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

import vaultlint
from vaultlint.diagnostic import Severity
from vaultlint.notes.cardlist import STATES, State
from vaultlint.notes.facts import Dialect
from vaultlint.report.columns import padded, table_lines, width
from vaultlint.report.json import Json
from vaultlint.report.style import styles
from vaultlint.report.summary import counted
from vaultlint.report.visible import visible
from vaultlint.vault.courses import FAULTS, JUNCTIONS, MarkKind

_ALL = "all"  # the last line of the table


class LinkCounts(Struct, frozen=True):
    """The links of notes. resolved, unresolved: inside of the vault; embeds: how many of both."""

    resolved: int
    unresolved: int
    embeds: int
    external: int


class ChainCounts(Struct, frozen=True):
    """The chains that the notes have a part in. notes: how many notes they have together."""

    chains: int
    notes: int
    marks: Mapping[MarkKind, int]


class SchemaCount(Struct, frozen=True):
    """How many notes a schema is meant for. name: as the configuration, or the note, writes it."""

    name: str
    title: str
    valid: int
    invalid: int


class FolderHealth(Struct, frozen=True):
    """How sound the files of a folder and of those below it are.

    folder: relative to the vault; "" for the vault itself. files: notes, canvases and bases.
    clean: those of them without errors and warnings. found: diagnostics by severity.
    """

    folder: str
    files: int
    clean: int
    found: Mapping[Severity, int]

    def per_hundred(self, severity: Severity) -> float:
        """Diagnostics of a severity per 100 files, to one decimal."""
        return round(100 * self.found.get(severity, 0) / self.files, 1) if self.files else 0.0


class VaultStats(Struct, frozen=True):
    """One vault in numbers: of the files that the call is about.

    root: absolute path with "/". notes_in_vault: also those that it is not about.
    unused_attachments: that no file of the vault links to or names.
    cards: by dialect and state, clozes included; clozes: by state. decks: that cards are in.
    health: by folder, sorted; files that lie in none of them have the folder above.
    """

    root: str
    notes_in_vault: int
    notes: int
    canvases: int
    bases: int
    attachments: int
    unused_attachments: int
    cards: Mapping[Dialect, Counter[State]]
    clozes: Counter[State]
    decks: int
    links: LinkCounts
    chains: ChainCounts
    schemas: tuple[SchemaCount, ...]
    health: tuple[FolderHealth, ...]

    @property
    def card_states(self) -> Counter[State]:
        """The cards of all dialects by state."""
        return sum(self.cards.values(), Counter[State]())

    @property
    def whole_health(self) -> FolderHealth:
        """The health of all folders together."""
        found: Counter[Severity] = Counter()
        for each in self.health:
            found.update(each.found)
        files = sum(each.files for each in self.health)
        return FolderHealth("", files, sum(each.clean for each in self.health), found)


def folder_health(
    files: Iterable[str], found: Iterable[tuple[str, Severity]], depth: int
) -> tuple[FolderHealth, ...]:
    """The health by folder. found: path and severity of each diagnostic; of other files, ignored.

    depth: how many folders below the innermost one that holds all of the files.
    """
    by_file: dict[str, Counter[Severity]] = {path: Counter() for path in files}
    for path, severity in found:
        if path in by_file:
            by_file[path][severity] += 1
    cut = len(_common_folder(by_file)) + depth
    by_folder: dict[str, list[Counter[Severity]]] = {}
    for path, counts in by_file.items():
        folder = "/".join(path.split("/")[:-1][:cut])
        by_folder.setdefault(folder, []).append(counts)
    return tuple(_health(folder, by_folder[folder]) for folder in sorted(by_folder))


def _health(folder: str, files: Sequence[Counter[Severity]]) -> FolderHealth:
    found: Counter[Severity] = Counter()
    for each in files:
        found.update(each)
    clean = sum(not each[Severity.ERROR] and not each[Severity.WARNING] for each in files)
    return FolderHealth(folder, len(files), clean, found)


def _common_folder(paths: Iterable[str]) -> list[str]:
    """The parts of the innermost folder that holds all of these files."""
    folders = [path.split("/")[:-1] for path in paths]
    if not folders:
        return []
    first, last = min(folders), max(folders)
    common = 0
    while common < len(first) and first[common : common + 1] == last[common : common + 1]:
        common += 1
    return first[:common]


# --- text


def text_lines(vaults: Sequence[VaultStats], is_colored: bool) -> Iterator[str]:
    """The lines of the text: for each vault a list of what it holds, then a table of its health."""
    style = styles(is_colored)
    for index, vault in enumerate(vaults):
        if index:
            yield ""
        yield style.path(visible(vault.root))
        lines = [*_held(vault)]
        columns = max(width(name) for name, _ in lines)
        for name, text in lines:
            yield f"  {padded(name, columns)}  {text}"
        yield ""
        yield from table_lines(_HEAD, _rows(vault))


def _held(vault: VaultStats) -> Iterator[tuple[str, str]]:
    """What a vault holds: names, and the numbers behind them."""
    others = f" of {vault.notes_in_vault}" if vault.notes != vault.notes_in_vault else ""
    yield "notes", f"{vault.notes}{others}"
    if vault.canvases or vault.bases:
        yield "canvases, bases", f"{vault.canvases}, {vault.bases}"
    unused = f", {vault.unused_attachments} unused" if vault.unused_attachments else ""
    yield "attachments", f"{vault.attachments}{unused}"
    links = vault.links
    yield (
        "links",
        f"{links.resolved + links.unresolved}: {links.resolved} resolved, "
        f"{links.unresolved} unresolved; {counted(links.embeds, 'embed')} among them",
    )
    yield "links to the web", str(links.external)
    decks = f" in {counted(vault.decks, 'deck')}" if vault.decks else ""
    yield "cards", _states_text(vault.card_states, decks)
    if len(vault.cards) > 1:
        yield from ((f"  {name}", _states_text(vault.cards[name])) for name in sorted(vault.cards))
    if vault.clozes:
        yield "  clozes among them", _states_text(vault.clozes)
    yield "chains", _chains_text(vault.chains)
    for schema in vault.schemas:
        name = visible(f"schema {schema.title}")
        yield name, f"{schema.valid} valid, {schema.invalid} invalid"


def _states_text(counts: Counter[State], where: str = "") -> str:
    parts = ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state])
    return f"{counts.total()}{where}{': ' if parts else ''}{parts}"


def _chains_text(chains: ChainCounts) -> str:
    if not chains.chains:
        return "0"
    kinds = (*FAULTS, *JUNCTIONS)
    marks = "".join(f", {kind}: {chains.marks[kind]}" for kind in kinds if chains.marks.get(kind))
    return f"{chains.chains} of {counted(chains.notes, 'note')}{marks}"


_HEAD = ("folder", "files", "clean", "errors", "per 100", "warnings", "per 100", "infos")


def _rows(vault: VaultStats) -> list[tuple[str, ...]]:
    rows = [_row(visible(each.folder) or ".", each) for each in vault.health]
    if len(rows) != 1:
        rows.append(_row(_ALL, vault.whole_health))
    return rows


def _row(name: str, health: FolderHealth) -> tuple[str, ...]:
    found = health.found
    return (
        name,
        str(health.files),
        str(health.clean),
        str(found.get(Severity.ERROR, 0)),
        f"{health.per_hundred(Severity.ERROR):.1f}",
        str(found.get(Severity.WARNING, 0)),
        f"{health.per_hundred(Severity.WARNING):.1f}",
        str(found.get(Severity.INFO, 0)),
    )


# --- JSON


def stats_json(vaults: Sequence[VaultStats]) -> Json:
    """The numbers as a JSON object."""
    return {
        "version": 1,
        "tool": {"name": "vaultlint", "version": vaultlint.__version__},
        "vaults": [_vault_json(vault) for vault in vaults],
    }


def _vault_json(vault: VaultStats) -> Json:
    links, chains = vault.links, vault.chains
    return {
        "root": vault.root,
        "notes": {"in_vault": vault.notes_in_vault, "counted": vault.notes},
        "canvases": vault.canvases,
        "bases": vault.bases,
        "attachments": {"total": vault.attachments, "unused": vault.unused_attachments},
        "links": {
            "resolved": links.resolved,
            "unresolved": links.unresolved,
            "embeds": links.embeds,
            "external": links.external,
        },
        "cards": {
            **_states_json(vault.card_states),
            "decks": vault.decks,
            "clozes": _states_json(vault.clozes),
            "dialects": {name: _states_json(vault.cards[name]) for name in sorted(vault.cards)},
        },
        "chains": {
            "chains": chains.chains,
            "notes": chains.notes,
            **{kind.replace("-", "_"): chains.marks.get(kind, 0) for kind in (*FAULTS, *JUNCTIONS)},
        },
        "schemas": [
            {
                "schema": schema.name,
                "title": schema.title,
                "valid": schema.valid,
                "invalid": schema.invalid,
            }
            for schema in vault.schemas
        ],
        "health": {
            "total": _health_json(vault.whole_health),
            "folders": [{"folder": h.folder, **_health_json(h)} for h in vault.health],
        },
    }


def _states_json(counts: Counter[State]) -> Json:
    return {"total": counts.total(), **{state: counts[state] for state in STATES}}


def _health_json(health: FolderHealth) -> Json:
    return {
        "files": health.files,
        "clean": health.clean,
        "errors": health.found.get(Severity.ERROR, 0),
        "warnings": health.found.get(Severity.WARNING, 0),
        "infos": health.found.get(Severity.INFO, 0),
        "errors_per_100": health.per_hundred(Severity.ERROR),
        "warnings_per_100": health.per_hundred(Severity.WARNING),
    }
