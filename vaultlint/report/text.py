"""A report for people: grouped by note, each place shown in its line with marks under it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from vaultlint.diagnostic import Diagnostic, Fix, Related, Report, Severity, VaultReport
from vaultlint.report.fixdiff import fix_rows
from vaultlint.report.paths import shown_path
from vaultlint.report.snippet import Snippet, snippet
from vaultlint.report.style import Style, styles
from vaultlint.report.visible import visible

PLAIN_COLUMNS = 100  # where there is no terminal that has a width
MOST_RELATED = 4  # places shown of one diagnostic; the others are counted


def text_lines(
    report: Report, show_from: Severity, current: str, is_colored: bool, columns: int
) -> Iterator[str]:
    """The lines of the report, without its summary.

    current: absolute path of the current folder, with "/". columns: width of the terminal.
    """
    style = styles(is_colored)
    for vault in report.vaults:
        shown = [d for d in vault.diagnostics if d.severity >= show_from]
        for path, diagnostics in groupby(shown, key=lambda diagnostic: diagnostic.path):
            yield style.path(shown_path(vault.root, path, current))
            for diagnostic in diagnostics:
                yield from _diagnostic_lines(diagnostic, vault, current, style, columns)
                yield ""


def _diagnostic_lines(
    diagnostic: Diagnostic, vault: VaultReport, current: str, style: Style, columns: int
) -> Iterator[str]:
    finding = diagnostic.finding
    source = vault.sources[diagnostic.path]
    place = source.position(finding.span.start)
    mark = style.severity(diagnostic.severity)
    yield (
        f"  {place.line}:{place.column} {mark(diagnostic.severity.label)} "
        f"{style.rule(diagnostic.rule)}: {visible(finding.message)}"
    )
    related = finding.related[:MOST_RELATED]
    own = snippet(source, finding.span)
    others = [_related_snippet(entry, diagnostic, vault) for entry in related]
    gutter = max(len(str(number)) for each in (own, *others) for number in each.numbers())
    if source.text:  # of an attachment, nothing was read
        yield from own.lines(gutter, columns, style.gutter, mark, "^")
    for entry, other in zip(related, others, strict=True):
        path = None if entry.path in (None, diagnostic.path) else entry.path
        at = "" if path is None else f"{shown_path(vault.root, path, current)}:"
        label = f"{at}{other.place.line}:{other.place.column} {visible(entry.message)}"
        yield f"  {' ' * gutter} {style.gutter('╰')} {style.related(label)}"
        yield from other.lines(gutter, columns, style.gutter, style.related, "─")
    more = len(finding.related) - len(related)
    if more:
        yield f"  {' ' * gutter} {style.gutter('╰')} and {more} more"
    if finding.fix is not None:
        yield from _fix_lines(finding.fix, diagnostic, vault, current, gutter, style)


def _fix_lines(
    fix: Fix, diagnostic: Diagnostic, vault: VaultReport, current: str, gutter: int, style: Style
) -> Iterator[str]:
    option = "--fix" if fix.safe else "--fix --unsafe-fixes"
    place = "" if fix.path is None else f"{shown_path(vault.root, fix.path, current)}: "
    margin = f"  {' ' * gutter}"
    yield f"{margin} {style.gutter('╰')} {option}: {place}{visible(fix.title)}"
    for row in fix_rows(vault.sources[fix.path or diagnostic.path], fix, style):
        yield f"{margin}   {row}"


def _related_snippet(entry: Related, diagnostic: Diagnostic, vault: VaultReport) -> Snippet:
    return snippet(vault.sources[entry.path or diagnostic.path], entry.span)
