"""What a call of `vaultlint check` finds in its vaults, before a report is made of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from vaultlint.anki.records import Collection as Anki
from vaultlint.changed import VaultChanges, only_changed
from vaultlint.commands.anki import anki_notices, askable, opened_collection
from vaultlint.commands.asked import Asked, asked_note, asked_vaults
from vaultlint.commands.baselines import (
    Checked,
    of_all_notes,
    opened_baselines,
    settings_notice,
    with_baseline,
)
from vaultlint.commands.bibliographies import Bibliographies
from vaultlint.commands.cachefile import Storage
from vaultlint.commands.call import Call, selection
from vaultlint.commands.callerror import CallError
from vaultlint.commands.checking import Checking
from vaultlint.commands.crew import Machines
from vaultlint.commands.notices import internal_error, left_out, unread
from vaultlint.commands.opening import (
    Configuration,
    OpenVault,
    from_here,
    open_vault,
    read_notes,
)
from vaultlint.commands.output import say
from vaultlint.commands.progress import tracked
from vaultlint.commands.repairs import clear_leftovers, repair_faults, repaired_notes, written
from vaultlint.commands.suppressing import checked_reason, suppressed_notes, suppression_faults
from vaultlint.commands.vaultrun import Means, VaultRun, Wanted, run_vault, usable_processors
from vaultlint.commands.vaults import asked_files, open_vaults
from vaultlint.diagnostic import Severity, VaultReport
from vaultlint.engine import ActiveRule, active_rules
from vaultlint.fix import repairs
from vaultlint.notes.kinds import other_kind
from vaultlint.notes.library import Library
from vaultlint.report.summary import counted


class Outcome(NamedTuple):
    """What a call found.

    faults: paths that it names and that are neither notes nor folders. given: standard input, by
    the path of its note. changes: by root of a vault, if only what changed is to be reported.
    """

    vaults: tuple[Checked, ...]
    faults: tuple[str, ...]
    given: Mapping[str, bytes]
    changes: Mapping[Path, VaultChanges] = {}  # never changed

    @property
    def is_broken(self) -> bool:
        """Whether something that was asked for could not be done; it has been said."""
        return bool(self.faults) or any(checked.is_broken for checked in self.vaults)


def checked_vaults(call: Call, machines: Machines | None = None) -> Outcome:
    """Checks what the call asks for, and says what is to be said of it. Raises CallError.

    call: as check_call() lets it pass. machines: others that do the work.
    """
    configuration = Configuration(call.config, call.isolated, selection(call))
    if call.stdin_filename is not None or Path("-") in call.paths:
        asked, given = _asked_by_stdin(call)
        faults: tuple[str, ...] = ()
    else:
        asked, faults = asked_vaults(call.paths or (Path(),), call.vault, takes_others=True)
        given = {}
    for fault in faults:
        say(fault)
    if faults and not asked:
        return Outcome((), faults, given)
    anki = None if call.anki is None else opened_collection(call.anki)
    vaults = [_with_given(vault, given) for vault in open_vaults(asked, configuration, given)]
    changes: dict[Path, VaultChanges] = {}
    if call.only_changed:
        # Imported here: it runs another program, which takes modules that nothing else needs.
        from vaultlint.commands.changes import vault_changes

        found = vault_changes(vaults, call.since, os.environ)
        changes = {vault.root: each for vault, each in zip(vaults, found, strict=True)}
        vaults = [_as_staged(vault, changes[vault.root], configuration) for vault in vaults]
    if call.no_suppressions:
        vaults = [_without_suppressions(vault) for vault in vaults]
    baselines = {} if call.no_baseline else opened_baselines(vaults, call.baseline)
    bibliographies = Bibliographies()
    means = _means(call, machines)
    checked: list[Checked] = []
    for vault in vaults:
        if vault.root in changes:
            given = changes[vault.root].contents
        each = _checked(vault, given, call, anki, bibliographies, means)
        # The notes as they are after the repairs, written or not.
        contents = {**given, **(each.repaired.contents if each.repaired else {})}
        whole = partial(_whole_report, vault, contents, anki, bibliographies, means)
        checked.append(replace(each, opened=baselines.get(vault.root), whole=whole))
    return Outcome(tuple(checked), faults, given, changes)


def _as_staged(vault: OpenVault, changes: VaultChanges, configuration: Configuration) -> OpenVault:
    """The vault as its notes are staged, if they stand otherwise on the disk."""
    if not changes.contents:
        return vault
    staged = open_vault(vault.asked, configuration, changes.contents)
    return _with_given(staged, changes.contents)


def reported(outcome: Outcome, call: Call) -> Outcome:
    """The outcome without what the baselines know, and what no change has to do with."""
    known_left_out = (_without_known(checked, call) for checked in outcome.vaults)
    vaults = tuple(_with_changed_only(c, outcome.changes.get(c.vault.root)) for c in known_left_out)
    return outcome._replace(vaults=vaults)


def _with_changed_only(checked: Checked, changes: VaultChanges | None) -> Checked:
    """The outcome without what no change has to do with, if that is asked for."""
    if changes is None:
        return checked
    return replace(checked, report=only_changed(checked.report, changes.changed))


def _without_known(checked: Checked, call: Call) -> Checked:
    """The outcome without what the baseline of the vault knows, if there is one."""
    if checked.opened is None:
        return checked
    if not call.quiet:
        for line in settings_notice(checked.vault, checked.opened):
            say(line)
    return with_baseline(checked, checked.opened.baseline)


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
    anki: Anki | None,
    bibliographies: Bibliographies,
    means: Means,
) -> Checked:
    """The outcome for one vault, repaired if that is asked for; what is to be said is said."""
    shown = not call.quiet and sys.stderr.isatty()
    # What looks at all of each note at once is not made of parts.
    if anki is None and not (call.makes_page or call.add_suppressions):
        asked = _asked(vault, given, None)
        run = run_vault(vault, asked, means._replace(shown=shown), bibliographies)
        if not call.repairs:
            return _told(vault, run, call)
        if not repairs(run.report.diagnostics, call.unsafe_fixes):
            clear_leftovers(vault)
            return _told(vault, run, call)
    checking = _checking(vault, given, anki, bibliographies, shown, call.makes_page)
    outcome = checking.outcome(checking.read.notes)
    found = len(outcome.report.diagnostics)
    repaired = None
    if call.repairs:
        if call.add_suppressions:
            show_from = Severity[call.severity.upper()]
            reason = checked_reason(call.reason)
            repaired = suppressed_notes(checking, outcome, show_from, reason)
        else:
            repaired = repaired_notes(checking, outcome, call.unsafe_fixes)
        report = replace(repaired.outcome.report, fixed=repaired.fixed)
        outcome = repaired.outcome._replace(report=report)
    report, rules, index, cited, _ = outcome
    wanted = checking.wanted
    unreadable = {path: why for path, why in checking.read.unreadable.items() if path in wanted}
    faults = [*unread(vault, unreadable), *map(internal_error, report.failures)]
    if repaired is not None:
        told = suppression_faults if call.add_suppressions else repair_faults
        faults += told(vault, repaired)
        unwritten = [] if call.diff or given else list(written(vault, repaired))
        if unwritten:
            # What is not written is as wrong as before, or as somebody else has made it.
            faults += unwritten
            checking = _checking(vault, given, anki, bibliographies, shown, call.makes_page)
            outcome = checking.outcome(checking.read.notes)
            report = outcome.report
            report = replace(report, fixed=max(0, found - len(report.diagnostics)))
            repaired = None
    checked = _said(vault, report, rules, call, wanted, unreadable, faults, cited)
    if not call.quiet and index is not None and anki is not None:
        for line in anki_notices(index, rules):
            say(line)
    checked = replace(checked, repaired=repaired)
    if not call.makes_page:
        return checked
    # Imported here, as in _parts: nothing else needs it.
    from vaultlint.commands.page import overview

    return replace(checked, overview=overview(vault, outcome.notes, outcome.vault_index))


def _told(vault: OpenVault, run: VaultRun, call: Call) -> Checked:
    """The outcome of a run that repairs nothing; what is to be said is said."""
    wanted = frozenset(asked_files(vault))
    unreadable = {path: why for path, why in run.unreadable.items() if path in wanted}
    faults = [*unread(vault, unreadable), *map(internal_error, run.report.failures)]
    return _said(vault, run.report, run.rules, call, wanted, unreadable, faults, run.cited)


def _said(
    vault: OpenVault,
    report: VaultReport,
    rules: tuple[ActiveRule, ...],
    call: Call,
    wanted: Collection[str],
    unreadable: Collection[str],
    faults: Sequence[str],
    cited: Library,
) -> Checked:
    """The outcome for one vault, after all that is to be said of it."""
    report = replace(report, faults=tuple(faults))
    for fault in faults:
        say(fault)
    if not call.quiet:
        for line in left_out(vault, wanted, "checked"):
            say(line)
    if call.verbose:
        for line in _account(vault, report, rules):
            say(line)
        for path in cited.missing:
            say(f'no bibliography is at "{path}": citations of notes that use it are not checked')
    failed = {*unreadable, *(failure.path for failure in report.failures)}
    ran = frozenset(active.rule.name for active in rules)
    return Checked(vault, report, ran, frozenset(failed), bool(faults))


def _means(call: Call, machines: Machines | None) -> Means:
    storage = None if call.no_cache else Storage(call.cache_dir, call.verbose)
    return Means(call.jobs or usable_processors(), storage, machines=machines)


def _whole_report(
    vault: OpenVault,
    given: Mapping[str, bytes],
    anki: Anki | None,
    bibliographies: Bibliographies,
    means: Means,
) -> VaultReport:
    """The report on all notes of a vault, of which some were asked for; nothing is said of it."""
    whole = of_all_notes(vault)
    if anki is None:
        return run_vault(whole, _asked(whole, given, None), means, bibliographies).report
    checking = _checking(whole, given, anki, bibliographies, shown=False)
    return checking.outcome(checking.read.notes).report


def _checking(
    vault: OpenVault,
    given: Mapping[str, bytes],
    anki: Anki | None,
    bibliographies: Bibliographies,
    shown: bool,
    reads_all: bool = False,
) -> Checking:
    """What is needed to check the notes that were asked for.

    shown: how far reading is. reads_all: whether all notes of the vault are needed anyway.
    """
    asked = _asked(vault, given, anki, reads_all)
    read = read_notes(vault, tracked(asked.names, f"reading {vault.root.name}", shown), given)
    return Checking(vault, read, frozenset(asked.wanted), anki, bibliographies)


def _asked(
    vault: OpenVault, given: Mapping[str, bytes], anki: Anki | None, reads_all: bool = False
) -> Wanted:
    """Which notes are asked about, and which have to be known for it."""
    rules = askable(active_rules(vault.settings), anki)
    asked = asked_files(vault)
    # Rules that look at one note alone need no other.
    names: Sequence[str] = asked
    reads_all = reads_all or any(r.rule.scope == "vault" for r in rules)
    if vault.asked.is_vault and reads_all:
        names = sorted([*vault.listing.notes, *vault.listing.others])
    return Wanted(frozenset(asked), names, given)


def _with_given(vault: OpenVault, given: Mapping[str, bytes]) -> OpenVault:
    """The vault with notes that do not stand in it yet, but will."""
    listing = vault.listing
    new = {path for path in given if not any(part.startswith(".") for part in path.split("/"))}
    if new.issubset(listing.files):
        return vault
    others = {path for path in new if other_kind(path)}
    listing = replace(
        listing,
        notes=tuple(sorted((new - others).union(listing.notes))),
        files=tuple(sorted(new.union(listing.files))),
        others=tuple(sorted(others.union(listing.others))),
    )
    return replace(vault, listing=listing)


def _without_suppressions(vault: OpenVault) -> OpenVault:
    return replace(vault, settings=replace(vault.settings, suppressions=None))


# --- what is said of the run itself


def _account(vault: OpenVault, report: VaultReport, rules: Iterable[ActiveRule]) -> Iterator[str]:
    """What --verbose tells of one vault."""
    ran = len([rule for rule in rules if rule.rule.name not in report.skipped_rules])
    kind = "vault" if vault.asked.is_vault else "folder"
    config = "none" if vault.config is None else f'"{from_here(vault.config)}"'
    others = ""
    if report.others:
        others = f" and {report.others_checked} of {report.others} other files"
    yield (
        f'{kind} "{vault.root.as_posix()}": {report.checked} of {counted(report.notes, "note")}'
        f"{others} checked by {counted(ran, 'rule')}; configuration: {config}"
    )
    if report.skipped_rules:
        names = ", ".join(report.skipped_rules)
        yield f"no .obsidian and no .vaultlint.yaml above it, so these rules did not run: {names}"
