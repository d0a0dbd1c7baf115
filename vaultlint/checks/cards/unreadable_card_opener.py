"""A ﹇ line that the sync plugin does not take for the start of a card."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks._line_ends import with_line_feeds
from vaultlint.checks.cards._crlf import hidden_by_crlf
from vaultlint.checks.cards._fate import fates_of
from vaultlint.checks.cards._lines import CARDS
from vaultlint.checks.cards._names import card_name
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.cardmarks import (
    BLANKS,
    BREAK,
    EXACT,
    OPENER,
    OPENER_LINE,
    text_behind_opener,
)
from vaultlint.notes.facts import Card, CardPart, Note
from vaultlint.rule import NoOptions
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for card in note.cards:
        opener = card.opener
        if opener is None or opener.form == EXACT:
            continue
        span, fault, advice = _fault(note, opener)
        fix = _fix(note, opener, span) if _ends(card) else None
        yield Finding(span, f"{fault}: {_fate(note, card)}; {advice}", fix=fix)
    hidden = hidden_by_crlf(note)
    if hidden:
        count = "the card" if len(hidden) == 1 else f"the {len(hidden)} cards"
        yield Finding(
            hidden[0],
            f"lines end in CR LF, which hides {count} of this note from Anki; "
            "save the note with LF line ends",
            # Better hidden than merged: another card would be overwritten in Anki.
            fix=None if _would_merge(note) else with_line_feeds(note, "cards"),
        )


def _ends(card: Card) -> bool:
    """Whether the plugin finds the tag and the end once it sees ﹇; else it runs on into the next.

    A fault of these is repaired first, and ﹇ in the next pass.
    """
    return card.closer is not None and card.tag is not None and card.tag.form == EXACT


def _would_merge(note: Note) -> bool:
    fates = fates_of(note)
    return any(card.opener and fates.of(card).kind == "merged" for card in note.cards)


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


def _fix(note: Note, opener: CardPart, fault: Span) -> Fix | None:
    """The ﹇ line made exact. fault: as of _fault()."""
    mark = note.text.index(OPENER, opener.span.start)
    behind = mark + len(OPENER)
    match opener.form:
        case "trailing-blanks":
            return Fix("Remove the blanks", (Edit(fault, ""),), True, CARDS)
        case "other-break":
            return Fix(f"Write {OPENER_LINE}", (Edit(fault, BREAK),), True, CARDS)
        case "text-behind":
            indent = note.text[opener.span.start : mark]
            title = f"Write {OPENER_LINE} on a line of its own"
            edit = Edit(Span(behind, fault.start), f"{BREAK}\n{indent}")
            return None if indent.strip() else Fix(title, (edit,), False, CARDS)
    return Fix(f"Write {OPENER_LINE}", (Edit(Span(behind, opener.span.end), BREAK),), False, CARDS)
