"""A cloze without a text."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.clozes._faults import faults
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, "empty"):
        written = note.source.slice(fault.span)
        yield Finding(
            fault.span,
            f"{quoted(written)} has no text: {_fate(note, fault.span, written)}; "
            "write what it asks for, or remove it",
        )


def _fate(note: Note, span: Span, written: str) -> str:
    if written[-2].isspace():
        return "Anki asks for a blank"
    line = note.source.line_span(note.source.line_of(span.start))
    if note.text.find("}", span.end, line.end) >= 0:
        return 'the sync plugin runs on to the next "}" and hides all between the two'
    return "the sync plugin makes nothing of it" if written == "{}" else 'Anki asks for ":"'
