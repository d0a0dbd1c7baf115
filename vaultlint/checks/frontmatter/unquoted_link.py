"""A link in a property without quotes: for YAML it is a list in a list, and no link."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.frontmatter._edits import quoting
from vaultlint.checks.frontmatter._values import in_quotes, is_unquoted_link, places
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if note.frontmatter is None or note.frontmatter.plain is None:
        return
    if "[[" not in note.source.slice(note.frontmatter.yaml_span):
        return
    for place in places(note.frontmatter):
        # Of what stands in the tags, lost-tags speaks.
        if str(place.path[0]).lower() == "tags" or not is_unquoted_link(note, place.value):
            continue
        link = note.source.slice(place.value.span)
        yield Finding(
            place.value.span,
            f"{quoted(link)} without quotes is a list in a list, and no link; "
            f"put it in quotes{place.written(in_quotes(link))}",
            fix=quoting(note, place),
            property_path=place.path,
        )
