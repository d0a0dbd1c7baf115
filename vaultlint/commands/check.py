"""`vaultlint check`: reads vaults, checks what was asked for, reports."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, TextIO

from vaultlint.anki.records import Collection
from vaultlint.changed import VaultChanges, only_changed
from vaultlint.commands.anki import FAMILY, anki_notices, askable, opened_collection
from vaultlint.commands.asked import Asked, asked_note, asked_vaults
from vaultlint.commands.baselines import (
    Checked,
    of_all_notes,
    opened_baselines,
    settings_notice,
    with_baseline,
)
from vaultlint.commands.bibliographies import Bibliographies
from vaultlint.commands.callerror import CallError
from vaultlint.commands.checking import Checking
from vaultlint.commands.formats import (
    FOR_PEOPLE,
    Output,
    add_job_summary,
    check_is_report,
    outputs,
    parts,
    repository,
    with_faults,
)
from vaultlint.commands.notices import internal_error, left_out, unread
from vaultlint.commands.opening import (
    Configuration,
    OpenVault,
    all_rules,
    from_here,
    open_vault,
    read_notes,
)
from vaultlint.commands.output import FAILED, exit_code, is_colored, say, write_report
from vaultlint.commands.progress import tracked
from vaultlint.commands.repairs import repair_faults, repaired_notes, written
from vaultlint.commands.suppressing import checked_reason, suppressed_notes, suppression_faults
from vaultlint.commands.vaults import asked_files, collector_paused, open_vaults
from vaultlint.config import Selection, selector_fault
from vaultlint.diagnostic import Report, Severity, VaultReport
from vaultlint.engine import ActiveRule, active_rules
from vaultlint.notes.kinds import other_kind
from vaultlint.report.concise import concise_lines
from vaultlint.report.fixdiff import unified_diff
from vaultlint.report.paths import shown_path
from vaultlint.report.summary import counted, fixed_line, renamed_lines, summary_line
from vaultlint.report.text import PLAIN_COLUMNS, text_lines
from vaultlint.report.view import View

CLEAN, FOUND = 0, 1  # exit codes
_COUNTED = (*FOR_PEOPLE, "json")  # the formats that --statistics change


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
    since: str | None = None
    staged: bool = False
    anki: Path | None = None
    baseline: Path | None = None
    no_baseline: bool = False
    no_suppressions: bool = False
    add_suppressions: bool = False
    reason: str | None = None
    fix: bool = False
    fix_only: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    statistics: bool = False
    quiet: bool = False
    verbose: bool = False
    color: bool | None = None

    @property
    def repairs(self) -> bool:
        """Whether notes are repaired, if only to show how."""
        return self.fix or self.fix_only or self.diff or self.add_suppressions

    @property
    def makes_page(self) -> bool:
        """Whether the report is a page, which shows more than diagnostics."""
        makes_html = any(output.format == "html" for output in self.outputs)
        return makes_html and not self.diff and not self.fix_only

    @property
    def outputs(self) -> tuple[Output, ...]:
        """The reports that are written. Raises CallError when they are wrong."""
        return outputs(self.output_format, self.output_file)

    @property
    def only_changed(self) -> bool:
        """Whether only what is on changed lines is reported."""
        return self.staged or self.since is not None


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


def run(call: Call) -> int:
    """Checks, and writes the report; the exit code."""
    with collector_paused():
        return exit_code(lambda: _run(call))


def _run(call: Call) -> int:
    wanted = call.outputs
    outcome = checked_vaults(call)
    if not outcome.vaults:
        return FAILED
    known_left_out = (_without_known(checked, call) for checked in outcome.vaults)
    vaults = tuple(_with_changed_only(c, outcome.changes.get(c.vault.root)) for c in known_left_out)
    outcome = outcome._replace(vaults=vaults)
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


def checked_vaults(call: Call) -> Outcome:
    """Checks what the call asks for, and says what is to be said of it. Raises CallError."""
    if call.quiet and call.verbose:
        raise CallError("--quiet and --verbose contradict each other; give one of them")
    if call.isolated and call.config is not None:
        raise CallError("--isolated and --config contradict each other; give one of them")
    if call.no_baseline and call.baseline is not None:
        raise CallError("--no-baseline and --baseline contradict each other; give one of them")
    _check_only_changed(call)
    _check_add_suppressions(call)
    _check_statistics(call)
    if call.anki is None:
        _check_no_anki(call)
    configuration = Configuration(call.config, call.isolated, _selection(call))
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
    checked: list[Checked] = []
    for vault in vaults:
        if vault.root in changes:
            given = changes[vault.root].contents
        each = _checked(vault, given, call, anki, bibliographies)
        # The notes as they are after the repairs, written or not.
        contents = {**given, **(each.repaired.contents if each.repaired else {})}
        whole = partial(_whole_report, vault, contents, anki, bibliographies)
        checked.append(replace(each, opened=baselines.get(vault.root), whole=whole))
    return Outcome(tuple(checked), faults, given, changes)


def _as_staged(vault: OpenVault, changes: VaultChanges, configuration: Configuration) -> OpenVault:
    """The vault as its notes are staged, if they stand otherwise on the disk."""
    if not changes.contents:
        return vault
    staged = open_vault(vault.asked, configuration, changes.contents)
    return _with_given(staged, changes.contents)


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


# --- what is asked


def _selection(call: Call) -> Selection:
    return Selection(
        select=_words("--select", call.select) if call.select else None,
        extend=_words("--extend-select", call.extend_select),
        ignore=_words("--ignore", call.ignore),
    )


def _check_only_changed(call: Call) -> None:
    """Raises CallError when --since or --staged goes with what it cannot go with."""
    if call.staged and call.since is not None:
        raise CallError("--since and --staged contradict each other; give one of them")
    option = "--staged" if call.staged else "--since"
    if call.only_changed and call.repairs:
        raise CallError(
            f"{option} only reports; fixes are for whole notes, so leave out one of them"
        )
    if call.only_changed and (call.stdin_filename is not None or Path("-") in call.paths):
        raise CallError(f"{option} asks git about files, and not about standard input")


def _check_add_suppressions(call: Call) -> None:
    """Raises CallError when the call asks for suppressions and for what contradicts them."""
    if not call.add_suppressions:
        if call.reason is not None:
            raise CallError("--reason is that of --add-suppressions; give both")
        return
    checked_reason(call.reason)
    contradicting = {
        "--fix": call.fix,
        "--fix-only": call.fix_only,
        "--no-suppressions": call.no_suppressions,
        "--since": call.since is not None,
        "--staged": call.staged,
    }
    for option, is_given in contradicting.items():
        if is_given:
            raise CallError(
                f"--add-suppressions and {option} contradict each other; give one of them"
            )


def _check_statistics(call: Call) -> None:
    """Raises CallError when --statistics goes with a report that cannot hold them."""
    if not call.statistics:
        return
    for option, is_given in {"--diff": call.diff, "--fix-only": call.fix_only}.items():
        if is_given:
            raise CallError(f"--statistics and {option} contradict each other; give one of them")
    if not any(output.format in _COUNTED for output in call.outputs):
        raise CallError(f"--statistics are told in one of {', '.join(_COUNTED)}; ask for it, too")


def _check_no_anki(call: Call) -> None:
    """Raises CallError when the call itself names rules that ask Anki."""
    for option, lists in (("--select", call.select), ("--extend-select", call.extend_select)):
        for word in _words(option, lists):
            if FAMILY in (word, all_rules().families.get(word)):
                raise CallError(f'{option}: "{word}" asks Anki; name a collection with --anki')


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
    asked = asked_note(call.stdin_filename, call.vault, takes_others=True)
    (path,) = asked.notes
    return (asked,), {path: sys.stdin.buffer.read()}


# --- checking


def _checked(
    vault: OpenVault,
    given: Mapping[str, bytes],
    call: Call,
    anki: Collection | None,
    bibliographies: Bibliographies,
) -> Checked:
    """The outcome for one vault, repaired if that is asked for; what is to be said is said."""
    shown = not call.quiet and sys.stderr.isatty()
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
    report = replace(report, faults=tuple(faults))
    for fault in faults:
        say(fault)
    if not call.quiet:
        for line in left_out(vault, wanted, "checked"):
            say(line)
        if index is not None and anki is not None:
            for line in anki_notices(index, rules):
                say(line)
    if call.verbose:
        for line in _account(vault, report, rules):
            say(line)
        for path in cited.missing:
            say(f'no bibliography is at "{path}": citations of notes that use it are not checked')
    failed = unreadable.keys() | {failure.path for failure in report.failures}
    ran = frozenset(active.rule.name for active in rules)
    checked = Checked(vault, report, ran, frozenset(failed), bool(faults), repaired)
    if not call.makes_page:
        return checked
    # Imported here, as in _parts: nothing else needs it.
    from vaultlint.commands.page import overview

    return replace(checked, overview=overview(vault, outcome.notes, outcome.vault_index))


def _whole_report(
    vault: OpenVault,
    given: Mapping[str, bytes],
    anki: Collection | None,
    bibliographies: Bibliographies,
) -> VaultReport:
    """The report on all notes of a vault, of which some were asked for; nothing is said of it."""
    checking = _checking(of_all_notes(vault), given, anki, bibliographies, shown=False)
    return checking.outcome(checking.read.notes).report


def _checking(
    vault: OpenVault,
    given: Mapping[str, bytes],
    anki: Collection | None,
    bibliographies: Bibliographies,
    shown: bool,
    reads_all: bool = False,
) -> Checking:
    """What is needed to check the notes that were asked for.

    shown: how far reading is. reads_all: whether all notes of the vault are needed anyway.
    """
    rules = askable(active_rules(vault.settings), anki)
    asked = asked_files(vault)
    # Rules that look at one note alone need no other.
    names = asked
    reads_all = reads_all or any(r.rule.scope == "vault" for r in rules)
    if vault.asked.is_vault and reads_all:
        names = sorted([*vault.listing.notes, *vault.listing.others])
    read = read_notes(vault, tracked(names, f"reading {vault.root.name}", shown), given)
    return Checking(vault, read, frozenset(asked), anki, bibliographies)


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


def _fails(outcome: Outcome, call: Call) -> bool:
    return not call.fix_only and any(_is_failure(checked, call) for checked in outcome.vaults)


def _fail_on(vault: OpenVault, call: Call) -> Severity | None:
    if call.fail_on is not None:
        return None if call.fail_on == "never" else Severity[call.fail_on.upper()]
    return vault.settings.fail_on


def _is_failure(checked: Checked, call: Call) -> bool:
    fail_on = _fail_on(checked.vault, call)
    return fail_on is not None and any(d.severity >= fail_on for d in checked.report.diagnostics)


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
    if call.statistics and output.format in _COUNTED:
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
        lines = concise_lines(report, show_from, here)
    else:
        lines = text_lines(report, show_from, here, color, _columns(output.file))
    yield from (f"{line}\n" for line in lines)
    if not call.quiet:
        yield from (f"{line}\n" for line in renamed_lines(report))
        yield f"{summary_line(report, show_from)}\n"


def _columns(file: Path | None) -> int:
    if file is None and sys.stdout.isatty():
        return shutil.get_terminal_size((PLAIN_COLUMNS, 24)).columns
    return PLAIN_COLUMNS
