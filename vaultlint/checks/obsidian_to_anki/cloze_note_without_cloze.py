"""A note of a cloze type without a cloze: Anki refuses it."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._notes import faults, note_name
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note, ToAnkiFault, ToAnkiNote
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for found, fault in faults(note, "no-cloze"):
        yield Finding(
            fault.span,
            f"no cloze in the {note_name(found)} of type {quoted(found.type)}: {_fate(found)}; "
            f"{_advice(fault)}",
        )


def _fate(found: ToAnkiNote) -> str:
    if found.id is not None:
        return f"its note {found.id.digits} in Anki is left without a card"
    return "Anki refuses it"


def _advice(fault: ToAnkiFault) -> str:
    if fault.words == "curly":
        return 'write {{c1::…}}, or switch "CurlyCloze" on in the plugin'
    return "put what is asked in {{c1::…}}"
