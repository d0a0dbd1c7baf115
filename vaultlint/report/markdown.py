"""A report in Markdown as GitHub and GitLab read it: for a comment, or the summary of a job."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from vaultlint.diagnostic import Diagnostic, Report, Severity, VaultReport
from vaultlint.report.summary import counted, summary_line
from vaultlint.report.view import View, as_unicode, path_from, shown, uri
from vaultlint.report.visible import visible
from vaultlint.text.regex import regex

MOST_OF_COMMENT = 65_536  # characters; what GitHub takes as a comment
_RESERVE = 200  # characters; for the line that tells what is left out
_LONGEST_MESSAGE = 1_000  # code points; some rules name many notes

# What is markup, and what a forge would make a link of, and tell somebody about: @name, #12.
_MARKUP = regex(r"[\\`*_{}\[\]<>#|~$@%&=^]|!(?=\w)|:(?=//)|(?<=www)\.")
_BACKTICKS = regex("`+")
_REFERENCE = frozenset("@#!$~%&")


def markdown_parts(
    report: Report, view: View, most_bytes: int = MOST_OF_COMMENT, address: str = ""
) -> Iterator[str]:
    """The text of the report, in parts; what does not fit is counted.

    most_bytes: of UTF-8. address: of a page that shows the files at `view.base`, ends in "/";
    empty for none.
    """
    head = f"### vaultlint: {summary_line(report, view.show_from)}\n"
    yield head
    entries = list(shown(report, view))
    faults = [fault for vault in report.vaults for fault in vault.faults]
    room = most_bytes - _RESERVE - len(head.encode())
    lines = _Lines(report, view, address)
    written = 0
    for text, diagnostics in lines.blocks(faults, entries):
        room -= len(text.encode())
        if room < 0:
            yield f"\n… and {counted(len(entries) - written, 'more diagnostic')}.\n"
            return
        written += diagnostics
        yield text


class _Lines:
    def __init__(self, report: Report, view: View, address: str) -> None:
        self._report = report
        self._view = view
        self._address = address

    def blocks(
        self, faults: list[str], entries: list[tuple[VaultReport, Diagnostic]]
    ) -> Iterator[tuple[str, int]]:
        """Texts that are written whole or not at all, and how many diagnostics each shows."""
        for fault in faults:
            yield f"\n- **vaultlint**: {marked_up(fault)}\n", 0
        if len(entries) > 1:
            yield self._table(entries), 0
        groups = groupby(entries, key=lambda each: (each[0].root, each[1].path))
        for (root, path), group in groups:
            title = f"\n#### {self._file(path_from(self._view.base, root, path))}\n\n"
            for vault, diagnostic in group:
                yield title + self._line(vault, diagnostic), 1
                title = ""

    def _table(self, entries: list[tuple[VaultReport, Diagnostic]]) -> str:
        counts = Counter((d.severity, d.rule) for _, d in entries)
        rows = sorted(counts.items(), key=lambda item: (-item[0][0], -item[1], item[0][1]))
        lines = [f"| {severity.label} | `{rule}` | {count} |" for (severity, rule), count in rows]
        return "\n".join(("\n| severity | rule | count |", "|---|---|--:|", *lines, ""))

    def _file(self, path: str) -> str:
        return self._linked(code(path), path)

    def _linked(self, words: str, path: str, anchor: str = "") -> str:
        """The words, which lead to the page of a file if it has one."""
        place = uri(path)
        if not self._address or place.startswith("file:"):
            return words
        # A note is shown with its lines only if it is asked for as plain text.
        return f"[{words}]({self._address}{place}?plain=1{anchor})"

    def _line(self, vault: VaultReport, diagnostic: Diagnostic) -> str:
        place = vault.sources[diagnostic.path].position(diagnostic.finding.span.start)
        path = path_from(self._view.base, vault.root, diagnostic.path)
        at = self._linked(f"{place.line}:{place.column}", path, f"#L{place.line}")
        label = diagnostic.severity.label
        mark = f"**{label}**" if diagnostic.severity is Severity.ERROR else label
        message = diagnostic.finding.message[:_LONGEST_MESSAGE]
        cut = "…" if len(message) < len(diagnostic.finding.message) else ""
        return f"- {at} {mark} `{diagnostic.rule}`: {marked_up(message)}{cut}\n"


def marked_up(text: str) -> str:
    """Markdown that shows the text, and that makes nothing of it."""
    return _MARKUP.sub(_escaped, as_unicode(visible(text)))


def _escaped(match: re.Match[str]) -> str:
    mark = match[0]
    if mark in "<>&":
        return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}[mark]
    # A comment that nobody sees parts the mark from what it would refer to.
    return f"\\{mark}<!-- -->" if mark in _REFERENCE else f"\\{mark}"


def code(text: str) -> str:
    """A code span of the text. Source: CommonMark 0.31, §6.1."""
    words = as_unicode(visible(text))
    longest = max((len(run) for run in _BACKTICKS.findall(words)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{pad}{words}{pad}{fence}"
