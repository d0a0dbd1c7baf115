"""A suppression of a rule that there is not."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.catalogue import FAMILIES, rule_names
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.suggestion import did_you_mean


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if not note.suppressions.kept:
        return
    known = dict.fromkeys(("all", *FAMILIES, *rule_names()))
    hints: dict[str, str] = {}
    for suppression in note.suppressions.kept:
        name = suppression.name
        if name in known:
            continue
        if name not in hints:
            hints[name] = did_you_mean(name, known) or "; `vaultlint rules` lists them"
        message = f"there is no rule and no family {quoted(name)}{hints[name]}"
        yield Finding(suppression.span, message)
