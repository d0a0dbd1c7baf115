"""What a note says to vaultlint in comments: which diagnostics are kept back, and where.

    %% vaultlint-disable RULE… -- reason %%    the block below; behind text, its own line
    %% vaultlint-disable RULE… %%              … to %% vaultlint-enable RULE… %%, if there is one
    %% vaultlint-disable-file RULE… %%         the whole note

Also as <!-- … -->, and in the frontmatter as # … . What stands in code or math is no comment, and
what is a part of a flashcard is sent to Anki with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from msgspec.structs import replace

from vaultlint.notes.facts import (
    Comment,
    Frontmatter,
    Note,
    Suppression,
    SuppressionComment,
    SuppressionFault,
    Suppressions,
    Value,
)
from vaultlint.notes.regions import Placed, Regions
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

DISABLE, DISABLE_FILE, ENABLE = "vaultlint-disable", "vaultlint-disable-file", "vaultlint-enable"
WORDS = (DISABLE, DISABLE_FILE, ENABLE)

SIGN = "vaultlint"
# "vaultlint: disable" is a slip; "vaultlint has no rule for this" is prose.
_WORD = regex(
    r"\s*(?P<word>vaultlint(?:-[^\s,]+|\s*+[:_.=]?\s*+(?:disable|enable|ignore)(?![^\s,:-])[^\s,]*))"
)
_REASON = regex(r"(?<!\S)--+(?!\S)")
_NAME = regex(r"[^\s,>]+")  # in a quote, > stands before each line of a comment
# What may stand before a comment without being text: the marks of quotes, lists and tasks.
_MARKS = regex(r"(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t]|\[.\][ \t])*")
_YAML_COMMENT = regex(r"(?<!\S)#(?P<words>[^\r\n]*)")
_BLANKS = regex(r"\s*")


class _Directive(NamedTuple):
    """A comment for vaultlint that can be read. reach: of DISABLE, unless it begins a range."""

    word: str
    comment: SuppressionComment
    lines: Span
    reach: Span | None


def read_suppressions(note: Note, sections: Sequence[Span]) -> Suppressions:
    """What a note says to vaultlint that is otherwise read; nothing if SIGN is not in its text.

    sections: of its body, whole lines.
    """
    faults: list[SuppressionFault] = []
    directives = [*_in_frontmatter(note, faults), *_in_body(note, sections, faults)]
    kept = _paired(note, directives, faults)
    return Suppressions(tuple(kept), tuple(sorted(faults, key=lambda fault: fault.span)))


def card_spans(note: Note) -> Iterator[Span]:
    """Where flashcards of any dialect stand, whole or damaged, in no order."""
    facts: Iterable[Placed] = chain(
        note.cards,
        note.bare_cards,
        note.unasked_cards,
        note.inline_cards,
        note.clozes,
        note.to_anki.notes,
        note.sync.cards,
    )
    return (fact.span for fact in facts)


def _directive(
    source: Source,
    span: Span,
    words: Span,
    faults: list[SuppressionFault],
    is_yaml: bool = False,
) -> tuple[str, SuppressionComment] | None:
    """The word and the names of a comment for vaultlint. words: the comment without its marks."""
    text = source.text
    found = _WORD.match(text, words.start, words.end)
    if found is None:
        return None
    word = found["word"]
    if word not in WORDS:
        faults.append(SuppressionFault("unknown-word", Span(*found.span("word"))))
        return None
    reason = _REASON.search(text, found.end(), words.end)
    end = reason.start() if reason else words.end
    names = tuple(Span(*name.span()) for name in _NAME.finditer(text, found.end(), end))
    if not names and word != ENABLE:
        faults.append(SuppressionFault("no-name", Span(*found.span("word"))))
        return None
    why = " ".join(text[reason.end() : words.end].split()) if reason else ""
    return word, SuppressionComment(span, names, is_yaml, why)


# --- in the body


def _in_body(
    note: Note, sections: Sequence[Span], faults: list[SuppressionFault]
) -> Iterator[_Directive]:
    source = note.source
    comments = [comment for comment in note.comments if comment.closed]
    followed_at = _followed_at(note.text, comments)
    cards = Regions(card_spans(note))
    blocks = Regions(chain(sections, card_spans(note)))  # a card makes one block of its sections
    behind_text = False
    for index, comment in enumerate(comments):
        span = comment.span
        above = comments[index - 1].span.end if index else 0
        behind_text = _is_behind_text(source, span.start, above, behind_text)
        found = _directive(source, span, _inside(comment), faults)
        if found is None:
            continue
        if cards.end_of(span.start) is not None:
            faults.append(SuppressionFault("in-card", span))
            continue
        lines = _lines(source, span)
        reach = lines if behind_text else _block_at(source, followed_at[index], blocks)
        yield _Directive(*found, lines, reach)


def _inside(comment: Comment) -> Span:
    before, behind = (2, 2) if comment.kind == "obsidian" else (4, 3)
    start = comment.span.start + before
    return Span(start, max(start, comment.span.end - behind))


def _lines(source: Source, span: Span) -> Span:
    """The lines that a span stands in, the last line break not included."""
    first = source.line_span(source.line_of(span.start))
    last = source.line_span(source.line_of(max(span.start, span.end - 1)))
    return Span(first.start, last.end)


def _followed_at(text: str, comments: Sequence[Comment]) -> list[int]:
    """Behind each comment, where the first text stands that is no comment either."""
    places: list[int] = []
    start_below = len(text) + 1  # of the comment below
    for comment in reversed(comments):
        blanks = _BLANKS.match(text, comment.span.end)
        assert blanks is not None
        places.append(blanks.end() if blanks.end() < start_below else places[-1])
        start_below = comment.span.start
    return places[::-1]


def _is_behind_text(source: Source, start: int, above: int, is_above_behind: bool) -> bool:
    """Whether text stands before a comment in its line; another comment is none.

    start: of the comment. above: where the one before it ends, and whether text is before that.
    """
    line = source.line_span(source.line_of(start)).start
    if above > line:
        return is_above_behind or bool(source.text[above:start].strip())
    return _MARKS.fullmatch(source.text, line, start) is None


def _block_at(source: Source, place: int, blocks: Regions) -> Span | None:
    """From the line of `place` to the end of its block; None at the end of the note."""
    if place == len(source.text):
        return None
    line = _lines(source, Span(place, place))
    end = blocks.end_of(place)
    return line if end is None else Span(line.start, _lines(source, Span(place, end)).end)


# --- in the frontmatter


def _in_frontmatter(note: Note, faults: list[SuppressionFault]) -> Iterator[_Directive]:
    if note.frontmatter is None:
        return
    source, block = note.source, note.frontmatter.yaml_span
    lines = _yaml_lines(source, block)
    reaches = _reaches_below(note.text, lines)
    scalars = Regions(_scalars(note.frontmatter))
    for line, reach in zip(lines, reaches, strict=True):
        for found in _YAML_COMMENT.finditer(note.text, line.start, line.end):
            if scalars.end_of(found.start()) is not None:
                continue
            words = Span(*found.span("words"))
            read = _directive(source, Span(*found.span()), words, faults, is_yaml=True)
            if read is not None:
                is_alone = not note.text[line.start : found.start()].strip()
                yield _Directive(*read, line, reach if is_alone else line)
            break


def _yaml_lines(source: Source, block: Span) -> list[Span]:
    if block.start == block.end:
        return []
    first, last = source.line_of(block.start), source.line_of(block.end - 1)
    return [source.line_span(index) for index in range(first, last + 1)]


def _scalars(frontmatter: Frontmatter) -> Iterator[Span]:
    """Where keys and plain values stand: a # in them begins no comment."""
    waiting: list[Value] = []
    for entry in frontmatter.properties:
        yield entry.key_span
        waiting.append(entry.value)
    while waiting:
        value = waiting.pop()
        if not value.items and not value.properties:
            yield value.span
        waiting += value.items
        for entry in value.properties:
            yield entry.key_span
            waiting.append(entry.value)


