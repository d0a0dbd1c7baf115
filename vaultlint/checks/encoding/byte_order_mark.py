"""A byte order mark at the start of a note: Obsidian skips it, others read it as text."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Fix
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.span import Span

_UTF_8_MARK = 3  # bytes; marks of other lengths are of encodings that invalid-utf-8 tells of

_FIX = Fix("Remove the byte order mark", (), safe=True, removes_mark=True)


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if note.source.bom_bytes == _UTF_8_MARK:
        yield Finding(
            Span(0, 0),
            "byte order mark (U+FEFF) at the start of the file, which some programs read as text; "
            "save it as UTF-8 without one",
            fix=_FIX,
        )
