"""Schedules: the comments <!--SR:…-->, the reviews in them, and what they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from msgspec import Struct

from vaultlint.notes.cardmarks import WHITESPACE
from vaultlint.notes.facts import SpacedFault, SpacedSchedule
from vaultlint.notes.regions import Regions
from vaultlint.notes.spaced.view import Found, View
from vaultlint.notes.sync.spaced_repetition import (
    CALLOUT,
    COMMENT_END,
    SCHEDULE,
    SINGLE,
    ReadCard,
)
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_SCHEDULE = regex(r"<!--[ \t]*sr[ \t]*:", re.IGNORECASE)
_SM2 = regex(r"(?P<due>[0-9-]+),[0-9]+,[0-9]+")
_FSRS = regex(r"fsrs,(?P<due>[^,]+)(?:,-?[0-9.]+){7},(?:-|[^,]+)$")
_DUE = regex(
    r"(?:(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    r"|(?P<day2>[0-9]{1,2})-(?P<month2>[0-9]{1,2})-(?P<year2>[0-9]{4}))(?:T.*)?$"
)
_CLOZE_MARKS = ("**", "{{")
_ID_LINE = regex(r"\s*\^[A-Za-z0-9-]+\s*$")
_ID_BEFORE = regex(r"(?<!\S)(\^[A-Za-z0-9-]+)\s*$")
_LONGEST_ID = 200  # code points, blanks behind it included


class _Place(Struct, frozen=True):
    """A comment that is a schedule, or nearly one. end: 0 where it has none on its line.

    card: that it belongs to. words: its question. asked: in how many ways it is asked.
    """

    start: int
    end: int
    line: int
    card: ReadCard | None
    words: Span | None
    asked: int


def schedules(view: View) -> tuple[SpacedSchedule, ...]:
    """All that are written as the plugin writes them, outside of code, in order."""
    return tuple(
        _schedule(view, place)
        for place in _places(view)
        if place.end and view.note.text.startswith(SCHEDULE, place.start)
    )


def _places(view: View) -> Iterator[_Place]:
    note = view.note
    if not (found := list(_SCHEDULE.finditer(note.text, note.body.start))):
        return
    code = Regions(
        chain((fence.span for fence in note.fences if fence.closer), (c.span for c in note.code))
    )
    known: tuple[ReadCard | None, Span | None, int] = (None, None, 0)
    behind = 0  # a comment without an end: it takes in the rest of its line
    for match in found:
        if match.start() < behind or code.end_of(match.start()) is not None:
            continue
        line = note.source.line_of(match.start())
        line_end = note.source.line_span(line).end
        end = note.text.find(COMMENT_END, match.end(), line_end)
        behind = line_end if end < 0 else 0
        card = view.card_at.get(line)
        if card is not known[0]:
            asked = view.seen.ways(card) if card else 0
            known = card, view.question(card) if card else None, asked
        yield _Place(match.start(), 0 if end < 0 else end + len(COMMENT_END), line, *known)


def _schedule(view: View, place: _Place) -> SpacedSchedule:
    inner = Span(place.start + len(SCHEDULE), place.end - len(COMMENT_END))
    return SpacedSchedule(Span(place.start, place.end), tuple(_entries(view, inner)), place.words)


def _entries(view: View, inner: Span) -> Iterator[Span]:
    text = view.note.text
    at = text.find("!", inner.start, inner.end)
    while at >= 0:
        behind = text.find("!", at + 1, inner.end)
        yield Span(at + 1, behind if behind >= 0 else inner.end)
        at = behind


def schedule_faults(view: View, explained: Regions) -> Iterator[Found]:
    """Schedules that are not read, or that the plugin cuts."""
    text, source = view.note.text, view.note.source
    reviewed: dict[int, int] = {}
    detached = -1  # the last line with a schedule that belongs to no card: one is told of
    places = list(_places(view))
    # Where nothing states the separators and clozes, what is no card by the usual ones may be one.
    has_others = view.settings.is_stated or any(place.card for place in places)
    for place in places:
        if not text.startswith(SCHEDULE, place.start) or not place.end:
            form = "spelling" if place.end else "unclosed"
            span = Span(place.start, place.end or source.line_span(place.line).end)
            yield Found(SpacedFault("unreadable-schedule", form, span, place.words))
            continue
        if explained.end_of(place.line) is not None:
            continue
        if place.line == detached:
            continue
        schedule = _schedule(view, place)
        yield from _id_before(view, schedule, place.line)
        if place.card is None:
            detached = place.line
            found = _detached(view, schedule, place.line)
            if found.fault.form != "no-card" or (has_others and _is_no_card(view, found.fault)):
                yield found
            continue
        yield from _unreadable(view, schedule)
        known = reviewed.get(place.card.first, 0)
        count = known + len(schedule.entries)
        reviewed[place.card.first] = count
        if known <= place.asked < count and _is_counted(view, place.card):
            rest = Span(schedule.entries[place.asked - known].start - 1, schedule.entries[-1].end)
            fault = SpacedFault(
                "surplus-schedule", str(place.asked), rest, schedule.card, None, count
            )
            yield Found(fault)
    yield from _ids_behind(view, explained)
    yield from _empty_callouts(view)


def _is_counted(view: View, card: ReadCard) -> bool:
    """Whether it is known in how many ways a card is asked: clozes of other kinds may be on."""
    return view.settings.is_stated or card.kind != "cloze" or not _has_marks(view, card.lines)


def _is_no_card(view: View, fault: SpacedFault) -> bool:
    """Whether the text above a schedule is no card by any settings that are likely."""
    assert fault.card is not None
    words = view.note.source.slice(fault.card)
    return view.settings.is_stated or not any(mark in words for mark in _CLOZE_MARKS)


def _has_marks(view: View, lines: Iterable[int]) -> bool:
    """Whether these lines have what some settings make clozes of."""
    return any(mark in view.lines[line] for line in lines for mark in _CLOZE_MARKS)


def _unreadable(view: View, schedule: SpacedSchedule) -> Iterator[Found]:
    text, card = view.note.text, schedule.card
    inner = Span(schedule.span.start + len(SCHEDULE), schedule.span.end - len(COMMENT_END))
    if not text.startswith("!", inner.start):
        yield Found(SpacedFault("unreadable-schedule", "mark", inner, card))
        return
    for entry in schedule.entries:
        words = view.note.source.slice(entry).strip(WHITESPACE)
        match = _FSRS.match(words) if words.startswith("fsrs,") else _SM2.match(words)
        if match is None:
            form = "fsrs-fields" if words.startswith("fsrs") else "fields"
            yield Found(SpacedFault("unreadable-schedule", form, entry, card))
        elif not _is_date(match["due"]):
            yield Found(SpacedFault("unreadable-schedule", "date", entry, card))


def _is_date(text: str) -> bool:
    found = _DUE.match(text)
    if found is None:
        return False
    parts = (found["year"] or found["year2"], found["month"] or found["month2"])
    try:
        date(int(parts[0]), int(parts[1]), int(found["day"] or found["day2"]))
    except ValueError:
        return False
    return True


def _detached(view: View, schedule: SpacedSchedule, line: int) -> Found:
    """A schedule that the plugin finds no card for."""
    span = schedule.span
    above = view.note.text[view.note.source.line_starts[line] : span.start].strip(WHITESPACE + "> ")
    if above:
        words = Span(view.span(line).start, span.start)
        return Found(SpacedFault("detached-schedule", "no-card", span, words))
    begin = line - 1 if _in_callout(view, line - 1) else line
    number = begin - 1
    while number >= max(view.first, line - 6) and view.is_blank(number):
        number -= 1
    if number < view.first or view.is_blank(number):
        return Found(SpacedFault("detached-schedule", "nothing", span))
    if _ID_LINE.match(view.lines[number]) and number - 1 in view.card_at:
        card = view.card_at[number - 1]
        fault = SpacedFault("misplaced-block-id", "line", view.span(number), view.question(card))
        return Found(fault)
    owner = view.card_at.get(number)
    if owner is None and number < begin - 1:
        return Found(SpacedFault("detached-schedule", "nothing", span))
    if owner is None:
        return Found(SpacedFault("detached-schedule", "no-card", span, view.span(number)))
    has_own = any(view.parts(owner).schedules)
    form = "second" if has_own else "blank-line"
    return Found(SpacedFault("detached-schedule", form, span, view.question(owner)))


def _in_callout(view: View, line: int) -> bool:
    return view.first <= line < len(view.lines) and view.lines[line].startswith(CALLOUT)


def _id_before(view: View, schedule: SpacedSchedule, line: int) -> Iterator[Found]:
    """A block id on the line of a schedule, before it."""
    end = schedule.span.start
    start = max(view.note.source.line_starts[line], end - _LONGEST_ID)
    found = _ID_BEFORE.search(view.note.text, start, end)
    if found is not None:
        place = Span(*found.span(1))
        yield Found(SpacedFault("misplaced-block-id", "before", place, schedule.card))


def _ids_behind(view: View, explained: Regions) -> Iterator[Found]:
    """A block id on a line of its own below the schedule of a card of several lines."""
    for card in view.read.cards:
        last = card.last
        if card.kind in SINGLE or explained.end_of(last) is not None or len(card.lines) < 2:
            continue
        above = view.lines[card.lines[-2]]
        if _ID_LINE.match(view.lines[last]) and above.startswith(SCHEDULE):
            words = view.question(card)
            yield Found(SpacedFault("misplaced-block-id", "below", view.span(last), words))


def _empty_callouts(view: View) -> Iterator[Found]:
    """A callout for a schedule in which none stands: the plugin reads on until it meets one."""
    for card in view.read.cards:
        if card.kind not in SINGLE or not _in_callout(view, card.first + 1):
            continue
        last = view.lines[card.last]
        is_found = SCHEDULE in last and (last.startswith(">") or card.last == card.first + 2)
        if not is_found:
            span = view.span(card.first + 1)
            count = card.last - card.first - 1
            fault = SpacedFault(
                "callout-without-schedule", "", span, view.question(card), None, count
            )
            yield Found(fault)
