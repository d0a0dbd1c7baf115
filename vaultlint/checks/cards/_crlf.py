"""What CR LF line ends do to cards."""

from __future__ import annotations

from vaultlint.checks.cards._bare_fate import bare_fates_of
from vaultlint.checks.cards._owners import is_deleted
from vaultlint.notes.cardmarks import EXACT
from vaultlint.notes.facts import CardId, Note
from vaultlint.text.span import Span


def deleted_by_crlf(note: Note) -> list[CardId]:
    """The ids whose notes are deleted in Anki because of the line end before them."""
    if "\r" not in note.text:
        return []
    # Of an id below a blank line, deleted-by-blank-line speaks.
    return [card_id for card_id in note.sync.deleted if not is_deleted(note, card_id)]


def hidden_by_crlf(note: Note) -> list[Span]:
    """Where the cards begin that the sync plugin does not see for nothing but their line ends."""
    openers = (card.opener for card in note.cards if card.opener and card.opener.form == EXACT)
    hidden = [opener.span for opener in openers if note.text.startswith("\r", opener.span.end)]
    if note.sync.cards_if_lf is not None and not note.sync.deleted:
        # Where there are ids to delete, deleted-by-crlf speaks of the note.
        hidden += (card.tag.name_span for card in bare_fates_of(note).cards)
    return hidden


def is_harmed_by_crlf(note: Note) -> bool:
    """Whether line ends keep flashcards from Anki, or delete them: a rule of cards tells of it."""
    return bool(
        deleted_by_crlf(note) or hidden_by_crlf(note) or _hides_tag(note) or _cuts_bare_card(note)
    )


def _hides_tag(note: Note) -> bool:
    tags = (*(card.tag for card in note.cards), *(card.tag for card in note.bare_cards))
    return any(tag is not None and note.text.startswith("\r", tag.span.end) for tag in tags)


def _cuts_bare_card(note: Note) -> bool:
    fates = bare_fates_of(note)
    made = ((fates.of(card), card.answer.end) for card in fates.cards)
    return any(
        synced is not None
        and note.text.startswith("\r", synced.span.end)
        and bool(note.text[synced.span.end : end].strip())
        for synced, end in made
    )
