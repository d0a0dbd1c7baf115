"""A note of a course without a Previous or a Next section."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.checks.navigation._sections import DIRECTIONS, sections
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import Vault
from vaultlint.text.span import Span


class Options(NamedTuple):
    """tags, folders: the notes that must have both sections; neither: those that are in a chain."""

    tags: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


def check(note: Note, vault: Vault, options: Options) -> Iterator[Finding]:
    missing = [word for word in DIRECTIONS if not sections(note, word)]
    if not missing or not _is_meant(note, vault, options):
        return
    named = " and no ".join(word.capitalize() for word in missing)
    plural = "s" if len(missing) > 1 else ""
    yield Finding(
        _place(note),
        f'no {named} section{plural}; add what is missing, with a bare "-" where nothing comes',
    )


def _is_meant(note: Note, vault: Vault, options: Options) -> bool:
    if options.tags or options.folders:
        return _has_tag(note, options.tags) or _lies_in(note.path, options.folders)
    chains = vault.chains
    is_listed = note.path in chains.after or note.path in chains.before
    return is_listed or any(sections(note, direction) for direction in DIRECTIONS)


def _has_tag(note: Note, tags: tuple[str, ...]) -> bool:
    """Whether the note has one of the tags, or one that is nested below it."""
    wanted = tuple(tag.removeprefix("#").casefold() + "/" for tag in tags)
    return any(f"{tag.name.casefold()}/".startswith(wanted) for tag in note.tags)


def _lies_in(path: str, folders: tuple[str, ...]) -> bool:
    return path.startswith(tuple(folder.strip("/") + "/" for folder in folders))


def _place(note: Note) -> Span:
    """The label of the section that is there, else the first heading, else the first line."""
    for direction in DIRECTIONS:
        for section in sections(note, direction):
            return section.label_span
    if note.headings:
        return note.headings[0].text_span
    start = note.body.start
    body = note.text[start:]
    line = body.lstrip().splitlines()[:1]
    start += len(body) - len(body.lstrip())
    return Span(start, start + len(line[0])) if line else Span(note.body.start, note.body.start)
