"""A note as obsidian-spaced-repetition sees it, and as its author does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from vaultlint.notes.cardmarks import WHITESPACE
from vaultlint.notes.facts import Note, SpacedFault
from vaultlint.notes.reading import SpacedRepetitionSettings
from vaultlint.notes.sync.cloze_patterns import Clozes
from vaultlint.notes.sync.spaced_repetition import (
    COMMENT_END,
    Eyes,
    Parts,
    ReadCard,
    ReadNote,
    SeenNote,
)
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_OUTER_MARKS = regex(r"(?:[-*+>]|#{1,6}|[0-9]{1,9}[.)])[ \t]+")


class Found(Struct, frozen=True):
    """A fault, and the lines on which it explains all else that looks odd (first and last)."""

    fault: SpacedFault
    lines: tuple[int, int] | None = None


class View(Struct, frozen=True):
    """The lines of a note and what the plugin reads in them.

    first: the line behind what the plugin takes for the frontmatter. run_ends: by line, the last
    one of the run of lines without a blank one between that it stands in. card_at: by line.
    """

    note: Note
    settings: SpacedRepetitionSettings
    seen: SeenNote
    lines: Sequence[str]
    eyes: Eyes
    clozes: Clozes
    first: int
    read: ReadNote
    run_ends: Sequence[int]
    card_at: Mapping[int, ReadCard]

    def is_blank(self, line: int) -> bool:
        """Whether there is no text on a line."""
        return not self.lines[line].strip(WHITESPACE)

    def span(self, line: int) -> Span:
        """The text of a line, outer blanks not included."""
        text = self.lines[line]
        start = self.note.source.line_starts[line] + len(text) - len(text.lstrip(WHITESPACE))
        return Span(start, start + len(text.strip(WHITESPACE)))

    def parts(self, card: ReadCard) -> Parts:
        """What the plugin takes for the parts of a card."""
        return self.seen.parts(card)

    def question(self, card: ReadCard) -> Span:
        """The words by which a card is told from others: its first line, when it has several."""
        span = self.parts(card).question
        end = self.note.text.find("\n", span.start, span.end)
        return span if end < 0 else Span(span.start, end)

    def separator_span(self, line: int) -> Span:
        """The place of the separator that makes a card of a line."""
        kind = self.eyes.single_line(line)
        assert kind is not None, self.lines[line]
        separator = self.eyes.separator(kind)
        start = self.note.source.line_starts[line] + self.lines[line].index(separator)
        return Span(start, start + len(separator))

    def text_below(self, line: int, most_blanks: int = 2) -> int | None:
        """The first line with text below some blank ones, None when there are too many."""
        for number in range(line + 1, min(line + most_blanks + 2, len(self.lines))):
            if not self.is_blank(number):
                return number if number > line + 1 else None
        return None

    def has_cards(self, first: int, last: int) -> bool:
        """Whether the plugin reads cards with separators on these lines."""
        found = (self.card_at.get(line) for line in range(first, last + 1))
        return any(card is not None and card.kind != "cloze" for card in found)


def view_of(note: Note, settings: SpacedRepetitionSettings, seen: SeenNote) -> View:
    """A note with what the plugin reads in it, whether it looks into the note or not."""
    return View(
        note,
        settings,
        seen,
        seen.lines,
        seen.eyes,
        seen.clozes,
        seen.first,
        seen.read,
        _run_ends(seen.lines),
        {line: card for card in seen.read.cards for line in card.lines},
    )


def _run_ends(lines: Sequence[str]) -> list[int]:
    ends = list(range(len(lines)))
    end = -1  # of the run that the line below stands in
    for number in range(len(lines) - 1, -1, -1):
        if not lines[number].strip(WHITESPACE):
            end = -1
            continue
        if end < 0:
            end = number
        ends[number] = end
    return ends


class AuthorsEyes(Eyes):
    """How lines look to who wrote them: comments and code fences end where Obsidian ends them."""

    def __init__(self, view: View) -> None:
        super().__init__(view.lines, view.settings)
        source = view.note.source
        self._fences: dict[int, int] = {}
        for fence in view.note.fences:
            line = source.line_of(fence.opener.start)
            # What stands below a fence that nothing closes was not meant as code, or not all of it.
            end = source.line_of(fence.closer.start) if fence.closer else line
            self._fences[line] = end + 1

    def behind_comment(self, line: int) -> int:
        for number in range(line, len(self.lines)):
            if COMMENT_END in self.lines[number]:
                return number + 1
        return len(self.lines)

    def behind_fence(self, line: int) -> int:
        return self._fences.get(line, line + 1)


def plain_words(text: str) -> str:
    """A line without the marks of lists, quotes and headings before it."""
    text = text.strip(WHITESPACE)
    while found := _OUTER_MARKS.match(text):
        text = text[found.end() :]
    return text


def faults_of(found: Iterator[Found] | Sequence[Found]) -> tuple[SpacedFault, ...]:
    """The faults alone, in order of place."""
    return tuple(sorted((entry.fault for entry in found), key=lambda f: (f.span, f.rule)))
