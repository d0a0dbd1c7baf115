"""Notes in Anki to which a plugin writes what is not their card's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from vaultlint.notes.facts import BareCard, Card, Cloze, InlineCard, Note, SyncedCard, ToAnkiNote
from vaultlint.text.span import Span


def overwritten(note: Note, cards: Iterable[SyncedCard]) -> set[str]:
    """The ids to which a plugin writes what is not their card's, or more than one card.

    cards: what it makes of the note, as the line ends are or as they would be.
    """
    owner_lines: dict[str, set[int]] = {}
    line_of = note.source.line_of
    for digits, span in _owners(note):
        owner_lines.setdefault(digits, set()).add(line_of(span.start))
    synced = [(card.id.digits, card.span) for card in cards if card.id is not None]
    counts = Counter(digits for digits, _ in synced)
    wrong = {digits for digits, count in counts.items() if count > 1}
    for digits, span in synced:
        lines = owner_lines.get(digits)
        if lines and line_of(span.start) not in lines:
            wrong.add(digits)
    return wrong


def _owners(note: Note) -> Iterator[tuple[str, Span]]:
    cards: Iterator[Card | BareCard | InlineCard | Cloze | ToAnkiNote] = chain(
        note.cards, note.bare_cards, note.inline_cards, note.clozes, note.to_anki.notes
    )
    for card in cards:
        if card.id is not None:
            yield card.id.digits, card.span
