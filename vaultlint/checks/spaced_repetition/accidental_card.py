"""A line of which the plugin makes a card that nobody meant."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import faults, words
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note, SpacedFault
from vaultlint.rule import NoOptions

_NAME = "accidental-card"

_PARTED = "parted-"
_PLACES = {
    "address": "an address",
    "code": "code",
    "comment": "a comment",
    "emoji": "the name of an emoji",
    "field": "a Dataview field",
    "formula": "a formula",
    "link": "a link",
    "table": "a table",
}
_SETTING = "choose another separator in the plugin"


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        mark, card = words(note, fault.span), words(note, fault.card)
        reason = fault.form.removeprefix(_PARTED)
        if reason != fault.form:
            message = f"the plugin parts the card {card} at the {mark} in {_PLACES[reason]}"
            yield Finding(fault.span, f"{message}, not at the one behind it; {_advice(reason)}")
        elif reason == "mark":
            message = f"no question stands before {mark}, but the plugin makes a card of {card}"
            yield Finding(fault.span, f"{message}; {_SETTING}")
        elif fault.count > 1:
            message = f"the plugin makes cards of {fault.count} lines of {_block(note, fault)}"
            yield Finding(fault.span, f"{message}, the first {card}; {_advice(reason)}")
        else:
            message = f"the plugin takes {mark} in {_PLACES[reason]} for a separator"
            yield Finding(fault.span, f"{message}, and asks {card}; {_advice(reason)}")


def _block(note: Note, fault: SpacedFault) -> str:
    return _PLACES.get(fault.form, note.path)


def _advice(reason: str) -> str:
    match reason:
        case "code":
            return "begin its fence in the first column, or write it in single backticks"
        case "table":
            return "write it in inline code"
    return _SETTING
