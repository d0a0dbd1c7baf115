"""Notes for Obsidian_to_Anki, whole and damaged, as their author meant them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Literal, NamedTuple

from vaultlint.notes.ankifaults import (
    inline_faults,
    is_id_line,
    lost_ids,
    meant_type,
    note_faults,
)
from vaultlint.notes.ankilines import LEAD, file_lines
from vaultlint.notes.ankinotes import (
    COMMENT,
    ID,
    LEAST_DIGITS,
    Inside,
    NoteTypes,
    found_id,
    read_inline_note,
    read_note,
)
from vaultlint.notes.cardmarks import BLANKS
from vaultlint.notes.facts import (
    CardId,
    Note,
    ToAnki,
    ToAnkiFault,
    ToAnkiMark,
    ToAnkiNote,
)
from vaultlint.notes.reading import ObsidianToAnkiSettings
from vaultlint.notes.regions import Regions
from vaultlint.notes.scanned import is_scanned
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

_WORD = regex(r"\w")
_FIELD_LINE = regex(rf"{LEAD}[^\W\d_][\w ()-]{{0,40}}:[ \t]")
_LOOSE_ID = regex(rf"{COMMENT}{ID.pattern}")
_LONGEST_NAME = 200  # code points of a note's first line; fewer are ever quoted
_NOTES_LANGUAGE = "anki"  # of a fence
_MOST_LINES = 200  # of text that belong to a note without an end

MarkForm = Literal["exact", "trailing-blanks", "indented", "quoted"]


class _Mark(NamedTuple):
    """A line that begins or ends a note, or may do so.

    kind: "early" is a line of text that begins with the word END. form: as in ToAnkiMark.
    number: of the line. region: where the code ends that it stands in, None outside of code.
    """

    kind: Literal["start", "end", "early"]
    form: MarkForm
    number: int
    span: Span
    region: int | None


def read_to_anki(note: Note, settings: ObsidianToAnkiSettings) -> ToAnki:
    """What the note says to the plugin. Its fences and its code are read before."""
    if not is_scanned(note.path, settings):
        return ToAnki()
    code = tuple(_code(note))
    marks = tuple(_marks(note.source, note.body, Regions(code), settings))
    broken = _broken_fences(marks)
    code = tuple(span for span in code if span.end not in broken)
    marks = tuple(m._replace(region=None) if m.region in broken else m for m in marks)
    reader = _Reader(note.source, note.body, Regions(code), marks, settings)
    notes = sorted((*reader.notes(), *reader.inline_notes()), key=lambda found: found.span)
    taken = Regions(chain(code, (found.span for found in notes if found.end)))
    lines = tuple(file_lines(note.source, note.body.start, taken, settings, has_notes=bool(notes)))
    deleted = {line.id.span for line in lines if line.id}
    ids = chain(
        chain.from_iterable(_ids_of(found) for found in notes if not found.in_code),
        (found for found in _loose_ids(note, taken) if found.span not in deleted),
    )
    return ToAnki(
        tuple(notes),
        tuple(sorted(lines, key=lambda line: line.span)),
        tuple(sorted(set(ids), key=lambda card_id: card_id.span)),  # one may end two notes
    )


def _code(note: Note) -> Iterator[Span]:
    """Where nothing may be meant for the plugin. No note begins in a code span of several lines.

    In some vaults all notes for Anki stand in fences of their own, as ```anki.
    """
    for fence in note.fences:
        if fence.closer is not None and fence.language.lower() != _NOTES_LANGUAGE:
            yield fence.span
    for piece in note.code:
        if piece.kind == "indented" or "\n" not in note.source.slice(piece.span):
            yield piece.span


def _marks(
    source: Source, body: Span, code: Regions, settings: ObsidianToAnkiSettings
) -> Iterator[_Mark]:
    """The marks of a note, in order of place."""
    begin, end = settings.begin_note, settings.end_note
    words = "|".join(map(re.escape, sorted((begin, end), key=len, reverse=True)))
    anywhere = re.compile(words)
    pattern = re.compile(rf"(?P<lead>{LEAD})(?P<word>{words})(?P<behind>.*)")
    at = body.start
    while found := anywhere.search(source.text, at, body.end):
        number = source.line_of(found.start())
        line = source.line_span(number)
        at = max(line.end, found.end())
        match = pattern.match(source.text, line.start, line.end)
        if match is None:
            continue
        lead, behind = match["lead"], match["behind"]
        span = Span(match.start("word"), match.end("word"))
        region = code.end_of(span.start)
        form = _form(lead)
        is_alone = not behind.strip(BLANKS)
        if match["word"] == begin and is_alone:
            trails = form == "exact" and behind
            yield _Mark("start", "trailing-blanks" if trails else form, number, span, region)
        elif match["word"] == end and (is_alone or not lead):
            is_text = _WORD.search(behind) is not None
            yield _Mark("early" if is_text else "end", form, number, span, region)


def _broken_fences(marks: Sequence[_Mark]) -> frozenset[int]:
    """The ends of fences that hold the END of the note in which they begin.

    The plugin reads no fences: below `Back: ```python` Markdown takes the closer for an opener.
    """
    broken: set[int] = set()
    is_open = False
    example: int | None = None  # the last fence with a START of its own
    for index, mark in enumerate(marks):
        region = None if mark.region in broken else mark.region
        behind = marks[index + 1].kind if index + 1 < len(marks) else "start"
        if mark.kind == "start" and region is not None:
            example = region
        elif mark.form != "exact":
            continue
        elif mark.kind == "start":
            is_open = True
        elif region is None:
            is_open = False
        elif is_open and mark.kind == "end" and region != example and behind == "start":
            broken.add(region)
            is_open = False
    return frozenset(broken)


def _ids_of(found: ToAnkiNote) -> Iterator[CardId]:
    if found.id is not None and len(found.id.digits) >= LEAST_DIGITS:
        yield found.id
    yield from found.lost_ids


def _loose_ids(note: Note, taken: Regions) -> Iterator[CardId]:
    """Ids outside of notes: of those that expressions of the user's own find."""
    for match in _LOOSE_ID.finditer(note.text, note.body.start, note.body.end):
        if taken.end_of(match.start()) is None:
            yield CardId(match[1], Span(match.start() + len(COMMENT), match.end()))


