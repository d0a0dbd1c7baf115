"""Which cards obsidian-spaced-repetition makes of a note as it stands.

Source: its documentation (Flashcards, Decks, Data Storage), and the behaviour of its parser (1.13),
executed. It reads line by line and knows little Markdown: code only where a fence begins in the
first column, comments only where a line begins with one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Literal

from msgspec import Struct, field

from vaultlint.notes.cardmarks import WHITESPACE
from vaultlint.notes.facts import Note, SyncedCard, Tag
from vaultlint.notes.reading import SpacedRepetitionSettings
from vaultlint.notes.sync.cloze_patterns import Clozes
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

CardKind = Literal[
    "single-line", "single-line-reversed", "multi-line", "multi-line-reversed", "cloze"
]
SINGLE: frozenset[CardKind] = frozenset({"single-line", "single-line-reversed"})
MULTI: frozenset[CardKind] = frozenset({"multi-line", "multi-line-reversed"})

COMMENT = "<!--"
COMMENT_END = "-->"
SCHEDULE = "<!--SR:"
CALLOUT = "> [!sr|card-metadata]"
FRONTMATTER_LINE = "---"

_LINE_BREAK = regex(r"\r\n|\r|\n")
_FENCE_MARKS = ("`", "~")
_FENCE = regex(r"`{3,}|~{3,}")
_SCHEDULE_TEXT = regex(rf"{SCHEDULE}.+{COMMENT_END}")
_ENTRIES = regex(rf"{SCHEDULE}(.*?){COMMENT_END}")
_OWN_TAG = regex(rf"[{WHITESPACE}]*+#[^\s#]++")
_BLOCK_ID = regex(r" \^[a-zA-Z0-9-]+$")


class ReadCard(Struct, frozen=True):
    """One card as the plugin reads it; a reversed one and a cloze are asked in several ways.

    lines: indexes into Source.line_starts, ascending; comments that it skips are not among them.
    separators: those that are nothing but ? or ??; the first parts question and answer.
    """

    kind: CardKind
    lines: tuple[int, ...]
    separators: tuple[int, ...] = ()

    @property
    def first(self) -> int:
        return self.lines[0]

    @property
    def last(self) -> int:
        return self.lines[-1]


class LostCard(Struct, frozen=True):
    """A card of several lines that the plugin drops when it meets a card of one line in it.

    lines: up to the one in which it is dropped, `at`.
    """

    lines: tuple[int, ...]
    separators: tuple[int, ...]
    at: int


class ReadNote(Struct):
    """What the plugin saw in the lines of a note.

    lone: separator lines with no question above, which it passes over.
    comments, fences: the first line of each, and the line that is read next.
    """

    cards: list[ReadCard] = field(default_factory=list)
    lost: list[LostCard] = field(default_factory=list)
    lone: list[int] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    fences: list[tuple[int, int]] = field(default_factory=list)


class Eyes:
    """How lines look to the plugin."""

    def __init__(self, lines: Sequence[str], settings: SpacedRepetitionSettings) -> None:
        self.lines = lines
        self.settings = settings
        singles: list[tuple[str, CardKind]] = [
            (settings.separator, "single-line"),
            (settings.reversed_separator, "single-line-reversed"),
        ]
        self._singles = sorted(filter(itemgetter(0), singles), key=lambda s: -len(s[0]))
        multis: list[tuple[str, CardKind]] = [
            (settings.multiline_reversed_separator, "multi-line-reversed"),
            (settings.multiline_separator, "multi-line"),
        ]
        self._multis = dict(filter(itemgetter(0), multis))

    def single_line(self, line: int) -> CardKind | None:
        """The kind of card that the plugin makes of this line alone."""
        text = self.lines[line]
        for separator, kind in self._singles:
            if separator in text and not in_code(text, separator):
                return kind
        return None

    def separator(self, kind: CardKind) -> str:
        """What parts question and answer of a card of one line."""
        is_reversed = kind == "single-line-reversed"
        return self.settings.reversed_separator if is_reversed else self.settings.separator

    def multi_line(self, words: str) -> CardKind | None:
        """The kind of card whose question and answer a line parts that is these words."""
        return self._multis.get(words)

    def behind_comment(self, line: int) -> int:
        """The line that is read after a comment: one too many is skipped, or all that follow."""
        return line + 2 if COMMENT_END in self.lines[line] else len(self.lines)

    def behind_fence(self, line: int) -> int:
        """The line that is read after a code fence; when nothing closes it, there is none."""
        fence = _FENCE.match(self.lines[line])
        assert fence is not None
        for number in range(line + 1, len(self.lines)):
            if self.lines[number].startswith(fence[0]):
                return number + 1
        return len(self.lines)


def in_code(text: str, separator: str) -> bool:
    """Whether the plugin takes the first place of a separator in a line for inline code."""
    if "`" not in text:
        return False
    at = text.index(separator)
    before, behind = text.count("`", 0, at), text.count("`", at + len(separator))
    return before % 2 == 1 and behind % 2 == 1


def first_body_line(lines: Sequence[str]) -> int:
    """The line behind what the plugin takes for the frontmatter: it wants exactly ---."""
    if lines[0] != FRONTMATTER_LINE:
        return 0
    try:
        return lines.index(FRONTMATTER_LINE, 1) + 1
    except ValueError:
        return 0


def read_lines(eyes: Eyes, clozes: Clozes, first: int) -> ReadNote:
    """The cards in the lines from `first` on."""
    read = ReadNote()
    lines, marker = eyes.lines, eyes.settings.end_marker
    held: list[int] = []
    kind: CardKind | None = None
    separators: list[int] = []
    at = first
    while at < len(lines):
        line = at
        text = lines[line]
        at += 1
        if text.startswith(COMMENT) and not text.startswith(SCHEDULE):
            at = eyes.behind_comment(line)
            read.comments.append((line, at))
            continue
        words = text.strip(WHITESPACE)
        # With an end marker, blank lines are part of a card.
        if (not words and not (marker and kind)) or (marker and words == marker):
            if kind is not None:
                read.cards.append(ReadCard(kind, tuple(held), tuple(separators)))
            held, kind, separators = [], None, []
            continue
        held.append(line)
        single = eyes.single_line(line)
        if single is not None:
            if separators:
                read.lost.append(LostCard(tuple(held), tuple(separators), line))
            at = _behind_schedule(lines, line)
            read.cards.append(ReadCard(single, tuple(range(line, at))))
            held, kind, separators = [], None, []
        elif (multi := eyes.multi_line(words)) is not None:
            # The plugin wants more than one character (as JavaScript counts) up to here.
            if len(held) == 1 and len(text.rstrip(WHITESPACE).encode("utf-16-le")) <= 2:
                read.lone.append(line)
            else:
                kind = multi
                separators.append(line)
        elif text[:1] in _FENCE_MARKS and _FENCE.match(text):
            at = eyes.behind_fence(line)
            read.fences.append((line, at))
            held.extend(range(line + 1, at))
        elif kind is None and clozes.is_in(text):
            kind = "cloze"
    if kind is not None:
        read.cards.append(ReadCard(kind, tuple(held), tuple(separators)))
    return read


def _behind_schedule(lines: Sequence[str], line: int) -> int:
    """The line behind a card of one line and the schedule that belongs to it."""
    following = lines[line + 1] if line + 1 < len(lines) else ""
    if following.startswith(SCHEDULE):
        return line + 2
    if not following.startswith(CALLOUT):
        return line + 1
    number = line + 1
    while number < len(lines) and SCHEDULE not in lines[number]:
        number += 1
    return min(number + 1, len(lines))


# --- decks


def is_deck_tag(tag: Tag, settings: SpacedRepetitionSettings) -> bool:
    """Whether a tag puts cards into a deck. Letter case counts, unlike elsewhere in Obsidian."""
    name = f"#{tag.name}"
    return any(name == deck or name.startswith(f"{deck}/") for deck in settings.flashcard_tags)


def deck_tags(note: Note, settings: SpacedRepetitionSettings) -> tuple[Tag, ...]:
    """The tags of a note that name decks, in order."""
    return tuple(tag for tag in note.tags if is_deck_tag(tag, settings))


def is_read(note: Note, settings: SpacedRepetitionSettings) -> bool:
    """Whether the plugin looks for cards in a note at all."""
    return bool((settings.folder_decks and "/" in note.path) or deck_tags(note, settings))


def deck_name(path: str) -> str:
    """The deck of a tag or a folder, such as "flashcards::capitals"."""
    return "::".join(part for part in path.split("/") if part)


class _Decks:
    """The deck of each card of a note."""

    def __init__(
        self, note: Note, settings: SpacedRepetitionSettings, cards: Sequence[ReadCard]
    ) -> None:
        self._by_folder = settings.folder_decks
        self._folder = deck_name(note.path.rpartition("/")[0])
        tags = deck_tags(note, settings)
        of_cards = {line for card in cards for line in card.lines}
        places = [(note.source.line_of(tag.span.start), tag) for tag in tags if not tag.property]
        self._lines = [(line, deck_name(tag.name)) for line, tag in places if line not in of_cards]
        first = next((tag for tag in tags if tag.property), tags[0] if tags else None)
        self._default = deck_name(first.name) if first else ""
        self._next = 0

    def of(self, card: ReadCard, own_tag: str) -> str:
        """The deck of a card; cards are asked for in order of place."""
        while self._next < len(self._lines) and self._lines[self._next][0] < card.first:
            name = self._lines[self._next][1]
            if self._next == 0 or self._lines[self._next - 1][0] != self._lines[self._next][0]:
                self._default = name  # of several tags on a line the first is told
            self._next += 1
        if self._by_folder:
            return self._folder
        return deck_name(own_tag.removeprefix("#")) if own_tag else self._default


# --- cards


class Parts(Struct, frozen=True):
    """The places of a card's parts, trimmed; an empty span where there is nothing.

    own_tag: a tag at the start of the card, which is its deck, else "". text: its lines without
    the schedules. schedules: the places of the comments.
    """

    own_tag: str
    question: Span
    answer: Span
    text: tuple[str, ...]
    schedules: tuple[Span, ...]


class SeenNote:
    """A note as the plugin sees it, whether it looks into it or not.

    lines: without their line breaks. first: the line behind what it takes for the frontmatter.
    """

    def __init__(self, source: Source, settings: SpacedRepetitionSettings) -> None:
        self.source = source
        self.lines: Sequence[str] = _LINE_BREAK.split(source.text)
        self.eyes = Eyes(self.lines, settings)
        self.clozes = Clozes(settings.cloze_patterns)
        self.first = first_body_line(self.lines)
        self.read = read_lines(self.eyes, self.clozes, self.first)
        self._parts: dict[tuple[CardKind, int, int, int], Parts] = {}

    def parts(self, card: ReadCard) -> Parts:
        """What the plugin takes for the parts of a card."""
        # Of two readings of one paragraph, one has a line more than the other.
        key = card.kind, card.first, card.last, len(card.lines)
        known = self._parts.get(key)
        if known is None:
            known = _one_line(card, self) if card.kind in SINGLE else _paragraph(card, self)
            self._parts[key] = known
        return known

    def ways(self, card: ReadCard) -> int:
        """In how many ways a card is asked."""
        if card.kind == "cloze":
            return self.clozes.count(self.parts(card).text)
        return 2 if card.kind.endswith("reversed") else 1


def _one_line(card: ReadCard, seen: SeenNote) -> Parts:
    line = card.first
    start = seen.source.line_starts[line]
    text, _ = _without_schedule(seen.lines[line])
    tag = _own_tag(text)
    separator = seen.eyes.separator(card.kind)
    at = seen.lines[line].index(separator)
    end = len(_BLOCK_ID.sub("", text.rstrip(WHITESPACE)))
    return Parts(
        tag[0] if tag else "",
        _trimmed(text, start, tag.end() if tag else 0, at),
        _trimmed(text, start, at + len(separator), end),
        (text,),
        _schedules(card, seen),
    )


def _paragraph(card: ReadCard, seen: SeenNote) -> Parts:
    starts = seen.source.line_starts
    pieces = [(line, _without_schedule(seen.lines[line])[0]) for line in card.lines]
    pieces = [(line, text) for line, text in pieces if not text.startswith(CALLOUT)]
    first = seen.lines[card.first]
    tag = _own_tag(first)
    begin = starts[card.first] + (tag.end() if tag else 0)
    visible = [(line, text) for line, text in pieces if text.strip(WHITESPACE + "> ")]
    end = starts[visible[-1][0]] + len(visible[-1][1]) if visible else begin
    question_end, answer_start = end, end
    if card.separators:
        parting = card.separators[0]
        above = [(line, text) for line, text in visible if line < parting]
        question_end = starts[above[-1][0]] + len(above[-1][1]) if above else begin
        answer_start = starts[parting + 1] if parting < card.last else end
    text = seen.source.text
    return Parts(
        tag[0] if tag else "",
        _trimmed(text, 0, begin, question_end),
        _trimmed(text, 0, min(answer_start, end), end),
        tuple(text for _, text in pieces),
        _schedules(card, seen),
    )


def _own_tag(line: str) -> re.Match[str] | None:
    """The tag at the start of a card, which names its deck."""
    return _OWN_TAG.match(line) if "#" in line else None


def _schedules(card: ReadCard, seen: SeenNote) -> tuple[Span, ...]:
    starts = seen.source.line_starts
    return tuple(
        Span(starts[line] + match.start(), starts[line] + match.end())
        for line in card.lines
        if SCHEDULE in seen.lines[line]
        for match in _ENTRIES.finditer(seen.lines[line], 0, _behind_comments(seen.lines[line]))
    )


def _behind_comments(text: str) -> int:
    """Behind the last end of a comment in a line: no schedule is there."""
    return text.rfind(COMMENT_END) + len(COMMENT_END) if COMMENT_END in text else 0


def _without_schedule(text: str) -> tuple[str, bool]:
    """A line without its schedule, and whether it has one."""
    found = _SCHEDULE_TEXT.search(text, 0, _behind_comments(text)) if SCHEDULE in text else None
    if found is None:
        return text, False
    return text[: found.start()], True


def _trimmed(text: str, offset: int, start: int, end: int) -> Span:
    """The part of a text between two places, without outer blanks. offset: of the text."""
    if end <= start:
        return Span(offset + start, offset + start)
    part = text[start:end]
    stripped = part.lstrip(WHITESPACE)
    left = offset + start + len(part) - len(stripped)
    return Span(left, left + len(stripped.rstrip(WHITESPACE)))


def entries(text: str) -> tuple[str, ...]:
    """The reviews in a schedule comment as written, one for each card: what each ! begins."""
    match = _ENTRIES.match(text)
    written = match[1].split("!") if match else []
    return tuple(entry.strip(WHITESPACE) for entry in written[1:])


def synced(note: Note, settings: SpacedRepetitionSettings, seen: SeenNote) -> Iterator[SyncedCard]:
    """The cards that the plugin makes of a note into which it looks, in order."""
    cards = seen.read.cards
    decks = _Decks(note, settings, cards)
    starts = note.source.line_starts
    for card in cards:
        found = seen.parts(card)
        written = tuple(note.source.slice(span) for span in found.schedules)
        yield SyncedCard(
            "spaced-repetition",
            card.kind,
            Span(starts[card.first], starts[card.last] + len(seen.lines[card.last])),
            found.question,
            found.answer,
            note.source.slice(found.question) if card.kind == "cloze" else "",
            (),
            decks.of(card, found.own_tag.strip(WHITESPACE)),
            None,
            tuple(entry for comment in written for entry in entries(comment)),
        )
