"""A placeholder {{…}} in a property without quotes: for YAML it is a mapping."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.frontmatter._edits import quoting
from vaultlint.checks.frontmatter._readable import readable
from vaultlint.checks.frontmatter._values import in_quotes, is_unquoted_placeholder, places
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    frontmatter = note.frontmatter
    if frontmatter is None or "{{" not in note.source.slice(frontmatter.span):
        return
    for place in places(frontmatter):
        if not is_unquoted_placeholder(note, place.value):
            continue
        placeholder = note.source.slice(place.value.span)
        yield Finding(
            place.value.span,
            f"{quoted(placeholder)} without quotes is a mapping, which an edit of the properties "
            f"in Obsidian damages; put it in quotes{place.written(in_quotes(placeholder))}",
            fix=quoting(note, place),
            property_path=place.path,
        )
    # Of invalid YAML in a note, invalid-frontmatter speaks; templates it does not look at.
    if note.kind == "template" and frontmatter.fault is not None:
        line = note.source.line_span(note.source.line_of(frontmatter.fault.span.start))
        if "{{" in note.source.slice(line):
            fault = frontmatter.fault
            yield Finding(fault.span, fault.message, fix=readable(note))
