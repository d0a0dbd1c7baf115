"""A START that the sync plugin does not take for the beginning of a note."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks._line_ends import with_line_feeds
from vaultlint.checks.obsidian_to_anki._fixes import CARDS, fix_of, is_whole
from vaultlint.checks.obsidian_to_anki._notes import hidden_by_crlf, unseen
from vaultlint.diagnostic import Change, Edit, Finding, Fix
from vaultlint.notes.facts import Note, ToAnkiNote
from vaultlint.rule import NoOptions
from vaultlint.text.span import Span

# A text that is indented or quoted no more may be a heading, or code no more.
_OUTDENTED = CARDS | frozenset[Change]({"names", "blocks", "links", "tags"})


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
            fix=with_line_feeds(note, "cards") if _are_whole(note) else None,
        )


def _are_whole(note: Note) -> bool:
    """Whether the sync would read each note for itself if only it saw them."""
    return all(
        is_whole(found)
        for found in note.to_anki.notes
        if found.kind == "note" and not found.in_code
    )


def _finding(note: Note, found: ToAnkiNote) -> Finding:
    word = found.start.span
    line = note.source.line_span(note.source.line_of(word.start))
    name = note.source.slice(word)
    if found.start.form == "trailing-blanks":
        span = Span(word.end, line.end)
        fix = _trimmed(found, span)
        return Finding(span, f"blanks behind {name}: {unseen(found)}; remove them", fix=fix)
    if found.start.form == "indented":
        span = Span(line.start, word.start)
        fix = _outdented(note, found, span)
        return Finding(span, f"blanks before {name}: {unseen(found)}; remove them", fix=fix)
    span = Span(line.start, word.start)
    around = "a quote" if ">" in note.source.slice(span) else "a list"
    return Finding(
        span,
        f"{around} around {name}: {unseen(found)}; move the lines from {name} to "
        f"{found.end_word} out of it",
        fix=_outdented(note, found, span),
    )


def _trimmed(found: ToAnkiNote, blanks: Span) -> Fix | None:
    """START without the blanks behind it, of a note that is sound then."""
    if found.end is None or found.end.form != "exact":
        return None
    return fix_of(found, "Remove the blanks", True, Edit(blanks, ""))


def _outdented(note: Note, found: ToAnkiNote, lead: Span) -> Fix | None:
    """All lines of the note without what stands before START, which must be the same of all."""
    if found.end is None or "\r" in note.text:
        return None
    prefix = note.source.slice(lead)
    if prefix.strip(" \t>"):
        return None  # a list item has no other lines with its mark
    first = note.source.line_of(found.start.span.start)
    last = note.source.line_of(found.end.span.start)
    edits: list[Edit] = []
    line = lead
    for line in map(note.source.line_span, range(first, last + 1)):
        text = note.source.slice(line)
        if text.startswith(prefix):
            edits.append(Edit(Span(line.start, line.start + len(prefix)), ""))
        elif text and text == prefix.rstrip():
            edits.append(Edit(line, ""))
        elif text:
            return None
    if found.end.span.start != line.start + len(prefix):
        return None
    title = "Begin its lines in the first column"
    return Fix(title, tuple(edits), False, _OUTDENTED, reach=found.span)
