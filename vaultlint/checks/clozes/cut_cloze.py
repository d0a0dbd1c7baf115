"""A hashtag in the middle of a cloze: where hashtags end a cloze, the rest of it is lost."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.clozes._made import MadeClozes
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Cloze, Note, SyncedCard
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if not note.clozes:
        return
    made = MadeClozes(note)
    for cloze in note.clozes:
        cards = made.of(cloze)
        cut = cut_off(note, cloze, cards)
        if cut is None:
            continue
        hashtags = quoted(note.text[cards[0].question.end : cut.start])
        fate = "makes another card of" if cards[1:] else "drops"
        yield Finding(
            cut,
            f"the sync plugin ends the cloze at {hashtags} and {fate} "
            f"{quoted(note.source.slice(cut))}; write hashtags at the end of the line",
        )


def cut_off(note: Note, cloze: Cloze, cards: tuple[SyncedCard, ...]) -> Span | None:
    """The text behind the hashtags at which the plugin ends a cloze, None when there is none.

    cards: what the plugin makes of the line.
    """
    if not cards or not cards[0].tags or cards[0].span.end >= cloze.span.end:
        return None
    rest = note.text[cards[0].span.end : cloze.span.end]
    return Span(cloze.span.end - len(rest.lstrip()), cloze.span.end)
