"""What rules know of an Anki collection: immutable values."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from vaultlint.text.regex import regex

NoteKind = Literal["basic", "reversed", "cloze"]

DECK_SEPARATOR = "::"
_LEFT_OUT = regex('[\\x00-\\x1f\\x7f"]')


class AnkiNote(Struct, frozen=True):
    """One note in Anki: what its cards are made of.

    type: the name of its note type. kind: what that makes of a note: one card, a card for each of
    several templates, or a card for each cloze. decks: of its cards, in the order of their
    templates; of a card in a filtered deck the one that it returns to. text: the first field.
    source: the field "Source", empty where there is none. Both are HTML.
    """

    id: int
    type: str
    kind: NoteKind
    decks: tuple[str, ...]
    tags: tuple[str, ...] = ()
    text: str = ""
    source: str = ""


class Collection(Struct, frozen=True):
    """The notes of Anki, by id.

    is_whole: all that the profile had; else the notes of some decks, as in an .apkg.
    decks: those in which cards are, each as deck_key() makes it.
    """

    notes: Mapping[int, AnkiNote]
    is_whole: bool = True
    decks: frozenset[str] = frozenset()


def deck_key(name: str) -> str:
    """The form in which two names of decks are compared: as Anki stores them, without case.

    A double quote counts for nothing: older versions of Anki drop it, newer ones keep it.
    Source: Anki, rslib/src/decks/name.rs.
    """
    parts = unicodedata.normalize("NFC", name).casefold().split(DECK_SEPARATOR)
    return DECK_SEPARATOR.join(_LEFT_OUT.sub("", part).strip() or "blank" for part in parts)
