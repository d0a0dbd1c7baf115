"""An HTML comment that nothing closes."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.blocks._unclosed import finding, unclosed_of_kind
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions

_BETTER = ("comment-hides-card", "unreadable-schedule")


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    # Where cards or their schedules are lost besides, these rules speak of it.
    faults = note.spaced.faults if note.spaced else ()
    told = {fault.span.start for fault in faults if fault.rule in _BETTER}
    for found in unclosed_of_kind(note, "html-comment"):
        if found.opener.start not in told:
            yield finding(found, "<!--", "hides", "write --> where the comment ends")
