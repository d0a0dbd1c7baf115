"""Braces that are no cloze and that the sync plugin takes for one."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.clozes._made import MadeClozes, accidental_deletions, is_synced
from vaultlint.checks.clozes._placeholders import placeholders_of
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note, SyncedCard
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    accidents = accidental_deletions(note)
    if not accidents or not is_synced(note):
        return
    placeholders = placeholders_of(note)
    by_card: dict[Span, tuple[SyncedCard, list[Span]]] = {}
    for card, span in accidents:
        if placeholders.at(span) is None:
            by_card.setdefault(card.span, (card, []))[1].append(span)
    if not by_card:
        return
    made = MadeClozes(note)
    meant = {card.span for cloze in note.clozes for card in made.of(cloze)}
    for card, spans in by_card.values():
        words = quoted(note.source.slice(spans[0]))
        more = f" and {len(spans) - 1} more" if len(spans) > 1 else ""
        signs = "==" if note.text[spans[0].start] == "=" else "braces"
        yield Finding(
            spans[0],
            f"the sync plugin takes {words}{more} for a cloze{_fate(card, card.span in meant)}; "
            f"write it without {signs}, or in a code block fenced with ```",
        )


def _fate(card: SyncedCard, is_meant: bool) -> str:
    if is_meant:
        return " too and hides that in Anki"
    if card.id is not None:
        return f" and this line for the note {card.id.digits}"
    return ": the next sync makes a card of this line"
