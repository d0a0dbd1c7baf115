"""A report with one line a diagnostic: `path:line:column: severity rule message`."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Report, Severity
from vaultlint.report.paths import shown_path
from vaultlint.report.visible import visible


def concise_lines(report: Report, show_from: Severity, current: str) -> Iterator[str]:
    """The lines of the report, without its summary.

    current: absolute path of the current folder, with "/".
    """
    for vault in report.vaults:
        for diagnostic in vault.diagnostics:
            if diagnostic.severity < show_from:
                continue
            place = vault.sources[diagnostic.path].position(diagnostic.finding.span.start)
            path = shown_path(vault.root, diagnostic.path, current)
            yield (
                f"{path}:{place.line}:{place.column}: {diagnostic.severity.label} "
                f"{diagnostic.rule} {visible(diagnostic.finding.message)}"
            )
