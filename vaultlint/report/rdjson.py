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
    places = _Places()
    for vault, diagnostic in shown(report, view):
        source = vault.sources[diagnostic.path]
        place = places.range(source, diagnostic.finding.span)
        entry: Json = {
            "message": visible(diagnostic.finding.message),
            "location": {
                "path": path_from(view.here, vault.root, diagnostic.path),
                "range": place,
            },
            "severity": _SEVERITIES[diagnostic.severity],
            "code": {"value": diagnostic.rule},
        }
        suggestion = _suggestion(vault, diagnostic, places)
        yield entry if suggestion is None else {**entry, "suggestions": [suggestion]}


class _Places:
    """Lines and columns, which are counted on from the last one: a line may be very long."""

    def __init__(self) -> None:
        self._source: Source | None = None
        self._line = self._offset = self._bytes = 0

    def range(self, source: Source, span: Span) -> Json:
        """A span as a Range of the format."""
        start = self._position(source, span.start)
        return {"start": start, "end": self._position(source, span.end)}

    def _position(self, source: Source, offset: int) -> Json:
        place = source.position(offset)
        end = source.file_offset(offset)
        begin, counted = end - place.column + 1, 0
        if source is self._source and place.line == self._line and self._offset <= end:
            begin, counted = self._offset, self._bytes
        counted += len(source.file_text[begin:end].encode("utf-8", "surrogateescape"))
        self._source, self._line, self._offset, self._bytes = source, place.line, end, counted
        return {"line": place.line, "column": counted + 1}


def _suggestion(vault: VaultReport, diagnostic: Diagnostic, places: _Places) -> Json | None:
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
    return {"range": places.range(source, hull), "text": edits.applied(source.text, hull)}
