"""A property that stands twice, so that Obsidian drops all properties."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Related, Severity
from vaultlint.notes.facts import DuplicateProperty, Note, Value
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for duplicate in note.frontmatter.duplicates if note.frontmatter else ():
        yield Finding(
            duplicate.again.key_span,
            f"property {quoted(duplicate.again.key)} stands twice, {_values(note, duplicate)}, "
            "so Obsidian drops all properties; delete one of the two",
            (Related(duplicate.first.key_span, "it stands here already"),),
        )


def _values(note: Note, duplicate: DuplicateProperty) -> str:
    first = _shown(note, duplicate.first.value)
    again = _shown(note, duplicate.again.value)
    return f"both times with {first}" if first == again else f"with {first} and with {again}"


def _shown(note: Note, value: Value) -> str:
    if value.span.start == value.span.end:
        return "no value"
    return quoted(value.plain if isinstance(value.plain, str) else note.source.slice(value.span))


RULE = NoteRule(
    name="duplicate-property",
    family="frontmatter",
    severity=Severity.ERROR,
    check=check,
)
