"""A comment for vaultlint that does nothing, because vaultlint cannot read it."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note, SuppressionFault
from vaultlint.notes.suppressions import DISABLE, WORDS
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.suggestion import nearest


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in note.suppressions.faults:
        yield Finding(fault.span, _message(note, fault))


def _message(note: Note, fault: SuppressionFault) -> str:
    words = quoted(note.source.slice(fault.span))
    match fault.kind:
        case "unknown-word":
            meant = nearest(note.source.slice(fault.span), WORDS) or DISABLE
            return f'vaultlint does not know {words}; write "{meant}"'
        case "no-name":
            return f'{words} names no rule; name rules or families behind it, or "all"'
        case "in-card":
            return (
                "this comment is a part of a flashcard, so it suppresses nothing; "
                "move it above the card, with a blank line between them"
            )
        case "nothing-to-end":
            return f'no "{DISABLE}" above is ended by {words}; remove it, or name what is disabled'
