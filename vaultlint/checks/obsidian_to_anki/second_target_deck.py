"""A second TARGET DECK: only the first one of a file counts."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    stated = [line for line in note.to_anki.lines if line.kind == "target-deck"]
    read = [line for line in stated if line.form == "exact"]
    for line in read[1:]:
        first = read[0]
        if line.value == first.value:
            continue
        yield Finding(
            line.span,
            f"{quoted(line.value)} is the second target deck: all notes of this file go to the "
            f"first, {quoted(first.value)}; move the notes for {quoted(line.value)} to a file of "
            "their own",
            (Related(first.span, "the deck that counts"),),
        )
