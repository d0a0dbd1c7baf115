"""A note in Anki whose card left the vault."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.notes.sync.deck import DECK_PROPERTY
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span
from vaultlint.vault.cardless import CardlessNote

_TAG = regex(r"<[^<>]*+>")
_LONGEST_TEXT = 2000  # code points that are looked at; fewer are quoted
_FIRST_LINE = regex(r"[^\s][^\r\n]*+")


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for cardless in vault.cardless_notes(note.path):
        digits = cardless.note.id
        yield Finding(
            _place(note),
            f"note {digits} {_words(cardless)} is still in Anki, but its id stands nowhere in the "
            "vault: its card was removed, and goes on being asked; delete the note there too "
            f"(search for nid:{digits}), or put the card back with its id",
        )


def _words(cardless: CardlessNote) -> str:
    from html import unescape

    plain = unescape(_TAG.sub(" ", cardless.note.text[:_LONGEST_TEXT]))
    deck = f"of the deck {quoted(cardless.note.decks[0])}"
    return f"{quoted(plain)} {'of this note' if cardless.is_named else deck}"


def _place(note: Note) -> Span:
    """What tells the deck of the note, or names it: there is no card to point at."""
    deck = note.frontmatter.property(DECK_PROPERTY) if note.frontmatter else None
    if deck is not None and deck.value.span.start < deck.value.span.end:
        return deck.value.span
    line = _FIRST_LINE.search(note.text, note.body.start)
    return Span(*line.span()) if line else Span(note.body.start, note.body.start)
