"""What the sync plugin does with the bare cards that their author meant: the two compared."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from vaultlint.checks._once import once_a_note
from vaultlint.notes.facts import BareCard, Note, SyncedCard
from vaultlint.text.quote import quoted

_KINDS = ("basic", "reversed", "spaced")


class BareFates:
    """The fates of the bare cards of one note, where the plugin reads such cards.

    The plugin's cards are sorted out when first asked. Of a note whose every line ends in CR LF,
    the fates are what they would be with LF.
    """

    def __init__(self, note: Note) -> None:
        self.note = note
        # Where the plugin reads ﹇ … ﹈ blocks, bare cards are of an older form.
        self.cards = note.bare_cards if "flashcards-obsidian" in note.dialects else ()

    @cached_property
    def synced(self) -> tuple[SyncedCard, ...]:
        """The bare cards that the plugin makes, in order of place."""
        if "flashcards-obsidian" not in self.note.dialects:
            return ()
        sync = self.note.sync
        cards = sync.cards if sync.cards_if_lf is None else sync.cards_if_lf
        return tuple(
            card for card in cards if card.dialect == "flashcards-obsidian" and card.kind in _KINDS
        )

    @cached_property
    def _starts(self) -> list[int]:
        return [card.span.start for card in self.synced]

    @cached_property
    def _by_tag(self) -> dict[int, SyncedCard]:
        return {self.note.text.find("#", card.question.end): card for card in self.synced}

    def of(self, card: BareCard) -> SyncedCard | None:
        """The card that the plugin makes of it."""
        return self._by_tag.get(card.tag.name_span.start)

    def around(self, card: BareCard) -> SyncedCard | None:
        """The card of the plugin that takes in the tag of this one."""
        at = card.tag.name_span.start
        index = bisect_right(self._starts, at) - 1
        found = self.synced[index] if index >= 0 else None
        return found if found is not None and at < found.span.end else None

    def name(self, card: BareCard) -> str:
        """The card in messages, such as `card "What is yeast?"`."""
        return f"card {quoted(self.note.source.slice(card.question))}"


bare_fates_of = once_a_note(BareFates)


def loss(card: BareCard) -> str:
    """What becomes in Anki of a card whose tag the plugin does not read."""
    if card.id is None:
        return "it never reaches Anki"
    return f"its note {card.id.digits} is never updated again"
