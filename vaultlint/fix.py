"""Fixes applied to the text of a note. Pure: what is written, and whether, is decided elsewhere."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from msgspec import Struct

from vaultlint.diagnostic import Diagnostic, Edit, Fix, FixKind
from vaultlint.text.source import Source
from vaultlint.text.span import Span

_UTF_8_MARK = b"\xef\xbb\xbf"


class Repair(Struct, frozen=True):
    """The fix of one diagnostic, as it is applied. path: of the note that is edited."""

    diagnostic: Diagnostic
    fix: Fix
    path: str

    @property
    def hull(self) -> Span:
        """All that lies between its edits; nothing else may be edited there at the same time."""
        edits = self.fix.edits
        return Span(edits[0].span.start, edits[-1].span.end) if edits else Span(0, 0)


def repairs(diagnostics: Iterable[Diagnostic], unsafe: bool) -> Iterator[Repair]:
    """The fixes that diagnostics carry. unsafe: those too that have to be asked for."""
    for diagnostic in diagnostics:
        fix = diagnostic.finding.fix
        if fix is not None and (fix.safe or unsafe):
            yield Repair(diagnostic, fix, fix.path or diagnostic.path)


def together(wanted: Iterable[Repair]) -> list[Repair]:
    """Those that can be applied in one pass, sorted by path and place.

    Of two that overlap, or insert at one place, the first is taken; of two that are the same, both.
    """
    taken: list[Repair] = []
    for repair in sorted(wanted, key=_place):
        last = taken[-1] if taken else None
        if last is None or _is_apart(last, repair) or _is_same(last, repair):
            taken.append(repair)
    return taken


def _place(repair: Repair) -> tuple[object, ...]:
    return (repair.path, repair.hull, repair.diagnostic.path, repair.diagnostic.rule)


def _is_apart(repair: Repair, following: Repair) -> bool:
    if repair.path != following.path:
        return True
    end, start = repair.hull.end, following.hull.start
    return end < start or (end == start and repair.hull.start < end and start < following.hull.end)


def _is_same(repair: Repair, other: Repair) -> bool:
    fix = repair.fix
    return (repair.path, fix.edits) == (other.path, other.fix.edits) and (
        fix.removes_mark == other.fix.removes_mark
    )


def fix_fault(fix: Fix, kind: FixKind, length: int) -> str:
    """What is wrong with a fix itself; empty if nothing is.

    kind: the best fix that its rule may have. length: of the text that it edits.
    """
    if kind == "none" or (fix.safe and kind == "unsafe"):
        return f"a fix that is {'safe' if fix.safe else 'unsafe'}, of a rule that has {kind}"
    end = 0
    for edit in fix.edits:
        if edit.span.start < end:
            return f"the edit of {edit.span} overlaps the one before"
        end = edit.span.end
    if end > length:
        return f"the last edit ends behind the note's {length} characters"
    return "" if fix.edits or fix.removes_mark else "a fix that changes nothing"


class Edits:
    """All edits that are made to one text in one pass, their line breaks those of the note."""

    def __init__(self, text: str, fixes: Iterable[Fix]) -> None:
        edits = {edit for fix in fixes for edit in fix.edits}
        ends_in_lf = any(not e.text and text[e.span.start : e.span.end] == "\r" for e in edits)
        line_break = "\n" if ends_in_lf else _line_break(text)
        self._edits = [
            Edit(edit.span, edit.text.replace("\n", line_break))
            for edit in sorted(edits, key=lambda edit: (edit.span, edit.text))
        ]
        self._starts = [edit.span.start for edit in self._edits]
        self._ends = [edit.span.end for edit in self._edits]
        self._shifts = [0]
        for edit in self._edits:
            grown = len(edit.text) - (edit.span.end - edit.span.start)
            self._shifts.append(self._shifts[-1] + grown)

    def __iter__(self) -> Iterator[Edit]:
        return iter(self._edits)

    def applied(self, text: str, part: Span) -> str:
        """A part of the text after the edits that lie in it."""
        pieces: list[str] = []
        here = part.start
        for at in range(bisect_left(self._starts, part.start), len(self._edits)):
            edit = self._edits[at]
            if edit.span.start > part.end:
                break
            if edit.span.end <= part.end:
                pieces += (text[here : edit.span.start], edit.text)
                here = edit.span.end
        pieces.append(text[here : part.end])
        return "".join(pieces)

    def place(self, span: Span) -> Span:
        """Where a span of the text stands afterwards, with each edit that touches it."""
        before = bisect_left(self._ends, span.start)
        through = bisect_right(self._starts, span.end)
        start, end = span.start, span.end
        if before < through:
            start = min(start, self._starts[before])
            end = max(end, self._ends[through - 1])
        return Span(start + self._shifts[before], end + self._shifts[through])


def _line_break(text: str) -> str:
    feeds = text.count("\n")
    if feeds:
        return "\r\n" if text.count("\r\n") == feeds else "\n"
    return "\r" if "\r" in text else "\n"


# --- files


def content_of(source: Source) -> bytes:
    """The bytes of the file that a source was read from."""
    return _mark(source) + source.file_text.encode(source.encoding, "surrogateescape")


def repaired_content(source: Source, edits: Edits, removes_mark: bool = False) -> bytes:
    """The bytes of the file after edits of the text as it is meant to read."""
    text = edited_file_text(source, edits, 0, len(source.file_text))
    content = text.encode(source.encoding, "surrogateescape")
    return content if removes_mark else _mark(source) + content


def edited_file_text(source: Source, edits: Iterable[Edit], start: int, end: int) -> str:
    """A part of the text of the file, with edits of the text as it is meant to read.

    edits: sorted by place; all of them lie in the part. start, end: into Source.file_text.
    """
    whole = source.file_text
    pieces: list[str] = []
    here = start
    for edit in edits:
        # What a damaged text begins with, such as the remains of a mark, goes with its first edit.
        begin = source.file_offset(edit.span.start) if edit.span.start else 0
        pieces += (whole[here:begin], edit.text)
        here = source.file_offset(edit.span.end)
    pieces.append(whole[here:end])
    return "".join(pieces)


def _mark(source: Source) -> bytes:
    return _UTF_8_MARK if source.bom_bytes else b""
