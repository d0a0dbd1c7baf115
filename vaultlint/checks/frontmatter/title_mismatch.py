"""A title that is not the name of the note's file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.checks.frontmatter._edits import property_fix, scalar
from vaultlint.checks.frontmatter._values import value_span
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.facts import Note, Property
from vaultlint.text.lookalikes import as_meant, unseen_difference
from vaultlint.text.quote import quoted


class Options(NamedTuple):
    """property: the key of the title. folder_notes: ends of the names of folder notes."""

    property: str = "title"
    folder_notes: tuple[str, ...] = (" ∋ Table of Contents",)


def check(note: Note, options: Options) -> Iterator[Finding]:
    entry = note.frontmatter.property(options.property) if note.frontmatter else None
    if entry is None or entry.value.plain is None or isinstance(entry.value.plain, list | dict):
        return
    text = entry.value.plain
    title = text.strip() if isinstance(text, str) else note.source.slice(entry.value.span)
    if not title:
        return
    name = note.path.rpartition("/")[2].rpartition(".")[0]
    names = [name, *(name.removesuffix(end) for end in options.folder_notes)]
    if as_meant(title) in map(as_meant, names):
        return
    unseen = unseen_difference(as_meant(title), as_meant(name))
    same = f" (they differ in {unseen})" if unseen else ""
    yield Finding(
        value_span(note, entry),
        f"the title {quoted(title)} is not the name of the file, {quoted(name)}{same}; "
        "change one of the two",
        fix=_renamed(note, entry, title, min(names, key=len)),
        property_path=(entry.key,),
    )


def _renamed(note: Note, entry: Property, stated: str, name: str) -> Fix | None:
    """Gives the note the title that its file has, with look-alikes if the title has some."""
    title = as_meant(name) if stated == as_meant(stated) else name
    written = note.source.slice(entry.value.span)
    if "\n" in written:
        return None
    edits = [Edit(entry.value.span, scalar(title, written))]
    return property_fix(note, "Write the name of the file", edits, entry, title, safe=False)
