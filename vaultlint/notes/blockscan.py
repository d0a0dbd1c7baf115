"""Block structure by a scan of the lines: the short way, which most notes allow.

It answers what notes/blocks.py answers, or nothing: lazy lines of quotes, tabs in quotes,
footnotes of several lines and %% blocks are left to it. So a note whose blocks are read here
needs no markdown-it-py. tests/test_blockscan.py holds the two equal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field

from vaultlint.notes.blockline import (
    FOOTNOTE,
    RULE,
    TASK,
    UNDERLINE,
    callout_line,
    cells,
    definition_destination,
    definition_label,
    fence_line,
    has_pipe,
    heading_line,
    is_delimiter_row,
)
from vaultlint.notes.facts import (
    Callout,
    Code,
    Comment,
    Fence,
    Footnote,
    Heading,
    HtmlBlock,
    Math,
    Table,
    Task,
)
from vaultlint.notes.htmltag import COMMENT, html_start
from vaultlint.notes.structure import BLOCK_STARTS, Blocks, Definition, Run
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

_BLANKS = " \t"
_MARKER = regex(r"(?:[*+-]|([0-9]{1,9})[.)])(?=[ \t]|$)")
_LIST_STARTS = frozenset("*-+0123456789")
_OPENS_OR_INDENTED = BLOCK_STARTS | frozenset(_BLANKS)
_MAY_BE_BELOW_A_HEADER = frozenset("=-|:")  # the line makes a heading or a table of that above
_DEEPEST_NESTING = 20  # lists and quotes; far less than what notes/blocks.py allows

# How a line begins that opens no block but a paragraph, nor makes one of the line above.
_WORDS = (
    r"(?:[^%`~>*\-+_\[<$#0-9=|: \t\r\n]"
    r"|`{1,2}+(?!`)|\$(?!\$)|\*{1,2}+[^* \t\r\n]|_{1,2}+[^_ \t\r\n]|#[^# \t\r\n])"
)
# Such words, or a link: no task, no definition.
_FIRST_WORDS = rf"(?:{_WORDS}|\[(?!.\]|.*\]:))"
_BEGINS_WORDS = regex(_FIRST_WORDS)
# A paragraph and the blank lines below it. [ and <br> cannot end one.
_PARAGRAPH = regex(
    rf"({_FIRST_WORDS}.*+(?>(?:\n(?:{_WORDS}|\[|<br>).*+)*))(?<!\r)\n(?:\Z|(?>(?:[ \t]*+\n)+))"
)
_ITEM = regex(rf"(?:(\t{{0,9}}+)([*+-])|[0-9]{{1,2}}([.)])) (?={_FIRST_WORDS})")


def scan_blocks(source: Source, body: Span) -> Blocks | None:
    """The blocks of the body, None when they are not plain enough for a scan."""
    if body.end != len(source.text):
        return None
    text = source.slice(body)
    lines = text.split("\n")
    if not lines[-1]:
        del lines[-1]
    if "\r" in text:
        if text.count("\r") != text.count("\r\n"):
            return None
        lines = [line.removesuffix("\r") for line in lines]
    first = source.line_of(body.start)
    starts = [body.start, *source.line_starts[first + 1 :]]
    found = _Found()
    try:
        _Scan(source.text, lines, starts, starts, found, "<!--" in text).read(0, 0)
    except _NotPlain:
        return None
    return found.blocks()


class _NotPlain(Exception):  # noqa: N818  # no error: it never leaves this module
    """The scan met what it does not know."""


class _Found(Struct):
    """What was read so far."""

    runs: list[Run] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    code: list[Code] = field(default_factory=list)
    math: list[Math] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    html_blocks: list[HtmlBlock] = field(default_factory=list)
    callouts: list[Callout] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    sections: list[Span] = field(default_factory=list)

    def blocks(self) -> Blocks:
        return Blocks(
            tuple(self.runs),
            tuple(self.headings),
            tuple(self.fences),
            tuple(self.code),
            tuple(self.math),
            tuple(self.comments),
            tuple(self.html_blocks),
            tuple(sorted(self.callouts, key=lambda callout: callout.span)),
            tuple(self.tables),
            tuple(self.tasks),
            tuple(self.footnotes),
            tuple(self.definitions),
            tuple(self.sections),
        )


class _Scan:
    """The scan of a note, or of what stands in one quote of it.

    lines: without line breaks and marks of quotes; starts: where each begins in `text`; lefts:
    where it would begin with the marks of quotes. A list item is read in place, its marker made
    blank. `indent` is the column at which the content of the container begins, and that of a line
    the one of its first character.
    """

    __slots__ = (
        "depth",
        "found",
        "has_comments",
        "is_quoted",
        "lefts",
        "lines",
        "list_indent",
        "overran",
        "starts",
        "text",
    )

    def __init__(
        self,
        text: str,
        lines: list[str],
        starts: Sequence[int],
        lefts: Sequence[int],
        found: _Found,
        has_comments: bool,
        depth: int = 0,
        is_quoted: bool = False,
    ) -> None:
        self.text = text
        self.lines = lines
        self.starts = starts
        self.lefts = lefts
        self.found = found
        self.depth = depth  # lists and quotes around the line
        self.is_quoted = is_quoted
        self.has_comments = has_comments  # HTML comments somewhere in the note
        self.list_indent = -1  # of the innermost list
        self.overran = False  # whether two blank lines end what is read

    def read(self, line: int, indent: int, in_item: bool = False, title: int = -1) -> int:
        """Read blocks up to a line that is less indented, and say which line that is.

        in_item: the first block is that of a list item. title: where the title of a callout
        begins that the first line is.
        """
        lines, starts = self.lines, self.starts
        last = len(lines)
        while line < last:
            if not self.depth and (paragraph := _PARAGRAPH.match(self.text, starts[line])):
                line += self._note_paragraph(paragraph)
                continue
            text = lines[line]
            mark, first = text[:1], line
            column = width = 0
            if mark in _BLANKS:  # also of an empty line
                words = text.lstrip(_BLANKS)
                if not words:
                    line += 1
                    self.overran = line == last
                    continue
                column, width = _indent(text, words)
                mark = words[0]
            if width < indent:
                break
            if width - indent > 3:
                line = self._indented_code(line, column, indent)
            elif mark not in BLOCK_STARTS and not self._is_below_a_header(line + 1):
                line = self._text(line, indent, starts[line] + column)
            else:
                line = self._block(line, column, width, indent, in_item, title)
            if not self.depth:
                self._note_section(first, line)
            in_item, title = False, -1
            if line < last and not lines[line].strip(_BLANKS):
                line += 1
        return line

    def _block(
        self, line: int, column: int, width: int, indent: int, in_item: bool, title: int
    ) -> int:
        """Read one block that may be any but indented code, and say where the next one begins."""
        text = self.text
        start = self.starts[line] + column
        stop = self.starts[line] + len(self.lines[line])
        if title >= 0:
            if title < stop:
                self.found.runs.append(Run((Span(title, stop),)))
            return line + 1
        behind = None
        match text[start]:
            case "#":
                behind = self._heading(line, start, stop)
            case "`" | "~":
                behind = self._fence(line, start, stop, indent)
            case ">":
                return self._quote(line, column, indent)
            case "<":
                behind = self._html(line, start, stop, indent)
            case "$":
                behind = self._math(line, start, stop, indent)
            case "%" if self._is_comment(start, stop):
                raise _NotPlain
            case "*" | "-" | "_" if RULE.fullmatch(text, start, stop):
                return line + 1
            case "[":
                behind = self._definition(line, start, stop, width == indent)
            case mark if mark in _LIST_STARTS and _MARKER.match(self.lines[line], column):
                behind = None if width else self._plain_list(line)
                if behind is None:
                    behind = self._list(line, column, width, indent)
        if behind is not None:
            return behind
        behind = self._table(line, start, stop, indent)
        if behind is not None:
            return behind
        return self._paragraph(line, start, stop, indent, in_item)

    def _note_paragraph(self, paragraph: re.Match[str]) -> int:
        """Note a paragraph, and say how many lines it and the blank ones below it are."""
        start, end = paragraph.span(1)
        span = Span(start, end)
        if self.has_comments and _leaves_comment_open(self.text, start, end):
            raise _NotPlain
        self.found.runs.append(Run((span,)))
        self.found.sections.append(span)
        return self.text.count("\n", start, paragraph.end())

    def _note_section(self, line: int, behind: int) -> None:
        last = behind - 1
        if not self.lines[last].strip(_BLANKS):
            while last > line and not self._source_line(last).strip(_BLANKS):
                last -= 1
        end = self.starts[last] + len(self.lines[last])
        self.found.sections.append(Span(self.starts[line], end))

    # --- lines

    def _source_line(self, line: int) -> str:
        """The line with the marks that it has, those of lists read before included."""
        start = self.lefts[line]
        return self.text[start : self.starts[line] + len(self.lines[line])]

    def _place(self, line: int) -> tuple[int, int]:
        """Where the text of a line begins: as an index, and as a column."""
        text = self.lines[line]
        return _indent(text, text.lstrip(_BLANKS))

    def _bounds(self, line: int) -> tuple[int, int]:
        """Where the text of a line begins and ends in the source."""
        text = self.lines[line]
        end = self.starts[line] + len(text)
        return end - len(text.lstrip(_BLANKS)), end

    def _is_blank(self, line: int) -> bool:
        return not self.lines[line].strip(_BLANKS)

    def _is_outside(self, line: int, indent: int) -> bool:
        """Whether this line, which follows a block's first, lies outside the block's container."""
        if not indent or self._is_blank(line) or self._place(line)[1] >= indent:
            return False
        if not self._is_blank(line - 1) and not self._ends_item(line, indent):
            raise _NotPlain  # it belongs to the block all the same
        return True

    def _ends_item(self, line: int, indent: int) -> bool:
        """Whether this line ends an item whatever stands above it."""
        mark = self.lines[line].lstrip(_BLANKS)[0]
        return mark not in "><[" and self._interrupts(line, indent, False)

    def _is_below_a_header(self, line: int) -> bool:
        if line == len(self.lines):
            return False
        text = self.lines[line]
        mark = text[:1]
        if mark and mark in _BLANKS:
            mark = text.lstrip(_BLANKS)[:1]
        return mark in _MAY_BE_BELOW_A_HEADER

    def _interrupts(self, line: int, indent: int, in_paragraph: bool) -> bool:
        """Whether a line, blank or not, ends what stands above it; `in_paragraph` or in a quote."""
        column, width = self._place(line)
        mark = self.lines[line][column : column + 1]
        if mark not in BLOCK_STARTS or width - indent > 3:
            return False
        text, (start, stop) = self.text, self._bounds(line)
        match mark:
            case "#":
                return heading_line(text, start, stop) is not None
            case "`" | "~":
                return fence_line(text, start, stop) is not None
            case ">":
                return True
            case "<":
                kind = html_start(text, start, stop)
                return kind is not None and kind.interrupts
            case "$":
                return _opens_math(text, start, stop)
            case "%":
                return self._is_comment(start, stop)
            case "[":
                return False  # a footnote may only stand below another one
        if mark in "*-_" and RULE.fullmatch(text, start, stop):
            return True
        return mark in _LIST_STARTS and self._list_interrupts(
            line, column, width, indent, in_paragraph
        )

    def _list_interrupts(
        self, line: int, column: int, width: int, indent: int, in_paragraph: bool
    ) -> bool:
        if self.list_indent >= 0 and width - self.list_indent > 3 and width < indent:
            return False
        text = self.lines[line]
        marker = _MARKER.match(text, column)
        if marker is None or not in_paragraph or width < indent:
            return marker is not None
        # Inside of a paragraph only a list that begins with 1, and with text.
        is_first = marker[1] is None or int(marker[1]) == 1
        return is_first and bool(text[marker.end() :].strip(_BLANKS))

    # --- text

    def _paragraph(self, line: int, start: int, stop: int, indent: int, in_item: bool) -> int:
        """Read a paragraph, or a heading that is underlined; either may be a task."""
        level = self._underline(line + 1, indent)
        if in_item and self.text[start] == "[":
            task = TASK.match(self.text, start, stop)
            if task:
                self.found.tasks.append(Task(task[1], Span(start, start + 3)))
                start = task.end()
        if not level:
            return self._text(line, indent, start)
        text_span = Span(start, start + len(self.text[start:stop].rstrip(_BLANKS)))
        words = self.text[text_span.start : text_span.end]
        if not self.depth:
            span = Span(start, self._bounds(line + 1)[1])
            self.found.headings.append(Heading(level, words, span, text_span))
        if words:
            self.found.runs.append(Run((text_span,)))
        return line + 2

    def _underline(self, line: int, indent: int) -> int:
        """The level of the heading that this line makes of the text above it, 0 for none."""
        if line == len(self.lines):
            return 0
        text = self.lines[line]
        if text[-1:] not in ("=", "-"):
            return 0
        column, width = self._place(line)
        if width != indent or not UNDERLINE.fullmatch(text, column):
            return 0
        return 1 if text[column] == "=" else 2

    def _text(self, line: int, indent: int, start: int) -> int:
        """Read a paragraph whose text begins at `start`, and say which line is the first behind."""
        lines, starts, source = self.lines, self.starts, self.text
        segments: list[Span] = []
        first, end = start, starts[line] + len(lines[line])
        line += 1
        while line < len(lines):
            text = lines[line]
            begin = starts[line]
            if text[:1] in _OPENS_OR_INDENTED or not text:
                words = text.lstrip(_BLANKS)
                if not words or (words[0] in BLOCK_STARTS and self._interrupts(line, indent, True)):
                    break
                begin += len(text) - len(words)
            if start == end:  # the mark of a task, and no text behind it
                start = begin
            elif begin - end > 2 or source[end:begin] not in ("\n", "\r\n"):
                segments.append(Span(start, end))
                start = begin
            end = starts[line] + len(text)
            line += 1
        segments.append(Span(start, end))
        if self.has_comments and _leaves_comment_open(source, first, end):
            raise _NotPlain
        self.found.runs.append(Run(tuple(segments)))
        return line

    def _text_behind(self, line: int, indent: int, place: int) -> int:
        """Read a block's last line, of which what stands behind `place` is a paragraph."""
        rest = self.text[place : self._bounds(line)[1]]
        words = rest.lstrip(_BLANKS)
        return self._text(line, indent, place + len(rest) - len(words)) if words else line + 1

    def _heading(self, line: int, start: int, stop: int) -> int | None:
        heading = heading_line(self.text, start, stop)
        if heading is None:
            return None
        if not self.depth:
            whole = start + len(self.text[start:stop].rstrip(_BLANKS))
            text_span = Span(min(heading.start, whole), min(heading.end, whole))
            words = self.text[heading.start : heading.end]
            span = Span(start, whole)
            self.found.headings.append(Heading(heading.level, words, span, text_span))
        if heading.start < heading.end:
            self.found.runs.append(Run((Span(heading.start, heading.end),)))
        return line + 1

    def _table(self, line: int, start: int, stop: int, indent: int) -> int | None:
        """Read a table of which this line is the header."""
        row = line + 1
        if row == len(self.lines) or "|" not in self.lines[line]:
            return None
        if not 0 <= self._place(row)[1] - indent <= 3:
            return None
        delimiter, delimiter_end = self._bounds(row)
        if not is_delimiter_row(self.text, delimiter, delimiter_end):
            return None
        has_edge = self.text[start] == "|"
        if (self.text[delimiter] == "|") != has_edge or not has_pipe(self.text, start, stop):
            return None
        self._note_cells(start, stop)
        row += 1
        while row < len(self.lines) and self._is_row(row, indent, has_edge):
            self._note_cells(*self._bounds(row))
            row += 1
        end = self._bounds(row - 1)[1]
        words = self.text[start:end].rstrip(_BLANKS)
        self.found.tables.append(Table(Span(start, start + len(words))))
        return row

    def _is_row(self, line: int, indent: int, has_edge: bool) -> bool:
        start, stop = self._bounds(line)
        if start == stop or not 0 <= self._place(line)[1] - indent <= 3:
            return False
        if (self.text[start] == "|") != has_edge or not has_pipe(self.text, start, stop):
            return False
        return not self._interrupts(line, indent, False)

    def _note_cells(self, start: int, stop: int) -> None:
        for left, right in cells(self.text, start, stop):
            self.found.runs.append(Run((Span(left, right),), holds_id=False))

    # --- text that is not read, or read otherwise

    def _indented_code(self, line: int, column: int, indent: int) -> int:
        start = self.starts[line] + column
        last = line
        for below in range(line + 1, len(self.lines)):
            if self._is_blank(below):
                continue
            if self._place(below)[1] - indent < 4:
                break
            last = below
        self.found.code.append(Code("indented", Span(start, self._bounds(last)[1])))
        return last + 1

    def _fence(self, line: int, start: int, stop: int, indent: int) -> int | None:
        fence = fence_line(self.text, start, stop)
        if fence is None:
            return None
        lines, marker = self.lines, fence.marker
        below, closer = line + 1, None
        while below < len(lines):
            if indent and self._is_outside(below, indent):
                break
            if marker in lines[below] and self._closes_fence(below, marker, indent):
                closer = Span(*self._bounds(below))
                break
            below += 1
        opener = Span(start, stop)
        content = Span(stop, stop)
        if below > line + 1:
            content = Span(self.lefts[line + 1], self._bounds(below - 1)[1])
        span = Span(start, closer.end if closer else content.end)
        self.found.fences.append(Fence(span, marker, fence.language, opener, content, closer))
        return below + 1 if closer else below

    def _closes_fence(self, line: int, marker: str, indent: int) -> bool:
        words = self.lines[line].lstrip(_BLANKS)
        if not words.startswith(marker) or words.lstrip(marker[0]).strip(_BLANKS):
            return False
        return self._place(line)[1] - indent < 4

    def _html(self, line: int, start: int, stop: int, indent: int) -> int | None:
        kind = html_start(self.text, start, stop)
        if kind is None:
            return None
        last = line
        if kind.closer is None:
            while last + 1 < len(self.lines) and not self._ends_html(last + 1, indent):
                last += 1
            self.found.html_blocks.append(HtmlBlock(Span(start, self._bounds(last)[1])))
            return last + 1
        closer = kind.closer.search(self.text, start + 1, stop)
        while closer is None:
            if last + 1 == len(self.lines) or self._is_outside(last + 1, indent):
                break
            last += 1
            closer = kind.closer.search(self.text, *self._bounds(last))
        whole = Span(start, self._bounds(last)[1])
        if kind is not COMMENT:
            self.found.html_blocks.append(HtmlBlock(whole))
        elif closer is None:
            self.found.comments.append(Comment("html", whole, closed=False))
        else:
            self.found.comments.append(Comment("html", Span(start, closer.end())))
            if self.text[closer.end() : whole.end].strip(_BLANKS):
                self.found.html_blocks.append(HtmlBlock(Span(closer.end(), whole.end)))
        return last + 1

    def _ends_html(self, line: int, indent: int) -> bool:
        return self._is_blank(line) or self._is_outside(line, indent)

    def _math(self, line: int, start: int, stop: int, indent: int) -> int | None:
        if not _opens_math(self.text, start, stop):
            return None
        for below in range(line + 1, len(self.lines)):
            if self._is_outside(below, indent):
                break
            place = self.text.find("$$", *self._bounds(below))
            if place >= 0:
                span, content = Span(start, place + 2), Span(start + 2, place)
                self.found.math.append(Math("block", span, content))
                return self._text_behind(below, indent, place + 2)
        else:
            below = len(self.lines)
        end = self._bounds(below - 1)[1]
        span, content = Span(start, end), Span(start + 2, end)
        self.found.math.append(Math("block", span, content, closed=False))
        return below

    def _is_comment(self, start: int, stop: int) -> bool:
        """Whether the line opens a %% block."""
        return self.text.startswith("%%", start) and self.text.find("%", start + 2, stop) < 0

    def _definition(self, line: int, start: int, stop: int, is_level: bool) -> int | None:
        """Read the definition of a reference or a footnote; of one line, else it is not plain."""
        if self.text.startswith("[^", start):
            marker = FOOTNOTE.match(self.text, start, stop)
            return self._footnote(line, marker, stop) if marker else None
        found = definition_label(self.text, start, stop) if is_level else None
        if found is None:
            return None
        label, place = found
        if place == stop:
            raise _NotPlain
        destination = definition_destination(self.text, place, stop)
        if destination is None:
            return None
        span = Span(start, start + len(self.text[start:stop].rstrip(_BLANKS)))
        self.found.definitions.append(Definition(label, span, Span(*destination)))
        return line + 1

    def _footnote(self, line: int, marker: re.Match[str], stop: int) -> int:
        words = self.text[marker.end() : stop].lstrip(_BLANKS)
        text = Span(stop - len(words), stop)
        if self.depth or self.lines[line][0] != "[" or not _BEGINS_WORDS.match(words):
            raise _NotPlain
        if self._goes_on_below(line) or (self.has_comments and "<!--" in words):
            raise _NotPlain
        self.found.footnotes.append(Footnote(marker[1], Span(*marker.span())))
        self.found.runs.append(Run((text,)))
        return line + 1

    def _goes_on_below(self, line: int) -> bool:
        """Whether the text of a footnote may go on below its first line."""
        below = line + 1
        if below < len(self.lines) and not self._is_blank(below):
            return FOOTNOTE.match(self.lines[below]) is None
        while below < len(self.lines) and self._is_blank(below):
            below += 1
        return below < len(self.lines) and self._place(below)[1] > 3

    # --- containers

    def _plain_list(self, line: int) -> int | None:
        """Read a list at the margin, if each item is one line, and nested by single tabs if at all.

        None when it is another list, or what stands below may go on in it.
        """
        if self.has_comments:
            return None
        lines, starts = self.lines, self.starts
        runs: list[Run] = []
        kind, deepest = "", 0
        while line < len(lines) and (item := _ITEM.match(lines[line])):
            tabs, bullet, behind_number = item.groups("")
            if len(tabs) > deepest:
                return None
            deepest = len(tabs) + 1
            if not tabs:
                if kind not in ("", bullet or behind_number):
                    return None
                kind = bullet or behind_number
            start = starts[line]
            runs.append(Run((Span(start + item.end(), start + len(lines[line])),)))
            line += 1
        below = line
        while below < len(lines) and self._is_blank(below):
            below += 1
        if below > line and self.is_quoted:
            return None
        if below < len(lines):
            text = lines[below]
            if below == line or text[0] in _BLANKS or _MARKER.match(text):
                return None
        self.found.runs += runs
        return line

    def _list(self, line: int, column: int, width: int, indent: int) -> int:
        """Read a list: items whose markers are of one kind."""
        outer, self.list_indent = self.list_indent, indent
        self._enter()
        lines = self.lines
        marker = _MARKER.match(lines[line], column)
        assert marker is not None
        kind = marker[0][-1]
        while marker is not None and marker[0][-1] == kind:
            line = self._item(line, column, width + len(marker[0]), marker.end())
            if line == len(lines) or self._is_blank(line):
                break
            column, width = self._place(line)
            if not 0 <= width - indent <= 3 or RULE.fullmatch(lines[line], column):
                break
            marker = _MARKER.match(lines[line], column)
        self.depth -= 1
        self.list_indent = outer
        return line

    def _item(self, line: int, column: int, width: int, behind: int) -> int:
        """Read one item of a list. width, behind: column and index behind its marker."""
        text = self.lines[line]
        words = text[behind:].lstrip(_BLANKS)
        if not words and (line + 1 == len(self.lines) or self._is_blank(line + 1)):
            return min(line + 2, len(self.lines))
        # What is read in the item counts columns from the start of the line.
        self.lines[line] = text = text[:column] + " " * (behind - column) + text[behind:]
        blanks = 1
        if words:
            if self.is_quoted and "\t" in text[behind : len(text) - len(words)]:
                raise _NotPlain
            blanks = _indent(text, words)[1] - width
        return self.read(line, width + (blanks if blanks <= 4 else 1), in_item=True)

    def _quote(self, line: int, column: int, indent: int) -> int:
        """Read a quote, and the callout that it may be."""
        first, first_run = line, len(self.found.runs)
        start = self.starts[line] + column
        lines: list[str] = []
        starts: list[int] = []
        is_cut = False  # by the line below, so that nothing reads on there
        while line < len(self.lines) and not self._is_blank(line):
            text = self.lines[line]
            column, width = (0, 0) if text[0] == ">" else self._place(line)
            if text[column] != ">" or width < indent:
                if not lines[-1].strip(_BLANKS):
                    break
                if not self._interrupts(line, indent, False):
                    raise _NotPlain  # a lazy line
                is_cut = True
                break
            column += 2 if text.startswith(" ", column + 1) else 1
            rest = text[column:]
            if "\t" in rest and rest.lstrip(" ").startswith("\t"):
                raise _NotPlain
            lines.append(rest)
            starts.append(self.starts[line] + column)
            line += 1
        callout = callout_line(self.text, starts[0], starts[0] + len(lines[0]))
        self._enter()
        lefts = self.lefts[first:line]
        inner = _Scan(
            self.text, lines, starts, lefts, self.found, self.has_comments, self.depth, True
        )
        inner.read(0, 0, title=callout.title if callout else -1)
        self.depth -= 1
        if inner.overran and not is_cut:
            while line < len(self.lines) and self._is_blank(line):
                line += 1
            if line == len(self.lines) and self.is_quoted:
                raise _NotPlain
        end = self._bounds(line - 1)[1]
        if callout:
            self.found.callouts.append(
                Callout(
                    callout.kind,
                    callout.metadata,
                    callout.fold,
                    self.text[callout.title : starts[0] + len(lines[0])].strip(),
                    Span(starts[0], callout.marker_end),
                    Span(start, end),
                )
            )
        if not self.is_quoted:
            self._close_quote(first, line, first_run)
        return line

    def _close_quote(self, first: int, behind: int, first_run: int) -> None:
        """Only the last line of a quote can hold a ^id: its parts cannot be linked to."""
        last = behind - 1
        while last > first and not self._source_line(last).strip(" \t>"):
            last -= 1
        start, end = self.starts[last], self.starts[last] + len(self.lines[last])
        runs = self.found.runs
        for place in range(first_run, len(runs)):
            if not start <= runs[place].segments[-1].start <= end:
                runs[place] = Run(runs[place].segments, holds_id=False)

    def _enter(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST_NESTING:
            raise _NotPlain


def _indent(text: str, words: str) -> tuple[int, int]:
    """The index and the column at which a line's text begins. words: all of it from there."""
    index = len(text) - len(words)
    before = text[:index]
    return index, len(before.expandtabs(4)) if "\t" in before else index


def _opens_math(text: str, start: int, stop: int) -> bool:
    return text.startswith("$$", start) and text.find("$$", start + 2, stop) < 0


def _leaves_comment_open(text: str, start: int, end: int) -> bool:
    """Whether <!-- may stand in a paragraph and --> behind it."""
    mark = text.rfind("<!--", start, end)
    return mark >= 0 and text.find("-->", mark, end) < 0
