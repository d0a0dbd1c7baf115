"""What nothing closes, and what it hides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from vaultlint.notes.facts import Fence, Note
from vaultlint.text.span import Span


class Unclosed(Struct, frozen=True):
    """A construct without an end.

    opener: the mark that begins it. hidden: what it hides, from behind that mark.
    to_end: the note ends with it; otherwise a quote, a list or the like does.
    """

    kind: Literal["comment", "html-comment", "math", "fence"]
    opener: Span
    hidden: Span
    to_end: bool


def unclosed(note: Note) -> Iterator[Unclosed]:
    """The constructs of a note that nothing closes, and that hide something."""
    for comment in note.comments:
        if not comment.closed:
            kind: Literal["comment", "html-comment"]
            kind, mark = ("comment", 2) if comment.kind == "obsidian" else ("html-comment", 4)
            yield from _hiding(note, kind, comment.span, mark)
    for math in note.math:
        if not math.closed:
            yield from _hiding(note, "math", math.span, 2)
    fence = _unclosed_fence(note)
    if fence is not None and note.text[fence.opener.end :].strip():
        opener = Span(fence.opener.start, fence.opener.start + len(fence.marker))
        yield Unclosed("fence", opener, Span(opener.end, len(note.text)), to_end=True)


def hides_rest(note: Note) -> bool:
    """Whether something hides the rest of the note from some place on."""
    return any(found.to_end for found in unclosed(note))


def _hiding(
    note: Note, kind: Literal["comment", "html-comment", "math"], span: Span, mark: int
) -> Iterator[Unclosed]:
    hidden = Span(span.start + mark, span.end)
    if note.source.slice(hidden).strip():
        to_end = not note.text[span.end :].strip()
        yield Unclosed(kind, Span(span.start, hidden.start), hidden, to_end)


def _unclosed_fence(note: Note) -> Fence | None:
    """The fence that lacks its closer, when code goes on to the end of the note.

    A fence in a quote or a list ends with it at the latest. What was meant as its closer then
    stands outside, and opens the next fence.
    """
    fences = note.fences
    at = len(fences) - 1
    if at < 0 or fences[at].closer is not None or note.text[fences[at].span.end :].strip():
        return None
    while at and fences[at - 1].closer is None:
        at -= 1
    return fences[at]
