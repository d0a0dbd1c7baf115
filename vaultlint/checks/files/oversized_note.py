"""A note so large that Obsidian is slow with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_LONGEST_CHARACTER = 4  # bytes in UTF-8
_EMBEDDED = regex(r"data:[\w.+-]++/[\w.+-]++;base64,[A-Za-z0-9+/=]++")


class Options(NamedTuple):
    """bytes: of the file; larger ones are reported."""

    bytes: int = 1_000_000


def check(note: Note, options: Options) -> Iterator[Finding]:
    # The data of a drawing or a board is no text that is typed in.
    if note.kind != "note" or len(note.text) * _LONGEST_CHARACTER <= options.bytes:
        return
    size = note.source.byte_offset(len(note.text))
    if size <= options.bytes:
        return
    embedded = sum(len(found[0]) for found in _EMBEDDED.finditer(note.text))
    advice = "part it into several notes"
    if embedded * 2 > size:
        advice = (
            f"{embedded:,} of them are files written into the text (data:…;base64), save those as "
            "attachments"
        )
    yield Finding(
        Span(0, 0),
        f"this note has {size:,} bytes, more than {options.bytes:,}: Obsidian is slow with it; "
        f"{advice}",
    )
