"""A note that says that it was changed before it was made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.checks.frontmatter._moments import is_before, is_later_day, moment
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import Frontmatter, Note, Property
from vaultlint.text.quote import quoted


class Options(NamedTuple):
    """created, updated: names of the properties; of each, the first that a note has counts."""

    created: tuple[str, ...] = ("created", "date created")
    updated: tuple[str, ...] = ("updated", "modified", "date modified")


def check(note: Note, options: Options) -> Iterator[Finding]:
    frontmatter = note.frontmatter
    if frontmatter is None or frontmatter.plain is None:
        return
    created = _first(frontmatter, options.created)
    updated = _first(frontmatter, options.updated)
    if created is None or updated is None or is_later_day(updated, created):
        return
    before, after = moment(created), moment(updated)
    if before is not None and after is not None and is_before(after, before):
        yield Finding(
            updated.value.span,
            f"{quoted(updated.key)} is {_shown(updated)}, before {quoted(created.key)}, "
            f"{_shown(created)}; correct one of the two",
            (Related(created.value.span, "made here"),),
            property_path=(updated.key,),
        )


def _first(frontmatter: Frontmatter, names: tuple[str, ...]) -> Property | None:
    found = (frontmatter.property(name) for name in names)
    return next((entry for entry in found if entry is not None), None)


def _shown(entry: Property) -> str:
    return quoted(str(entry.value.plain))
