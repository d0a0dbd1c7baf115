"""﹇<br> at the end of a line that opens no card: for the sync plugin it opens the next one."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._fate import fates_of
from vaultlint.checks.cards._names import card_name
from vaultlint.diagnostic import Finding
from vaultlint.notes.cardmarks import CLOSER, OPENER, OPENER_LINE
from vaultlint.notes.facts import Note, SyncedCard
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.source import line_starts
from vaultlint.text.span import Span

_QUOTE = regex(r"[ \t]*+>[> \t]*+")


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if OPENER not in note.text:
        return
    fates = fates_of(note)
    for synced in fates.synced:
        if not fates.is_stray(synced):
            continue
        at = synced.span.start
        line = note.source.line_span(note.source.line_of(at))
        if _QUOTE.fullmatch(note.text, line.start, at):
            yield Finding(
                Span(at, at + len(OPENER_LINE)),
                f"a quote around the card {_name(note, synced)}: all its lines reach Anki with "
                'their ">"; move the card out of the quote',
            )
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


def _name(note: Note, synced: SyncedCard) -> str:
    words = note.source.slice(synced.question).lstrip("> ")
    return quoted(words[: (*line_starts(words), len(words))[1]].strip())
