"""What a report says in one line."""

from __future__ import annotations

from collections import Counter

from vaultlint.diagnostic import Report, Severity


def severity_counts(report: Report) -> Counter[Severity]:
    """How many diagnostics of each severity the report holds, shown or not."""
    return Counter(d.severity for vault in report.vaults for d in vault.diagnostics)


def summary_line(report: Report, show_from: Severity = Severity.INFO) -> str:
    """`3 errors, 10 warnings in 5 of 614 notes`; what is not shown is named.

    They are files as soon as a canvas or a base is among them.
    """
    counts = severity_counts(report)
    others = sum(vault.others_checked for vault in report.vaults)
    checked = sum(vault.checked for vault in report.vaults) + others
    noun = "file" if others else "note"
    if not counts:
        return f"{counted(checked, noun)} checked, no mistakes found"
    notes = sum(len({d.path for d in vault.diagnostics}) for vault in report.vaults)
    found = ", ".join(
        counted(counts[severity], severity.label)
        for severity in reversed(Severity)
        if counts[severity]
    )
    hidden = sum(counts[severity] for severity in Severity if severity < show_from)
    tail = f" ({hidden} below {show_from.label} not shown)" if hidden else ""
    return f"{found} in {notes} of {counted(checked, noun)}{tail}"


def counted(number: int, noun: str) -> str:
    """`1 note`, `2 notes`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
