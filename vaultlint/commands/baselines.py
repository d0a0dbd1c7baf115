"""The baseline file of a vault, and what it says of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from vaultlint.baseline import (
    Baseline,
    BaselineError,
    Found,
    compared,
    fingerprinted,
    read_baseline,
    settings_hashes,
)
from vaultlint.commands.asked import with_parents
from vaultlint.commands.callerror import CallError
from vaultlint.commands.checked import BASELINE_NAME, BaselineFile, Checked
from vaultlint.commands.opening import OpenVault, from_here, read_file
from vaultlint.commands.output import reason
from vaultlint.diagnostic import Baselined, Identity
from vaultlint.engine import active_rules
from vaultlint.settings import Settings


class Compared(Struct, frozen=True):
    """What a baseline says of the notes that were asked about.

    new, persisting: as in Comparison. resolved: how many diagnostics of each entry are found no
    more. unasked: entries about other notes and other rules, of which nothing is known.
    """

    new: tuple[Found, ...]
    persisting: tuple[tuple[Found, Identity], ...]
    resolved: Mapping[Identity, int]
    unasked: Mapping[Identity, int]


def baseline_path(vault: OpenVault, named: Path | None) -> Path:
    """Where the baseline of a vault lies. named: of --baseline. Raises CallError for no vault."""
    if not vault.asked.is_vault:
        folder = from_here(vault.root)
        raise CallError(
            f'"{folder}" is in no vault, and a baseline is of a vault; name its root with --vault'
        )
    return vault.root / BASELINE_NAME if named is None else named


def opened_baselines(vaults: Sequence[OpenVault], named: Path | None) -> dict[Path, BaselineFile]:
    """The baselines of those vaults that have one, by their roots.

    named: of --baseline. Raises CallError when one cannot be read, naming every one.
    """
    check_one_vault(vaults, named)
    baselines: dict[Path, BaselineFile] = {}
    faults: list[str] = []
    for vault in vaults:
        try:
            opened = opened_baseline(vault, named)
        except CallError as error:
            faults += error.lines
            continue
        if opened is not None:
            baselines[vault.root] = opened
    if faults:
        raise CallError(*faults)
    return baselines


def check_one_vault(vaults: Sequence[OpenVault], named: Path | None) -> None:
    """Raises CallError when one file is named for the baselines of several vaults."""
    if named is not None and len(vaults) > 1:
        listed = " and ".join(f'"{from_here(vault.root)}"' for vault in vaults[:2])
        raise CallError(
            f"--baseline is the file of one vault, and this call is about {listed}; name one"
            " with --vault"
        )


def opened_baseline(vault: OpenVault, named: Path | None) -> BaselineFile | None:
    """The baseline of a vault; None when it has none. named: of --baseline; it must be there.

    Raises CallError when it cannot be read.
    """
    if named is None and not vault.asked.is_vault:
        return None
    file = baseline_path(vault, named)
    try:
        content = read_file(Path(), str(file))
    except FileNotFoundError:
        if named is None:
            return None
        raise CallError(
            f'no baseline is at "{named}"; write it with `vaultlint baseline create`'
        ) from None
    except OSError as error:
        raise CallError(f'cannot read the baseline "{from_here(file)}": {reason(error)}') from error
    shown = from_here(file)
    try:
        baseline = read_baseline(shown, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        wrong = f"the baseline is damaged: not UTF-8 ({error.reason})"
        raise CallError(f"{shown}:1:1: {wrong}; restore it or save it as UTF-8") from error
    except BaselineError as error:
        raise CallError(str(error)) from error
    return BaselineFile(file, content, baseline)


# --- comparing


def with_baseline(checked: Checked, baseline: Baseline) -> Checked:
    """The outcome without what the baseline knows."""
    comparison = compared_report(checked, baseline)
    report = replace(
        checked.report,
        diagnostics=tuple(found.diagnostic for found in comparison.new),
        baselined=Baselined(
            tuple(found.diagnostic for found, _ in comparison.persisting), comparison.resolved
        ),
    )
    return replace(checked, report=report)


def compared_report(checked: Checked, baseline: Baseline) -> Compared:
    """What a baseline says of a report.

    All notes of the vault are checked when one was renamed and not all are asked about: which of
    several notes an entry goes to is decided among all.
    """
    report, vault = checked.report, checked.vault
    files = frozenset(vault.listing.files)
    hidden = {odd.path for odd in vault.listing.odd}
    configured = {active.rule.name for active in active_rules(_stated(vault))}

    def is_gone(path: str) -> bool:
        return path not in files and hidden.isdisjoint(with_parents(path))

    def is_asked(entry: Identity) -> bool:
        if not vault.asked.covers(entry.path) or entry.path in checked.unread:
            return False
        # What did not run and yet is switched on waits for its turn; any other rule was switched
        # off, or is none any more.
        was_asked = entry.rule in checked.ran or entry.rule not in configured
        return was_asked and (entry.path in files or is_gone(entry.path))

    comparison = compared(
        baseline.entries, fingerprinted(report.diagnostics, report.sources), is_gone
    )
    is_among_all = any(found.identity.path != entry.path for found, entry in comparison.persisting)
    is_among_all |= any(is_gone(entry.path) and is_asked(entry) for entry in comparison.absent)
    if is_among_all and checked.whole is not None and not checked.is_whole:
        report = checked.whole()
        comparison = compared(
            baseline.entries, fingerprinted(report.diagnostics, report.sources), is_gone
        )
    unasked = {entry: n for entry, n in comparison.absent.items() if not is_asked(entry)}
    for found, entry in comparison.persisting:
        if not vault.asked.covers(found.identity.path):
            unasked[entry] = unasked.get(entry, 0) + 1
    return Compared(
        tuple(found for found in comparison.new if vault.asked.covers(found.identity.path)),
        tuple(
            (found, entry)
            for found, entry in comparison.persisting
            if vault.asked.covers(found.identity.path)
        ),
        {entry: n for entry, n in comparison.absent.items() if is_asked(entry)},
        unasked,
    )


# --- settings


def hashes(vault: OpenVault) -> dict[str, str]:
    """The settings of a vault, as its baseline remembers them."""
    rules = [active.loaded().rule for active in active_rules(_stated(vault))]
    return settings_hashes(_stated(vault), rules, vault.reading)


def settings_notice(vault: OpenVault, opened: BaselineFile) -> Iterator[str]:
    """One line when the baseline was written by other settings."""
    now, then = hashes(vault), opened.baseline.settings
    others = [word for name, word in _PARTS.items() if now[name] != then.get(name)]
    if others:
        yield (
            f'the baseline "{from_here(opened.file)}" was written by other {_listed(others)}: '
            "what these find now counts as new; run `vaultlint baseline update` when that is right,"
            " with --accept-new to take it in"
        )


_PARTS = {
    "rules": "rules",
    "options": "options of rules",
    "schemas": "schemas",
    "reading": "card dialects or plugin settings",
    "exclude": "excluded files",
}


def _listed(words: list[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _stated(vault: OpenVault) -> Settings:
    """What the configuration says, without what the command line selects."""
    return replace(vault.settings, selections=vault.settings.selections[:-1])
