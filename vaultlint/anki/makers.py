"""What the notes in Anki tell of the plugin that made them."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple
from urllib.parse import unquote

from vaultlint.anki.records import AnkiNote
from vaultlint.text.regex import regex

FlashcardsKind = Literal["basic", "reversed", "cloze", "spaced"]

# The types that flashcards-obsidian makes, with its endings "-source" and "-code" and those that
# Anki appends where a name is taken. Source: its src/services/anki.ts, getModels().
_TYPE = regex(r"obsidian-(basic-reversed|basic|cloze|spaced)(?:[-+].*)?", re.IGNORECASE)
_KINDS: dict[str, FlashcardsKind] = {
    "basic": "basic",
    "basic-reversed": "reversed",
    "cloze": "cloze",
    "spaced": "spaced",
}
# The tag that Obsidian_to_Anki gives to its notes, unless it is set to another one.
_TAG = "obsidian_to_anki"
_LINK = regex(r"""obsidian://open\?vault=([^&"'<>\s]*)&file=([^&"'<>#\s]*)""")


class Origin(NamedTuple):
    """The note that an Anki note was made from. file: its path or only its name."""

    vault: str
    file: str


def flashcards_kind(type_name: str) -> FlashcardsKind | None:
    """The kind of card for which flashcards-obsidian makes notes of this type; None: not its."""
    match = _TYPE.fullmatch(type_name)
    return _KINDS[match[1].lower()] if match else None


def is_made_by_plugin(note: AnkiNote) -> bool:
    """Whether a note in Anki was made from a note in Obsidian."""
    if flashcards_kind(note.type) is not None:
        return True
    return any(tag.lower() == _TAG for tag in note.tags)


def origin(note: AnkiNote) -> Origin | None:
    """Where a note in Anki says that it was made; None when it does not."""
    from html import unescape

    match = _LINK.search(unescape(note.source))
    return Origin(unquote(match[1]), unquote(match[2])) if match else None
