"""A cloze in Anki's own syntax, which the sync plugin takes for text."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.clozes._faults import HIGHEST_NUMBER, advice
from vaultlint.checks.clozes._made import MadeClozes
from vaultlint.checks.clozes._numbers import CLOZES
from vaultlint.checks.clozes._rewritten import plain_deletions
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.facts import Deletion, Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    made: MadeClozes | None = None
    for cloze in note.clozes:
        plain: frozenset[Deletion] | None = None
        for fault in cloze.faults:
            if fault.kind != "anki-syntax" or fault.deletion is None:
                continue
            made = made or MadeClozes(note)
            plain = plain_deletions(note, cloze, made) if plain is None else plain
            written = quoted(note.source.slice(fault.deletion.span))
            yield Finding(
                fault.span,
                f"{written} is Anki's own syntax, which the sync plugin cannot read; "
                f"{_remedy(fault.deletion)}",
                fix=_fix(fault.deletion) if fault.deletion in plain else None,
            )


def _remedy(deletion: Deletion) -> str:
    if not _has_number(deletion) or deletion.number is None:
        return f"use {{N:…}} with N from 1 to {HIGHEST_NUMBER}"
    return advice(deletion.number, deletion.text)


def _has_number(deletion: Deletion) -> bool:
    """Whether it has a number that the plugin can read."""
    return deletion.number is not None and 1 <= deletion.number <= HIGHEST_NUMBER


def _fix(deletion: Deletion) -> Fix | None:
    """One pair of braces, the number and one colon; a hint is written as it was."""
    if not _has_number(deletion):
        return None
    text = Span(deletion.inner.end - len(deletion.text), deletion.inner.end)
    opening = Edit(Span(deletion.span.start, text.start), f"{{{deletion.number}:")
    edits = [opening]
    if text.end + 1 < deletion.span.end:
        edits.append(Edit(Span(text.end, deletion.span.end), "}"))
    return Fix("Write the sync plugin's syntax", tuple(edits), True, CLOZES)
