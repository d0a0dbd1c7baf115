"""What a report says in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from vaultlint.diagnostic import RenamedFolder, Report, Severity, VaultReport
from vaultlint.report.visible import visible

MOST_RENAMED = 5  # folders that are named in one vault


def severity_counts(report: Report) -> Counter[Severity]:
    """How many diagnostics of each severity the report holds, shown or not."""
    return Counter(d.severity for vault in report.vaults for d in vault.diagnostics)


def summary_line(report: Report, show_from: Severity = Severity.INFO) -> str:
    """`3 errors, 10 warnings in 5 of 614 notes (4 fixable with --fix)`; what is hidden is named.

    They are files as soon as a canvas or a base is among them.
    """
    counts = severity_counts(report)
    fixed = sum(vault.fixed for vault in report.vaults)
    others = sum(vault.others_checked for vault in report.vaults)
    checked = sum(vault.checked for vault in report.vaults) + others
    noun = "file" if others else "note"
    if not counts:
        done = (
            f"{counted(fixed, 'mistake')} fixed, none left"
            if fixed
            else f"no {_new(report)}mistakes found"
        )
        tail = _aside(_left_out(report))
        return f"{counted(checked, noun)} checked, {done}{tail}{_of_baseline(report)}"
    notes = sum(len({d.path for d in vault.diagnostics}) for vault in report.vaults)
    found = ", ".join(
        counted(counts[severity], severity.label)
        for severity in reversed(Severity)
        if counts[severity]
    )
    remarks = _remarks(report, counts, show_from, fixed)
    tail = _aside(remarks)
    return f"{found} in {notes} of {counted(checked, noun)}{tail}{_of_baseline(report)}"


def _aside(remarks: list[str]) -> str:
    return f" ({'; '.join(remarks)})" if remarks else ""


def _remarks(
    report: Report, counts: Counter[Severity], show_from: Severity, fixed: int
) -> list[str]:
    remarks = [f"{fixed} fixed"] if fixed else []
    safe, unsafe = fixable_counts(report)
    if safe:
        more = f", {unsafe} more with --unsafe-fixes" if unsafe else ""
        remarks.append(f"{safe} fixable with --fix{more}")
    elif unsafe:
        remarks.append(f"{unsafe} fixable with --fix --unsafe-fixes")
    hidden = sum(counts[severity] for severity in Severity if severity < show_from)
    if hidden:
        remarks.append(f"{hidden} below {show_from.label} not shown")
    return [*remarks, *_left_out(report)]


def _left_out(report: Report) -> list[str]:
    """What was found and is not among the diagnostics."""
    unchanged, suppressed = unchanged_count(report), suppressed_count(report)
    remarks = [f"{unchanged} on unchanged lines not shown"] if unchanged else []
    return [*remarks, f"{suppressed} suppressed"] if suppressed else remarks


def unchanged_count(report: Report) -> int:
    """How many diagnostics were left out, as no change has to do with them."""
    return sum(vault.unchanged for vault in report.vaults)


def suppressed_count(report: Report) -> int:
    """How many diagnostics comments and settings keep back."""
    return sum(len(vault.suppressed) for vault in report.vaults)


def baselined_counts(report: Report) -> tuple[int, int]:
    """How many diagnostics the baselines know, and how many of theirs are found no more."""
    known = [vault.baselined for vault in report.vaults if vault.baselined is not None]
    persisting = sum(len(each.diagnostics) for each in known)
    return persisting, sum(sum(each.resolved.values()) for each in known)


def _has_baseline(report: Report) -> bool:
    return any(vault.baselined is not None for vault in report.vaults)


def _new(report: Report) -> str:
    return "new " if _has_baseline(report) else ""


def _of_baseline(report: Report) -> str:
    """`; 2 new, 140 in the baseline, 3 resolved: run …`, when there is a baseline."""
    if not _has_baseline(report):
        return ""
    persisting, resolved = baselined_counts(report)
    new = sum(severity_counts(report).values())
    counts = [f"{new} new"] if new else []
    counts.append(f"{persisting} in the baseline")
    tail = f", {resolved} resolved: run `vaultlint baseline update`" if resolved else ""
    return f"; {', '.join(counts)}{tail}"


def fixable_counts(report: Report) -> tuple[int, int]:
    """How many diagnostics have a safe fix, and how many an unsafe one."""
    fixes = [d.finding.fix for vault in report.vaults for d in vault.diagnostics]
    safe = sum(fix is not None and fix.safe for fix in fixes)
    return safe, sum(fix is not None for fix in fixes) - safe


def fixed_line(report: Report) -> str:
    """`5 mistakes fixed in 614 notes`, of a run that says nothing of the others."""
    fixed = sum(vault.fixed for vault in report.vaults)
    checked = sum(vault.checked + vault.others_checked for vault in report.vaults)
    return f"{counted(fixed, 'mistake')} fixed in {counted(checked, 'note')}"


def renamed_lines(report: Report) -> Iterator[str]:
    """`142 links begin with "old/", which is now "new/"`, for each of the folders that moved most.

    Where there are several vaults, theirs is named.
    """
    for vault in report.vaults:
        place = f'in "{vault.root}", ' if len(report.vaults) > 1 else ""
        folders = renamed_folders(vault)
        for folder, links in folders[:MOST_RENAMED]:
            begin = ("begins" if links == 1 else "begin") + " with"
            lead = ("leads" if links == 1 else "lead") + " into"
            new = f'"{folder.new}/"' if folder.new else "the root of the vault"
            yield visible(
                f"{place}{counted(links, 'link')} {begin if folder.is_written else lead} "
                f'"{folder.old}/", which is now {new}'
            )
        more = len(folders) - MOST_RENAMED
        if more > 0:
            yield f"{place}{counted(more, 'more folder')} renamed; the JSON report names all"


def renamed_folders(vault: VaultReport) -> list[tuple[RenamedFolder, int]]:
    """The renamed folders of a vault, and how many diagnostics each explains, the most first."""
    places = {(d.path, d.finding.span) for d in vault.diagnostics}
    counts = Counter(vault.renamed[place] for place in places if place in vault.renamed)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0].old, item[0].new))


def counted(number: int, noun: str) -> str:
    """`1 note`, `2 notes`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
