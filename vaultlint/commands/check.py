"""`vaultlint check`: reads vaults, checks what was asked for, reports."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from vaultlint.commands.asked import WHOLE, Asked, asked_note, asked_vaults
from vaultlint.commands.callerror import CallError
from vaultlint.commands.opening import (
    READING,
    Configuration,
    OpenVault,
    all_rules,
    from_here,
    open_vault,
    read_notes,
    with_own_schemas,
)
from vaultlint.commands.output import is_colored, say, write_report
from vaultlint.commands.progress import tracked
from vaultlint.config import Selection, selector_fault
from vaultlint.diagnostic import Failure, Report, Severity, VaultReport
from vaultlint.engine import ActiveRule, active_rules, check_vault
from vaultlint.report.concise import concise_lines
from vaultlint.report.json import json_report, json_text
from vaultlint.report.summary import counted, summary_line
from vaultlint.report.text import PLAIN_COLUMNS, text_lines
from vaultlint.vault.files import Listing, Odd
from vaultlint.vault.index import VaultIndex

FOLDER = "a folder"  # why a name that ends in .md is odd, but nothing is lost
CLEAN, FOUND, FAILED = 0, 1, 2  # exit codes


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
    was_enabled = gc.isenabled()
    # Notes have no cycles; to look for some among them takes a fifth of a long run.
    gc.disable()
    try:
        return _run(call)
    except CallError as error:
        for line in error.lines:
            say(line)
        return FAILED
    finally:
        if was_enabled:
            gc.enable()


def _run(call: Call) -> int:
    if call.quiet and call.verbose:
        raise CallError("--quiet and --verbose contradict each other; give one of them")
    if call.isolated and call.config is not None:
        raise CallError("--isolated and --config contradict each other; give one of them")
    configuration = Configuration(call.config, call.isolated, _selection(call))
    if call.stdin_filename is not None or Path("-") in call.paths:
        asked, given = _asked_by_stdin(call)
        faults: tuple[str, ...] = ()
    else:
        asked, faults = asked_vaults(call.paths or (Path(),), call.vault)
        given = {}
    for fault in faults:
        say(fault)
    if faults and not asked:
        return FAILED
    vaults = _opened(asked, configuration, given)
    checked = [_checked(vault, given, call) for vault in vaults]
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
    asked = asked_note(call.stdin_filename, call.vault)
    (path,) = asked.notes
    return (asked,), {path: sys.stdin.buffer.read()}


def _opened(
    asked: Iterable[Asked], configuration: Configuration, given: Mapping[str, bytes]
) -> list[OpenVault]:
    """The vaults that are asked for and those inside them, sorted by root.

    Raises CallError with the mistakes in all of their configurations.
    """
    vaults: dict[Path, OpenVault] = {}
    waiting = {vault.root: vault for vault in asked}
    faults: list[str] = []
    while waiting:
        root, vault = waiting.popitem()
        try:
            vaults[root] = opened = open_vault(vault, configuration, given)
        except CallError as error:
            faults += error.lines
            continue
        for inner in _vaults_inside(opened):
            if inner not in vaults:
                waiting[inner] = Asked(inner, is_vault=True, folders=frozenset({WHOLE}))
    if faults:
        raise CallError(*sorted(set(faults)))
    return [vaults[root] for root in sorted(vaults)]


def _vaults_inside(vault: OpenVault) -> Iterator[Path]:
    if vault.asked.is_forced:
        return
    for folder in vault.listing.nested_vaults:
        if vault.asked.covers(folder) and not vault.is_excluded(f"{folder}/"):
            yield vault.root / folder


# --- checking


def _checked(vault: OpenVault, given: Mapping[str, bytes], call: Call) -> _Checked:
    rules = active_rules(vault.settings)
    listing = _with_given(vault.listing, given)
    asked = [path for path in listing.notes if vault.asked.covers(path) and vault.is_checked(path)]
    is_vault = vault.asked.is_vault
    # Rules that look at one note alone need no other.
    names = listing.notes if is_vault and any(r.rule.scope == "vault" for r in rules) else asked
    shown = not call.quiet and sys.stderr.isatty()
    read = read_notes(vault, tracked(names, f"reading {vault.root.name}", shown), given)
    wanted = frozenset(asked)
    notes = [note for note in read.notes if note.path in wanted]
    rules = active_rules(with_own_schemas(vault, notes))
    report = check_vault(
        vault.root.as_posix(),
        notes,
        rules,
        VaultIndex(listing.files, read.notes, vault.obsidian) if is_vault else None,
        len(listing.notes),
        [failure for failure in read.failures if failure.path in wanted],
    )
    unreadable = {path: why for path, why in read.unreadable.items() if path in wanted}
    faults = [*_unread(vault, unreadable), *map(_internal_error, report.failures)]
    for fault in faults:
        say(fault)
    if not call.quiet:
        for line in _warnings(vault, wanted):
            say(line)
    if call.verbose:
        for line in _account(vault, report, rules):
            say(line)
    return _Checked(report, _fails(report, vault, call), bool(faults))


def _with_given(listing: Listing, given: Mapping[str, bytes]) -> Listing:
    """The listing with notes that do not stand in the vault yet, but will."""
    new = {path for path in given if not any(part.startswith(".") for part in path.split("/"))}
    if new.issubset(listing.notes):
        return listing
    notes, files = sorted(new.union(listing.notes)), sorted(new.union(listing.files))
    return replace(listing, notes=tuple(notes), files=tuple(files))


def _fails(report: VaultReport, vault: OpenVault, call: Call) -> bool:
    fail_on = vault.settings.fail_on
    if call.fail_on is not None:
        fail_on = None if call.fail_on == "never" else Severity[call.fail_on.upper()]
    return fail_on is not None and any(d.severity >= fail_on for d in report.diagnostics)


# --- what is said of the run itself


def _unread(vault: OpenVault, unreadable: Mapping[str, str]) -> Iterator[str]:
    """What was asked for and could not be read."""
    for path, why in unreadable.items():
        hint = "; check its permissions" if why == "permission denied" else ""
        yield f'cannot read "{from_here(vault.root / path)}": {why}{hint}'
    for odd in _asked_odd(vault):
        if odd.reason != FOLDER:
            yield f'cannot read "{from_here(vault.root / odd.path)}": {odd.reason}'


def _asked_odd(vault: OpenVault) -> Iterator[Odd]:
    for odd in vault.listing.odd:
        if vault.asked.covers(odd.path) and not vault.is_excluded(odd.path):
            yield odd


def _internal_error(failure: Failure) -> str:
    step = "reading it" if failure.rule == READING else f"rule {failure.rule}"
    return f'internal error: {step} failed on "{failure.path}" ({failure.error}); please report it'


def _warnings(vault: OpenVault, checked: frozenset[str]) -> Iterator[str]:
    for odd in _asked_odd(vault):
        if odd.reason == FOLDER:
            yield f'"{from_here(vault.root / odd.path)}" is a folder with the name of a note'
    known = checked.union(odd.path for odd in vault.listing.odd)
    skipped = sorted(vault.asked.notes - known)
    if skipped:
        more = f" and {counted(len(skipped) - 1, 'other note')}" if len(skipped) > 1 else ""
        first = from_here(vault.root / skipped[0])
        yield f'not checked: "{first}"{more}; hidden, or excluded by the settings of the vault'


def _account(vault: OpenVault, report: VaultReport, rules: Iterable[ActiveRule]) -> Iterator[str]:
    """What --verbose tells of one vault."""
    ran = len([rule for rule in rules if rule.rule.name not in report.skipped_rules])
    kind = "vault" if vault.asked.is_vault else "folder"
    config = "none" if vault.config is None else f'"{from_here(vault.config)}"'
    yield (
        f'{kind} "{vault.root.as_posix()}": {report.checked} of {counted(report.notes, "note")} '
        f"checked by {counted(ran, 'rule')}; configuration: {config}"
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
