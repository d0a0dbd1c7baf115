"""The ids of a note by which the plugins find its notes in Anki."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from vaultlint.anki.makers import FlashcardsKind
from vaultlint.checks.cards._owners import is_deleted
from vaultlint.notes.cardmarks import ID_LENGTH
from vaultlint.notes.facts import CardId, CardTag, Note
from vaultlint.text.span import Span

_INLINE_KINDS: dict[str, FlashcardsKind] = {"inline": "basic", "inline-reversed": "reversed"}


class SyncedId(Struct, frozen=True):
    """The id of one card or cloze.

    deck: into which the plugin puts the card; empty where it syncs nothing of the note.
    moves_each: it looks at every card whether it is there; else at the first of the note only.
    sign: what makes the card one of its kind, such as its tag. kind: None where it is not known.
    """

    card_id: CardId
    deck: str
    moves_each: bool
    sign: Span
    kind: FlashcardsKind | None = None

    @property
    def number(self) -> int:
        """The id of the note in Anki."""
        return int(self.card_id.digits)


def synced_ids(note: Note) -> tuple[SyncedId, ...]:
    """In order of place; not those by which the plugin deletes, nor of another length."""
    found = {synced.card_id.span: synced for synced in (*_flashcards(note), *_to_anki(note))}
    return tuple(
        found[span]
        for span in sorted(found)
        if len(found[span].card_id.digits) == ID_LENGTH
        and not is_deleted(note, found[span].card_id)
    )


def _flashcards(note: Note) -> Iterator[SyncedId]:
    """Of flashcards-obsidian and its fork."""
    if note.deck is None:
        return
    deck = note.deck.name
    for card in note.cards:
        if card.id is not None:
            sign = card.tag.name_span if card.tag else card.id.span
            yield SyncedId(card.id, deck, False, sign, _kind(card.tag))
    # The fork reads no card without brackets.
    for bare in note.bare_cards if "flashcards-obsidian" in note.dialects else ():
        if bare.id is not None:
            yield SyncedId(bare.id, deck, False, bare.tag.name_span, _kind(bare.tag))
    # Which separator asks both ways, the settings of the plugin say.
    kinds = {card.id.span: _INLINE_KINDS.get(card.kind) for card in note.sync.cards if card.id}
    for inline in note.inline_cards:
        if inline.id is not None:
            span = inline.id.span
            yield SyncedId(inline.id, deck, False, span, kinds.get(span))
    for cloze in note.clozes:
        if cloze.id is not None:
            yield SyncedId(cloze.id, deck, False, cloze.id.span, "cloze")


def _to_anki(note: Note) -> Iterator[SyncedId]:
    """Of Obsidian_to_Anki, whose note types are the user's own."""
    dialect = "obsidian-to-anki"
    deck = next((card.deck for card in note.sync.cards if card.dialect == dialect), "")
    for card_id in note.to_anki.ids:
        yield SyncedId(card_id, deck, True, card_id.span)


def _kind(tag: CardTag | None) -> FlashcardsKind | None:
    if tag is None:
        return None
    if tag.name.endswith(("-spaced", "/spaced")):
        return "spaced"
    return "reversed" if tag.is_reverse else "basic"
