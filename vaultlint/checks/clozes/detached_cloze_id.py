"""An id that the sync plugin does not read as the id of the cloze it is meant for."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Related, Severity
from vaultlint.notes.clozes import ID_DIGITS
from vaultlint.notes.facts import CardId, Cloze, Note
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for cloze in note.clozes:
        lost = cloze.lost_id
        # A missing brace parts the cloze from its id too, and is told of itself.
        if lost is None or any(fault.kind == "lone-brace" for fault in cloze.faults):
            continue
        message = _message(note, cloze, lost)
        if message:
            yield Finding(lost.span, message, (Related(cloze.span, "the cloze"),))


def _message(note: Note, cloze: Cloze, lost: CardId) -> str:
    """What is wrong with the place of an id; empty when another rule says so."""
    digits = len(lost.digits)
    if digits != ID_DIGITS:
        return (
            f"the id {quoted('^' + lost.digits)} has {digits} digits, so the cloze above loses its "
            f"note in Anki; restore its {ID_DIGITS} digits"
        )
    lines = note.source.line_of(lost.span.start) - note.source.line_of(cloze.span.start)
    if lines == 0:
        return (
            "the id of a cloze is not read behind its text, so a second note is made of it; "
            "move the id to the next line"
        )
    above = note.source.line_span(note.source.line_of(lost.span.start) - 1)
    # The rule deleted-by-blank-line tells of these.
    if not note.source.slice(above).strip(" \t>"):
        return ""
    return (
        "the id is parted from its cloze by other text, so a second note is made of the cloze; "
        "move the id right below the line of the cloze"
    )


RULE = NoteRule("detached-cloze-id", "clozes", Severity.ERROR, check)
