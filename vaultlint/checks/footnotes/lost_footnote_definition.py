"""A footnote's definition that is none."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.footnotes._footnotes import footnotes
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.quote import quoted

_FORMS = {
    "text-above": ("it goes on the paragraph above", "put a blank line above"),
    "blank": ("its name has a blank in it", "write - instead"),
    "code": ("it is indented so far that it is code", "begin it in the first column"),
}


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for lost in footnotes(note).lost:
        reason, advice = _FORMS[lost.form]
        yield Finding(
            lost.span,
            f"{quoted(f'[^{lost.id}]:')} defines no footnote, as {reason}; {advice}",
        )


RULE = NoteRule("lost-footnote-definition", "footnotes", Severity.WARNING, check)
