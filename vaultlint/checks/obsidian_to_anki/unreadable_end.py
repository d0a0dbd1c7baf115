"""An END that the sync plugin does not see, as it does not begin its line."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._fixes import fix_of
from vaultlint.checks.obsidian_to_anki._notes import merged, note_name, victims
from vaultlint.diagnostic import Edit, Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for index, found in enumerate(note.to_anki.notes):
        # Of a note that is indented or quoted as a whole, unreadable-start speaks.
        if found.end is None or found.end.form == "exact" or found.start.form != "exact":
            continue
        word = found.end.span
        line = note.source.line_span(note.source.line_of(word.start))
        span = Span(line.start, word.start)
        before = "blanks"
        is_safe = found.end.form == "indented"
        if found.end.form == "quoted":
            before = "the mark of a quote" if ">" in note.source.slice(span) else "a list mark"
        yield Finding(
            span,
            f"{before} before {found.end_word} of the {note_name(found)}: {merged(note, index)}; "
            f"let {found.end_word} begin its line",
            victims(note, index),
            fix_of(found, f"Let {found.end_word} begin its line", is_safe, Edit(span, "")),
        )
