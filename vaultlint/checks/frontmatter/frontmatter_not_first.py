"""Frontmatter with something before it, or an opener that Obsidian does not take for one."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.frontmatter._unread import unread_frontmatter
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if note.frontmatter is not None:
        blanks = Span(note.frontmatter.opener.end, note.source.line_span(0).end)
        if blanks.start < blanks.end:
            yield Finding(
                blanks,
                "blanks stand behind the opening ---, so parts of Obsidian see no properties; "
                "remove them",
                fix=Fix("Remove the blanks", (Edit(blanks, ""),), True),
            )
        return
    finding = unread_frontmatter(note)
    if finding is not None:
        yield finding
