"""`vaultlint check`: reads vaults, checks what was asked for, reports."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from vaultlint.commands.call import COUNTED, Call, check_call
from vaultlint.commands.checked import Checked
from vaultlint.commands.checkedvaults import Outcome, checked_vaults, reported
from vaultlint.commands.crew import Machines
from vaultlint.commands.formats import (
    FOR_PEOPLE,
    Output,
    add_job_summary,
    check_is_report,
    parts,
    repository,
    with_faults,
)
from vaultlint.commands.opening import OpenVault
from vaultlint.commands.output import FAILED, exit_code, is_colored, write_report
from vaultlint.commands.vaults import collector_paused
from vaultlint.diagnostic import Report, Severity
from vaultlint.report.paths import shown_path
from vaultlint.report.summary import fixed_line, renamed_lines, summary_line
from vaultlint.report.view import View

CLEAN, FOUND = 0, 1  # exit codes


def run(call: Call) -> int:
    """Checks, and writes the report; the exit code."""
    with collector_paused():
        return exit_code(lambda: _run(call))


def _run(call: Call) -> int:
    wanted = call.outputs
    check_call(call)
    with _machines(call) as machines:
        return _report(call, wanted, machines)


@contextmanager
def _machines(call: Call) -> Iterator[Machines | None]:
    """Other machines, if the call names some. Raises CallError when they cannot be used."""
    if call.scheduler is None:
        yield None
        return
    # Imported here: it is for large collections only.
    from vaultlint.commands.cluster import Cluster

    cluster = Cluster(call.scheduler)
    try:
        yield cluster
    finally:
        cluster.close()


def _report(call: Call, wanted: Sequence[Output], machines: Machines | None) -> int:
    """Checks, and writes the reports that are wanted; the exit code."""
    outcome = checked_vaults(call, machines)
    if not outcome.vaults:
        return FAILED
    outcome = reported(outcome, call)
    report = with_faults(Report(tuple(each.report for each in outcome.vaults)), outcome.faults)
    if call.diff:
        write_report(_diff_parts(outcome.vaults, call), call.output_file)
        has_found = any(checked.repaired.contents for checked in outcome.vaults if checked.repaired)
    elif call.stdin_filename is not None and call.repairs:
        _write_repaired(outcome)
        has_found = _fails(outcome, call)
        _write_reports(wanted, report, outcome, call, sys.stderr)
    else:
        has_found = _fails(outcome, call)
        _write_reports(wanted, report, outcome, call)
    return _exit_code(outcome, has_found)


def _exit_code(outcome: Outcome, has_found: bool) -> int:
    if outcome.is_broken:
        return FAILED
    return FOUND if has_found else CLEAN


def _fails(outcome: Outcome, call: Call) -> bool:
    return not call.fix_only and any(_is_failure(checked, call) for checked in outcome.vaults)


def _fail_on(vault: OpenVault, call: Call) -> Severity | None:
    if call.fail_on is not None:
        return None if call.fail_on == "never" else Severity[call.fail_on.upper()]
    return vault.settings.fail_on


def _is_failure(checked: Checked, call: Call) -> bool:
    fail_on = _fail_on(checked.vault, call)
    return fail_on is not None and any(d.severity >= fail_on for d in checked.report.diagnostics)


# --- the report


def _write_repaired(outcome: Outcome) -> None:
    """Writes the note of standard input to standard output, as it is after its repairs."""
    contents = dict(outcome.given)
    for checked in outcome.vaults:
        contents |= checked.repaired.contents if checked.repaired else {}
    for path in outcome.given:
        sys.stdout.buffer.write(contents[path])
    sys.stdout.flush()


def _diff_parts(checked: Iterable[Checked], call: Call) -> Iterator[str]:
    """What --fix would change, as a unified diff; paths are relative to the current folder."""
    # Imported here, as in _parts: nothing else needs it.
    from vaultlint.report.fixdiff import unified_diff

    color = is_colored(call.color, call.output_file, os.environ)
    here = Path.cwd().as_posix()
    for vault in checked:
        if vault.repaired is None:
            continue
        for path, content in vault.repaired.contents.items():
            shown = shown_path(vault.vault.root.as_posix(), path, here)
            before = vault.repaired.originals[path]
            yield from unified_diff(shown, before, content, color)


def _write_reports(
    wanted: Iterable[Output],
    report: Report,
    outcome: Outcome,
    call: Call,
    stream: TextIO | None = None,
) -> None:
    """Writes what was asked for. stream: None for standard output."""
    if call.fix_only:
        lines = () if call.quiet else (f"{fixed_line(report)}\n",)
        write_report(lines, call.output_file, stream)
        return
    here = Path.cwd().as_posix()
    view = View(
        Severity[call.severity.upper()],
        here,
        repository(here, os.environ),
        {each.vault.root.as_posix(): _fail_on(each.vault, call) for each in outcome.vaults},
        _exit_code(outcome, _fails(outcome, call)),
        call.quiet,
    )
    for output in wanted:
        if output.format == "obsidian" and output.file is not None:
            check_is_report(output.file)
        write_report(_parts(output, report, view, outcome.vaults, call), output.file, stream)
        if output.format == "github":
            add_job_summary(report, view, os.environ)


def _parts(
    output: Output, report: Report, view: View, vaults: Sequence[Checked], call: Call
) -> Iterator[str]:
    """The text of a report, in parts."""
    if output.format == "html":
        from vaultlint.commands.page import html_parts

        overviews = [checked.overview for checked in vaults if checked.overview is not None]
        return html_parts(report, overviews, [c.vault for c in vaults], view.show_from)
    if output.format in FOR_PEOPLE:
        return _parts_for_people(output, report, view, call)
    if call.statistics and output.format in COUNTED:
        from vaultlint.report.json import json_text
        from vaultlint.report.statistics import statistics_json

        return iter((json_text(statistics_json(report, view.show_from)),))
    return parts(output.format, report, view)


def _parts_for_people(output: Output, report: Report, view: View, call: Call) -> Iterator[str]:
    show_from, here = view.show_from, view.here
    color = is_colored(call.color, output.file, os.environ)
    if call.statistics:
        from vaultlint.report.statistics import statistics_lines

        lines = statistics_lines(report, show_from, color)
    elif output.format == "concise":
        from vaultlint.report.concise import concise_lines

        lines = concise_lines(report, show_from, here)
    elif any(vault.diagnostics for vault in report.vaults):
        from vaultlint.report.text import text_lines

        lines = text_lines(report, show_from, here, color, _columns(output.file))
    else:
        lines = iter(())
    yield from (f"{line}\n" for line in lines)
    if not call.quiet:
        yield from (f"{line}\n" for line in renamed_lines(report))
        yield f"{summary_line(report, show_from)}\n"


def _columns(file: Path | None) -> int:
    from vaultlint.report.text import PLAIN_COLUMNS

    if file is None and sys.stdout.isatty():
        from shutil import get_terminal_size

        return get_terminal_size((PLAIN_COLUMNS, 24)).columns
    return PLAIN_COLUMNS
