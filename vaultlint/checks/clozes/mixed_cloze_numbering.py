"""A line on which some clozes have a number and others have none."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.clozes._numbers import numberings
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for _, first, unnumbered in numberings(note):
        if not unnumbered:
            continue
        numbered = min(first.values(), key=lambda deletion: deletion.span)
        yield Finding(
            unnumbered[0].span,
            f"{quoted(note.source.slice(unnumbered[0].span))} has no number and becomes number 1, "
            "while others of this line have one; number all or none",
            (Related(numbered.span, "this one has a number"),),
        )
