"""Two cards of which the plugin makes one, as nothing ends the first."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import card_name, faults, words
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions

_NAME = "merged-multiline-cards"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        end = "the end marker" if fault.form == "end-marker" else "a blank line"
        place = "above the question of the second"
        if fault.detail is not None:
            place = f"above {words(note, fault.detail)}"
        yield Finding(
            fault.span,
            f"the plugin makes one of the {card_name(note, fault)} and the next, as nothing "
            f"ends it above this {words(note, fault.span)}; put {end} {place}",
        )
