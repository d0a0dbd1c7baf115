"""A FROZEN line that the sync plugin does not read."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for line in note.to_anki.lines:
        if line.kind != "frozen-fields" or line.form != "odd":
            continue
        yield Finding(
            line.span,
            f"{quoted(note.source.slice(line.span))} freezes no fields: the text below it is "
            f"added to no note; write {quoted(f'{line.word} - {line.value}:')}",
        )


RULE = NoteRule("unreadable-frozen-fields", "obsidian-to-anki", Severity.ERROR, check)
