"""Ids that begin a line below CR LF: the sync plugin deletes their notes in Anki."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks._line_ends import with_line_feeds
from vaultlint.checks.cards._crlf import deleted_by_crlf
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    deleted = deleted_by_crlf(note)
    if not deleted:
        return
    first, *others = deleted
    notes = "this note" if not others else f"the notes of this id and {len(others)} more here"
    yield Finding(
        first.span,
        f"^{first.digits} begins a line below CR LF, which is a blank line for the sync plugin: "
        f"the next sync deletes {notes} in Anki; save the note with LF line ends",
        tuple(Related(card_id.span, "deleted too") for card_id in others),
        with_line_feeds(note, "cards"),
    )
