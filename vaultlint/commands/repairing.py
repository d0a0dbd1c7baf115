"""A vault checked, its notes repaired, and what is then to be said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from msgspec.structs import replace

from vaultlint.commands.bibliographies import Bibliographies
from vaultlint.commands.call import Call
from vaultlint.commands.checked import Checked, said
from vaultlint.commands.checking import Checks, Outcome
from vaultlint.commands.notices import internal_error, unread
from vaultlint.commands.opening import OpenVault
from vaultlint.commands.repairs import Repaired, repair_faults, repaired_notes, written
from vaultlint.commands.reruns import Reruns
from vaultlint.commands.vaultrun import Means, Wanted
from vaultlint.diagnostic import Diagnostic

C = TypeVar("C", bound=Checks)


def repaired_by_runs(
    vault: OpenVault,
    asked: Wanted,
    call: Call,
    means: Means,
    bibliographies: Bibliographies,
    found: Iterable[Diagnostic],
) -> Checked:
    """The outcome for one vault, repaired; what is to be said is said. found: before, by a run."""

    def repaired(checks: Reruns, outcome: Outcome) -> Repaired:
        return repaired_notes(checks, outcome, call.unsafe_fixes)

    opened = partial(Reruns, vault, asked, means, bibliographies, call.unsafe_fixes, found)
    checked, _ = with_repairs(vault, asked.given, call, opened, repaired, repair_faults)
    return checked


def with_repairs(
    vault: OpenVault,
    given: Mapping[str, bytes],
    call: Call,
    opened: Callable[[], C],
    repair: Callable[[C, Outcome], Repaired] | None,
    faults_of: Callable[[OpenVault, Repaired], Iterator[str]],
) -> tuple[Checked, Outcome]:
    """The outcome for one vault, written if it is repaired; what is to be said is said.

    opened: reads the vault as it is. faults_of: what is said of a repair that is not complete.
    """
    checks = opened()
    outcome = checks.outcome({})
    found = len(outcome.report.diagnostics)
    repaired = None if repair is None else repair(checks, outcome)
    if repaired is not None:
        report = replace(repaired.outcome.report, fixed=repaired.fixed)
        outcome = repaired.outcome._replace(report=report)
    faults = [*unread(vault, outcome.unreadable), *map(internal_error, outcome.report.failures)]
    if repaired is not None:
        faults += faults_of(vault, repaired)
        unwritten = [] if call.diff or given else list(written(vault, repaired))
        if unwritten:
            # What is not written is as wrong as before, or as somebody else has made it.
            faults += unwritten
            outcome = opened().outcome({})
            report = outcome.report
            fixed = max(0, found - len(report.diagnostics))
            outcome = outcome._replace(report=replace(report, fixed=fixed))
            repaired = None
    report, rules, cited, unreadable, _, _ = outcome
    checked = said(vault, report, rules, call, checks.wanted, unreadable, faults, cited)
    return replace(checked, repaired=repaired), outcome
