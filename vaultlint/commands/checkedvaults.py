"""What a call of `vaultlint check` finds in its vaults, before a report is made of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from vaultlint.anki.records import Collection as Anki
from vaultlint.commands.anki import opened_collection
from vaultlint.commands.asked import Asked, asked_note, asked_vaults
from vaultlint.commands.bibliographies import Bibliographies
from vaultlint.commands.cachefile import Storage
from vaultlint.commands.call import Call, selection
from vaultlint.commands.callerror import CallError
from vaultlint.commands.checked import BaselineFile, Checked, has_baseline, of_all_notes, said
from vaultlint.commands.crew import Machines
from vaultlint.commands.notices import internal_error, unread
from vaultlint.commands.opening import Configuration, OpenVault, open_vault
from vaultlint.commands.output import say
from vaultlint.commands.vaultrun import (
    Means,
    VaultRun,
    keeps_findings,
    run_vault,
    usable_processors,
    wanted_of,
)
from vaultlint.commands.vaults import open_vaults
from vaultlint.diagnostic import VaultReport
from vaultlint.fix import repairs
from vaultlint.notes.kinds import other_kind

# Most runs have none of these, and their modules take long to load.
if TYPE_CHECKING:
    from vaultlint.changed import VaultChanges


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
    baselines = _baselines(vaults, call)
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


def _baselines(vaults: Sequence[OpenVault], call: Call) -> Mapping[Path, BaselineFile]:
    """The baselines of those vaults that have one, by their roots. Raises CallError."""
    if call.no_baseline or (call.baseline is None and not any(map(has_baseline, vaults))):
        return {}
    # Imported here: most vaults have none.
    from vaultlint.commands.baselines import opened_baselines

    return opened_baselines(vaults, call.baseline)


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
    # Imported here, as what finds the changes.
    from vaultlint.changed import only_changed

    return replace(checked, report=only_changed(checked.report, changes.changed))


def _without_known(checked: Checked, call: Call) -> Checked:
    """The outcome without what the baseline of the vault knows, if there is one."""
    if checked.opened is None:
        return checked
    # Imported here, as what opens it.
    from vaultlint.commands.baselines import settings_notice, with_baseline

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
        asked = wanted_of(vault, given, None)
        run = run_vault(vault, asked, means._replace(shown=shown), bibliographies)
        if not (call.repairs and repairs(run.report.diagnostics, call.unsafe_fixes)):
            if call.repairs:
                # Imported here: only what repairs notes leaves anything.
                from vaultlint.commands.repairs import clear_leftovers

                clear_leftovers(vault)
            return _told(vault, asked.wanted, run, call)
        if keeps_findings(vault, asked, means):
            # Imported here: what repairs notes is no part of most runs, and takes long to load.
            from vaultlint.commands.repairing import repaired_by_runs

            found = run.report.diagnostics
            return repaired_by_runs(vault, asked, call, means, bibliographies, found)
    # Imported here, for the same reason.
    from vaultlint.commands.inmemory import checked_in_memory

    return checked_in_memory(vault, given, call, anki, bibliographies, shown)


def _told(vault: OpenVault, wanted: Collection[str], run: VaultRun, call: Call) -> Checked:
    """The outcome of a run that repairs nothing; what is to be said is said."""
    unreadable = {path: why for path, why in run.unreadable.items() if path in wanted}
    faults = [*unread(vault, unreadable), *map(internal_error, run.report.failures)]
    return said(vault, run.report, run.rules, call, wanted, unreadable, faults, run.cited)


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
        return run_vault(whole, wanted_of(whole, given, None), means, bibliographies).report
    from vaultlint.commands.inmemory import report_in_memory

    return report_in_memory(whole, given, anki, bibliographies)


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
