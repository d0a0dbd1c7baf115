"""A TARGET DECK that the sync plugin does not read."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._lines import fix_of, rewritten, unread
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    stated = [line for line in note.to_anki.lines if line.kind == "target-deck"]
    read = next((line for line in stated if line.form == "exact"), None)
    for line, fault in unread(note, "target-deck"):
        deck = read.value if read else line.words
        fate = f"all notes of this file go to the deck {quoted(deck)}"
        if line.form == "nothing":
            fate = "no deck is named for the notes of this file"
        yield Finding(
            line.span,
            f"{fault}: {fate}; {rewritten(line, 'Deck')}",
            fix=fix_of(note, line, "decks"),
        )
