"""An id that the sync plugin does not read as the id of the cloze it is meant for."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._owners import is_deleted
from vaultlint.diagnostic import Finding, Related, Severity
from vaultlint.notes.cardmarks import ID_LENGTH
from vaultlint.notes.facts import CardId, Cloze, Note
from vaultlint.rule import NoOptions, NoteRule


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for cloze in note.clozes:
        lost = cloze.lost_id
        # A missing brace parts the cloze from its id too, and is told of itself; so is an id that
        # the plugin deletes, and one with too many digits.
        if lost is None or any(fault.kind == "lone-brace" for fault in cloze.faults):
            continue
        if len(lost.digits) <= ID_LENGTH and not is_deleted(note, lost):
            yield Finding(
                lost.span, _message(note, cloze, lost), (Related(cloze.span, "its cloze"),)
            )


def _message(note: Note, cloze: Cloze, lost: CardId) -> str:
    fate = "so the sync plugin makes a second note of the cloze"
    if len(lost.digits) < ID_LENGTH:
        return (
            f"id {lost.digits} has {len(lost.digits)} digits instead of {ID_LENGTH}, {fate}; "
            "restore the id"
        )
    if note.source.line_of(lost.span.start) == note.source.line_of(cloze.span.start):
        return (
            f"id {lost.digits} is not read on the line of its cloze, {fate}; "
            "move it to the next line"
        )
    return (
        f"id {lost.digits} is parted from its cloze by other lines, {fate}; "
        "move it to the line below the cloze"
    )


RULE = NoteRule("detached-cloze-id", "clozes", Severity.ERROR, check)
