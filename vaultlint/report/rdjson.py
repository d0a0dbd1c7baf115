"""A report in the Reviewdog Diagnostic Format (rdjson), which reviewdog posts as review comments.

Source: proto/rdf/reviewdog.proto of reviewdog. Lines and columns count from 1, columns in bytes of
UTF-8, the end is exclusive.
"""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Diagnostic, Report, Severity, VaultReport
from vaultlint.fix import Edits
from vaultlint.report.json import Json, foreign_list
from vaultlint.report.view import View, path_from, shown
from vaultlint.report.visible import visible
from vaultlint.text.source import Source
from vaultlint.text.span import Span

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def rdjson_parts(report: Report, view: View) -> Iterator[str]:
    """The text of the report, in parts."""
    yield '{"source": {"name": "vaultlint"}, "diagnostics": '
    yield from foreign_list(_diagnostics(report, view))
    yield "}\n"


def _diagnostics(report: Report, view: View) -> Iterator[Json]:
    for vault, diagnostic in shown(report, view):
        source = vault.sources[diagnostic.path]
        entry: Json = {
            "message": visible(diagnostic.finding.message),
            "location": {
                "path": path_from(view.here, vault.root, diagnostic.path),
                "range": _range(source, diagnostic.finding.span),
            },
            "severity": _SEVERITIES[diagnostic.severity],
            "code": {"value": diagnostic.rule},
        }
        suggestion = _suggestion(vault, diagnostic)
        yield entry if suggestion is None else {**entry, "suggestions": [suggestion]}


def _range(source: Source, span: Span) -> Json:
    return {"start": _position(source, span.start), "end": _position(source, span.end)}


def _position(source: Source, offset: int) -> Json:
    place = source.position(offset)
    end = source.file_offset(offset)
    before = source.file_text[end - place.column + 1 : end]
    return {"line": place.line, "column": len(before.encode("utf-8", "surrogateescape")) + 1}


def _suggestion(vault: VaultReport, diagnostic: Diagnostic) -> Json | None:
    """The fix as one replacement: of several, each could be accepted without the others.

    None for a fix of another file, or of the byte order mark, which is no part of the text.
    """
    fix = diagnostic.finding.fix
    if fix is None or fix.removes_mark or fix.path not in (None, diagnostic.path):
        return None
    source = vault.sources[diagnostic.path]
    if source.damage is not None:
        return None  # between the edits stands text that is not that of the file
    edits = Edits(source.text, (fix,))
    hull = Span(fix.edits[0].span.start, fix.edits[-1].span.end)
    return {"range": _range(source, hull), "text": edits.applied(source.text, hull)}
