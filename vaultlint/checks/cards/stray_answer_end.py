"""⌂ outside of a card, or as an item of a list."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._fate import fates_of
from vaultlint.checks.cards._lines import CARDS, line_at
from vaultlint.checks.cards._names import card_name
from vaultlint.checks.cards._owners import code_and_math
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.cardmarks import ANSWER_END, BLANKS, LIST_ITEM
from vaultlint.notes.facts import Note
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_LINE = regex(rf"[{BLANKS}]*+(?:[-*+]|[0-9]{{1,9}}[.)])?[ \t]*+{ANSWER_END}[{BLANKS}]*+")


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if "bracket" not in note.dialects or ANSWER_END not in note.text:
        return
    yield from _list_items(note)
    ends = sum(card.separator is not None for card in note.cards)
    if note.text.count(ANSWER_END, note.body.start) <= ends:
        return  # each ⌂ ends an answer
    for span in _lines(note):
        if code_and_math(note).end_of(span.start) is None:
            yield Finding(
                span,
                f"{ANSWER_END} ends no card here: it was left behind; remove it, or complete the "
                "card above it",
                fix=_removed(note, span),
            )


def _list_items(note: Note) -> Iterator[Finding]:
    fates = fates_of(note)
    for card in note.cards:
        end = card.separator
        if end is None or end.form != LIST_ITEM or fates.begins_astray(card):
            continue
        at = note.text.rindex(ANSWER_END, end.span.start, end.span.end)
        yield Finding(
            Span(at, at + len(ANSWER_END)),
            f"{ANSWER_END} is an item of a list in the answer of the {card_name(note, card)}; "
            "put it below the list, at the start of a line",
            fix=_below_list(note, end.span),
        )


def _below_list(note: Note, item: Span) -> Fix | None:
    line = line_at(note, item.start)
    if note.source.slice(line).strip() != note.source.slice(item).strip():
        return None
    return Fix(f"Put {ANSWER_END} below the list", (Edit(line, f"\n{ANSWER_END}"),), False, CARDS)


def _removed(note: Note, mark: Span) -> Fix:
    """The line of a lone ⌂ removed, with its line break."""
    source = note.source
    index = source.line_of(mark.start)
    start = source.line_starts[index]
    is_last = index + 1 == len(source.line_starts)
    end = len(note.text) if is_last else source.line_starts[index + 1]
    return Fix("Remove the line", (Edit(Span(start, end), ""),), False)


def _lines(note: Note) -> Iterator[Span]:
    """The ⌂ of every line outside of cards that holds nothing else."""
    cards = Regions(card.span for card in note.cards)
    at = note.text.find(ANSWER_END, note.body.start)
    while at >= 0:
        behind = cards.end_of(at)
        if behind is None:
            line = note.source.line_span(note.source.line_of(at))
            behind = line.end
            if _LINE.fullmatch(note.source.slice(line)):
                yield Span(at, at + len(ANSWER_END))
        at = note.text.find(ANSWER_END, behind)
