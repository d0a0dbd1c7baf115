"""A code fence that nothing closes."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.blocks._unclosed import finding, unclosed_of_kind
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    # Where cards are lost besides, fence-freezes-sync or unclosed-fence-hides-cards speaks of it.
    faults = note.spaced.faults if note.spaced else ()
    if note.cards or any(fault.rule == "unclosed-fence-hides-cards" for fault in faults):
        return
    for found in unclosed_of_kind(note, "fence"):
        mark = note.source.slice(found.opener)
        yield finding(found, mark, "makes code of", f"write {mark} where the code ends")
