"""Block structure by markdown-it-py, corrected to Obsidian's. The only user of markdown_it.

markdown-it-py keeps the containers (quotes and lists) and the place of each line in them; the rules
for what stands inside are written here, because Obsidian's differ and because they note positions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

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
from vaultlint.notes.scan import opens_comment
from vaultlint.notes.structure import BLOCK_STARTS, Blocks, Definition, Run
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

Rule: TypeAlias = "Callable[[StateBlock, int, int, bool], bool]"
"""A block rule of markdown-it: (state, line, end, silent) -> whether it applies."""

# Levels of quotes and list items; markers nested deeper are read as text. Each level costs
# markdown-it three calls on Python's stack and one more look at the line.
DEEPEST_NESTING = 60

_LINE_BREAK = regex(r"\r\n?|\n")
_LIST_STARTS = frozenset("*-+0123456789")


def parse_blocks(source: Source, body: Span) -> Blocks:
    """The blocks of a body that is not empty, by markdown-it-py."""
    text = source.slice(body)
    from markdown_it import MarkdownIt  # heavy: only when a note is read
    from markdown_it.rules_block import StateBlock, blockquote, list_block

    lines, shifts = _normal_lines(text, body.start)
    reader = _Reader(lines, source.text, shifts, blockquote, list_block)
    parser = MarkdownIt("zero", {"maxNesting": 2 * DEEPEST_NESTING})
    reader.teach(parser)
    state = StateBlock(lines, parser, {}, [])
    reader.starts = list(state.bMarks)
    parser.block.tokenize(state, 0, state.lineMax)
    return reader.blocks()


def _normal_lines(text: str, start: int) -> tuple[str, list[int]]:
    """The text with \\n as its only line break and one at its end, and its shifts.

    A place in line i, plus shifts[i], is a place in the source. start: of `text` in the source.
    """
    if "\r" not in text:
        lines = text if text.endswith("\n") else text + "\n"
        return lines, [start] * (lines.count("\n") + 1)
    shifts = [start]
    for match in _LINE_BREAK.finditer(text):
        shifts.append(shifts[-1] + len(match[0]) - 1)
    shifts.append(shifts[-1])
    lines = _LINE_BREAK.sub("\n", text)
    return (lines if lines.endswith("\n") else lines + "\n"), shifts


class _Piece(NamedTuple):
    """What a line adds to a run."""

    line: int
    start: int
    end: int


class _Reader(Struct):
    """markdown-it block rules that note what they read.

    A rule takes the state, its first line and the line behind its container, and says whether it
    read a block there; `silent` asks only whether it would. Places are in `text` until noted.
    """

    text: str
    source: str
    shifts: list[int]
    blockquote: Rule
    list_block: Rule
    starts: list[int] = field(default_factory=list)  # of each line, container prefixes included
    runs: list[Run] = field(default_factory=list)
    last_lines: list[int] = field(default_factory=list)  # of each run
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
    titles: dict[int, int] = field(default_factory=dict)  # line of a callout: where its title is
    section_ends: list[int] = field(default_factory=list)  # the lines behind each
    tokens_seen: int = 0  # when the last leaf block was read
    quotes: int = 0  # quotes around the current line
    footnote_indents: list[int] = field(default_factory=list)  # of the definitions around it

    def teach(self, parser: MarkdownIt) -> None:
        """Make these the block rules of the parser, in Obsidian's order."""
        from markdown_it.parser_block import RuleFuncBlockType
        from markdown_it.ruler import Ruler

        text = ["paragraph", "blockquote"]
        any_block = [*text, "list"]
        any_item = [*any_block, "item"]
        ruler = Ruler[RuleFuncBlockType]()
        ruler.push("plain_text", self._plain_text, {"alt": []})
        ruler.push("comment", self._comment, {"alt": any_item})
        ruler.push("fence", self._fence, {"alt": any_item})
        # markdown-it looks for a rule of this name to know that there is indented code.
        ruler.push("code", self._indented_code, {"alt": []})
        ruler.push("html", self._html, {"alt": text})
        ruler.push("math", self._math, {"alt": any_item})
        ruler.push("heading", self._heading, {"alt": [*text, "item"]})
        ruler.push("rule", self._rule, {"alt": any_item})
        ruler.push("list", self._list, {"alt": [*text, "item"]})
        ruler.push("quote", self._quote, {"alt": any_block})
        ruler.push("footnote", self._footnote, {"alt": ["paragraph"]})
        ruler.push("definition", self._definition, {"alt": []})
        ruler.push("table", self._table, {"alt": []})
        ruler.push("setext", self._setext, {"alt": []})
        ruler.push("paragraph", self._paragraph, {"alt": []})
        parser.block.ruler = ruler

    def blocks(self) -> Blocks:
        """What was read."""
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
            tuple(self._sections()),
        )

    def _sections(self) -> Iterator[Span]:
        line = 0
        for end in self.section_ends:
            start, stop = self.starts[line], self.starts[end]
            text = self.text[start:stop]
            first = start + len(text) - len(text.lstrip(" \t\n"))
            last = start + len(text.rstrip(" \t\n"))
            line = bisect_right(self.starts, first, line) - 1
            last_line = bisect_right(self.starts, last, line, end) - 1
            yield self._span(line, self.starts[line], self.starts[last_line + 1] - 1, last_line)
            line = end

    # --- places

    def _span(self, line: int, start: int, end: int, last_line: int | None = None) -> Span:
        last = line if last_line is None else last_line
        return Span(start + self.shifts[line], end + self.shifts[last])

    def _note_run(self, pieces: list[_Piece], holds_id: bool = True) -> None:
        shifts = self.shifts
        spans: list[Span] = []
        for line, start, end in pieces:
            span = Span(start + shifts[line], end + shifts[line])
            if spans and self.source[spans[-1].end : span.start] in ("\n", "\r\n"):
                span = Span(spans.pop().start, span.end)
            spans.append(span)
        self.runs.append(Run(tuple(spans), holds_id))
        self.last_lines.append(pieces[-1].line)

    def _read_to(self, state: StateBlock, line: int) -> bool:
        """True, a leaf block having been read up to this line."""
        state.line = line
        self.tokens_seen = len(state.tokens)
        return self._end_section(state)

    def _end_section(self, state: StateBlock) -> bool:
        """True, a block having been read: a section if it stands in no other."""
        if state.level == 0:
            self.section_ends.append(state.line)
        return True

    def _read_behind(self, state: StateBlock, line: int, place: int) -> bool:
        """True, a block having been read up to this place: what stands behind is a paragraph."""
        rest = self.text[place : state.eMarks[line]]
        words = rest.lstrip(" \t")
        if not words:
            return self._read_to(state, line + 1)
        return self._read_text(state, line, place + len(rest) - len(words))

    def _is_outside(self, state: StateBlock, line: int) -> bool:
        """Whether this line, which follows a block's first, lies outside the block's container.

        Right below a line of an item or a quote, text belongs to it however little it is indented,
        and so to the block that is open there. Source: Obsidian 1.14, as remark-parse 8.
        """
        if state.sCount[line] >= state.blkIndent or state.isEmpty(line):
            return False
        if state.isEmpty(line - 1) or state.parentType == "footnote":
            return True
        # markdown-it marks lazy lines of a quote with -1; what ends a quote is none of them.
        return state.sCount[line] >= 0 and any(
            rule(state, line, state.lineMax, True) for rule in state.md.block.ruler.getRules("item")
        )

    def _line_with(self, state: StateBlock, mark: str, line: int, end: int) -> tuple[int, int]:
        """The first line of the container, from `line` on, that holds the mark, and its place.

        Without one: the line behind the container, and -1.
        """
        while line < end and not self._is_outside(state, line):
            place = self.text.find(mark, state.bMarks[line], state.eMarks[line])
            if place >= 0:
                return line, place
            line += 1
        return line, -1

    # --- paragraphs and what looks like them

    def _plain_text(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:
        """The short way for a line that can only be a paragraph: most lines are."""
        if silent or state.sCount[line] - state.blkIndent >= 4:
            return False
        text = self.text
        if text[state.bMarks[line] + state.tShift[line]] in BLOCK_STARTS:
            return False
        below = line + 1
        if below < end and text[state.bMarks[below] + state.tShift[below]] in "=-|:":
            return False
        return self._paragraph(state, line, end, silent)

    def _paragraph(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:
        del end, silent
        start = self._text_start(state, line)
        if line not in self.titles:
            return self._read_text(state, line, start)
        # A callout's title is one line, and a block of its own: a table may follow it.
        if start < state.eMarks[line]:
            self._note_run([_Piece(line, start, state.eMarks[line])])
        below = line + 1
        if below < state.lineMax and state.sCount[below] < 0:  # a lazy line
            return self._read_text(state, below, self._piece(state, below).start)
        return self._read_to(state, below)

    def _text_start(self, state: StateBlock, line: int) -> int:
        """Where the inline content of a paragraph begins: behind a task's [x], or a callout's."""
        if line in self.titles:
            return self.titles[line]
        start = state.bMarks[line] + state.tShift[line]
        if self.text[start] != "[" or len(state.tokens) == self.tokens_seen:
            return start
        if state.tokens[-1].type != "list_item_open":
            return start
        task = TASK.match(self.text, start, state.eMarks[line])
        if task is None:
            return start
        self.tasks.append(Task(task[1], self._span(line, start, start + 3)))
        return task.end()

    def _read_text(self, state: StateBlock, line: int, start: int) -> bool:
        """True, a paragraph having been read whose first line begins at `start`."""
        pieces = [_Piece(line, start, state.eMarks[line])]
        unread = 0
        while True:
            line = self._text_end(state, line + 1, pieces)
            if not self._leaves_comment_open(pieces[unread:], start):
                break
            # An HTML comment goes on over blank lines and other blocks.
            closing, place = self._line_with(state, "-->", line + 1, state.lineMax)
            stop = closing + 1 if place >= 0 else closing
            pieces += [self._piece(state, below) for below in range(line + 1, stop)]
            if place < 0:
                break
            line, start, unread = closing, place + 3, len(pieces) - 1
        self._note_run([piece for piece in pieces if piece.start < piece.end] or pieces[:1])
        return self._read_to(state, pieces[-1].line + 1)

    def _piece(self, state: StateBlock, line: int) -> _Piece:
        stop = state.eMarks[line]
        return _Piece(line, min(state.bMarks[line] + state.tShift[line], stop), stop)

    def _text_end(self, state: StateBlock, line: int, pieces: list[_Piece]) -> int:
        """The last line of the paragraph that may go on in `line`; adds its lines to `pieces`."""
        text = self.text
        interrupters = state.md.block.ruler.getRules("paragraph")
        outer, state.parentType = state.parentType, "paragraph"
        while line < state.lineMax:
            start = state.bMarks[line] + state.tShift[line]
            if start >= state.eMarks[line]:
                break
            # Indented code cannot interrupt; markdown-it marks lazy lines of a quote with -1.
            indent = state.sCount[line]
            if (
                text[start] in BLOCK_STARTS
                and indent >= 0
                and indent - state.blkIndent <= 3
                and any(rule(state, line, state.lineMax, True) for rule in interrupters)
            ):
                break
            pieces.append(_Piece(line, start, state.eMarks[line]))
            line += 1
        state.parentType = outer
        return line - 1

    def _leaves_comment_open(self, pieces: list[_Piece], start: int) -> bool:
        """Whether the paragraph, read from `start` in its piece on, leaves <!-- without -->."""
        end = pieces[-1].end
        mark = self.text.rfind("<!--", start, end)
        if mark < 0 or self.text.find("-->", mark, end) >= 0:
            return False
        return opens_comment(self.text, [Span(max(p.start, start), p.end) for p in pieces])

    def _setext(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:
        """One line of text over a line of = or -, at column 0 and without blanks behind."""
        below = line + 1
        if silent or below >= end or line in self.titles or state.sCount[below] != state.blkIndent:
            return False
        start = state.bMarks[below] + state.tShift[below]
        stop = state.eMarks[below]
        if start >= stop or not UNDERLINE.fullmatch(self.text, start, stop):
            return False
        begin = self._text_start(state, line)
        words = self.text[begin : state.eMarks[line]].rstrip(" \t")
        if state.level == 0:
            level = 1 if self.text[start] == "=" else 2
            span = self._span(line, begin, stop, below)
            text_span = self._span(line, begin, begin + len(words))
            self.headings.append(Heading(level, words, span, text_span))
        if words:
            self._note_run([_Piece(line, begin, begin + len(words))])
        return self._read_to(state, below + 1)

    def _heading(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:
        del end
        start, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        if self.text[start] != "#" or state.sCount[line] - state.blkIndent >= 4:
            return False
        heading = heading_line(self.text, start, stop)
        if heading is None or silent:
            return heading is not None
        if state.level == 0:
            whole = start + len(self.text[start:stop].rstrip(" \t"))
            text_span = self._span(line, min(heading.start, whole), min(heading.end, whole))
            words = self.text[heading.start : heading.end]
            span = self._span(line, start, whole)
            self.headings.append(Heading(heading.level, words, span, text_span))
        if heading.start < heading.end:
            self._note_run([_Piece(line, heading.start, heading.end)])
        return self._read_to(state, line + 1)

    def _rule(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:
        del end
        start, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        if self.text[start] not in "*-_" or state.sCount[line] - state.blkIndent >= 4:
            return False
        if not RULE.fullmatch(self.text, start, stop):
            return False
        return silent or self._read_to(state, line + 1)

    def _table(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:
        """A header row over a delimiter row; all begin with |, rows too, or none does."""
        below = line + 1
        if silent or below >= end or line in self.titles or not self._is_level(state, below):
            return False
        delimiter = state.bMarks[below] + state.tShift[below]
        if not is_delimiter_row(self.text, delimiter, state.eMarks[below]):
            return False
        start = state.bMarks[line] + state.tShift[line]
        has_edge = self.text[start] == "|"
        if (self.text[delimiter] == "|") != has_edge:
            return False
        if not has_pipe(self.text, start, state.eMarks[line]):
            return False
        self._note_cells(state, line)
        row = below + 1
        while row < end and self._is_row(state, row, end, has_edge):
            self._note_cells(state, row)
            row += 1
        words = self.text[start : state.eMarks[row - 1]].rstrip(" \t")
        self.tables.append(Table(self._span(line, start, start + len(words), row - 1)))
        return self._read_to(state, row)

    def _is_row(self, state: StateBlock, line: int, end: int, has_edge: bool) -> bool:
        start, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        if start >= stop or not self._is_level(state, line):
            return False
        if (self.text[start] == "|") != has_edge or not has_pipe(self.text, start, stop):
            return False
        if self.text[start] not in BLOCK_STARTS:
            return True
        interrupters = state.md.block.ruler.getRules("blockquote")
        return not any(rule(state, line, end, True) for rule in interrupters)

    def _is_level(self, state: StateBlock, line: int) -> bool:
        """Whether the line is in the container, and not so far in as to be code."""
        return 0 <= state.sCount[line] - state.blkIndent <= 3

    def _note_cells(self, state: StateBlock, line: int) -> None:
        start = state.bMarks[line] + state.tShift[line]
        for left, right in cells(self.text, start, state.eMarks[line]):
            self._note_run([_Piece(line, left, right)], holds_id=False)

    def _definition(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:
        """[label]: destination, at column 0 since Obsidian 1.11.

        The destination may stand on the next line. Source: remark-parse 8, definition.
        """
        start, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        if silent or self.text[start] != "[" or state.sCount[line] != state.blkIndent:
            return False
        found = definition_label(self.text, start, stop)
        if found is None:
            return False
        label, place = found
        last = line
        if place == stop and line + 1 < end and self._goes_on(state, line + 1, end):
            last = line + 1
            place, stop = state.bMarks[last] + state.tShift[last], state.eMarks[last]
        destination = definition_destination(self.text, place, stop)
        if destination is None:
            return False
        behind = place + len(self.text[place:stop].rstrip(" \t"))
        span = self._span(line, start, behind, last)
        self.definitions.append(Definition(label, span, self._span(last, *destination)))
        return self._read_to(state, last + 1)

    def _goes_on(self, state: StateBlock, line: int, end: int) -> bool:
        """Whether this line, if it were below a paragraph, would belong to it."""
        if state.isEmpty(line) or not self._is_level(state, line):
            return False
        interrupters = state.md.block.ruler.getRules("paragraph")
        return not any(rule(state, line, end, True) for rule in interrupters)

    # --- text that is not read, or read otherwise

    def _fence(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:
        start, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        if self.text[start] not in "`~" or state.sCount[line] - state.blkIndent >= 4:
            return False
        found = fence_line(self.text, start, stop)
        if found is None or silent:
            return found is not None
        below = line + 1
        while below < end and not self._is_outside(state, below):
            if self._closes_fence(state, below, found.marker):
                break
            below += 1
        opener = self._span(line, start, stop)
        content = Span(opener.end, opener.end)
        if below > line + 1:
            content = self._span(
                line + 1, self.starts[line + 1], state.eMarks[below - 1], below - 1
            )
        closer = None
        if below < end and not self._is_outside(state, below):
            closer = self._span(below, *self._piece(state, below)[1:])
        span = Span(opener.start, closer.end if closer else content.end)
        self.fences.append(Fence(span, found.marker, found.language, opener, content, closer))
        return self._read_to(state, below + 1 if closer else below)

    def _closes_fence(self, state: StateBlock, line: int, marker: str) -> bool:
        start, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        if not self.text.startswith(marker, start) or state.sCount[line] - state.blkIndent >= 4:
            return False
        return not self.text[start:stop].lstrip(marker[0]).strip(" \t")

    def _indented_code(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:
        if silent or state.sCount[line] - state.blkIndent < 4:
            return False
        last = line
        for below in range(line + 1, end):
            if state.isEmpty(below):
                continue
            if state.sCount[below] - state.blkIndent < 4:
                break
            last = below
        start = state.bMarks[line] + state.tShift[line]
        self.code.append(Code("indented", self._span(line, start, state.eMarks[last], last)))
        return self._read_to(state, last + 1)

    def _html(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:
        start, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        if self.text[start] != "<" or state.sCount[line] - state.blkIndent >= 4:
            return False
        kind = html_start(self.text, start, stop)
        if kind is None or silent:
            return kind is not None and kind.interrupts
        if kind.closer is None:
            last = line
            while last + 1 < end and not self._ends_html(state, last + 1):
                last += 1
            self.html_blocks.append(HtmlBlock(self._span(line, start, state.eMarks[last], last)))
            return self._read_to(state, last + 1)
        last = line
        closer = kind.closer.search(self.text, start + 1, stop)
        while closer is None and last + 1 < end and not self._is_outside(state, last + 1):
            last += 1
            closer = kind.closer.search(self.text, state.bMarks[last], state.eMarks[last])
        whole = self._span(line, start, state.eMarks[last], last)
        if kind is not COMMENT:
            self.html_blocks.append(HtmlBlock(whole))
        elif closer is None:
            self.comments.append(Comment("html", whole, closed=False))
        else:
            comment = self._span(line, start, closer.end(), last)
            self.comments.append(Comment("html", comment))
            if self.text[closer.end() : state.eMarks[last]].strip(" \t"):
                self.html_blocks.append(HtmlBlock(Span(comment.end, whole.end)))
        return self._read_to(state, last + 1)

    def _ends_html(self, state: StateBlock, line: int) -> bool:
        return state.isEmpty(line) or self._is_outside(state, line)

    def _math(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:
        """$$, not closed on its line: to the next $$."""
        start, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        if not self.text.startswith("$$", start) or state.sCount[line] - state.blkIndent >= 4:
            return False
        if silent or self.text.find("$$", start + 2, stop) >= 0:
            return self.text.find("$$", start + 2, stop) < 0
        below, place = self._line_with(state, "$$", line + 1, end)
        if place < 0:
            last = state.eMarks[below - 1]
            content = self._span(line, start + 2, last, below - 1)
            span = self._span(line, start, last, below - 1)
            self.math.append(Math("block", span, content, closed=False))
            return self._read_to(state, below)
        content = self._span(line, start + 2, place, below)
        self.math.append(Math("block", self._span(line, start, place + 2, below), content))
        return self._read_behind(state, below, place + 2)

    def _comment(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:
        """%%, the only % of its line: to the next %%, wherever it stands."""
        start, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        if not self.text.startswith("%%", start) or state.sCount[line] - state.blkIndent >= 4:
            return False
        if self.text.find("%", start + 2, stop) >= 0:
            return False
        if silent:
            return not self._leaves_footnote(state, line)
        below, place = self._line_with(state, "%%", line + 1, end)
        pieces = [_Piece(line, start + 2, stop)]
        pieces += [self._piece(state, inner) for inner in range(line + 1, below)]
        if place < 0:
            span = self._span(line, start, state.eMarks[below - 1], below - 1)
            self.comments.append(Comment("obsidian", span, closed=False))
            self._note_hidden_runs(pieces)
            return self._read_to(state, below)
        self.comments.append(Comment("obsidian", self._span(line, start, place + 2, below)))
        begin = self._piece(state, below).start
        self._note_hidden_runs([*pieces, _Piece(below, min(begin, place), place)])
        return self._read_behind(state, below, place + 2)

    def _note_hidden_runs(self, pieces: list[_Piece]) -> None:
        """The text of a comment: links and tags in it count, its block structure does not."""
        run: list[_Piece] = []
        fence = ""
        for piece in pieces:
            line, start, end = piece
            found = fence_line(self.text, start, end)
            if found and not fence:
                fence = found.marker
            elif found and found.marker.startswith(fence):
                fence = ""
            elif not fence and self.text[start:end].strip():
                footnote = FOOTNOTE.match(self.text, start, end)
                run.append(_Piece(line, footnote.end() if footnote else start, end))
                continue
            if run:
                self._note_run(run)
            run = []
        if run:
            self._note_run(run)

    # --- containers

    def _list(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:
        start = state.bMarks[line] + state.tShift[line]
        if self.text[start] not in _LIST_STARTS or state.level >= DEEPEST_NESTING:
            return False
        is_list = self.list_block(state, line, end, silent)
        return is_list and (silent or self._end_section(state))

    def _quote(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:
        start = state.bMarks[line] + state.tShift[line]
        if self.text[start] != ">" or state.level >= DEEPEST_NESTING:
            return False
        if silent or state.sCount[line] - state.blkIndent >= 4:
            return self.blockquote(state, line, end, silent)
        begin = start + 2 if self.text[start + 1] == " " else start + 1
        callout = callout_line(self.text, begin, state.eMarks[line])
        if callout:
            self.titles[line] = callout.title
        first_run = len(self.runs)
        self.quotes += 1
        self.blockquote(state, line, end, False)
        self.quotes -= 1
        if callout:
            last = state.line - 1
            self.callouts.append(
                Callout(
                    callout.kind,
                    callout.metadata,
                    callout.fold,
                    self.text[callout.title : state.eMarks[line]].strip(),
                    self._span(line, begin, callout.marker_end),
                    self._span(line, start, state.eMarks[last], last),
                )
            )
        if not self.quotes:
            self._close_quote(state, line, first_run)
        return self._end_section(state)

    def _close_quote(self, state: StateBlock, line: int, first_run: int) -> None:
        """Only the last line of a quote can hold a ^id: its parts cannot be linked to."""
        last = state.line - 1
        while last > line and not self.text[state.bMarks[last] : state.eMarks[last]].strip(" \t>"):
            last -= 1
        for place in range(first_run, len(self.runs)):
            if self.last_lines[place] != last:
                self.runs[place] = Run(self.runs[place].segments, holds_id=False)

    def _footnote(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:
        """[^id]: and what is indented below it. Only other definitions may stand right above."""
        start, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        if not self.text.startswith("[^", start) or state.sCount[line] - state.blkIndent >= 4:
            return False
        marker = FOOTNOTE.match(self.text, start, stop)
        if marker is None or state.level >= DEEPEST_NESTING:
            return False
        if silent:
            return self._leaves_footnote(state, line)
        self.footnotes.append(Footnote(marker[1], self._span(line, start, marker.end())))
        outer = state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType
        rest = self.text[marker.end() : stop]
        state.push("footnote_open", "", 1)
        state.blkIndent += 4
        state.bMarks[line] = marker.end()
        state.tShift[line] = len(rest) - len(rest.lstrip(" \t"))
        state.sCount[line] = state.blkIndent
        state.parentType = "footnote"
        self.footnote_indents.append(state.blkIndent)
        state.md.block.tokenize(state, line, end)
        self.footnote_indents.pop()
        state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType = outer
        state.blkIndent -= 4
        state.push("footnote_close", "", -1)
        return self._end_section(state)

    def _leaves_footnote(self, state: StateBlock, line: int) -> bool:
        """Whether the line stands below a footnote definition, but is not indented under it."""
        return bool(self.footnote_indents) and state.sCount[line] < self.footnote_indents[-1]
