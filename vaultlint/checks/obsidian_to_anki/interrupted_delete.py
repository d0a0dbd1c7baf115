"""DELETE that is parted from its id: nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for line in note.to_anki.lines:
        if line.kind != "delete" or line.form == "exact":
            continue
        what = "a blank line" if line.form == "blank-line" else "blanks"
        yield Finding(
            line.span,
            f"{what} between {line.word} and the id {line.value}: the note stays in Anki; "
            f"write the id on the line right below {line.word}",
        )
