"""What the sync plugin makes of the lines of a note that it takes for clozes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

from vaultlint.checks._once import once_a_note
from vaultlint.notes.cardmarks import ID_LENGTH
from vaultlint.notes.facts import Cloze, Note, SyncedCard
from vaultlint.notes.regions import Regions, places_of
from vaultlint.text.span import Span

_DIALECTS = ("bracket", "flashcards-obsidian")


@once_a_note
def made_clozes(note: Note) -> tuple[SyncedCard, ...]:
    """The cloze cards of the plugin, in order of place.

    Of a note whose every line ends in CR LF they are what they would be with LF.
    """
    sync = note.sync
    cards = sync.cards if sync.cards_if_lf is None else sync.cards_if_lf
    return tuple(card for card in cards if card.kind == "cloze" and card.dialect in _DIALECTS)


class MadeClozes:
    """The cloze cards of the plugin, asked for the lines that its author meant as clozes."""

    def __init__(self, note: Note) -> None:
        self.cards = made_clozes(note)
        self._starts = [card.question.start for card in self.cards]

    def of(self, cloze: Cloze) -> tuple[SyncedCard, ...]:
        """The cards that are made of the line of a cloze: mostly one."""
        first = max(bisect_right(self._starts, cloze.span.start) - 1, 0)
        behind = bisect_left(self._starts, cloze.span.end)
        return tuple(
            card for card in self.cards[first:behind] if card.question.end > cloze.span.start
        )


@once_a_note
def card_places(note: Note) -> Regions:
    """The places of all cards that are no clozes, in whichever form."""
    return places_of(note.cards, note.bare_cards, note.inline_cards)


def is_synced(note: Note) -> bool:
    """Whether the note was ever synced: ids stand in it."""
    return any(len(card_id.digits) == ID_LENGTH for card_id in note.digit_ids)


class AccidentalDeletions:
    """What the plugin hides in Anki and no author meant to be hidden.

    Highlights count as meant, and so do braces at which another rule finds a fault. Lines of
    cards are left out.
    """

    def __init__(self, note: Note) -> None:
        self._note = note
        self._meant = {deletion.span.start for cloze in note.clozes for deletion in cloze.deletions}

    def __iter__(self) -> Iterator[tuple[SyncedCard, Span]]:
        """Each of them with the card in which it is hidden, in order of place."""
        for card in made_clozes(self._note):
            spans = [span for span in card.deletions if span.start not in self._meant]
            if spans and card_places(self._note).end_of(card.question.start) is None:
                yield from ((card, span) for span in spans if not self._is_meant(span))

    def _is_meant(self, span: Span) -> bool:
        if self._is_faulty(span):
            return True
        return self._note.text[span.start] == "=" and self._is_highlight(span)

    @cached_property
    def _faulty(self) -> list[Span]:
        faults = (fault for cloze in self._note.clozes for fault in cloze.faults)
        return sorted((fault.deletion or fault).span for fault in faults)

    @cached_property
    def _faulty_places(self) -> Regions:
        return Regions(self._faulty)

    @cached_property
    def _faulty_starts(self) -> list[int]:
        return [span.start for span in self._faulty]

    def _is_faulty(self, span: Span) -> bool:
        """Whether a fault stands in these braces, or these in it."""
        if self._faulty_places.end_of(span.start) is not None:
            return True
        index = bisect_left(self._faulty_starts, span.start)
        return index < len(self._faulty_starts) and self._faulty_starts[index] < span.end

    def _is_highlight(self, span: Span) -> bool:
        """Whether Obsidian shows it as a highlight too."""
        inner = self._note.text[span.start + 2 : span.end - 2]
        if inner[0].isspace() or inner[-1].isspace() or "=" in (inner[0], inner[-1]):
            return False
        return _hidden(self._note).end_of(span.start) is None


@once_a_note
def _hidden(note: Note) -> Regions:
    """Where no highlight can be."""
    frontmatter = (note.frontmatter,) if note.frontmatter else ()
    return places_of(note.fences, note.code, note.math, note.comments, frontmatter)


@once_a_note
def accidental_deletions(note: Note) -> tuple[tuple[SyncedCard, Span], ...]:
    """All of them in a note, in order of place."""
    return tuple(AccidentalDeletions(note)) if made_clozes(note) else ()
