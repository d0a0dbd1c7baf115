"""A property that stands twice, so that Obsidian drops all properties, or the second."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Related, Severity
from vaultlint.notes.facts import DuplicateProperty, Frontmatter, Note, Property, Value
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.quote import quoted

_OWN = frozenset({"tags", "aliases", "cssclasses"})


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for duplicate in note.frontmatter.duplicates if note.frontmatter else ():
        yield Finding(
            duplicate.again.key_span,
            f"property {quoted(duplicate.again.key)} stands twice, {_values(note, duplicate)}, "
            "so Obsidian drops all properties; delete one of the two",
            (Related(duplicate.first.key_span, "it stands here already"),),
        )
    if note.frontmatter is not None and note.frontmatter.plain is not None:
        yield from _in_another_case(note.frontmatter)


def _in_another_case(frontmatter: Frontmatter) -> Iterator[Finding]:
    """Obsidian's own properties a second time, in other letter case: no YAML error, but lost."""
    first: dict[str, Property] = {}
    for entry in frontmatter.properties:
        name = entry.key.casefold()
        if name not in _OWN or first.setdefault(name, entry) is entry:
            continue
        yield Finding(
            entry.key_span,
            f"property {quoted(entry.key)} stands below {quoted(first[name].key)}, and Obsidian "
            "reads the first only; move its value there",
            (Related(first[name].key_span, "this one is read"),),
            property_path=(entry.key,),
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
