"""A report as counts by rule. schemas/report.schema.json describes the JSON."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from vaultlint.diagnostic import Diagnostic, Report, Severity
from vaultlint.report.json import Json, json_head
from vaultlint.report.style import styles

# What stands before a rule: whether --fix repairs all that it reports, some of it, or nothing.
_ALL, _SOME, _NONE = "[*]", "[-]", "[ ]"


class RuleCount(Struct, frozen=True):
    """How often a rule reports with a severity; the configuration may give it several.

    fixable, fixable_unsafe: how many of these have a safe fix, and how many an unsafe one.
    """

    rule: str
    family: str
    severity: Severity
    count: int
    fixable: int
    fixable_unsafe: int


def rule_counts(report: Report, show_from: Severity) -> list[RuleCount]:
    """The rules that report something from this severity on, the most frequent first."""
    found: dict[tuple[str, Severity], list[Diagnostic]] = {}
    for vault in report.vaults:
        for diagnostic in vault.diagnostics:
            if diagnostic.severity >= show_from:
                found.setdefault((diagnostic.rule, diagnostic.severity), []).append(diagnostic)
    counts = (
        _count(rule, severity, diagnostics) for (rule, severity), diagnostics in found.items()
    )
    return sorted(counts, key=lambda count: (-count.count, count.rule, -count.severity))


def _count(rule: str, severity: Severity, diagnostics: list[Diagnostic]) -> RuleCount:
    fixes = [fix for diagnostic in diagnostics if (fix := diagnostic.finding.fix) is not None]
    safe = sum(fix.safe for fix in fixes)
    family = diagnostics[0].family
    return RuleCount(rule, family, severity, len(diagnostics), safe, len(fixes) - safe)


def statistics_lines(report: Report, show_from: Severity, is_colored: bool) -> Iterator[str]:
    """A line for each rule, without the summary: `12 [-] error unresolved-link (3 fixable)`."""
    style = styles(is_colored)
    counts = rule_counts(report, show_from)
    number_width = max((len(str(count.count)) for count in counts), default=0)
    label_width = max((len(count.severity.label) for count in counts), default=0)
    for count in counts:
        label = count.severity.label
        severity = style.severity(count.severity)(label) + " " * (label_width - len(label))
        number = f"{count.count:>{number_width}}"
        yield f"{number} {_mark(count)} {severity} {style.rule(count.rule)}{_fixable(count)}"


def _mark(count: RuleCount) -> str:
    if count.fixable == count.count:
        return _ALL
    return _SOME if count.fixable or count.fixable_unsafe else _NONE


def _fixable(count: RuleCount) -> str:
    """What the mark does not tell."""
    if count.fixable == count.count or not count.fixable + count.fixable_unsafe:
        return ""
    if not count.fixable:
        return f" ({count.fixable_unsafe} fixable with --unsafe-fixes)"
    more = f", {count.fixable_unsafe} more with --unsafe-fixes" if count.fixable_unsafe else ""
    return f" ({count.fixable} fixable{more})"


def statistics_json(report: Report, show_from: Severity) -> Json:
    """The report with counts in the place of its diagnostics."""
    rules = [
        {
            "rule": count.rule,
            "family": count.family,
            "severity": count.severity.label,
            "count": count.count,
            "fixable": count.fixable,
            "fixable_unsafe": count.fixable_unsafe,
        }
        for count in rule_counts(report, show_from)
    ]
    return {**json_head(report), "rules": rules}
