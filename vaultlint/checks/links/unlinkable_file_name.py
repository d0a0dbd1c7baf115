"""A note with a name that no wikilink can hold."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.links._whole import beginning
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted

# Obsidian help, "Internal links"; a single bracket is harmless.
_ENDS = {
    "#": "begins a heading",
    "^": "begins a block id",
    "|": "begins the text that is shown",
    "[[": "begins a link",
    "]]": "ends the link",
    "%%": "begins a comment",
}


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    name = note.path.rpartition("/")[2]
    found = [(name.find(mark), mark) for mark in _ENDS if mark in name]
    if found:
        _, mark = min(found)
        yield Finding(
            beginning(note),
            f'the name of this note, {quoted(name)}, holds "{mark}", which {_ENDS[mark]} in a '
            "wikilink, so none leads here; rename the note",
        )
