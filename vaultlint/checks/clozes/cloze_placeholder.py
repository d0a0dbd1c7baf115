"""A placeholder of a template in a cloze, or taken for one."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.clozes._faults import faults
from vaultlint.checks.clozes._made import accidental_deletions, is_synced
from vaultlint.checks.clozes._placeholders import placeholders_of
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span

_ADVICE = "write the text that belongs there, or remove it"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, "placeholder"):
        placeholder = quoted(note.source.slice(fault.span))
        yield Finding(
            fault.span,
            f"placeholder {placeholder} in a cloze: Anki gets it as it stands; {_ADVICE}",
        )
    accidents = accidental_deletions(note)
    if not accidents or not is_synced(note):
        return
    placeholders = placeholders_of(note)
    told: Span | None = None
    for _, braces in accidents:
        span = placeholders.at(braces)
        if span is not None and span != told:
            told = span
            yield Finding(
                span,
                f"placeholder {quoted(note.source.slice(span))} is a cloze to the sync plugin, "
                f"which hides it in Anki; {_ADVICE}",
            )
