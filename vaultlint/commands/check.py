"""`vaultlint check`: reads vaults, checks what was asked for, reports."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from vaultlint.anki.records import Collection
from vaultlint.commands.anki import FAMILY, anki_notices, askable, opened_collection
from vaultlint.commands.asked import Asked, asked_note, asked_vaults
from vaultlint.commands.bibliographies import Bibliographies
from vaultlint.commands.callerror import CallError
from vaultlint.commands.checking import Checking
from vaultlint.commands.notices import internal_error, left_out, unread
from vaultlint.commands.opening import (
    Configuration,
    OpenVault,
    all_rules,
    from_here,
    read_notes,
)
from vaultlint.commands.output import FAILED, exit_code, is_colored, say, write_report
from vaultlint.commands.progress import tracked
from vaultlint.commands.vaults import asked_files, collector_paused, open_vaults
from vaultlint.config import Selection, selector_fault
from vaultlint.diagnostic import Report, Severity, VaultReport
from vaultlint.engine import ActiveRule, active_rules
from vaultlint.notes.kinds import other_kind
from vaultlint.report.concise import concise_lines
from vaultlint.report.json import json_report, json_text
from vaultlint.report.summary import counted, summary_line
from vaultlint.report.text import PLAIN_COLUMNS, text_lines
from vaultlint.vault.files import Listing

CLEAN, FOUND = 0, 1  # exit codes


class Call(NamedTuple):
    """The command line of `vaultlint check`, as given; color: as in explain.run."""

    paths: tuple[Path, ...] = ()
    vault: Path | None = None
    config: Path | None = None
    isolated: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severity: str = "info"
    fail_on: str | None = None
    output_format: str = "text"
    output_file: Path | None = None
    stdin_filename: Path | None = None
    anki: Path | None = None
    quiet: bool = False
    verbose: bool = False
    color: bool | None = None


class _Checked(NamedTuple):
    """The outcome for one vault. fails: something is at or above its own `fail-on`."""

    report: VaultReport
    fails: bool
    is_broken: bool


def run(call: Call) -> int:
    """Checks, and writes the report; the exit code."""
    with collector_paused():
        return exit_code(lambda: _run(call))


def _run(call: Call) -> int:
    if call.quiet and call.verbose:
        raise CallError("--quiet and --verbose contradict each other; give one of them")
    if call.isolated and call.config is not None:
        raise CallError("--isolated and --config contradict each other; give one of them")
    if call.anki is None:
        _check_no_anki(call)
    configuration = Configuration(call.config, call.isolated, _selection(call))
    if call.stdin_filename is not None or Path("-") in call.paths:
        asked, given = _asked_by_stdin(call)
        faults: tuple[str, ...] = ()
    else:
        asked, faults = asked_vaults(call.paths or (Path(),), call.vault, takes_others=True)
        given = {}
    for fault in faults:
        say(fault)
    if faults and not asked:
        return FAILED
    anki = None if call.anki is None else opened_collection(call.anki)
    vaults = open_vaults(asked, configuration, given)
    bibliographies = Bibliographies()
    checked = [_checked(vault, given, call, anki, bibliographies) for vault in vaults]
    report = Report(tuple(vault.report for vault in checked))
    write_report(_report_parts(report, call), call.output_file)
    if faults or any(vault.is_broken for vault in checked):
        return FAILED
    return FOUND if any(vault.fails for vault in checked) else CLEAN


# --- what is asked


def _selection(call: Call) -> Selection:
    return Selection(
        select=_words("--select", call.select) if call.select else None,
        extend=_words("--extend-select", call.extend_select),
        ignore=_words("--ignore", call.ignore),
    )


def _check_no_anki(call: Call) -> None:
    """Raises CallError when the call itself names rules that ask Anki."""
    for option, lists in (("--select", call.select), ("--extend-select", call.extend_select)):
        for word in _words(option, lists):
            if FAMILY in (word, all_rules().families.get(word)):
                raise CallError(f'{option}: "{word}" asks Anki; name a collection with --anki')


def _words(option: str, lists: tuple[str, ...]) -> tuple[str, ...]:
    """The rules and families of a repeatable option. Raises CallError when one is unknown."""
    words = tuple(word.strip() for entry in lists for word in entry.split(",") if word.strip())
    if lists and not words:
        raise CallError(f'{option} names no rule and no family; "all" is every rule')
    rules = all_rules()
    faults = [fault for fault in (selector_fault(word, rules) for word in words) if fault]
    if faults:
        raise CallError(*(f"{option}: {fault}" for fault in faults))
    return words


def _asked_by_stdin(call: Call) -> tuple[tuple[Asked, ...], Mapping[str, bytes]]:
    if call.stdin_filename is None:
        raise CallError("- is standard input; name the note that it is with --stdin-filename")
    if call.paths != (Path("-"),):
        raise CallError("--stdin-filename goes with a single -, and with no other path")
    asked = asked_note(call.stdin_filename, call.vault, takes_others=True)
    (path,) = asked.notes
    return (asked,), {path: sys.stdin.buffer.read()}


# --- checking


def _checked(
    vault: OpenVault,
    given: Mapping[str, bytes],
    call: Call,
    anki: Collection | None,
    bibliographies: Bibliographies,
) -> _Checked:
    rules = askable(active_rules(vault.settings), anki)
    listing = _with_given(vault.listing, given)
    asked = asked_files(replace(vault, listing=listing))
    is_vault = vault.asked.is_vault
    # Rules that look at one note alone need no other.
    names = asked
    if is_vault and any(r.rule.scope == "vault" for r in rules):
        names = sorted([*listing.notes, *listing.others])
    shown = not call.quiet and sys.stderr.isatty()
    read = read_notes(vault, tracked(names, f"reading {vault.root.name}", shown), given)
    wanted = frozenset(asked)
    checking = Checking(replace(vault, listing=listing), read, wanted, anki, bibliographies)
    outcome = checking.outcome(read.notes)
    report, rules = outcome.report, outcome.rules
    unreadable = {path: why for path, why in read.unreadable.items() if path in wanted}
    faults = [*unread(vault, unreadable), *map(internal_error, report.failures)]
    for fault in faults:
        say(fault)
    if not call.quiet:
        for line in left_out(vault, wanted, "checked"):
            say(line)
        if outcome.vault_index is not None and anki is not None:
            for line in anki_notices(outcome.vault_index, rules):
                say(line)
    if call.verbose:
        for line in _account(vault, report, rules):
            say(line)
        for path in outcome.cited.missing:
            say(f'no bibliography is at "{path}": citations of notes that use it are not checked')
    return _Checked(report, _fails(report, vault, call), bool(faults))


def _with_given(listing: Listing, given: Mapping[str, bytes]) -> Listing:
    """The listing with notes that do not stand in the vault yet, but will."""
    new = {path for path in given if not any(part.startswith(".") for part in path.split("/"))}
    if new.issubset(listing.files):
        return listing
    others = {path for path in new if other_kind(path)}
    return replace(
        listing,
        notes=tuple(sorted((new - others).union(listing.notes))),
        files=tuple(sorted(new.union(listing.files))),
        others=tuple(sorted(others.union(listing.others))),
    )


def _fails(report: VaultReport, vault: OpenVault, call: Call) -> bool:
    fail_on = vault.settings.fail_on
    if call.fail_on is not None:
        fail_on = None if call.fail_on == "never" else Severity[call.fail_on.upper()]
    return fail_on is not None and any(d.severity >= fail_on for d in report.diagnostics)


# --- what is said of the run itself


def _account(vault: OpenVault, report: VaultReport, rules: Iterable[ActiveRule]) -> Iterator[str]:
    """What --verbose tells of one vault."""
    ran = len([rule for rule in rules if rule.rule.name not in report.skipped_rules])
    kind = "vault" if vault.asked.is_vault else "folder"
    config = "none" if vault.config is None else f'"{from_here(vault.config)}"'
    others = ""
    if report.others:
        others = f" and {report.others_checked} of {report.others} canvases and bases"
    yield (
        f'{kind} "{vault.root.as_posix()}": {report.checked} of {counted(report.notes, "note")}'
        f"{others} checked by {counted(ran, 'rule')}; configuration: {config}"
    )
    if report.skipped_rules:
        names = ", ".join(report.skipped_rules)
        yield f"no .obsidian and no .vaultlint.yaml above it, so these rules did not run: {names}"


# --- the report


def _report_parts(report: Report, call: Call) -> Iterator[str]:
    show_from = Severity[call.severity.upper()]
    if call.output_format == "json":
        yield json_text(json_report(report, show_from))
        return
    here = Path.cwd().as_posix()
    if call.output_format == "concise":
        lines = concise_lines(report, show_from, here)
    else:
        color = is_colored(call.color, call.output_file, os.environ)
        lines = text_lines(report, show_from, here, color, _columns(call.output_file))
    yield from (f"{line}\n" for line in lines)
    if not call.quiet:
        yield f"{summary_line(report, show_from)}\n"


def _columns(file: Path | None) -> int:
    if file is None and sys.stdout.isatty():
        return shutil.get_terminal_size((PLAIN_COLUMNS, 24)).columns
    return PLAIN_COLUMNS
