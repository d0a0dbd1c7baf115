"""A vault checked with all of its notes in memory.

So are they compared with Anki, made a page of, given comments, and without a cache repaired.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from msgspec.structs import replace

from vaultlint.anki.records import Collection as Anki
from vaultlint.commands.anki import anki_notices
from vaultlint.commands.bibliographies import Bibliographies
from vaultlint.commands.call import Call
from vaultlint.commands.checked import Checked
from vaultlint.commands.checking import Checking, Outcome
from vaultlint.commands.opening import OpenVault, read_notes
from vaultlint.commands.output import say
from vaultlint.commands.progress import tracked
from vaultlint.commands.repairing import with_repairs
from vaultlint.commands.repairs import Repaired, repair_faults, repaired_notes
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
    opened = partial(_checking, vault, given, anki, bibliographies, shown, call.makes_page)
    repair = partial(_repaired, call) if call.repairs else None
    faults_of = suppression_faults if call.add_suppressions else repair_faults
    checked, outcome = with_repairs(vault, given, call, opened, repair, faults_of)
    if not call.quiet and outcome.vault_index is not None and anki is not None:
        for line in anki_notices(outcome.vault_index, outcome.rules):
            say(line)
    if not call.makes_page:
        return checked
    # Imported here, as in _parts: nothing else needs it.
    from vaultlint.commands.page import overview

    return replace(checked, overview=overview(vault, outcome.notes, outcome.vault_index))


def _repaired(call: Call, checking: Checking, outcome: Outcome) -> Repaired:
    if not call.add_suppressions:
        return repaired_notes(checking, outcome, call.unsafe_fixes)
    show_from = Severity[call.severity.upper()]
    return suppressed_notes(checking, outcome, show_from, checked_reason(call.reason))


def report_in_memory(
    vault: OpenVault, given: Mapping[str, bytes], anki: Anki, bibliographies: Bibliographies
) -> VaultReport:
    """The report on the notes that were asked for; nothing is said of it."""
    checking = _checking(vault, given, anki, bibliographies, shown=False)
    return checking.outcome({}).report


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
