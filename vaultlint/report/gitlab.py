"""A report for GitLab's Code Quality: a JSON array with an issue a diagnostic.

Source: "Code Quality report format", GitLab Docs; a part of the Code Climate specification.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from vaultlint.baseline import fingerprinted
from vaultlint.diagnostic import Diagnostic, Report, Severity, VaultReport
from vaultlint.report.json import Json, foreign_list
from vaultlint.report.view import View, path_from, shown
from vaultlint.report.visible import visible
from vaultlint.text.digest import blake2

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
_FINGERPRINT_BYTES = 16


def gitlab_parts(report: Report, view: View) -> Iterator[str]:
    """The text of the report, in parts."""
    yield from foreign_list(_issues(report, view))
    yield "\n"


def _issues(report: Report, view: View) -> Iterator[Json]:
    seen: Counter[tuple[str, ...]] = Counter()
    for vault, diagnostic in shown(report, view):
        path = path_from(view.base, vault.root, diagnostic.path)
        source, span = vault.sources[diagnostic.path], diagnostic.finding.span
        last = max(span.start, span.end - 1)
        yield {
            "description": visible(diagnostic.finding.message),
            "check_name": diagnostic.rule,
            "fingerprint": _fingerprint(vault, diagnostic, path, seen),
            "severity": _SEVERITIES[diagnostic.severity],
            "location": {
                "path": path,
                "lines": {
                    "begin": source.position(span.start).line,
                    "end": source.position(last).line,
                },
            },
        }


def _fingerprint(
    vault: VaultReport, diagnostic: Diagnostic, path: str, seen: Counter[tuple[str, ...]]
) -> str:
    """Hexadecimal digits that stay the same when lines move, and that no other diagnostic has.

    GitLab shows one of several issues with the same fingerprint. seen: how often each was met.
    """
    (found,) = fingerprinted((diagnostic,), vault.sources)
    key = (path, diagnostic.rule, found.identity.fingerprint)
    seen[key] += 1
    text = "\0".join((*key, str(seen[key])))
    content = text.encode("utf-8", "surrogatepass")
    return blake2(content, _FINGERPRINT_BYTES).hex()
