"""Properties that a schema of the note requires and the note lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.checks.frontmatter._extent import wrong_extent
from vaultlint.checks.frontmatter._mending import with_defaults
from vaultlint.checks.frontmatter._unread import unread_frontmatter
from vaultlint.checks.frontmatter._violations import mapping_span, related
from vaultlint.checks.frontmatter.deprecated_property import deprecated_names
from vaultlint.diagnostic import Finding, Fix
from vaultlint.notes.facts import Note
from vaultlint.schema import Schemas, Violation
from vaultlint.text.suggestion import nearest


class Options(NamedTuple):
    """schemas: of the vault, given by the run."""

    schemas: Schemas = Schemas()


def check(note: Note, options: Options) -> Iterator[Finding]:
    """One finding for each schema and mapping: it lists all that is missing there."""
    missing: dict[tuple[object, ...], list[Violation]] = {}
    for violation in options.schemas.violations(note):
        if violation.kind == "missing":
            key = (violation.path, violation.message, violation.origin)
            missing.setdefault(key, []).append(violation)
    # What stands outside a block that is not opened, or never closed, is missing only for that.
    if missing and (wrong_extent(note) is not None or unread_frontmatter(note) is not None):
        return
    renamed = deprecated_names(note.frontmatter)
    for violations in missing.values():
        first = violations[0]
        path = first.path
        # What stands under its former name, deprecated-property tells.
        names = [n for each in violations for n in each.names if path or n not in renamed]
        if not names:
            continue
        message = first.message if first.is_whole else _message(note, first, names)
        places = tuple(dict.fromkeys(place for each in violations for place in related(each)))
        yield Finding(
            mapping_span(note, path), message, places, _fix(note, violations), origin=first.origin
        )


def _fix(note: Note, violations: list[Violation]) -> Fix | None:
    """Adds all that is missing, where the schema says with which values."""
    defaults: dict[str, object] = {}
    for violation in violations:
        defaults |= violation.defaults
    names = [name for each in violations for name in each.names]
    # Of several of which one is enough, nobody knows which.
    is_sure = all(len(each.names) == 1 and not each.path for each in violations)
    return with_defaults(note, defaults) if is_sure and len(names) == len(defaults) else None


def _message(note: Note, violation: Violation, names: list[str]) -> str:
    listed = ", ".join(f'"{name}"' for name in names)
    noun = "property" if len(names) == 1 else "properties"
    advice = _advice(note, names) + ("" if violation.path else _rename(note, names))
    return f"{noun} {listed} missing{violation.message}; {advice}"


def _advice(note: Note, names: list[str]) -> str:
    them = "it" if len(names) == 1 else "them"
    where = "" if note.frontmatter is not None else " in a frontmatter at the top of the note"
    return f"add {them}{where}"


def _rename(note: Note, names: list[str]) -> str:
    """What else may be done when another property is nearly named as one that is missing."""
    keys = [entry.key for entry in note.frontmatter.properties] if note.frontmatter else []
    near = ((name, nearest(name, keys)) for name in names)
    slips = [key for name, key in near if key is not None and abs(len(key) - len(name)) <= 1]
    listed = " and ".join(f'"{key}"' for key in dict.fromkeys(slips))
    return f", or rename {listed}" if slips else ""
