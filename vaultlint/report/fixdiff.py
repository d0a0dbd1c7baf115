"""What a fix would change, as removed and added lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from vaultlint.diagnostic import Edit, Fix
from vaultlint.fix import edited_file_text
from vaultlint.report.linediff import LineMatcher
from vaultlint.report.style import Style, styles
from vaultlint.report.visible import visible
from vaultlint.text.source import Source, line_starts

MOST_ROWS = 8  # of a fix that is shown below its diagnostic
_LONGEST_ROW = 400  # code points; no terminal is wider
_LONGEST_HUNK = 100_000  # code points; longer lines are not shown for each of their fixes


class Hunk(NamedTuple):
    """Lines side by side that a fix changes, in the file as it is, without their line breaks.

    first: number of the first line, from 1.
    """

    first: int
    removed: tuple[str, ...]
    added: tuple[str, ...]


def hunks(source: Source, fix: Fix) -> Iterator[Hunk]:
    """What a fix changes in the file of `source`, in order."""
    group: list[Edit] = []
    last = 0
    for edit in fix.edits:
        if group and source.position(edit.span.start).line > last:
            yield from _hunk(source, group)
            group = []
        group.append(edit)
        last = source.position(edit.span.end).line
    if group:
        yield from _hunk(source, group)


def _hunk(source: Source, edits: list[Edit]) -> Iterator[Hunk]:
    starts = source.line_starts if source.damage is None else source.damage.file_line_starts
    first = source.position(edits[0].span.start).line
    last = source.position(edits[-1].span.end).line
    begin = starts[first - 1]
    end = starts[last] if last < len(starts) else len(source.file_text)
    if end - begin > _LONGEST_HUNK:
        return
    removed = _lines(source.file_text[begin:end])
    added = _lines(edited_file_text(source, edits, begin, end))
    same = next((n for n, (a, b) in enumerate(zip(removed, added, strict=False)) if a != b), None)
    if same is None:
        same = min(len(removed), len(added))
    removed, added, first = removed[same:], added[same:], first + same
    while removed and added and removed[-1] == added[-1]:
        removed, added = removed[:-1], added[:-1]
    if removed or added:
        yield Hunk(first, tuple(removed), tuple(added))


def _lines(text: str) -> list[str]:
    starts = line_starts(text)
    lines = [text[start:end] for start, end in zip(starts, (*starts[1:], len(text)), strict=True)]
    plain = [line.removesuffix("\n").removesuffix("\r") for line in lines]
    return plain if plain[-1] else plain[:-1]


def fix_rows(source: Source, fix: Fix, style: Style) -> Iterator[str]:
    """The removed and added lines of a fix, at most MOST_ROWS; what is left out is counted."""
    rows = [
        row
        for hunk in hunks(source, fix)
        for row in (
            *(style.removed(f"- {_row(line)}") for line in hunk.removed),
            *(style.added(f"+ {_row(line)}") for line in hunk.added),
        )
    ]
    yield from islice(rows, MOST_ROWS)
    if len(rows) > MOST_ROWS:
        yield f"… and {len(rows) - MOST_ROWS} more lines"


def _row(line: str) -> str:
    return visible(line if len(line) <= _LONGEST_ROW else f"{line[:_LONGEST_ROW]}…")


def unified_diff(path: str, before: bytes, after: bytes, is_colored: bool) -> Iterator[str]:
    """A unified diff, with line breaks, that `patch` and `git apply` understand.

    path: absolute only if it lies outside of the current folder. before, after: the file, in
    UTF-8. is_colored: for a terminal, which must not obey what stands in a note.
    """
    name = path.removeprefix("/")
    style = styles(is_colored)
    paints = {"-": style.removed, "+": style.added, "@": style.gutter}
    lines = _diff_lines(name, _git_lines(before), _git_lines(after))
    for line in lines:
        if is_colored:
            yield f"{paints.get(line[:1], str)(_shown(line))}{_BREAK}"
        else:
            yield line.removesuffix(_BREAK) + _BREAK
        if not line.endswith(_BREAK):
            yield f"\\ No newline at end of file{_BREAK}"


def _shown(line: str) -> str:
    """A line for a terminal. The tab behind a name means something to programs only."""
    is_head = line.startswith(("--- ", "+++ "))
    return visible(line.removesuffix(_BREAK).removesuffix("\t" if is_head else ""))


def _diff_lines(name: str, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    is_head = True
    for group in LineMatcher(before, after).get_grouped_opcodes():
        if is_head:
            yield f"--- {_git_name(f'a/{name}')}{_BREAK}"
            yield f"+++ {_git_name(f'b/{name}')}{_BREAK}"
            is_head = False
        (_, at, _, to, _), (_, _, end, _, stop) = group[0], group[-1]
        yield f"@@ -{_range(at, end)} +{_range(to, stop)} @@{_BREAK}"
        for tag, at, end, to, stop in group:
            if tag == "equal":
                yield from (f" {line}" for line in before[at:end])
                continue
            yield from (f"-{line}" for line in before[at:end])
            yield from (f"+{line}" for line in after[to:stop])


def _range(start: int, end: int) -> str:
    """Lines as the head of a hunk names them. Source: POSIX, diff -u."""
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


_BREAK = "\n"


def _git_name(name: str) -> str:
    """A name as git writes it in a diff: quoted if it must be, else ended by a tab at a blank.

    Without the tab, `patch` takes the name to end at its first blank.
    """
    if '"' in name or "\\" in name:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return f"{name}\t" if " " in name else name


def _git_lines(content: bytes) -> list[str]:
    """The lines as git has them, which end at a line feed only."""
    *whole, rest = content.decode("utf-8", "surrogateescape").split(_BREAK)
    return [f"{line}{_BREAK}" for line in whole] + ([rest] if rest else [])
