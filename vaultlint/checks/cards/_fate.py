"""What the sync plugin does with the cards that their author meant: the two compared."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Literal

from msgspec import Struct

from vaultlint.checks._once import once_a_note
from vaultlint.checks.cards._names import card_name
from vaultlint.diagnostic import Related
from vaultlint.notes.cardmarks import BLANKS, CLOSER, OPENER
from vaultlint.notes.facts import Card, Note, SyncedCard
from vaultlint.text.span import Span

_BLOCK_KINDS = ("basic", "reversed")


FateKind = Literal["as-meant", "lost", "merged", "changed", "id-not-read"]


class Fate(Struct, frozen=True):
    """What becomes of one ﹇ … ﹈ block.

    kind: "lost" reaches Anki in no card, "merged" in one with text of others, "changed" with less
    of its question or answer, or as another kind of card.
    synced: the card in which its beginning reaches Anki; None when it does in none.
    closed_by: the block at whose ﹈ that card ends; None for a ﹈ that belongs to none.
    """

    kind: FateKind
    synced: SyncedCard | None
    closed_by: Card | None


class Fates:
    """The fates of the blocks of one note; the plugin's cards are sorted out when first asked.

    Of a note whose every line ends in CR LF, they are what they would be with LF: that the plugin
    reads none of its blocks is said of the note as a whole.
    """

    def __init__(self, note: Note) -> None:
        self.note = note

    @cached_property
    def synced(self) -> tuple[SyncedCard, ...]:
        """The cards that the plugin makes of ﹇ … ﹈ blocks, in order of place."""
        sync = self.note.sync
        cards = sync.cards if sync.cards_if_lf is None else sync.cards_if_lf
        return tuple(
            card for card in cards if card.dialect == "bracket" and card.kind in _BLOCK_KINDS
        )

    @cached_property
    def _starts(self) -> list[int]:
        return [card.span.start for card in self.synced]

    @cached_property
    def _meant_starts(self) -> frozenset[int]:
        return frozenset(self._card_starts)

    @cached_property
    def _card_starts(self) -> list[int]:
        return [self.start_of(card) for card in self.note.cards]

    def start_of(self, card: Card) -> int:
        """Where the ﹇ of a block stands; where it begins when it has none."""
        if card.opener is None:
            return card.span.start
        return self.note.text.index(OPENER, card.opener.span.start)

    def at(self, offset: int) -> SyncedCard | None:
        """The card of the plugin that takes in the text at this offset."""
        index = bisect_right(self._starts, offset) - 1
        found = self.synced[index] if index >= 0 else None
        return found if found is not None and offset < found.span.end else None

    def of(self, card: Card) -> Fate:
        """What becomes of a block that has a ﹇."""
        synced = self.at(self.start_of(card))
        if synced is None:
            return Fate("lost", None, None)
        closed_by = self.block_at(self.closer_of(synced))
        return Fate(self._kind(card, synced, closed_by), synced, closed_by)

    def _kind(self, card: Card, synced: SyncedCard, closed_by: Card | None) -> FateKind:
        if closed_by is not card or self.within(synced) != (card,):
            return "merged"
        asked = self.note.source.slice(synced.question).strip(BLANKS)
        is_whole = (
            # The marks of a heading are no part of the question.
            asked == self.note.source.slice(card.question).strip(BLANKS).lstrip("#").lstrip(BLANKS)
            and synced.answer.end >= card.answer.end
            and card.tag is not None
            and (synced.kind == "reversed") == card.tag.is_reverse
        )
        if not is_whole:
            return "changed"
        return "as-meant" if synced.id == card.id else "id-not-read"

    def is_stray(self, synced: SyncedCard) -> bool:
        """Whether a card of the plugin begins at a ﹇ that opens no block."""
        return synced.span.start not in self._meant_starts

    def begins_astray(self, card: Card) -> bool:
        """Whether the ﹈ of a block ends a card of the plugin that begins at such a ﹇."""
        if card.closer is None:
            return False
        end = self.note.text.index(CLOSER, card.closer.span.start)
        synced = self.at(end)
        return synced is not None and self.is_stray(synced) and self.closer_of(synced) == end

    def closer_of(self, synced: SyncedCard) -> int:
        """Where the ﹈ stands at which a card of the plugin ends."""
        return self.note.text.rindex(CLOSER, synced.span.start, synced.span.end)

    def within(self, synced: SyncedCard) -> tuple[Card, ...]:
        """The blocks that begin inside a card of the plugin, in order."""
        start = bisect_left(self._card_starts, synced.span.start)
        end = bisect_left(self._card_starts, synced.span.end)
        return self.note.cards[start:end]

    def tag_of(self, synced: SyncedCard) -> int:
        """Where the tag stands at which the question of a card of the plugin ends."""
        return self.note.text.index("#", synced.question.end)

    def block_at(self, offset: int) -> Card | None:
        """The innermost block that holds this offset."""
        for index in range(bisect_right(self._card_starts, offset) - 1, -1, -1):
            card = self.note.cards[index]
            if offset < card.span.end:
                return card
        return None

    # --- in words

    def loss(self, card: Card) -> str:
        """What becomes in Anki of a block whose tag or end the plugin does not find."""
        fate = self.of(card)
        if fate.synced is None:
            if card.id is not None:
                return f"its note {card.id.digits} is never updated again"
            return "it never reaches Anki"
        note_id = fate.synced.id
        other = self._other(card, fate)
        if other is card:
            return "Anki takes a tag in its text for the card tag"
        if other is None:
            lost = f" and overwrites the note {note_id.digits}" if note_id else ""
            return f"Anki makes one card of it and all up to the next {CLOSER}{lost}"
        name = self._name(card, other)
        if note_id is None:
            return f"Anki makes one card of it and the {name}"
        return f"Anki merges it with the {name} and overwrites the note {note_id.digits}"

    def related(self, card: Card) -> tuple[Related, ...]:
        """The block with which the plugin makes one card of this one, as a related place."""
        fate = self.of(card)
        if fate.synced is None:
            return ()
        other = self._other(card, fate)
        if other is card:
            at = self.tag_of(fate.synced)
            return (Related(Span(at, at + 1), "the question ends here in Anki"),)
        if other is None:
            at = self.closer_of(fate.synced)
            return (Related(Span(at, at + len(CLOSER)), "the card ends here in Anki"),)
        return (self.place(card, other),)

    def place(self, card: Card, other: Card) -> Related:
        """Another block that is merged with this one, as a related place."""
        id_text = f" (^{other.id.digits})" if other.id else ""
        span = other.opener.span if other.opener else other.span
        return Related(span, f"the {self._name(card, other)}{id_text}")

    def following(self, card: Card) -> Card | None:
        """The next block that does not stand inside this one."""
        index = bisect_left(self._card_starts, card.span.end)
        return self.note.cards[index] if index < len(self.note.cards) else None

    def _name(self, card: Card, other: Card) -> str:
        name = card_name(self.note, other)
        return f"next {name}" if other is self.following(card) else name

    def _other(self, card: Card, fate: Fate) -> Card | None:
        """The block that ends the one with which this one is merged, else the one that begins it.

        The block itself when it is merged with none; None when none ends or begins there.
        """
        if fate.closed_by is not card:
            return fate.closed_by
        assert fate.synced is not None
        return self.block_at(fate.synced.span.start)


fates_of = once_a_note(Fates)
