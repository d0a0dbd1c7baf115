"""﹇<br> at the end of a line that opens no card: for the sync plugin it opens the next one."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._fate import Fates
from vaultlint.checks.cards._names import card_name
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.cardmarks import CLOSER, OPENER, OPENER_LINE
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if OPENER not in note.text:
        return
    fates = Fates(note)
    meant = {fates.start_of(card) for card in note.cards}
    for synced in fates.synced:
        at = synced.span.start
        if at in meant:
            continue
        victims = fates.within(synced)
        if victims:
            fate = f"the question of the {card_name(note, victims[0])} begins here in Anki"
        else:
            fate = f"Anki makes a card of all up to the next {CLOSER}"
        yield Finding(
            Span(at, at + len(OPENER_LINE)),
            f"{OPENER_LINE} ends this line, which opens no card: {fate}; remove it, or write "
            "something behind it",
            tuple(fates.place(card, card) for card in victims),
        )


RULE = NoteRule("stray-card-opener", "cards", Severity.ERROR, check)
