"""Fixes of what schemas say of properties: the value written in another way, or what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from vaultlint.checks.frontmatter._edits import (
    changes_of,
    extent,
    guarded,
    insertion,
    property_fix,
    read_after,
    scalar,
    stated,
)
from vaultlint.checks.frontmatter._values import Path, in_quotes, places
from vaultlint.diagnostic import Edit, Fix
from vaultlint.notes.facts import Frontmatter, Note, Property, Value
from vaultlint.schema import Schemas, Violation
from vaultlint.text.span import Span

_MOST_RENAMED = 20  # properties of one note
_FLOW = "["
_TITLES = {
    "list": "Write it as a list",
    "quoted": "Put it in quotes",
    "unquoted": "Leave out the quotes",
}


def value_fixes(
    note: Note, schemas: Schemas, violations: Iterable[Violation]
) -> Mapping[Path, Fix]:
    """Fixes of values, by path: those after which the schemas say nothing more of the value."""
    frontmatter = note.frontmatter
    wrong = {each.path: each for each in violations if each.kind == "value" and each.path}
    if frontmatter is None or not any(map(_is_mendable, wrong.values())):
        return {}
    edits: dict[Path, Edit] = {}
    for place in places(frontmatter):
        violation = wrong.get(place.path)
        edit = None if violation is None else _edit(note, frontmatter, violation, place.value)
        if edit is not None:
            edits[place.path] = edit
    after = read_after(note, sorted(edits.values(), key=lambda edit: edit.span))
    if after is None or after.plain is None or not _are_others_same(frontmatter, after, edits):
        return {}
    still_wrong = [each.path for each in schemas.violations_of(note, after.plain)]
    fixes = {
        path: _fix(note, frontmatter, wrong[path], edit)
        for path, edit in edits.items()
        if not any(other[: len(path)] == path for other in still_wrong)
    }
    return {path: fix for path, fix in fixes.items() if fix is not None}


def _is_mendable(violation: Violation) -> bool:
    return bool(violation.shape or violation.instead or violation.default is not None)


def _are_others_same(before: Frontmatter, after: Frontmatter, edits: Iterable[Path]) -> bool:
    touched = {path[0] for path in edits}
    kept = [(key, None if key in touched else plain) for key, plain in stated(before)]
    return kept == [(key, None if key in touched else plain) for key, plain in stated(after)]


def _fix(note: Note, frontmatter: Frontmatter, violation: Violation, edit: Edit) -> Fix | None:
    entry = next(each for each in frontmatter.properties if each.key == violation.path[0])
    title = _TITLES.get(violation.shape or "", f"Write {edit.text.strip()}")
    safe = not violation.instead
    return guarded(note, Fix(title, (edit,), safe, changes_of(entry.key), reach=extent(entry)))


def _edit(note: Note, frontmatter: Frontmatter, violation: Violation, value: Value) -> Edit | None:
    written = note.source.slice(value.span)
    if "\n" in written:
        return None
    match violation.shape, value.plain:
        case "list", str() | bool() | int() | float():
            return _as_list(note, frontmatter, value, written, is_top=len(violation.path) == 1)
        case "quoted", bool() | int() | float():
            return Edit(value.span, in_quotes(written))
        case "unquoted", str() as text if written[:1] in ("'", '"'):
            return Edit(value.span, text.strip())
    if violation.instead and isinstance(value.plain, str):
        return Edit(value.span, scalar(violation.instead, written))
    if violation.default is not None and value.plain is None:
        return _filled(note, value, violation.default)
    return None


def _as_list(
    note: Note, frontmatter: Frontmatter, value: Value, written: str, is_top: bool
) -> Edit:
    is_bare = isinstance(value.plain, str) and written[:1] not in ("'", '"')
    item = scalar(written) if is_bare else written
    prefix = _item_prefix(note, frontmatter)
    if prefix == _FLOW or not is_top:
        return Edit(value.span, f"[{item}]")
    colon = note.text.rindex(":", 0, value.span.start)
    return Edit(Span(colon + 1, value.span.end), f"\n{prefix}{item}")


def _item_prefix(note: Note, frontmatter: Frontmatter) -> str:
    """What stands before each item of the lists of this note; _FLOW if they are in brackets."""
    for entry in frontmatter.properties:
        if entry.value.items and not note.text.startswith("[", entry.value.span.start):
            item = entry.value.items[0]
            start = note.source.line_starts[note.source.line_of(item.span.start)]
            prefix = note.text[start : item.span.start]
            if prefix.strip() == "-" and prefix.isascii():
                return prefix
    return _FLOW


def _filled(note: Note, value: Value, default: object) -> Edit | None:
    written = _in_yaml(default)
    if written is None:
        return None
    if value.span.start < value.span.end:
        return Edit(value.span, written)
    start = value.span.start
    end = note.source.line_span(note.source.line_of(start)).end
    is_last = not note.text[start:end].strip()
    return Edit(Span(start, end if is_last else start), f" {written}")


def _in_yaml(value: object) -> str | None:
    """A default of a schema on one line; None for a mapping."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case str():
            return scalar(value) if "\n" not in value else None
        case list():
            items = [_in_yaml(item) for item in value]
            texts = [item for item in items if item]
            return f"[{', '.join(texts)}]" if len(texts) == len(items) else None
    return None


# --- names


def with_defaults(note: Note, defaults: Mapping[str, object]) -> Fix | None:
    """Adds properties that are missing, with these values."""
    values = {name: _in_yaml(value) for name, value in defaults.items()}
    if None in values.values() or not values:
        return None
    lines = "".join(f"{scalar(name)}: {value}".rstrip() + "\n" for name, value in values.items())
    edit = insertion(note, lines)
    if edit is None:
        gap = "\n" if note.source.slice(note.source.line_span(0)).strip() else ""
        edit = Edit(Span(0, 0), f"---\n{lines}---\n{gap}")
    after = read_after(note, [edit])
    if after is None or stated(after) != [*stated(note.frontmatter), *defaults.items()]:
        return None
    title = f"Add {' and '.join(values)}"
    return guarded(note, Fix(title, (edit,), True, changes_of(*defaults)))


def renamings(note: Note, schemas: Schemas, violations: Sequence[Violation]) -> Mapping[str, Fix]:
    """Fixes that give properties the names that were meant, by their names."""
    frontmatter = note.frontmatter
    meant = [each.instead for each in violations]
    fixes: dict[str, Fix] = {}
    for violation in violations[:_MOST_RENAMED]:
        name, instead = violation.names[0], violation.instead
        if frontmatter is None or not instead or violation.path or meant.count(instead) > 1:
            continue
        entry = next((each for each in frontmatter.properties if each.key == name), None)
        if entry is not None and frontmatter.property(instead) in (None, entry):
            fix = _renamed(note, schemas, entry, instead)
            if fix is not None:
                fixes[name] = fix
    return fixes


def _renamed(note: Note, schemas: Schemas, entry: Property, name: str) -> Fix | None:
    written = note.source.slice(entry.key_span)
    edit = Edit(entry.key_span, scalar(name, written))
    after = read_after(note, [edit])
    if after is None or after.plain is None:
        return None
    if any(each.path[:1] == (name,) for each in schemas.violations_of(note, after.plain)):
        return None
    title = f'Rename it to "{name}"'
    plain = entry.value.plain
    return property_fix(note, title, [edit], entry, plain, safe=False, renamed=name)
