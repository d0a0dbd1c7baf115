"""A cloze whose braces stand on different lines: the sync plugin reads line by line."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for cloze in note.clozes:
        for fault in cloze.faults:
            if fault.kind != "across-lines":
                continue
            card_id = cloze.lost_id or cloze.id
            left = f", and its id {card_id.digits} is left behind" if card_id else ""
            yield Finding(
                fault.span,
                f"the cloze {quoted(note.source.slice(fault.span))} goes on on another line: "
                f"the sync plugin reads each line for itself and makes nothing of it{left}; "
                "write it on one line",
            )
