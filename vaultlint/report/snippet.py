"""Lines of a note with marks under a span, aligned on a terminal."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from vaultlint.report.style import Paint
from vaultlint.report.visible import is_narrow, visible
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Position, Span

TAB_COLUMNS = 4
LEAST_COLUMNS = 20  # of source text, however narrow the terminal is
_MOST_CODE_POINTS = 4  # to a column, as a rule
_REACH = 10_000  # code points on both sides of a mark; a line may be megabytes long
_CUT = "…"
_BLANKS = regex(r"\s*+")


class Row(NamedTuple):
    """One line of a file, or of a very long one what stands around its mark.

    number: from 1. start, end: what is marked, code points into text.
    """

    number: int
    text: str
    start: int
    end: int


class Snippet(Struct, frozen=True):
    """The lines that show a span: its first and, if it is another, its last.

    place: where the span begins.
    """

    place: Position
    rows: tuple[Row, ...]

    def numbers(self) -> tuple[int, ...]:
        """The numbers of its lines."""
        return tuple(row.number for row in self.rows)

    def lines(
        self, gutter: int, columns: int, gutter_paint: Paint, mark_paint: Paint, mark: str
    ) -> Iterator[str]:
        """The lines as printed. gutter: columns for line numbers; columns: of the terminal."""
        bar = gutter_paint("│")
        room = max(columns - gutter - len("   │ "), LEAST_COLUMNS)
        before: int | None = None
        for row in self.rows:
            if before is not None and row.number > before + 1:
                yield f"  {gutter_paint('⋮'.rjust(gutter))}"
            before = row.number
            text, indent, marks = marked(row, room)
            yield f"  {gutter_paint(str(row.number).rjust(gutter))} {bar} {text}".rstrip(" ")
            yield f"  {' ' * gutter} {bar} {' ' * indent}{mark_paint(mark * marks)}"


def snippet(source: Source, span: Span) -> Snippet:
    """The lines that show the span, as they stand in the file."""
    start, end = source.position(span.start), source.position(span.end)
    if end.line > start.line and end.column == 1:
        # The span ends with the line break before: nothing of this line is meant.
        line = _file_line(source, end.line - 1)
        end = Position(end.line - 1, line.end - line.start + 1)
    if end.line == start.line:
        return Snippet(start, (_row(source, start.line, start.column - 1, end.column - 1),))
    first, last = _file_line(source, start.line), _file_line(source, end.line)
    text = _BLANKS.match(source.file_text, last.start, last.start + end.column - 1)
    assert text is not None
    return Snippet(
        start,
        (
            _row(source, start.line, start.column - 1, first.end - first.start),
            _row(source, end.line, text.end() - last.start, end.column - 1),
        ),
    )


def _file_line(source: Source, number: int) -> Span:
    """A line of the file as it is, without its line break, in `file_text`. number: from 1."""
    damage = source.damage
    starts = source.line_starts if damage is None else damage.file_line_starts
    start = starts[number - 1]
    if number == len(starts):
        return Span(start, len(source.file_text))
    end = starts[number]
    has_both = source.file_text.startswith("\r\n", max(end - 2, start))
    return Span(start, end - 2 if has_both else end - 1)


def _row(source: Source, number: int, start: int, end: int) -> Row:
    """What can be shown of a line. start, end: what is marked, code points into the line."""
    line = _file_line(source, number)
    left = max(start - _REACH, 0)
    text = source.file_text[line.start + left : min(line.start + start + _REACH, line.end)]
    return Row(number, text, start - left, min(end - left, len(text)))


def marked(row: Row, room: int) -> tuple[str, int, int]:
    """The row as shown in `room` columns, and where its marks stand: their indent and number."""
    reach = min(_MOST_CODE_POINTS * room, _REACH - 1)
    begin, stop = max(row.start - reach, 0), row.start + reach
    text = row.text[begin:stop]
    if is_narrow(text):
        place = row._replace(text=text, start=row.start - begin, end=row.end - begin)
        return _marked_narrow(place, room, begin > 0, stop < len(row.text))
    cells = _cells(text)
    starts = [cell.start for cell in cells]
    first = max(bisect_right(starts, row.start - begin) - 1, 0)
    if row.start - begin == sum(cell.length for cell in cells):
        first = len(cells)
    last = max(bisect_left(starts, row.end - begin), first)
    indent = _width(cells[:first])
    width = max(_width(cells[first:last]), 1)
    is_cut = begin > 0 or stop < len(row.text) or _width(cells) > room
    if not is_cut:
        return "".join(cell.text for cell in cells), indent, width
    left = 0
    if begin > 0 or indent + min(width, room // 2) >= room - 1:
        left = _left_end(cells, first, room // 3)
        indent = _width(cells[left:first]) + 1
    shown = [_CUT] if left or begin else []
    shown += _right_cut(cells[left:], room - len(shown), stop < len(row.text))
    return "".join(shown), indent, min(width, max(room - indent, 1))


def _marked_narrow(
    row: Row, room: int, is_cut_left: bool, is_cut_right: bool
) -> tuple[str, int, int]:
    """marked() where each code point takes one column, which most lines of most notes do."""
    length = len(row.text)
    first = min(row.start, length)
    width = max(min(row.end, length) - first, 1)
    if not is_cut_left and not is_cut_right and length <= room:
        return row.text, first, width
    left, indent = 0, first
    if is_cut_left or indent + min(width, room // 2) >= room - 1:
        left = max(first - room // 3, 0)
        indent = first - left + 1
    shown, columns = ("", room) if not left and not is_cut_left else (_CUT, room - 1)
    if is_cut_right or length - left > columns:
        shown += row.text[left : left + max(columns - 1, 0)] + _CUT
    else:
        shown += row.text[left:]
    return shown, indent, min(width, max(room - indent, 1))


class _Cell(NamedTuple):
    """What a terminal shows as one character. start, length: in code points of the text."""

    text: str
    columns: int
    start: int
    length: int


def _cells(text: str) -> list[_Cell]:
    # 10 ms to load, which a report without snippets need not wait for.
    from wcwidth import iter_graphemes, wcswidth

    cells: list[_Cell] = []
    start = column = 0
    for character in iter_graphemes(text):
        shown = visible(character)
        if character == "\t":
            shown = " " * (TAB_COLUMNS - column % TAB_COLUMNS)
        columns = max(wcswidth(shown), 0)
        cells.append(_Cell(shown, columns, start, len(character)))
        start += len(character)
        column += columns
    return cells


def _width(cells: list[_Cell]) -> int:
    return sum(cell.columns for cell in cells)


def _left_end(cells: list[_Cell], first: int, context: int) -> int:
    """The first cell shown, if `context` columns are shown before what is marked."""
    left = first
    while left > 0 and cells[left - 1].columns <= context:
        left -= 1
        context -= cells[left].columns
    return left


def _right_cut(cells: list[_Cell], room: int, goes_on: bool) -> list[str]:
    shown: list[str] = []
    if not goes_on and _width(cells) <= room:
        return [cell.text for cell in cells]
    for cell in cells:
        if room - cell.columns < 1:
            break
        shown.append(cell.text)
        room -= cell.columns
    return [*shown, _CUT]
