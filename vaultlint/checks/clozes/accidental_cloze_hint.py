"""A :: in the code of a cloze, behind which Anki finds a hint."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks._once import once_a_note
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span

_HINT = "::"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for cloze in note.clozes:
        for deletion in cloze.deletions:
            end = deletion.inner.end
            # Anki takes the first :: for the mark of the hint, wherever it stands.
            at = note.text.find(_HINT, end - len(deletion.text), end)
            if at < 0 or _code(note).end_of(at) is None:
                continue
            if any(fault.deletion == deletion for fault in cloze.faults):
                continue
            answer = note.text[end - len(deletion.text) : at]
            yield Finding(
                Span(at, at + len(_HINT)),
                f'"{_HINT}" begins the hint of a cloze in Anki, which asks for '
                f"{quoted(answer)} and shows {quoted(note.text[at + len(_HINT) : end])}; "
                f'write the "{_HINT}" outside of the cloze',
            )


@once_a_note
def _code(note: Note) -> Regions:
    return Regions(code.span for code in note.code if code.kind == "inline")