def _reaches_below(text: str, lines: Sequence[Span]) -> list[Span | None]:
    """For each line, what a comment in it is about: the next property, or the next item of a list.

    It goes on with the lines that are indented more, as YAML's structure does; so also in a block
    whose YAML is broken.
    """
    reaches: list[Span | None] = []
    reach: Span | None = None
    open_lines: list[tuple[int, Span]] = []  # indentation and extent of what stands below
    for line in reversed(lines):
        reaches.append(reach)
        words = text[line.start : line.end].lstrip(" ")
        if not words.strip() or words.startswith("#"):
            continue
        is_item = words.startswith("-")
        # An item of a list may stand as far out as the key of the list: it counts as further in.
        depth = 2 * (line.end - line.start - len(words)) + is_item
        end = line.end
        while open_lines and open_lines[-1][0] > depth:
            end = max(end, open_lines.pop()[1].end)
        reach = Span(line.start, end)
        open_lines.append((depth, reach))
    return reaches[::-1]


# --- ranges


def _paired(
    note: Note, directives: Iterable[_Directive], faults: list[SuppressionFault]
) -> list[Suppression]:
    """The suppressions: what is ended below is a range, from the nearest comment that names it."""
    kept: list[Suppression] = []
    starts: list[int] = []  # of the range that each of them may become
    open_by_name: dict[str, list[int]] = {}  # indexes into `kept`
    open_comments: list[list[int]] = []  # likewise, in order of place; some may be ended
    ended: set[int] = set()

    def end(index: int, directive: _Directive, name: Span | None) -> None:
        ended.add(index)
        reach = Span(starts[index], directive.lines.end)
        comment = directive.comment
        kept[index] = replace(kept[index], reach=reach, closing=comment, closing_span=name)

    for directive in directives:
        comment = directive.comment
        if directive.word != ENABLE:
            reach = directive.reach
            if directive.word == DISABLE_FILE:
                reach = Span(0, len(note.text))
            indexes = []
            for span in comment.names:
                name = note.source.slice(span)
                indexes.append(len(kept))
                kept.append(Suppression(name, span, comment, reach))
                starts.append(directive.lines.start)
                if directive.word == DISABLE:
                    open_by_name.setdefault(name, []).append(indexes[-1])
            if directive.word == DISABLE:
                open_comments.append(indexes)
        elif comment.names:
            for span in comment.names:
                waiting = open_by_name.get(note.source.slice(span))
                if waiting:
                    end(waiting.pop(), directive, span)
                else:
                    faults.append(SuppressionFault("nothing-to-end", span))
        else:
            while open_comments and ended.issuperset(open_comments[-1]):
                open_comments.pop()
            if not open_comments:
                faults.append(SuppressionFault("nothing-to-end", comment.span))
                continue
            for index in open_comments.pop():
                if index not in ended:
                    open_by_name[kept[index].name].pop()
                    end(index, directive, None)
    return kept
