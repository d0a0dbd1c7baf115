"""Which lines of a vault are new, and the diagnostics on them. Reads nothing, runs nothing."""

from __future__ import annotations

import os
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from vaultlint.diagnostic import Diagnostic, VaultReport
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span


class Lines(NamedTuple):
    """Lines of a file, first and last, from 1. A line ends at a line feed, as git has it."""

    first: int
    last: int


class Change(Struct, frozen=True):
    """What is new in a file.

    lines: ascending and disjoint; None when all of it is new, or is no text that git compares.
    has_new_name: no file had this name before.
    """

    lines: tuple[Lines, ...] | None
    has_new_name: bool = False


WHOLE = Change(None, has_new_name=True)


class VaultChanges(Struct, frozen=True):
    """What is new in a vault, by path in it.

    contents: what is staged of notes whose files say something else, or are gone.
    """

    changed: Mapping[str, Change]
    contents: Mapping[str, bytes]


# Rules about the name of a file, wherever in it they report.
NAME_RULES = frozenset(
    {"case-clash", "forbidden-file-name", "not-nfc-name", "unlinkable-file-name"}
)


# --- what git says


def changes(diff: bytes) -> dict[str, Change]:
    """What is new in the files of `git diff --raw -z -p -U0 --src-prefix=a/ --dst-prefix=b/`.

    By path in the repository, as os.fsdecode gives it; removed files are left out. Where lines
    were only removed, the lines before and after them count as changed: what is wrong now is
    wrong there.
    """
    records, patch = _parted(diff)
    hunks = dict(_file_hunks(patch))
    return {
        os.fsdecode(record.path): _change(record, hunks.get(record.path))
        for record in records
        if record.status != "D"
    }


class _Record(NamedTuple):
    """A line of `git diff --raw`. status: its letter, such as "M" or "R"."""

    status: str
    path: bytes


class _Hunks(NamedTuple):
    lines: tuple[Lines, ...]
    is_binary: bool


def _change(record: _Record, hunks: _Hunks | None) -> Change:
    if record.status in "AC":
        return WHOLE
    # T: a link became a file. U: parts of two versions, which a merge left.
    is_whole = record.status in "TU" or (hunks is not None and hunks.is_binary)
    lines = None if is_whole else hunks.lines if hunks else ()
    return Change(lines, has_new_name=record.status == "R")


def _parted(diff: bytes) -> tuple[list[_Record], bytes]:
    """The records at the beginning, and the patch behind them."""
    records: list[_Record] = []
    place = 0
    while diff.startswith(b":", place):
        end = diff.index(b"\0", place)
        status = chr(diff[diff.rindex(b" ", place, end) + 1])
        paths = 2 if status in "RC" else 1
        for _ in range(paths):
            start, end = end + 1, diff.index(b"\0", end + 1)
        records.append(_Record(status, diff[start:end]))
        place = end + 1
    return records, diff[place:].lstrip(b"\0")


_HUNK = regex(rb"@@ -[0-9]+(?:,([0-9]+))? \+([0-9]+)(?:,([0-9]+))? @@")
_ESCAPE = regex(rb"\\([0-7]{3}|.)")
_ESCAPED = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t"}
_ESCAPED |= {b"v": b"\v"}


def _file_hunks(patch: bytes) -> Iterator[tuple[bytes, _Hunks]]:
    """By path, what a patch changes."""
    path, hunks, is_binary = b"", [], False
    lines = iter(patch.split(b"\n"))
    for line in lines:
        hunk = _HUNK.match(line)
        if hunk:
            removed, start, added = (int(group) if group else 1 for group in hunk.groups())
            hunks.append(_new_lines(start, added))
            # Their content could look like anything; "\ No newline…" does not count.
            left = removed + added
            while left:
                left -= not next(lines).startswith(b"\\")
        elif line.startswith(b"diff --git "):
            if path:
                yield path, _Hunks(tuple(_joined(hunks)), is_binary)
            path, hunks, is_binary = _path_twice(line[len(b"diff --git ") :]), [], False
        elif line.startswith(b"rename to "):
            path = _unquoted(line[len(b"rename to ") :])
        elif line.startswith(b"Binary files "):
            is_binary = True
    if path:
        yield path, _Hunks(tuple(_joined(hunks)), is_binary)


def _new_lines(start: int, added: int) -> Lines:
    if added:
        return Lines(start, start + added - 1)
    return Lines(max(start, 1), start + 1)  # git names the line before what was removed


def _joined(hunks: list[Lines]) -> Iterator[Lines]:
    """Ascending lines without overlaps, which the neighbours of removed lines make."""
    current: Lines | None = None
    for lines in hunks:
        if current is None or lines.first > current.last + 1:
            if current is not None:
                yield current
            current = lines
        else:
            current = Lines(current.first, max(current.last, lines.last))
    if current is not None:
        yield current


def _path_twice(names: bytes) -> bytes:
    """The path in `a/PATH b/PATH`; of a renamed file, which has two, it is of no use."""
    return _unquoted(names[(len(names) + 1) // 2 :]).removeprefix(b"b/")


def _unquoted(name: bytes) -> bytes:
    """A name as git writes it: in quotes, with escapes, when it is not plain."""
    if not name.startswith(b'"'):
        return name
    return _ESCAPE.sub(_unescaped, name[1:-1])


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes((int(code, 8),)) if len(code) == 3 else _ESCAPED.get(code, code)


# --- what is reported


def only_changed(report: VaultReport, changed: Mapping[str, Change]) -> VaultReport:
    """The report without the diagnostics that no change of the vault has to do with.

    changed: by path in the vault. A diagnostic stays if its place, or a related place, is on a
    changed line, or if it is about the name of a file, and the name is new.
    """
    feeds: dict[str, _Feeds] = {}
    shown = tuple(d for d in report.diagnostics if _is_new(d, report, changed, feeds))
    hidden = len(report.diagnostics) - len(shown)
    return replace(report, diagnostics=shown, unchanged=report.unchanged + hidden)


class _Feeds:
    """The line feeds of a file's text, for many questions about one file."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._places = [match.start() for match in re.finditer("\n", source.file_text)]
        ends_line = source.file_text.endswith("\n")
        self._last = max(1, len(self._places) + (not ends_line))

    def lines(self, span: Span) -> Lines:
        """The lines that hold the span. The end of the text is a part of the last line."""
        start = self._source.file_offset(span.start)
        end = max(start, self._source.file_offset(span.end) - 1)
        first, last = (bisect_left(self._places, offset) + 1 for offset in (start, end))
        return Lines(min(first, self._last), min(last, self._last))


def _is_new(
    diagnostic: Diagnostic,
    report: VaultReport,
    changed: Mapping[str, Change],
    feeds: dict[str, _Feeds],
) -> bool:
    own = changed.get(diagnostic.path)
    if own is not None and own.has_new_name and diagnostic.rule in NAME_RULES:
        return True
    finding = diagnostic.finding
    places = [(diagnostic.path, finding.span)]
    places += ((entry.path or diagnostic.path, entry.span) for entry in finding.related)
    for path, span in places:
        change = changed.get(path)
        if change is None:
            continue
        if change.lines is None:
            return True
        if path not in feeds:
            feeds[path] = _Feeds(report.sources[path])
        if _overlaps(change.lines, feeds[path].lines(span)):
            return True
    return False


def _overlaps(changed: tuple[Lines, ...], lines: Lines) -> bool:
    """Whether any of the ascending, disjoint lines is among these."""
    place = bisect_right(changed, lines.last, key=lambda entry: entry.first) - 1
    return place >= 0 and changed[place].last >= lines.first
