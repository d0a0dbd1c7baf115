"""The footnotes of a note: what is defined, what is used, what was meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from vaultlint.checks._once import once_a_note
from vaultlint.notes.facts import Footnote, FootnoteReference, Note
from vaultlint.notes.regions import Regions, places_of
from vaultlint.notes.unclosed import hides_rest
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_OPENER = regex(r"\[\^")
_WITH_BLANK = regex(r"\[\^(?P<id>[^\]\s]++(?>(?:[ \t]++[^\]\s]++)+))\]:")
_INDENTED = regex(r"\[\^([^\s\]]{1,200}+)\]:")


class LostDefinition(Struct, frozen=True):
    """What is written as a definition, and is none.

    form: "text-above" (it goes on the paragraph above), "blank" (in its id) or "code" (it is
    indented too far). span: of [^id]:.
    """

    form: Literal["text-above", "blank", "code"]
    id: str
    span: Span


class Footnotes(Struct, frozen=True):
    """definitions, references: in order of place. lost: in any order."""

    definitions: tuple[Footnote, ...]
    references: tuple[FootnoteReference, ...]
    lost: tuple[LostDefinition, ...]


@once_a_note
def footnotes(note: Note) -> Footnotes:
    """The footnotes of a note; none of a note of which only a part can be read."""
    # An open bracket tells that there may be some, at the price of one look.
    if "[^" not in note.text or hides_rest(note):
        return Footnotes((), (), ())
    # What a comment holds, its definitions included, is not shown.
    hidden = Regions(comment.span for comment in note.comments)
    references: list[FootnoteReference] = []
    lost: list[LostDefinition] = []
    for reference in note.footnote_references:
        if hidden.end_of(reference.span.start) is not None:
            continue
        if _begins_line(note.text, reference.span):
            span = Span(reference.span.start, reference.span.end + 1)
            lost.append(LostDefinition("text-above", reference.id, span))
        else:
            references.append(reference)
    lost += _with_blank(note, hidden)
    lost += _in_code(note)
    return Footnotes(note.footnotes, tuple(references), tuple(lost))


def _begins_line(text: str, span: Span) -> bool:
    """Whether a reference stands where a definition would: first in its line, before a colon."""
    return text[span.end : span.end + 1] == ":" and _is_first(text, span.start)


def _is_first(text: str, at: int) -> bool:
    """Whether only blanks and the marks of quotes stand before a place of a line."""
    while at and text[at - 1] in " \t>":
        at -= 1
    return at == 0 or text[at - 1] in "\r\n"


def _with_blank(note: Note, hidden: Regions) -> Iterator[LostDefinition]:
    unread: Regions | None = None
    for opener in _OPENER.finditer(note.text, note.body.start):
        place = opener.start()
        # Only what is first in its line may be read to the end of it.
        match = _WITH_BLANK.match(note.text, place) if _is_first(note.text, place) else None
        if match is None:
            continue
        unread = unread or unread_places(note)
        if unread.end_of(place) is None and hidden.end_of(place) is None:
            yield LostDefinition("blank", match["id"], Span(*match.span()))


def _in_code(note: Note) -> Iterator[LostDefinition]:
    """Indented code that begins as a definition of a footnote that the note asks for."""
    wanted = {reference.id.lower() for reference in note.footnote_references}
    wanted -= {footnote.id.lower() for footnote in note.footnotes}
    for code in note.code if wanted else ():
        if code.kind != "indented":
            continue
        match = _INDENTED.match(note.text, code.span.start)
        if match and match[1].lower() in wanted:
            yield LostDefinition("code", match[1], Span(*match.span()))


def unread_places(note: Note) -> Regions:
    """Where no footnote can be."""
    return places_of(note.fences, note.code, note.math, note.html_blocks, note.links)
