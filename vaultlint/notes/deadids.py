"""What is written as a block id, and is none for Obsidian."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from vaultlint.notes.facts import Note
from vaultlint.notes.regions import Regions, places_of
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

# ^id at the end of a line. The lookbehind keeps "^^" and "\^" out; the literal before it is found
# ten times as fast as it would be behind it.
_CANDIDATE = regex(r"\^(?<![\\^]\^)(?P<id>[\w-]++)(?P<blanks>[ \t]*+)(?=\r|\n|\Z)")
_VALID = regex(r"[A-Za-z0-9-]+")
# The app makes ids of six hexadecimal digits; people mix words and numbers, as formulas do.
_MADE_BY_APP = regex(r"(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{6}")
_MADE_BY_HAND = regex(r"(?=.*[0-9-])(?=.*[A-Za-z]).{4,}")
_CARD_ID = regex(r"[0-9]{6,}")
_CARD_DIALECTS = frozenset({"bracket", "flashcards-obsidian"})
_PREFIX = regex(r"[ \t>]*+")


class DeadBlockId(Struct, frozen=True):
    """A ^id that Obsidian takes for text.

    form: "characters" (it holds one that an id may not hold), "glued" (to the word before it),
    "blanks" (behind it) or "text-below" (the paragraph goes on).
    span: ^ included, blanks not. is_plain: it can hardly be meant otherwise.
    """

    form: Literal["characters", "glued", "blanks", "text-below"]
    id: str
    span: Span
    is_plain: bool


def dead_block_ids(note: Note) -> Iterator[DeadBlockId]:
    """The dead block ids of a note, in order of place; those of flashcards are not looked at."""
    text = note.text
    if "^" not in text:
        return
    unread: Regions | None = None
    alive = {block.span.start for block in note.block_ids}
    has_cards = not _CARD_DIALECTS.isdisjoint(note.dialects)
    at = note.body.start
    while match := _CANDIDATE.search(text, at):
        at = match.end()
        place = match.start()
        if place in alive or (has_cards and _CARD_ID.fullmatch(match["id"])):
            continue
        unread = unread or _unread(note)
        if unread.end_of(place) is not None:
            continue
        line = note.source.line_starts[note.source.line_of(place)]
        is_alone = _PREFIX.fullmatch(text, line, place) is not None
        form = _form(text, match, is_alone)
        if form is None:
            continue
        written = match["id"]
        is_plain = _is_plain(form, written, is_alone)
        yield DeadBlockId(form, written, Span(place, match.end("id")), is_plain)


def _is_plain(form: str, written: str, is_alone: bool) -> bool:
    """Whether this is an id by its looks: not the power in "2^32-bit", nor the ^ of "^C"."""
    if _MADE_BY_APP.fullmatch(written):
        return True
    if is_alone:
        return len(written) > 2 and any(map(str.isalnum, written))
    return form in ("blanks", "characters") and _MADE_BY_HAND.fullmatch(written) is not None


def _form(
    text: str, match: re.Match[str], is_alone: bool
) -> Literal["characters", "glued", "blanks", "text-below"] | None:
    """What is wrong with this id; None when it is another thing than this module knows."""
    if not _VALID.fullmatch(match["id"]):
        return "characters"
    before = text[match.start() - 1 : match.start()]
    if not is_alone and not before.isspace():
        return "glued" if before.isalnum() or before in ".,;:!?)" else None
    if match["blanks"]:
        return "blanks"
    return "text-below" if _line_below(text, match.end()) else None


def _line_below(text: str, end: int) -> str:
    """The line below the one that ends here, without the marks of quotes and outer blanks."""
    start = end + (2 if text.startswith("\r\n", end) else 1)
    stop = min(
        (p for p in (text.find("\n", start), text.find("\r", start)) if p >= 0), default=len(text)
    )
    return text[start:stop].strip(" \t>")


def _unread(note: Note) -> Regions:
    """Where no block id can be."""
    blocks = (note.fences, note.html_blocks, note.tables)
    return places_of(*blocks, note.code, note.math, note.comments, note.links)
