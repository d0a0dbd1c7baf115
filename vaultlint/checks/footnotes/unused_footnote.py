"""A footnote that nothing refers to."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.footnotes._footnotes import footnotes
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    known = footnotes(note)
    if not known.definitions:
        return
    used = {reference.id.lower() for reference in known.references}
    for footnote in known.definitions:
        if footnote.id.lower() not in used:
            yield Finding(
                footnote.span,
                f"nothing refers to the footnote {quoted(f'[^{footnote.id}]')}, so it is not "
                "shown; refer to it or remove it",
            )
