"""The questions that flashcards-obsidian finds before a tag in the text of a paragraph.

Only an empty line parts paragraphs; one with a blank in it does not.
Source: reuseman/flashcards-obsidian, src/conf/regex.ts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol, TypeVar

from vaultlint.notes.sync.pieces import TagInText, head_end
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_EMPTY_LINE = "\n\n"
_LINE_FEEDS = regex(r"\n*+")


class Tail(Protocol):
    """What a card has behind its tag. end: of the card."""

    @property
    def end(self) -> int: ...


AnyTail = TypeVar("AnyTail", bound=Tail)


class Asked(NamedTuple):
    """A tag with the question before it. start: of the card. question: not trimmed."""

    start: int
    question: Span
    tag: TagInText


def asked(
    text: str, tags: Sequence[TagInText], tail_of: Callable[[str, TagInText], AnyTail]
) -> Iterator[tuple[Asked, AnyTail]]:
    """Each tag that has something before it in its paragraph, and what its card has behind it.

    tags: all of the text, in order. A card begins behind the one before at the earliest.
    """
    floor = 0
    index = 0
    while index < len(tags):
        tag = tags[index]
        index += 1
        if tag.start < floor:
            continue
        start = _paragraph_start(text, floor, tag.start)
        head = head_end(text, start)
        head -= text.startswith("\n", head)  # a line feed cannot begin the question
        if tag.start <= head:
            # The plugin took the tag for heading marks: it prefers a later one.
            later = tags[index] if index < len(tags) else None
            if later and text.find(_EMPTY_LINE, tag.start, later.start) < 0:
                tag = later
                index += 1
            elif tag.start > start:
                head = tag.start - 1
            else:
                continue
        tail = tail_of(text, tag)
        yield Asked(start, Span(head, tag.start), tag), tail
        floor = tail.end


def _paragraph_start(text: str, floor: int, end: int) -> int:
    """Where the paragraph begins that holds the text before `end`; from `floor` on."""
    empty = text.rfind(_EMPTY_LINE, floor, end)
    match = _LINE_FEEDS.match(text, floor if empty < 0 else empty + len(_EMPTY_LINE))
    assert match is not None
    return match.end()
