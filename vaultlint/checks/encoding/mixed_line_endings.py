"""Lines of one note that end in different ways."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks._line_ends import with_line_feeds
from vaultlint.checks.cards._crlf import is_harmed_by_crlf
from vaultlint.checks.obsidian_to_anki._notes import hidden_by_crlf
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_LINE_END = regex(r"\r\n|\r|\n")
_NAMES = {"\n": "LF", "\r\n": "CR LF", "\r": "CR"}


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if "\r" not in note.text:
        return
    first: dict[str, int] = {}
    counts: dict[str, int] = {}
    for line_end in _LINE_END.finditer(note.text):
        first.setdefault(line_end[0], line_end.start())
        counts[line_end[0]] = counts.get(line_end[0], 0) + 1
    if len(counts) == 1 or _is_told(note):
        return
    *most, least = sorted(counts, key=lambda kind: (-counts[kind], first[kind]))
    usual = " and ".join(f"{counts[kind]} in {_NAMES[kind]}" for kind in most)
    lines = "line ends" if counts[least] == 1 else "lines end"
    yield Finding(
        Span(first[least], first[least]),
        f"{counts[least]} {lines} in {_NAMES[least]}, {usual}; save the note with LF line ends",
        fix=None if _opens_code(note) else with_line_feeds(note),
    )


def _opens_code(note: Note) -> bool:
    """Whether the plugin makes cards of code, which it does not take for code for its line ends.

    They may be wanted, and are made no more once the line ends are repaired.
    """
    hidden = (Span(f.span.start, f.span.end + 1) for f in note.fences)
    fences = Regions(span for span in hidden if "\r" in note.source.slice(span))
    return any(fences.end_of(card.question.start) is not None for card in note.sync.cards)


def _is_told(note: Note) -> bool:
    """Whether other rules say what line ends do to the flashcards of the note."""
    return is_harmed_by_crlf(note) or bool(hidden_by_crlf(note))
