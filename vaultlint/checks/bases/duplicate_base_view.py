"""Two views of one base with the same name."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import Note, Text
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for base in note.bases:
        first: dict[str, Text] = {}
        for view in base.views:
            if first.setdefault(view.text, view) is not view:
                yield Finding(
                    view.span,
                    f"another view is named {quoted(view.text)} already; rename this one",
                    (Related(first[view.text].span, "the view that has the name"),),
                )
