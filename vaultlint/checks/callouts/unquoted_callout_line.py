"""A line that belongs to a callout, though it lacks the mark."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks._in_cards import card_places
from vaultlint.checks._once import once_a_note
from vaultlint.diagnostic import Edit, Finding, Fix, Related
from vaultlint.notes.facts import Callout, Note
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_LINE = regex(r"[^\r\n]++")
_MARKS = regex(r"(?>(?:[ \t]*+>)*)")
_QUOTES_ONLY = regex(r"[ >]*+")
_BLOCK_ID = regex(r"[ \t>]*+\^[A-Za-z0-9-]++")


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    told: set[int] = set()
    for callout in note.callouts:
        line = _unquoted(note, callout)
        if line is not None and line.start not in told:
            told.add(line.start)
            yield Finding(
                line,
                f"this line has {_count(note, line)}, and yet belongs to the callout above; put "
                "one before it, or a blank line above it",
                (Related(callout.marker, "the callout"),),
                fix=_fix(note, callout, line),
            )


def _fix(note: Note, callout: Callout, first: Span) -> Fix | None:
    """Puts the marks that are missing before this line and all such lines below, as it is shown.

    None where quotes stand in something else, and where cards do, whose text it would be.
    """
    text = note.text
    begin = _line_start(note, callout.marker.start)
    if not _QUOTES_ONLY.fullmatch(text, begin, callout.marker.start):
        return None
    depth = text.count(">", begin, callout.marker.start)
    edits: list[Edit] = []
    for line in _LINE.finditer(text, _line_start(note, first.start), callout.span.end):
        marks = _MARKS.match(text, *line.span())
        found = marks[0].count(">") if marks else 0
        if found >= depth:
            continue
        if _BLOCK_ID.fullmatch(line[0]) or card_places(note).touches(Span(*line.span())):
            return None
        place = marks.end() if marks and found else line.start()
        blank = "" if text[place : place + 1] in (" ", "\t") and found else " "
        put = f"{' ' if found else ''}{' '.join('>' * (depth - found))}{blank}"
        edits.append(Edit(Span(place, place), put))
    title = 'Write the ">" of the callout'
    return Fix(title, tuple(edits), False, frozenset({"texts"}))


def _line_start(note: Note, place: int) -> int:
    return note.source.line_starts[note.source.line_of(place)]


def _count(note: Note, line: Span) -> str:
    return 'one ">" too few' if note.text[line.start] == ">" else 'no ">"'


def _unquoted(note: Note, callout: Callout) -> Span | None:
    """The first line of a callout with fewer marks than the callout's own."""
    text = note.text
    # Marks of outer quotes stand before the span.
    depth = text.count(">", _line_start(note, callout.span.start), callout.marker.start)
    written = note.source.slice(callout.span)
    if depth == 1 and written.count("\n>") == written.count("\n") and "\r" not in written:
        return None  # each line begins with a mark, as in most notes
    _first, *others = _LINE.finditer(text, callout.span.start, callout.span.end)
    for line in others:
        marks = _MARKS.match(text, *line.span())
        if marks is None or marks[0].count(">") >= depth:
            continue
        # An id right below is how callouts are linked to; a card's own lines end it.
        if _BLOCK_ID.fullmatch(line[0]) or _card_lines(note).end_of(line.start()) is not None:
            return None
        words = line[0].strip()
        start = line.start() + line[0].index(words)
        return Span(start, start + len(words))
    return None


@once_a_note
def _card_lines(note: Note) -> Regions:
    """The structural lines of cards."""
    parts = [part for card in note.cards for part in (card.opener, card.separator, card.closer)]
    tags = [tag.span for card in note.cards for tag in card.tags]
    return Regions([*(part.span for part in parts if part is not None), *tags])
