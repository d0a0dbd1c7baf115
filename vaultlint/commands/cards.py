"""`vaultlint cards`: lists the flashcards of vaults, and counts them by deck."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from vaultlint.anki.records import DECK_SEPARATOR, deck_key
from vaultlint.commands.asked import asked_vaults
from vaultlint.commands.callerror import CallError
from vaultlint.commands.notices import internal_error, left_out, unread
from vaultlint.commands.opening import READING, Configuration, OpenVault, read_notes
from vaultlint.commands.output import FAILED, exit_code, is_colored, say, write_report
from vaultlint.commands.progress import tracked
from vaultlint.commands.vaults import asked_notes, collector_paused, open_vaults
from vaultlint.diagnostic import Failure
from vaultlint.engine import attempt
from vaultlint.notes.cardlist import card_sign, listed_cards
from vaultlint.notes.facts import Note
from vaultlint.notes.reading import Reading
from vaultlint.report.cards import (
    CardList,
    ListedVault,
    Repeated,
    Row,
    cards_csv,
    cards_json,
    cards_jsonl,
    repeated,
    text_lines,
)
from vaultlint.text.quote import quoted
from vaultlint.text.suggestion import did_you_mean

DONE = 0  # exit code


class Call(NamedTuple):
    """The command line of `vaultlint cards`, as given; color: as in explain.run."""

    paths: tuple[Path, ...] = ()
    vault: Path | None = None
    config: Path | None = None
    isolated: bool = False
    deck: str | None = None
    unsynced: bool = False
    duplicates: bool = False
    only_counts: bool = False
    output_format: str = "text"
    output_file: Path | None = None
    color: bool | None = None


class _Listed(Struct, frozen=True):
    """The cards of one vault: of the notes that were asked for, or of all for --duplicates."""

    vault: ListedVault
    asked: frozenset[str]
    rows: tuple[Row, ...]
    is_broken: bool


def run(call: Call) -> int:
    """Writes the list; the exit code."""
    with collector_paused():
        return exit_code(lambda: _run(call))


def _run(call: Call) -> int:
    if call.isolated and call.config is not None:
        raise CallError("--isolated and --config contradict each other; give one of them")
    if call.deck is not None and not call.deck.strip():
        raise CallError('--deck names no deck; write it as in Anki, such as "Bread::Dough"')
    asked, faults = asked_vaults(call.paths or (Path(),), call.vault)
    for fault in faults:
        say(fault)
    if faults and not asked:
        return FAILED
    configuration = Configuration(call.config, call.isolated, reads_schemas=False)
    vaults = open_vaults(asked, configuration)
    listed = [_listed(vault, call.duplicates) for vault in vaults]
    cards = _chosen(listed, call)
    write_report(_parts(cards, call), call.output_file)
    return FAILED if faults or any(vault.is_broken for vault in listed) else DONE


# --- reading


def _listed(vault: OpenVault, reads_all: bool) -> _Listed:
    """The cards of a vault. reads_all: also of the notes that were not asked for."""
    asked = asked_notes(vault)
    names = asked
    if reads_all:
        names = [path for path in vault.listing.notes if vault.is_checked(path)]
    wanted = frozenset(asked)
    root = vault.root.as_posix()
    rows: list[Row] = []
    faults: list[str] = []
    unreadable: dict[str, str] = {}
    sign = card_sign(vault.reading)
    for path in tracked(names, f"reading {vault.root.name}", sys.stderr.isatty()):
        # One by one: a list needs no note when the next one is read.
        read = read_notes(vault, (path,), {}, sign)
        found = [
            attempt(READING, path, partial(card_rows, root, n, vault.reading)) for n in read.notes
        ]
        failures = [*read.failures, *(rows for rows in found if isinstance(rows, Failure))]
        rows += (row for rows in found if not isinstance(rows, Failure) for row in rows)
        if path in wanted:
            unreadable |= read.unreadable
            faults += map(internal_error, failures)
    faults = [*unread(vault, unreadable), *faults]
    for line in (*faults, *left_out(vault, wanted, "listed")):
        say(line)
    counts = ListedVault(root, len(vault.listing.notes), len(asked))
    return _Listed(counts, wanted, tuple(rows), bool(faults))


def card_rows(root: str, note: Note, reading: Reading) -> list[Row]:
    """The cards of a note and where they stand. root: of its vault, absolute path with "/"."""
    at = note.source.position
    return [
        Row(root, note.path, at(card.span.start), at(card.span.end), card)
        for card in listed_cards(note, reading)
    ]


# --- choosing


def _chosen(listed: Iterable[_Listed], call: Call) -> CardList:
    """The cards that the options leave."""
    listed = tuple(listed)
    rows = tuple(row for vault in listed for row in vault.rows if row.path in vault.asked)
    total = len(rows)
    if call.deck is not None:
        rows = _of_deck(rows, call.deck)
    if call.unsynced:
        rows = tuple(row for row in rows if row.is_unsynced)
    groups: tuple[Repeated, ...] | None = None
    if call.duplicates:
        rows, groups = _repeated_only(rows, (row for vault in listed for row in vault.rows))
    return CardList(tuple(vault.vault for vault in listed), rows, total, groups)


def _of_deck(rows: tuple[Row, ...], deck: str) -> tuple[Row, ...]:
    """The cards of a deck and of those below it; says so when there are none."""
    wanted = deck_key(deck)
    keys = {row.card.deck: deck_key(row.card.deck) for row in rows}
    below = wanted + DECK_SEPARATOR
    names = {name for name, key in keys.items() if key == wanted or key.startswith(below)}
    if not names:
        known = (name for full in sorted(keys) for name in _with_parents(full))
        say(f"no card is in the deck {quoted(deck)}{did_you_mean(deck, known)}")
    return tuple(row for row in rows if row.card.deck in names)


def _with_parents(deck: str) -> Iterator[str]:
    while deck:
        yield deck
        deck = deck.rpartition(DECK_SEPARATOR)[0]


def _repeated_only(
    rows: tuple[Row, ...], everywhere: Iterable[Row]
) -> tuple[tuple[Row, ...], tuple[Repeated, ...]]:
    """Those of the cards that stand elsewhere too, and with which others."""
    chosen = {id(row): row for row in rows}
    repeats: dict[int, list[str]] = {}
    groups: list[Repeated] = []
    for group in repeated(everywhere):
        own = [id(row) for row in group.rows if id(row) in chosen]
        for key in own:
            repeats.setdefault(key, []).append(group.by)
        if own:
            groups.append(group)
    left = (
        replace(row, repeats=tuple(repeats[key])) for key, row in chosen.items() if key in repeats
    )
    return tuple(left), tuple(groups)


# --- writing

_MACHINE_FORMATS: dict[str, Callable[[CardList, bool], Iterator[str]]] = {
    "json": cards_json,
    "jsonl": cards_jsonl,
    "csv": cards_csv,
}


def _parts(cards: CardList, call: Call) -> Iterator[str]:
    write = _MACHINE_FORMATS.get(call.output_format)
    if write is not None:
        yield from write(cards, call.only_counts)
        return
    color = is_colored(call.color, call.output_file, os.environ)
    columns = None
    if call.output_file is None and sys.stdout.isatty():
        columns = shutil.get_terminal_size().columns
    for line in text_lines(cards, Path.cwd().as_posix(), color, columns, call.only_counts):
        yield line + "\n"
