"""FILE TAGS that the sync plugin does not read."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._lines import fix_of, rewritten, unread
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for line, fault in unread(note, "file-tags"):
        fate = "no note of this file gets the tags"
        yield Finding(
            line.span, f"{fault}: {fate}; {rewritten(line, 'tag')}", fix=fix_of(note, line, "cards")
        )
