"""Lines for a whole file, such as TARGET DECK, that the sync plugin does not read."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Change, Edit, Fix
from vaultlint.notes.facts import Note, ToAnkiLine
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span


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


def fix_of(note: Note, line: ToAnkiLine, change: Change) -> Fix | None:
    """The line as the plugin reads it; None where another line of its kind may count instead.

    None also in the frontmatter, where it may be a property.
    """
    others = [other for other in note.to_anki.lines if other.kind == line.kind]
    if len(others) > 1 or line.span.start < note.body.start or "\r" in note.text:
        return None
    span, end = line.span, line.span.end
    match line.form:
        case "trailing-blanks" | "indented":
            edits, is_safe = [Edit(span, "")], True
        case "no-blank":
            edits, is_safe = [Edit(Span(end, end), " ")], True
        case "no-colon":
            edits, is_safe = [Edit(Span(end, end), ":")], False
        case "other-mark":
            behind = note.text[end : end + 1]
            blank = "" if behind == " " else " "
            edits, is_safe = [Edit(span, f"{line.word}:{blank}")], False
        case "other-case":
            edits, is_safe = [Edit(span, line.word)], True
            if note.text.startswith(":", end) and not note.text.startswith(": ", end):
                edits.append(Edit(Span(end + 1, end + 1), " "))
        case "no-line":
            edits, is_safe = [Edit(Span(span.start + len(line.word), end), "")], False
        case _:
            return None
    # It holds for all notes of the file.
    reach = Span(0, len(note.text))
    title = f"Write {line.word} as the sync reads it"
    return Fix(title, tuple(edits), is_safe, frozenset({change}), reach=reach)


def rewritten(line: ToAnkiLine, example: str) -> str:
    """How to write the line."""
    return f"write {quoted(f'{line.word}: {line.value or example}')} at the start of a line"
