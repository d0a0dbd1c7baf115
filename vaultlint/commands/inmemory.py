"""A vault checked with all of its notes in memory.

So are they repaired, compared with Anki, and made a page of.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from vaultlint.anki.records import Collection as Anki
from vaultlint.commands.anki import anki_notices
from vaultlint.commands.bibliographies import Bibliographies
from vaultlint.commands.call import Call
from vaultlint.commands.checked import Checked, said
from vaultlint.commands.checking import Checking
from vaultlint.commands.notices import internal_error, unread
from vaultlint.commands.opening import OpenVault, read_notes
from vaultlint.commands.output import say
from vaultlint.commands.progress import tracked
from vaultlint.commands.repairs import repair_faults, repaired_notes, written
from vaultlint.commands.suppressing import checked_reason, suppressed_notes, suppression_faults
from vaultlint.commands.vaultrun import wanted_of
from vaultlint.diagnostic import Severity, VaultReport


def checked_in_memory(
    vault: OpenVault,
    given: Mapping[str, bytes],
    call: Call,
    anki: Anki | None,
    bibliographies: Bibliographies,
    shown: bool,
) -> Checked:
    """The outcome for one vault, repaired if that is asked for; what is to be said is said.

    shown: whether a terminal is told how far reading is.
    """
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
    checked = said(vault, report, rules, call, wanted, unreadable, faults, cited)
    if not call.quiet and index is not None and anki is not None:
        for line in anki_notices(index, rules):
            say(line)
    checked = replace(checked, repaired=repaired)
    if not call.makes_page:
        return checked
    # Imported here, as in _parts: nothing else needs it.
    from vaultlint.commands.page import overview

    return replace(checked, overview=overview(vault, outcome.notes, outcome.vault_index))


def report_in_memory(
    vault: OpenVault, given: Mapping[str, bytes], anki: Anki, bibliographies: Bibliographies
) -> VaultReport:
    """The report on the notes that were asked for; nothing is said of it."""
    checking = _checking(vault, given, anki, bibliographies, shown=False)
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

    reads_all: whether all notes of the vault are needed anyway.
    """
    asked = wanted_of(vault, given, anki, reads_all)
    read = read_notes(vault, tracked(asked.names, f"reading {vault.root.name}", shown), given)
    return Checking(vault, read, frozenset(asked.wanted), anki, bibliographies)
