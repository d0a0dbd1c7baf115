"""A bare card that no empty line parts from the text above or below: that text runs into it."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._bare_fate import bare_fates_of
from vaultlint.checks.cards._lines import CARDS, parted
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.cardmarks import is_blank
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    fates = bare_fates_of(note)
    for card in fates.cards:
        synced = fates.of(card)
        if synced is None:
            continue
        words = note.text[synced.question.start : card.question.start].strip().strip("#")
        if words.strip():
            blanks = _blanks(note, note.source.line_of(card.question.start) - 1)
            where = f"above the {fates.name(card)}"
            fate = f"its question in Anki begins with {quoted(words)}"
            start = note.source.line_span(note.source.line_of(card.question.start)).start
            yield _finding(note, blanks, card.question, where, fate, start)
        words = note.text[card.answer.end : synced.answer.end]
        last = max(card.answer.end - 1, card.tag.span.start)
        blanks = _blanks(note, note.source.line_of(last) + 1)
        if words.strip() and blanks is not None:
            where = f"below the answer of the {fates.name(card)}"
            yield _finding(
                note, blanks, card.answer, where, f"in Anki it goes on with {quoted(words)}"
            )


def _finding(
    note: Note, blanks: Span | None, text: Span, where: str, fate: str, start: int | None = None
) -> Finding:
    """start: of the line above which an empty one is missing; None where the blanks part."""
    if blanks is None:
        message = f"no empty line {where}: {fate}; put one there"
        return Finding(text, message, fix=None if start is None else parted(note, start))
    edit = Edit(blanks, "")
    fix = Fix("Remove the blanks", (edit,), True, CARDS, reach=text)
    message = f"blanks in the line {where}: {fate}; remove them"
    return Finding(blanks, message, fix=fix)


def _blanks(note: Note, number: int) -> Span | None:
    """The line with this number when it holds blanks and nothing else."""
    if not 0 <= number < len(note.source.line_starts):
        return None
    line = note.source.line_span(number)
    return line if line.start < line.end and is_blank(note.source.slice(line)) else None
