"""A block id between a card and its schedule, or below it."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import card_name, faults, words
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions

_NAME = "misplaced-block-id"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        block_id, name = words(note, fault.span), card_name(note, fault)
        match fault.form:
            case "line":
                message = f"block id {block_id} parts the {name} from its schedule, and it starts "
                message += "anew; put the id at the end of the card's line"
            case "below":
                message = f"block id {block_id} below the schedule becomes part of the {name}; put "
                message += "it at the end of the line above the schedule"
            case _:
                message = f"no link finds the block id {block_id}, as a schedule stands behind "
                message += "it; put it behind the schedule"
        yield Finding(fault.span, message)
