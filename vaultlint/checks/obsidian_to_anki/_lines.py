"""Lines for a whole file, such as TARGET DECK, that the sync plugin does not read."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.notes.facts import Note, ToAnkiLine
from vaultlint.text.quote import quoted


def unread(note: Note, kind: str) -> Iterator[tuple[ToAnkiLine, str]]:
    """The lines of one kind that are not read, and why."""
    for line in note.to_anki.lines:
        if line.kind == kind and line.form != "exact":
            yield line, _fault(note, line)


def _fault(note: Note, line: ToAnkiLine) -> str:
    written = quoted(note.source.slice(line.span))
    match line.form:
        case "no-blank":
            return f"no blank behind {written}"
        case "no-colon":
            return f"no colon behind {written}"
        case "other-mark":
            return f'{written} is not "{line.word}: "'
        case "no-line":
            return f"nothing behind {written} on its line"
        case "trailing-blanks":
            return f'blanks behind "{line.word}"'
        case "indented":
            return f'blanks before "{line.word}"'
        case "quoted":
            return f'"{line.word}" in a quote or a list'
        case "other-case":
            return f'{written} is not "{line.word}"'
    return f"nothing behind or below {written}"


def rewritten(line: ToAnkiLine, example: str) -> str:
    """How to write the line."""
    return f"write {quoted(f'{line.word}: {line.value or example}')} at the start of a line"
