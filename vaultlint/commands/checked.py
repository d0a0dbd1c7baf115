"""What a check finds of one vault, as it is handed on, and what is said of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from vaultlint.commands.asked import WHOLE
from vaultlint.commands.call import Call
from vaultlint.commands.notices import left_out
from vaultlint.commands.opening import OpenVault, from_here
from vaultlint.commands.output import say
from vaultlint.commands.vaults import asked_files
from vaultlint.diagnostic import VaultReport
from vaultlint.engine import ActiveRule
from vaultlint.notes.library import Library
from vaultlint.report.summary import counted

# Most runs have nothing of these, and their modules take long to load.
if TYPE_CHECKING:
    from vaultlint.baseline import Baseline
    from vaultlint.commands.repairs import Repaired
    from vaultlint.report.html.overview import Overview

BASELINE_NAME = ".vaultlint-baseline.json"


class BaselineFile(Struct, frozen=True):
    """A baseline and where it lies. content: of the file, as it was read."""

    file: Path
    content: bytes
    baseline: Baseline


class Checked(Struct, frozen=True):
    """The outcome for one vault.

    ran: the names of the rules that ran. unread: notes that were asked about and could not be
    checked, or not by all rules. is_broken: something could not be done, such as these.
    repaired: None when nothing was to be repaired. opened: the baseline of the vault, if it has
    one and it is asked. whole: the report on all of its notes. overview: only for a page.
    """

    vault: OpenVault
    report: VaultReport
    ran: frozenset[str]
    unread: frozenset[str]
    is_broken: bool
    repaired: Repaired | None = None
    opened: BaselineFile | None = None
    whole: Callable[[], VaultReport] | None = None
    overview: Overview | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is about all notes of the vault."""
        return asked_files(self.vault) == asked_files(of_all_notes(self.vault))


def has_baseline(vault: OpenVault) -> bool:
    """Whether a baseline lies in the root of the vault."""
    return vault.asked.is_vault and os.path.lexists(vault.root / BASELINE_NAME)


def of_all_notes(vault: OpenVault) -> OpenVault:
    """The vault, as if all of it had been asked for."""
    return replace(vault, asked=replace(vault.asked, folders=frozenset({WHOLE})))


def said(
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
