"""A cloze number of two or more digits, of which the sync plugin reads one."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.clozes._faults import advice, faulty_deletions
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault, deletion in faulty_deletions(note, "long-number"):
        written = note.source.slice(deletion.inner)
        remedy = "use a number from 1 to 9"
        if _is_text(note.source.slice(fault.span), deletion.text):
            remedy = advice(1, written)
        yield Finding(
            fault.span,
            f"the sync plugin reads one digit, number {written[0]} with the text "
            f"{quoted(written[1:])}; {remedy}",
        )


def _is_text(digits: str, behind: str) -> bool:
    """Whether the digits are no number but part of the words: a time, a ratio, a year."""
    return len(digits) > 2 or behind[:1].isdigit()


RULE = NoteRule("cloze-number-too-long", "clozes", Severity.ERROR, check)
