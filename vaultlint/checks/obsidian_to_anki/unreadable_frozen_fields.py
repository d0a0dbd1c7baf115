"""A FROZEN line that the sync plugin does not read."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Change, Edit, Finding, Fix
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span

_CARDS = frozenset[Change]({"cards"})


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for line in note.to_anki.lines:
        if line.kind != "frozen-fields" or line.form != "odd":
            continue
        exact = f"{line.word} - {line.value}:"
        written = note.source.slice(line.span)
        edit = Edit(line.span, exact)
        if written.startswith(exact):
            edit = Edit(Span(line.span.start + len(exact), line.span.end), "")
        fix = Fix("Write the line exactly", (edit,), written.rstrip() == exact, _CARDS)
        yield Finding(
            line.span,
            f"{quoted(note.source.slice(line.span))} freezes no fields: the text below it is "
            f"added to no note; write {quoted(exact)}",
            fix=None if "\r" in note.text else fix,
        )
