"""A suppression that keeps no diagnostic back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from vaultlint.checks.suppressions._removal import removal
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    """note: with those suppressions only that keep nothing back."""
    for comment, group in groupby(note.suppressions.kept, key=lambda unused: unused.comment):
        unused = list(group)
        if len(unused) == len(comment.names):
            names = " or ".join(quoted(suppression.name) for suppression in unused)
            message = f"there is nothing of {names} to suppress here; remove the comment"
            yield Finding(comment.span, message, fix=removal(note, unused))
            continue
        for suppression in unused:
            name = quoted(suppression.name)
            message = f"there is nothing of {name} to suppress here; remove the name"
            yield Finding(suppression.span, message, fix=removal(note, [suppression]))
