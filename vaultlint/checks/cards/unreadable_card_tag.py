"""A tag line that the sync plugin does not take for one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from vaultlint.checks.cards._bare_fate import bare_fates_of
from vaultlint.checks.cards._bare_fate import loss as bare_loss
from vaultlint.checks.cards._fate import fates_of
from vaultlint.checks.cards._lines import CARDS, begins_paragraph
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.cardmarks import (
    BEHIND_TEXT,
    BLANKS,
    EXACT,
    LINKED,
    MISSPELT,
    ODD_BLANKS,
    TEXT_BEHIND,
    ZERO_WIDTH,
)
from vaultlint.notes.facts import CardTag, Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_PLAIN = regex(r"[\w/-]+")  # all that flashcards-obsidian reads in a hashtag
_LINK_TEXT = regex(r"\[([^\]]*)\]")
_SLIP = regex(r"#(?P<stem>(?:anki-)?card)s?(?:(?P<mark>[-/])reverse?[ds]?)?", re.IGNORECASE)
_READ = (EXACT, BEHIND_TEXT)
_ODD_BLANKS = BLANKS.replace(" ", "")


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    yield from _of_blocks(note)
    yield from _of_bare_cards(note)


def _of_bare_cards(note: Note) -> Iterator[Finding]:
    fates = bare_fates_of(note)
    for card in fates.cards:
        tag = card.tag
        if fates.of(card) is not None or fates.around(card) is not None:
            continue
        if tag.form == ODD_BLANKS:
            span, fault, advice = _fault(note, tag)
        elif _is_crlf(note, tag.span):
            span, fault = tag.name_span, f"{quoted(tag.name)} is hidden by the CR LF behind it"
            advice = "end the line with LF"
        elif odd := next((name for name in tag.hashtags if not _PLAIN.fullmatch(name.name)), None):
            span, fault = odd.span, f"{quoted('#' + odd.name)} hides the card tag of this line"
            advice = "write hashtags behind a card tag with letters, digits, -, _ and / only"
        else:
            continue
        yield Finding(
            span,
            f"{fault}: the card has no tag, and {bare_loss(card)}; {advice}",
            fix=_fix(note, tag) if begins_paragraph(note, card.question.start) else None,
        )


def _of_blocks(note: Note) -> Iterator[Finding]:
    fates = fates_of(note)
    has_returns = "\r" in note.text
    for card in note.cards:
        tag = card.tag
        if tag is None or (tag.form in _READ and not has_returns):
            continue
        if tag.form in (ODD_BLANKS, TEXT_BEHIND, LINKED, MISSPELT):
            span, fault, advice = _fault(note, tag)
        elif card.opener and not _is_crlf(note, card.opener.span) and _is_crlf(note, tag.span):
            span, fault = tag.name_span, f"{quoted(tag.name)} is hidden by the CR LF behind it"
            advice = "end the line with LF"
        else:
            continue
        synced = fates.of(card).synced
        if synced is None or fates.tag_of(synced) != tag.name_span.start:
            fate = f"the card has no tag, and {fates.loss(card)}"
            related = fates.related(card)
            yield Finding(span, f"{fault}: {fate}; {advice}", related, _fix(note, tag))
            continue
        # Behind a hashtag the plugin allows everything, and takes it for a part of the tag.
        for name in synced.tags:
            if any(char in BLANKS for char in name):
                what = fault.replace("hides the card tag", "stands in a hashtag")
                words = f"{what}: Anki takes {quoted(name)} for one tag; {advice}"
                yield Finding(span, words, fix=_fix(note, tag))
                break


def _is_crlf(note: Note, line: Span) -> bool:
    """Whether a carriage return hides a line, other than that of every line of the note."""
    return note.text.startswith("\r" if note.sync.cards_if_lf is None else "\r\r", line.end)


def _fault(note: Note, tag: CardTag) -> tuple[Span, str, str]:
    """The place, what is wrong, and what to do."""
    name = quoted(tag.name)
    if tag.form == ODD_BLANKS:
        text = note.source.slice(tag.span)
        # A tab before the tag does no harm.
        lead = len(text) - len(text.lstrip("\t "))
        places = [at for at, char in enumerate(text) if char in _ODD_BLANKS and at >= lead]
        behind = tag.name_span.start - tag.span.start
        odd = next((at for at in places if at >= behind), places[0])
        span = Span(tag.span.start + odd, tag.span.start + odd + 1)
        name = unicodedata.name(text[odd], "tab").lower()
        fault = f"{name} (U+{ord(text[odd]):04X}) hides the card tag of this line"
        return span, fault, "replace it by a plain blank"
    if tag.form == TEXT_BEHIND:
        rest = Span(tag.name_span.end, tag.span.end)
        text = note.source.slice(rest)
        start = rest.start + len(text) - len(text.lstrip(BLANKS))
        end = rest.start + len(text.rstrip(BLANKS))
        return (
            Span(start, max(start, end)),
            f"text behind {name}",
            "leave the tag and its hashtags alone on the line",
        )
    if tag.form == LINKED:
        return tag.name_span, f"{name} is a link and no tag", "replace it by the plain tag"
    return tag.name_span, f"{name} is no card tag", "spell the card tag exactly"


def _fix(note: Note, tag: CardTag) -> Fix | None:
    """The tag line as the plugin reads it, where there is no doubt how it is meant."""
    if tag.form == ODD_BLANKS:
        text = note.source.slice(tag.span)
        lead = len(text) - len(text.lstrip("\t "))
        edits = [
            Edit(Span(tag.span.start + at, tag.span.start + at + 1), _plain(char))
            for at, char in enumerate(text)
            if at >= lead and char in _ODD_BLANKS
        ]
        return Fix("Write plain blanks", tuple(edits), True, CARDS | {"tags"})
    if tag.form == EXACT and note.text.startswith("\r\n", tag.span.end):
        edit = Edit(Span(tag.span.end, tag.span.end + 1), "")
        return Fix("End the line in LF", (edit,), True, CARDS)
    link = _LINK_TEXT.match(tag.name) if tag.form == LINKED else None
    if link is not None:
        edit = Edit(tag.name_span, link[1])
        return Fix("Write the plain tag", (edit,), False, CARDS | {"tags", "links"})
    meant = _meant(tag.name) if tag.form == MISSPELT else tag.name
    if meant != tag.name:
        edit = Edit(tag.name_span, meant)
        return Fix(f"Write {meant}", (edit,), False, CARDS | {"tags"})
    return None


def _meant(name: str) -> str:
    """The usual tag that is one slip away: a plural, or a reversed card; else the name itself."""
    found = _SLIP.fullmatch(name)
    if found is None:
        return name
    return f"#{found['stem']}" + (f"{found['mark']}reverse" if found["mark"] else "")


def _plain(odd: str) -> str:
    return "" if odd in ZERO_WIDTH or odd == "\ufeff" else " "
