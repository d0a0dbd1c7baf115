"""A report in the format of Checkstyle, which many programs read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

from vaultlint.diagnostic import Report
from vaultlint.report.view import View, path_from, shown
from vaultlint.report.visible import visible
from vaultlint.report.xml import document, element

_FORMAT = "4.3"  # of Checkstyle, since when the format is what it is


def checkstyle_parts(report: Report, view: View) -> Iterator[str]:
    """The text of the report, in parts."""
    return document("checkstyle", {"version": _FORMAT}, _children(report, view))


def _children(report: Report, view: View) -> Iterator[Element]:
    for vault in report.vaults:
        for fault in vault.faults:
            yield element("exception", {}, visible(fault))
    files = groupby(shown(report, view), key=lambda each: (each[0].root, each[1].path))
    for (root, path), entries in files:
        file = element("file", {"name": path_from(view.here, root, path)})
        for vault, diagnostic in entries:
            place = vault.sources[path].position(diagnostic.finding.span.start)
            attributes = {
                "line": place.line,
                "column": place.column,
                "severity": diagnostic.severity.label,
                "message": visible(diagnostic.finding.message),
                "source": f"vaultlint.{diagnostic.family}.{diagnostic.rule}",
            }
            file.append(element("error", attributes))
        yield file
