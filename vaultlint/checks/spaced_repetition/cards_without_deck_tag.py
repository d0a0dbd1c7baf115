"""Cards in a note without a deck: the plugin does not look into it."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import faults, lost, words
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions

_NAME = "cards-without-deck-tag"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        assert note.spaced is not None
        reason = "no tag of this note names a deck"
        advice = f'add "{note.spaced.deck_tag}"'
        if fault.form == "near":
            reason = f"{words(note, fault.span)} names no deck"
            below = note.source.slice(fault.span).partition("/")[2]
            advice = f'write "{note.spaced.deck_tag}{below and f"/{below}"}"'
        yield Finding(fault.span, f"{reason}: {lost(note, fault)}; {advice}")
