"""A report as JSON; schemas/report.schema.json describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import vaultlint
from vaultlint.diagnostic import Diagnostic, Fix, Related, Report, Severity, VaultReport
from vaultlint.report.summary import (
    baselined_counts,
    fixable_counts,
    renamed_folders,
    severity_counts,
    suppressed_count,
    unchanged_count,
)
from vaultlint.report.view import as_unicode
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

# Legal in JSON text, but a terminal obeys them; surrogates cannot be written in UTF-8 at all.
_UNSAFE = regex("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

Json = dict[str, object]


def json_text(value: object) -> str:
    """The value as indented JSON with a final line break; the same value gives the same text."""
    return escaped_json(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def escaped_json(text: str) -> str:
    """JSON text with what a terminal would obey, or UTF-8 cannot hold, escaped."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def json_line(value: object) -> str:
    """The value as JSON on one line, without a line break."""
    return escaped_json(json.dumps(value, ensure_ascii=False))


def foreign_json(value: object) -> str:
    """The value as JSON on one line that any program can read: without lone surrogates."""
    return escaped_json(as_unicode(json.dumps(value, ensure_ascii=False)))


def foreign_list(values: Iterable[object]) -> Iterator[str]:
    """A JSON array with a value a line, of which one at a time is held in memory."""
    before = "["
    for value in values:
        yield f"{before}\n{foreign_json(value)}"
        before = ","
    yield "[]" if before == "[" else "\n]"


def json_lines(report: Report, show_from: Severity) -> Iterator[str]:
    """A line for each diagnostic, which is what it is in json_report()."""
    for vault in report.vaults:
        for diagnostic in vault.diagnostics:
            if diagnostic.severity >= show_from:
                yield f"{json_line(_diagnostic(diagnostic, vault))}\n"


def json_report(report: Report, show_from: Severity) -> Json:
    """The report, without the diagnostics that are below `show_from`."""
    return {
        **json_head(report),
        "diagnostics": [
            _diagnostic(diagnostic, vault)
            for vault in report.vaults
            for diagnostic in vault.diagnostics
            if diagnostic.severity >= show_from
        ],
    }


def json_head(report: Report) -> Json:
    """What a report begins with. The summary counts all diagnostics: they decide how a run ends."""
    counts = severity_counts(report)
    safe, unsafe = fixable_counts(report)
    return {
        "version": 1,
        "tool": {"name": "vaultlint", "version": vaultlint.__version__},
        "vaults": [
            {
                "root": vault.root,
                "notes": vault.notes,
                "checked": vault.checked,
                "others": vault.others,
                "others_checked": vault.others_checked,
                "renamed_folders": [
                    {"old": folder.old, "new": folder.new, "links": links}
                    for folder, links in renamed_folders(vault)
                ],
            }
            for vault in report.vaults
        ],
        "summary": {
            "errors": counts[Severity.ERROR],
            "warnings": counts[Severity.WARNING],
            "infos": counts[Severity.INFO],
            "fixable": safe,
            "fixable_unsafe": unsafe,
            "fixed": sum(vault.fixed for vault in report.vaults),
            "suppressed": suppressed_count(report),
            **_baselined(report),
            "unchanged": unchanged_count(report),
        },
    }


def _baselined(report: Report) -> Json:
    persisting, resolved = baselined_counts(report)
    return {"baselined": persisting, "resolved": resolved}


def json_place(source: Source, span: Span) -> Json:
    """A span as lines and columns from 1, columns in code points, the end exclusive."""
    start, end = source.position(span.start), source.position(span.end)
    return {
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
    }


def _diagnostic(diagnostic: Diagnostic, vault: VaultReport) -> Json:
    source = vault.sources[diagnostic.path]
    finding = diagnostic.finding
    return {
        "path": diagnostic.path,
        "vault": vault.root,
        "rule": diagnostic.rule,
        "family": diagnostic.family,
        "severity": diagnostic.severity.label,
        "message": finding.message,
        **json_place(source, finding.span),
        "related": [_related(related, diagnostic, vault) for related in finding.related],
        "fix": None if finding.fix is None else _fix(finding.fix, diagnostic, vault),
    }


def _related(related: Related, diagnostic: Diagnostic, vault: VaultReport) -> Json:
    path = related.path or diagnostic.path
    place = json_place(vault.sources[path], related.span)
    return {"path": path, **place, "message": related.message}


def _fix(fix: Fix, diagnostic: Diagnostic, vault: VaultReport) -> Json:
    path = fix.path or diagnostic.path
    source = vault.sources[path]
    edits = [{**json_place(source, edit.span), "text": edit.text} for edit in fix.edits]
    return {
        "title": fix.title,
        "safe": fix.safe,
        "path": path,
        "removes_byte_order_mark": fix.removes_mark,
        "edits": edits,
    }
