"""An id that the sync plugin does not read as the id of the cloze it is meant for."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Related, Severity
from vaultlint.notes.clozes import ID_DIGITS
from vaultlint.notes.facts import CardId, Cloze, Note
from vaultlint.rule import NoOptions, NoteRule


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
    if digits > ID_DIGITS:
        return (
            f"this id has {digits} digits, and the sync plugin reads the first {ID_DIGITS}, which "
            "are the id of another note; restore the id of the cloze"
        )
    if digits < ID_DIGITS:
        return (
            f"this id has {digits} digits instead of {ID_DIGITS}, so it is not read and a second "
            "note is made of the cloze; restore it"
        )
    lines = note.source.line_of(lost.span.start) - note.source.line_of(cloze.span.start)
    if lines == 0:
        return (
            "the id of a cloze is not read on its own line, so a second note is made of the cloze; "
            "move the id to the next line"
        )
    above = note.source.line_span(note.source.line_of(lost.span.start) - 1)
    # The rule deleted-by-blank-line tells of these.
    if not note.source.slice(above).strip(" \t>"):
        return ""
    return (
        "the id is parted from its cloze by other text, so a second note is made of the cloze; "
        "move the id to the line below the cloze"
    )


RULE = NoteRule("detached-cloze-id", "clozes", Severity.ERROR, check)
