"""A cloze number of two or more digits, of which the sync plugin reads one."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.clozes._faults import advice
from vaultlint.checks.clozes._made import MadeClozes
from vaultlint.checks.clozes._rewritten import as_text
from vaultlint.diagnostic import Finding, Fix
from vaultlint.notes.facts import Cloze, Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    made: MadeClozes | None = None
    for cloze in note.clozes:
        found = [fault for fault in cloze.faults if fault.kind == "long-number"]
        if not found:
            continue
        made = made or MadeClozes(note)
        fix = _fix(note, cloze, made)
        for fault in found:
            assert fault.deletion is not None
            written = note.source.slice(fault.deletion.inner)
            is_text = _is_text(note.source.slice(fault.span), fault.deletion.text)
            remedy = advice(1, written) if is_text else "use a number from 1 to 9"
            yield Finding(
                fault.span,
                f"the sync plugin reads one digit, number {written[0]} with the text "
                f"{quoted(written[1:])}; {remedy}",
                fix=fix,
            )


def _fix(note: Note, cloze: Cloze, made: MadeClozes) -> Fix | None:
    """The digits made a part of the words, if those of all long numbers of the line are."""
    misread = [fault.deletion for fault in cloze.faults if fault.deletion is not None]
    words = (
        fault.deletion is not None and _is_text(note.source.slice(fault.span), fault.deletion.text)
        for fault in cloze.faults
    )
    return as_text(note, cloze, misread, made) if all(words) else None


def _is_text(digits: str, behind: str) -> bool:
    """Whether the digits are no number but part of the words: a time, a ratio, a year."""
    return len(digits) > 2 or behind[:1].isdigit()