class _Reader:
    """One walk over the lines of a note that begin or end notes for Anki."""

    def __init__(
        self,
        source: Source,
        body: Span,
        hidden: Regions,
        marks: tuple[_Mark, ...],
        settings: ObsidianToAnkiSettings,
    ) -> None:
        self._source = source
        self._body = body
        self._hidden = hidden
        self._settings = settings
        self._types = NoteTypes(settings)
        self._marks = marks
        self._next_end = self._ends_ahead(marks)

    # --- notes on lines of their own

    def notes(self) -> Iterator[ToAnkiNote]:
        """Block notes, those in code included that the plugin reads, in order of place."""
        opened: _Mark | None = None
        early: _Mark | None = None
        skip_to = 0
        for index, mark in enumerate(self._marks):
            if index < skip_to:
                continue
            if mark.kind == "start":
                closer = self._end_in_code(index) if opened is None else None
                if closer is not None:
                    if self._types.is_usual(self._text_of(mark.number + 1)):
                        yield self._note(mark, self._marks[closer], None, in_code=True)
                    skip_to = closer + 1
                elif self._begins(index, opened):
                    if opened is not None:
                        yield self._unclosed(opened, early, mark.number)
                    opened, early = mark, None
            elif opened is None:
                continue
            elif mark.kind == "end" and (mark.region is None or mark.region == opened.region):
                yield self._note(opened, mark, early)
                opened, early = None, None
            elif mark.form == "exact":
                early = early or mark
        if opened is not None:
            yield self._unclosed(opened, early, self._source.line_of(self._body.end) + 1)

    @staticmethod
    def _ends_ahead(marks: Sequence[_Mark]) -> tuple[int | None, ...]:
        """For each mark, the next one behind it that ends a note for the plugin."""
        ahead: int | None = None
        found: list[int | None] = []
        for index in range(len(marks) - 1, -1, -1):
            found.append(ahead)
            if marks[index].kind != "start" and marks[index].form == "exact":
                ahead = index
        return tuple(reversed(found))

    def _end_in_code(self, index: int) -> int | None:
        """The mark that ends a note of an example in code; None when it does not end there."""
        mark = self._marks[index]
        end = self._next_end[index]
        if mark.region is None or mark.form != "exact" or end is None:
            return None
        return end if self._marks[end].region == mark.region else None

    def _begins(self, index: int, opened: _Mark | None) -> bool:
        """Whether a START was meant to begin a note, and is no prose and no text of a note."""
        mark = self._marks[index]
        type_line = self._text_of(mark.number + 1)
        has_type = self._types.is_usual(type_line) or bool(meant_type(type_line, self._types))
        if mark.region is not None:
            return mark.form == "exact" and opened is None and self._next_end[index] is not None
        if opened is not None:
            is_apart = not self._text_of(mark.number - 1) or self._is_id_line(mark.number - 1)
            return has_type or (is_apart and not self._types.are_known and bool(type_line))
        if mark.form == "exact":
            return has_type or self._next_end[index] is not None
        return has_type or (mark.form != "quoted" and self._looks_like_note(index))

    def _looks_like_note(self, index: int) -> bool:
        """Whether fields or an id stand between a mark and the next one."""
        first = self._marks[index].number + 1
        if index + 1 == len(self._marks):
            return False
        for number in range(first, min(self._marks[index + 1].number, first + _MOST_LINES)):
            line = self._source.slice(self._source.line_span(number))
            if _FIELD_LINE.match(line) or is_id_line(line):
                return True
        return False

    def _text_of(self, number: int) -> str:
        """The text of a line without marks of quotes and lists; "" outside the note."""
        if not 0 <= number < len(self._source.line_starts):
            return ""
        text = self._source.slice(self._source.line_span(number))
        lead = _LEAD.match(text)
        return text[lead.end() if lead else 0 :].strip(BLANKS)

    def _is_id_line(self, number: int) -> bool:
        return is_id_line(self._text_of(number))

    def _note(
        self, opened: _Mark, closer: _Mark, early: _Mark | None, *, in_code: bool = False
    ) -> ToAnkiNote:
        source = self._source
        between = Span(source.line_starts[opened.number + 1], source.line_starts[closer.number])
        inside = read_note(source.text, between, self._types)
        in_code = in_code and not _has_id(inside)
        faults: list[ToAnkiFault] = []
        if not in_code and opened.form in ("exact", "trailing-blanks"):
            faults += note_faults(source.text, between, inside, self._settings, self._types)
            if early is not None:
                span = source.line_span(early.number)
                faults.append(ToAnkiFault("early-end", early.span, source.slice(span)))
            if inside.id is None and closer.form == "exact":
                faults += self._id_below(closer.number)
        found = tuple(sorted(faults, key=lambda fault: fault.span))
        return ToAnkiNote(
            "note",
            Span(opened.span.start, closer.span.end),
            ToAnkiMark(opened.form, opened.span),
            ToAnkiMark(closer.form, closer.span),
            self._settings.end_note,
            source.slice(inside.type),
            inside.type,
            self._name(opened.number + 1, closer.number),
            inside.id,
            tuple(lost_ids(found)),
            found,
            in_code,
        )

    def _id_below(self, number: int) -> Iterator[ToAnkiFault]:
        """An id on the line below END, where nothing looks for it."""
        if number + 1 >= len(self._source.line_starts):
            return
        line = self._source.line_span(number + 1)
        match = ID.search(self._source.text, line.start, line.end)
        if match and is_id_line(self._source.slice(line)):
            card_id = found_id(match)
            yield ToAnkiFault("id-below-end", card_id.span, card_id.digits)

    def _unclosed(self, opened: _Mark, early: _Mark | None, bound: int) -> ToAnkiNote:
        """A note without END. bound: the first line that is not its own."""
        source = self._source
        if early is not None and early.region != opened.region:
            early = None  # the END of an example in code
        if early is not None and not self._is_word(early):
            return self._note(opened, early, None)
        first = opened.number + 1
        last = opened.number
        note_id: CardId | None = None
        for number in range(first, min(bound, first + _MOST_LINES, len(source.line_starts))):
            line = source.line_span(number)
            match = ID.search(source.text, line.start, line.end)
            if match and is_id_line(source.slice(line)):
                note_id, last = found_id(match), number
                break
            if number - first > 1 and not source.slice(line).strip(BLANKS):
                break
            last = number
        faults: tuple[ToAnkiFault, ...] = ()
        if early is not None:
            words = source.slice(source.line_span(early.number))
            faults = (ToAnkiFault("early-end", early.span, words),)
        type_line = (
            source.line_span(first) if first <= last else Span(opened.span.end, opened.span.end)
        )
        return ToAnkiNote(
            "note",
            Span(opened.span.start, max(opened.span.end, source.line_span(last).end)),
            ToAnkiMark(opened.form, opened.span),
            None,
            self._settings.end_note,
            source.slice(type_line),
            type_line,
            self._name(first, bound) if opened.region is None and self._text_of(first) else "",
            note_id,
            faults=faults,
        )

    def _is_word(self, early: _Mark) -> bool:
        """Whether END is the beginning of a longer word."""
        return _WORD.match(self._source.text, early.span.end) is not None

    def _name(self, first: int, behind: int) -> str:
        """The first line of text between two lines, the note type left out."""
        fallback = ""
        for number in range(first, min(behind, first + _MOST_LINES)):
            text = self._source.slice(self._source.line_span(number)).strip(f"{BLANKS}>")
            if text and not fallback:
                fallback = text
            elif text:
                return (fallback if is_id_line(text) else text)[:_LONGEST_NAME]
        return fallback[:_LONGEST_NAME]

    # --- notes on one line

    def inline_notes(self) -> Iterator[ToAnkiNote]:
        """Notes between STARTI and ENDI, and those that only begin, in order of place."""
        begin, end_word = self._settings.begin_inline, self._settings.end_inline
        source = self._source
        at = source.text.find(begin, self._body.start, self._body.end)
        while at >= 0:
            line_end = source.line_span(source.line_of(at)).end
            start = Span(at, at + len(begin))
            closer = source.text.find(end_word, start.end, line_end)
            behind = line_end
            if closer >= 0:
                behind = closer + len(end_word)
                found = self._inline_note(start, Span(closer, behind))
                if not found.in_code or not found.type or self._types.is_usual(found.type):
                    yield found
            elif (
                _IN_BRACKETS.match(source.text, start.end, line_end)
                and self._hidden.end_of(at) is None
            ):
                yield self._inline_note(start, None)
            at = source.text.find(begin, behind, self._body.end)

    def _inline_note(self, start: Span, end: Span | None) -> ToAnkiNote:
        source = self._source
        line_end = source.line_span(source.line_of(start.start)).end
        between = Span(start.end, end.start if end else line_end)
        inside = read_inline_note(source.text, between, self._types)
        faults: tuple[ToAnkiFault, ...] = ()
        in_code = self._hidden.end_of(start.start) is not None
        in_code = in_code and not (inside and _has_id(inside))
        if inside is None:
            faults = (ToAnkiFault("inline-without-type", start),)
        elif end is not None and not in_code:
            found = inline_faults(source.text, between, inside, self._settings, self._types)
            faults = tuple(sorted(found, key=lambda fault: fault.span))
        return ToAnkiNote(
            "inline-note",
            Span(start.start, end.end if end else line_end),
            ToAnkiMark("exact", start),
            ToAnkiMark("exact", end) if end else None,
            self._settings.end_inline,
            source.slice(inside.type) if inside else "",
            inside.type if inside else Span(start.end, start.end),
            source.slice(inside.question if inside else between).strip(BLANKS)[:_LONGEST_NAME],
            inside.id if inside else None,
            tuple(lost_ids(faults)),
            faults,
            in_code,
        )


_LEAD = regex(LEAD)
_IN_BRACKETS = regex(rf"[{BLANKS}]*+\[[^\]]+\]")


def _has_id(inside: Inside) -> bool:
    """Whether a note was synced before: then it is no mere example, wherever it stands."""
    return inside.id is not None and len(inside.id.digits) >= LEAST_DIGITS


def _form(lead: str) -> MarkForm:
    if not lead:
        return "exact"
    return "quoted" if lead.strip(BLANKS) else "indented"
