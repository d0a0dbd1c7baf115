"""Frontmatter that Obsidian cannot read, so that it drops all properties."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.frontmatter._extent import wrong_extent
from vaultlint.checks.frontmatter._readable import readable
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    frontmatter = note.frontmatter
    if frontmatter is None:
        return
    if frontmatter.fault is not None and wrong_extent(note) is None:
        yield Finding(frontmatter.fault.span, frontmatter.fault.message, fix=readable(note))
