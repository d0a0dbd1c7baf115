"""A ﹇ line that the sync plugin does not take for the start of a card."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._bare_fate import BareFates
from vaultlint.checks.cards._names import card_name
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.cardmarks import (
    BLANKS,
    BREAK,
    EXACT,
    OPENER,
    OPENER_LINE,
    text_behind_opener,
)
from vaultlint.notes.facts import Card, CardPart, Note
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    hidden: list[Span] = []  # by nothing but their line ends
    for card in note.cards:
        opener = card.opener
        if opener is None:
            continue
        if opener.form == EXACT:
            if note.text.startswith("\r", opener.span.end):
                hidden.append(opener.span)
            continue
        span, fault, advice = _fault(note, opener)
        yield Finding(span, f"{fault}: {_fate(note, card)}; {advice}")
    if note.sync.cards_if_lf is not None and not note.sync.deleted:
        # Where there are ids to delete, deleted-by-crlf speaks of the note.
        hidden += (card.tag.name_span for card in BareFates(note).cards)
    if hidden:
        count = "the card" if len(hidden) == 1 else f"the {len(hidden)} cards"
        yield Finding(
            hidden[0],
            f"lines end in CR LF, which hides {count} of this note from Anki; "
            "save the note with LF line ends",
        )


def _fate(note: Note, card: Card) -> str:
    if card.id is None:
        return f"the {card_name(note, card)} never reaches Anki"
    return f"edits of the {card_name(note, card)} never reach its note {card.id.digits} in Anki"


def _fault(note: Note, opener: CardPart) -> tuple[Span, str, str]:
    """The place, what is wrong, and what to do."""
    text = note.source.slice(opener.span)
    start, end = opener.span.start, opener.span.end
    mark = start + text.index(OPENER)
    rest = start + text_behind_opener(text)
    match opener.form:
        case "trailing-blanks":
            return Span(rest, end), f"blanks behind {OPENER_LINE}", "remove them"
        case "other-break":
            found = Span(mark + len(OPENER), rest)
            return found, f"{note.source.slice(found)} is not {BREAK}", f"write {OPENER_LINE}"
        case "text-behind":
            start = rest + len(note.text[rest:end]) - len(note.text[rest:end].lstrip(BLANKS))
            span = Span(start, start + len(note.text[start:end].rstrip(BLANKS)))
            if rest == mark + len(OPENER):
                return span, f"text behind {OPENER}", f"write {OPENER_LINE}, the text below it"
            return span, f"text behind {OPENER_LINE}", "move it to the next line"
    return Span(mark, mark + len(OPENER)), f"no {BREAK} behind {OPENER}", f"write {OPENER_LINE}"


RULE = NoteRule("unreadable-card-opener", "cards", Severity.ERROR, check)
