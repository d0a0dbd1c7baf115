"""A link whose | is taken for the edge of a table's cell."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.blockline import escaped_pipes, has_pipe, pipes
from vaultlint.notes.facts import Note, Table
from vaultlint.notes.scan import Found, region, scan
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

# Lines end at these only: str.splitlines() cuts at more.
_LINE = regex(r"[^\r\n]++")


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    text = note.text
    for row in chain.from_iterable(_rows(text, table) for table in note.tables):
        # The row is read as if it were no table: what then is a link with a | in it is meant so.
        found = Found()
        scan(region(text, [row]), found, frozenset())
        links = chain(
            ((link.span, link.embed) for link in found.links),
            ((link.span, text[link.span.start] == "!") for link in found.external_links),
        )
        for span, is_embed in sorted(links):
            if has_pipe(text, span.start, span.end):
                thing = "embed" if is_embed else "link"
                escaped = escaped_pipes(text, span.start, span.end)
                yield Finding(
                    span,
                    f"the table ends a cell at the | of this {thing}; write {quoted(escaped)}",
                    fix=_fix(text, span),
                )


def _fix(text: str, link: Span) -> Fix:
    edits = tuple(Edit(Span(at, at), "\\") for at in pipes(text, link.start, link.end))
    return Fix("Escape the |", edits, True, frozenset({"links", "texts", "tags", "citations"}))


def _rows(text: str, table: Table) -> Iterator[Span]:
    """The lines of a table that may hold a link."""
    start, end = table.span.start, table.span.end
    for line in _LINE.finditer(text, start, end):
        if "](" in line[0] or "[[" in line[0]:
            yield Span(*line.span())
