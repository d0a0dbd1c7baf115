"""An id that the sync plugin does not read as the id of the cloze it is meant for."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._owners import is_deleted
from vaultlint.checks.clozes._made import MadeClozes
from vaultlint.checks.clozes.cut_cloze import cut_off
from vaultlint.diagnostic import Finding, Related, Severity
from vaultlint.notes.cardmarks import ID_LENGTH
from vaultlint.notes.facts import CardId, Cloze, Note
from vaultlint.rule import NoOptions, NoteRule

_FATE = "so the sync plugin makes a second note of the cloze"
# These part a cloze from its id too, and are told of themselves.
_PARTING = ("lone-brace", "across-lines")


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if all(cloze.id is None and cloze.lost_id is None for cloze in note.clozes):
        return
    made = MadeClozes(note)
    for cloze in note.clozes:
        if any(fault.kind in _PARTING for fault in cloze.faults):
            continue
        found = _lost(note, cloze) or _unread(note, cloze, made)
        if found is not None:
            card_id, message = found
            yield Finding(card_id.span, message, (Related(cloze.span, "its cloze"),))


def _lost(note: Note, cloze: Cloze) -> tuple[CardId, str] | None:
    """An id that is not on the line below, or not whole, with what is wrong."""
    lost = cloze.lost_id
    # Of an id that the plugin deletes, and of one with too many digits, other rules speak.
    if lost is None or len(lost.digits) > ID_LENGTH or is_deleted(note, lost):
        return None
    if len(lost.digits) < ID_LENGTH:
        return lost, (
            f"id {lost.digits} has {len(lost.digits)} digits instead of {ID_LENGTH}, {_FATE}; "
            "restore the id"
        )
    if note.source.line_of(lost.span.start) == note.source.line_of(cloze.span.start):
        return lost, (
            f"id {lost.digits} is not read on the line of its cloze, {_FATE}; "
            "move it to the next line"
        )
    return lost, (
        f"id {lost.digits} is parted from its cloze by other lines, {_FATE}; "
        "move it to the line below the cloze"
    )


def _unread(note: Note, cloze: Cloze, made: MadeClozes) -> tuple[CardId, str] | None:
    """An id on the line below that the plugin does not read all the same, with the reason."""
    card_id = cloze.id
    cards = made.of(cloze)
    if card_id is None or not cards or any(card.id is not None for card in cards):
        return None
    if cut_off(note, cloze, cards) is not None:
        return None  # cut-cloze speaks of it
    number = note.source.line_of(card_id.span.start)
    line = note.source.line_span(number)
    if line.start < card_id.span.start:
        return card_id, (
            f"id {card_id.digits} does not begin its line, {_FATE}; remove what stands before it"
        )
    has_crlf = note.text.startswith("\r", note.source.line_span(number - 1).end)
    if has_crlf and note.sync.cards_if_lf is None:
        return None  # deleted-by-crlf speaks of it
    if note.source.line_of(cloze.span.start) == number - 1:
        return card_id, (
            f"id {card_id.digits} does not follow the hashtags of its cloze at once, {_FATE}; "
            "end the line of the cloze with them"
        )
    if "bracket" not in note.dialects:
        return card_id, (
            f"id {card_id.digits} is parted from its cloze by a line of hashtags, {_FATE}; "
            "move them to the end of the line of the cloze"
        )
    return card_id, (
        f"id {card_id.digits} stands below hashtags of which the sync plugin reads only a part, "
        f"{_FATE}; write them with a to z, digits, -, _, / and plain emoji, and no blank behind"
    )


RULE = NoteRule("detached-cloze-id", "clozes", Severity.ERROR, check)
