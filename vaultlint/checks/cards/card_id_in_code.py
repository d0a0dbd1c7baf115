"""An id on a line of its own in code: no card can own it there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from vaultlint.checks.cards._owners import is_deleted, unowned_ids
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions

_BESIDE_ID = " \t>"  # blanks, and the marks of a quote


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    found = unowned_ids(note)
    if not found:
        return
    # What an unclosed fence takes in is no code by intention.
    fences = (fence.span for fence in note.fences if fence.closer is not None)
    code = Regions(chain(fences, (code.span for code in note.code)))
    for card_id in found:
        if code.end_of(card_id.span.start) is None:
            continue
        line = note.source.line_span(note.source.line_of(card_id.span.start))
        before = note.text[line.start : card_id.span.start]
        behind = note.text[card_id.span.end : line.end]
        # Of an id that deletes its note, deleted-by-blank-line speaks.
        if (before + behind).strip(_BESIDE_ID) or is_deleted(note, card_id):
            continue
        yield Finding(
            card_id.span,
            f"id {card_id.digits} stands in code, where no card owns it, and a blank line above "
            "it deletes its note in Anki; move it to the end of its card, or remove it",
        )
