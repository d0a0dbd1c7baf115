"""A property that stands twice, so that Obsidian drops all properties, or the second."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from vaultlint.checks.frontmatter._edits import (
    ALL_CHANGES,
    as_texts,
    guarded,
    merge_fix,
    read_after,
    removal,
    stated,
)
from vaultlint.checks.frontmatter._moments import is_before, moment
from vaultlint.diagnostic import Finding, Fix, Related
from vaultlint.notes.facts import DuplicateProperty, Frontmatter, Note, Property, Value
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted

_MOST_TRIED = 20  # repeated properties of one note
_OWN = frozenset({"tags", "aliases", "cssclasses"})


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for duplicate in note.frontmatter.duplicates if note.frontmatter else ():
        yield Finding(
            duplicate.again.key_span,
            f"property {quoted(duplicate.again.key)} stands twice, {_values(note, duplicate)}, "
            "so Obsidian drops all properties; delete one of the two",
            (Related(duplicate.first.key_span, "it stands here already"),),
            _without_one(note, duplicate),
        )
    if note.frontmatter is not None and note.frontmatter.plain is not None:
        yield from _in_another_case(note, note.frontmatter)


def _in_another_case(note: Note, frontmatter: Frontmatter) -> Iterator[Finding]:
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
            _moved(note, first[name], entry),
            property_path=(entry.key,),
        )


def _without_one(note: Note, duplicate: DuplicateProperty) -> Fix | None:
    """Deletes the one that says nothing more than the other, or nothing so new."""
    frontmatter = note.frontmatter
    if frontmatter is None or len(frontmatter.duplicates) > _MOST_TRIED:
        return None
    needless = _needless(duplicate)
    if needless is None:
        fix = _moved(note, duplicate.first, duplicate.again)
        if fix is None or duplicate.first.key.casefold() not in _OWN:
            return None
        return guarded(note, replace(fix, changes=ALL_CHANGES, reach=frontmatter.span))
    edit = removal(note, needless)
    after = read_after(note, [edit]) if edit is not None else None
    rest = [(e.key, e.value.plain) for e in frontmatter.properties if e is not needless]
    if edit is None or after is None or stated(after) != rest:
        return None
    fix = Fix("Delete one of the two", (edit,), True, ALL_CHANGES, reach=frontmatter.span)
    return guarded(note, fix)


def _needless(duplicate: DuplicateProperty) -> Property | None:
    first, again = duplicate.first, duplicate.again
    if first.value.plain == again.value.plain or again.value.plain is None:
        return again
    if first.value.plain is None:
        return first
    before, after = moment(first), moment(again)
    if before is not None and after is not None and is_before(before, after):
        return first
    return None


def _moved(note: Note, first: Property, entry: Property) -> Fix | None:
    texts = as_texts(entry.value.plain)
    if texts is None:
        return None
    title = f"Move its value to {quoted(first.key)}"
    return merge_fix(note, title, first, entry, texts, safe=True)


def _values(note: Note, duplicate: DuplicateProperty) -> str:
    first = _shown(note, duplicate.first.value)
    again = _shown(note, duplicate.again.value)
    return f"both times with {first}" if first == again else f"with {first} and with {again}"


def _shown(note: Note, value: Value) -> str:
    if value.span.start == value.span.end:
        return "no value"
    return quoted(value.plain if isinstance(value.plain, str) else note.source.slice(value.span))
