"""A report as workflow commands, which GitHub Actions turns into annotations of files.

Source: "Workflow commands for GitHub Actions", GitHub Docs. Of a step, GitHub shows the first ten
annotations of each level; the log and the job summary have the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vaultlint.diagnostic import Diagnostic, Report, Severity, VaultReport
from vaultlint.report.summary import summary_line
from vaultlint.report.view import View, as_unicode, path_from, shown
from vaultlint.report.visible import escaped, visible
from vaultlint.text.regex import regex

# Of a name, controls but line breaks, which are encoded: a terminal that shows a log obeys them.
_CONTROL = regex("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]")

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
# The runner decodes "%25" last: so it has to be encoded first.
_IN_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = {**_IN_DATA, ":": "%3A", ",": "%2C"}
_DATA, _PROPERTY = str.maketrans(_IN_DATA), str.maketrans(_IN_PROPERTIES)


def github_lines(report: Report, view: View) -> Iterator[str]:
    """A command for each diagnostic, and a last line that counts them.

    Every line but the last begins with a command: text of a note cannot be one.
    """
    for vault in report.vaults:
        for fault in vault.faults:
            yield _command("error", {"title": "vaultlint"}, visible(fault))
    for vault, diagnostic in shown(report, view):
        yield _annotation(vault, diagnostic, view)
    if not view.is_quiet:
        yield summary_line(report, view.show_from)


def _annotation(vault: VaultReport, diagnostic: Diagnostic, view: View) -> str:
    source, span = vault.sources[diagnostic.path], diagnostic.finding.span
    path = path_from(view.base, vault.root, diagnostic.path)
    start, end = source.position(span.start), source.position(span.end)
    last = source.position(max(span.start, span.end - 1))  # where its last character stands
    file = _CONTROL.sub(lambda match: escaped(match[0]), path)
    place: dict[str, object] = {"file": file, "line": start.line, "endLine": last.line}
    if start.line == end.line:  # GitHub refuses columns of an annotation that spans lines
        place |= {"col": start.column, "endColumn": end.column}
    # The log shows nothing but the message.
    message = (
        f"{visible(path)}:{start.line}:{start.column}: {diagnostic.rule}: "
        f"{visible(diagnostic.finding.message)}"
    )
    title = f"vaultlint: {diagnostic.rule}"
    return _command(_LEVELS[diagnostic.severity], {**place, "title": title}, message)


def _command(name: str, properties: Mapping[str, object], message: str) -> str:
    stated = ",".join(
        f"{key}={as_unicode(str(value)).translate(_PROPERTY)}" for key, value in properties.items()
    )
    return f"::{name} {stated}::{as_unicode(message).translate(_DATA)}"
