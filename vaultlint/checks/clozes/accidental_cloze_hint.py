"""A :: in the code of a cloze, behind which Anki finds a hint."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span

_HINT = "::"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if _HINT not in note.text:
        return
    code = Regions(code.span for code in note.code if code.kind == "inline")
    for cloze in note.clozes:
        faulty = {fault.deletion for fault in cloze.faults}
        for deletion in cloze.deletions:
            end = deletion.inner.end
            # Anki takes the first :: for the mark of the hint, wherever it stands.
            at = note.text.find(_HINT, end - len(deletion.text), end)
            if at < 0 or deletion in faulty or code.end_of(at) is None:
                continue
            answer = note.text[end - len(deletion.text) : at]
            yield Finding(
                Span(at, at + len(_HINT)),
                f'"{_HINT}" begins the hint of a cloze in Anki, which asks for '
                f"{quoted(answer)} and shows {quoted(note.text[at + len(_HINT) : end])}; "
                f'write the "{_HINT}" outside of the cloze',
            )


RULE = NoteRule("accidental-cloze-hint", "clozes", Severity.ERROR, check)
