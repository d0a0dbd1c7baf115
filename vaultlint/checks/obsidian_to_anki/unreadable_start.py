"""A START that the sync plugin does not take for the beginning of a note."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._notes import hidden_by_crlf, unseen
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note, ToAnkiNote
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for found in note.to_anki.notes:
        if found.kind != "note" or found.in_code:
            continue
        if found.start.form != "exact":
            yield _finding(note, found)
    hidden = hidden_by_crlf(note)
    if hidden:
        count = "the Anki note" if len(hidden) == 1 else f"the {len(hidden)} Anki notes"
        yield Finding(
            hidden[0].start.span,
            f"lines end in CR LF, which hides {count} of this file from the sync; "
            "save the file with LF line ends",
        )


def _finding(note: Note, found: ToAnkiNote) -> Finding:
    word = found.start.span
    line = note.source.line_span(note.source.line_of(word.start))
    name = note.source.slice(word)
    if found.start.form == "trailing-blanks":
        span = Span(word.end, line.end)
        return Finding(span, f"blanks behind {name}: {unseen(found)}; remove them")
    if found.start.form == "indented":
        span = Span(line.start, word.start)
        return Finding(span, f"blanks before {name}: {unseen(found)}; remove them")
    span = Span(line.start, word.start)
    around = "a quote" if ">" in note.source.slice(span) else "a list"
    return Finding(
        span,
        f"{around} around {name}: {unseen(found)}; move the lines from {name} to "
        f"{found.end_word} out of it",
    )


RULE = NoteRule("unreadable-start", "obsidian-to-anki", Severity.ERROR, check)
