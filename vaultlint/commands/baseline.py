"""`vaultlint baseline`: writes, updates and checks the baselines of vaults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from vaultlint.baseline import Baseline, baseline_text, fingerprinted
from vaultlint.commands.baselines import (
    Compared,
    baseline_path,
    check_one_vault,
    compared_report,
    hashes,
    settings_notice,
)
from vaultlint.commands.call import Call as CheckCall
from vaultlint.commands.call import check_call
from vaultlint.commands.callerror import CallError
from vaultlint.commands.checked import BaselineFile, Checked
from vaultlint.commands.checkedvaults import Outcome, checked_vaults
from vaultlint.commands.opening import from_here
from vaultlint.commands.output import FAILED, exit_code, say, write_report
from vaultlint.commands.vaults import collector_paused
from vaultlint.commands.writing import ChangedOnDisk, write_atomically, write_fault
from vaultlint.diagnostic import Identity, Report, Severity
from vaultlint.report.concise import concise_lines
from vaultlint.report.paths import shown_path
from vaultlint.report.summary import counted

DONE, OUTDATED = 0, 1  # exit codes


class Call(NamedTuple):
    """The command line of `vaultlint baseline …`, as given."""

    paths: tuple[Path, ...] = ()
    vault: Path | None = None
    config: Path | None = None
    isolated: bool = False
    baseline: Path | None = None
    anki: Path | None = None
    quiet: bool = False


def create(call: Call, overwrites: bool) -> int:
    """Writes baselines of all that is found; the exit code."""
    return _ended(lambda: _create(call, overwrites))


def update(call: Call, accepts_new: bool) -> int:
    """Takes away what is resolved, and adds what is new if it is accepted; the exit code."""
    return _ended(lambda: _update(call, accepts_new))


def check(call: Call) -> int:
    """Prints what is new and what is resolved; the exit code."""
    return _ended(lambda: _check(call))


def _ended(work: Callable[[], int]) -> int:
    with collector_paused():
        return exit_code(work)


def _checked(call: Call, reads_baselines: bool) -> Outcome:
    check = CheckCall(
        paths=call.paths,
        vault=call.vault,
        config=call.config,
        isolated=call.isolated,
        anki=call.anki,
        baseline=call.baseline if reads_baselines else None,
        no_baseline=not reads_baselines,
        quiet=call.quiet,
    )
    check_call(check)
    return checked_vaults(check)


def _with_baselines(call: Call) -> tuple[Outcome, list[tuple[Checked, BaselineFile]]]:
    """What is found, and of the vaults that have a baseline, both. Raises CallError for none."""
    outcome = _checked(call, reads_baselines=True)
    vaults = [(checked, checked.opened) for checked in outcome.vaults if checked.opened]
    if outcome.vaults and not vaults:
        file = from_here(baseline_path(outcome.vaults[0].vault, None))
        raise CallError(f'there is no baseline "{file}"; write it with `vaultlint baseline create`')
    return outcome, vaults


# --- create


def _create(call: Call, overwrites: bool) -> int:
    outcome = _checked(call, reads_baselines=False)
    check_one_vault([checked.vault for checked in outcome.vaults], call.baseline)
    files = [baseline_path(checked.vault, call.baseline) for checked in outcome.vaults]
    there = [from_here(file) for file in files if file.exists() or file.is_symlink()]
    if there and not overwrites:
        raise CallError(
            *(
                f'"{file}" is there already; run `vaultlint baseline update`, or give --force'
                " to write it anew"
                for file in there
            )
        )
    is_broken = outcome.is_broken
    for checked, file in zip(outcome.vaults, files, strict=True):
        report = checked.report
        found = fingerprinted(report.diagnostics, report.sources)
        entries = Counter(each.identity for each in found)
        written = _write(file, Baseline(entries, hashes(checked.vault)), None)
        is_broken |= not written
        if written:
            _tell(call, [f'{_diagnostics(len(found))} written to "{from_here(file)}"'])
    return FAILED if is_broken else DONE


# --- update


def _update(call: Call, accepts_new: bool) -> int:
    outcome, vaults = _with_baselines(call)
    is_broken = outcome.is_broken
    for checked, opened in vaults:
        compared = compared_report(checked, opened.baseline)
        baseline = Baseline(
            _updated(compared, accepts_new), _updated_settings(checked, opened.baseline)
        )
        written = _write(opened.file, baseline, opened.content)
        is_broken |= not written
        if written:
            _tell(call, [_update_line(opened, compared, accepts_new)])
    return FAILED if is_broken else DONE


def _updated(compared: Compared, accepts_new: bool) -> Mapping[Identity, int]:
    entries = Counter(compared.unasked)
    entries.update(found.identity for found, _ in compared.persisting)
    if accepts_new:
        entries.update(found.identity for found in compared.new)
    return entries


def _updated_settings(checked: Checked, baseline: Baseline) -> Mapping[str, str]:
    """Those of now, once all entries were compared under them."""
    return hashes(checked.vault) if checked.is_whole else baseline.settings


def _update_line(opened: BaselineFile, compared: Compared, accepts_new: bool) -> str:
    resolved, new = sum(compared.resolved.values()), len(compared.new)
    persisting = len(compared.persisting)
    counts = [f"{resolved} removed", f"{persisting} kept"]
    if new:
        hint = "added" if accepts_new else "new and not added: --accept-new adds them"
        counts.append(f"{new} {hint}")
    return f'"{from_here(opened.file)}": {", ".join(counts)}'


# --- check


def _check(call: Call) -> int:
    outcome, vaults = _with_baselines(call)
    is_outdated = False
    for checked, opened in vaults:
        compared = compared_report(checked, opened.baseline)
        is_outdated |= bool(compared.new or compared.resolved)
        if not call.quiet:
            for line in settings_notice(checked.vault, opened):
                say(line)
        write_report((f"{line}\n" for line in _check_lines(checked, compared)), None)
        _tell(call, [_check_line(opened, compared)])
    if outcome.is_broken:
        return FAILED
    return OUTDATED if is_outdated else DONE


def _check_lines(checked: Checked, compared: Compared) -> Iterator[str]:
    """What is new, as `vaultlint check` has it, and what is resolved."""
    here = Path.cwd().as_posix()
    new = replace(checked.report, diagnostics=tuple(found.diagnostic for found in compared.new))
    for line in concise_lines(Report((new,)), Severity.INFO, here):
        yield f"new: {line}"
    of_rule: Counter[tuple[str, str]] = Counter()
    for entry, count in compared.resolved.items():
        of_rule[entry.path, entry.rule] += count
    for (path, rule), count in sorted(of_rule.items()):
        times = f" ({count} times)" if count > 1 else ""
        yield f"resolved: {shown_path(checked.report.root, path, here)}: {rule}{times}"


def _check_line(opened: BaselineFile, compared: Compared) -> str:
    resolved, new = sum(compared.resolved.values()), len(compared.new)
    line = f"{new} new, {len(compared.persisting)} persisting, {resolved} resolved"
    if resolved:
        return f"{line}: run `vaultlint baseline update`"
    return line if new else f'{line}: "{from_here(opened.file)}" is up to date'


# --- writing


def _write(file: Path, baseline: Baseline, known: bytes | None) -> bool:
    """Whether the file holds this now; why not is said. known: what was read in it."""
    content = baseline_text(baseline).encode()
    if content == known:
        return True
    try:
        write_atomically(file, content, known)
    except (ChangedOnDisk, OSError) as error:
        say(write_fault(file, error))
        return False
    return True


def _tell(call: Call, lines: Iterable[str]) -> None:
    if not call.quiet:
        write_report((f"{line}\n" for line in lines), None)


def _diagnostics(number: int) -> str:
    return counted(number, "diagnostic")
