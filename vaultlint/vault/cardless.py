"""Notes in Anki that were made from this vault, and whose cards have left it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from vaultlint.anki.makers import Origin, is_made_by_plugin, origin
from vaultlint.anki.records import AnkiNote, Collection, deck_key
from vaultlint.text.regex import regex

_ID_DIGITS = 13
# What may be an id, in whatever syntax: none of these notes is lost for sure.
_NUMBER = regex(rf"[0-9]{{{_ID_DIGITS}}}")
# An id that lost its last digits is told of as such.
_SHORT_ID = regex(r"\^([0-9]{10,12})(?![0-9])")


class CardlessNote(Struct, frozen=True):
    """A note in Anki of which no card is in the vault.

    is_named: its field "Source" names the note that it is given to; else the card that was made
    next to it, in the same deck, stands there.
    """

    note: AnkiNote
    is_named: bool


class Cardless(Struct, frozen=True):
    """All of them. by_path: by the note of the vault that they are given to, in order of ids.

    others: those that no note of the vault can be told to have made.
    """

    by_path: Mapping[str, tuple[CardlessNote, ...]]
    others: tuple[AnkiNote, ...] = ()


def cardless_notes(
    collection: Collection,
    vault_name: str,
    path_of_id: Mapping[int, str],
    texts: Iterable[str],
    files_named: Callable[[str], tuple[str, ...]],
) -> Cardless:
    """The notes that a plugin made from this vault, and that have no card in it any more.

    path_of_id: the ids of cards and the notes that they stand in. texts: of all notes.
    files_named: the notes that a path or a name may mean, the likeliest first.
    """
    known = collection.notes
    standing = {note_id: path for note_id, path in path_of_id.items() if note_id in known}
    origins = (origin(known[note_id]) for note_id in standing)
    # A vault that was copied or renamed keeps the name that it had in Anki.
    vaults = {vault_name, *(found.vault for found in origins if found is not None)}
    siblings = _Siblings(collection, standing)
    by_path: dict[str, list[CardlessNote]] = {}
    others: list[AnkiNote] = []
    for note in _without_card(collection, texts):
        made_from = origin(note)
        if made_from is not None and made_from.vault not in vaults:
            continue
        named = () if made_from is None else _meant(made_from, files_named)
        path = siblings.nearest(note)
        if named and path not in named:
            path = named[0]
        if path is None:
            others.append(note)
        else:
            by_path.setdefault(path, []).append(CardlessNote(note, bool(named)))
    return Cardless({path: tuple(found) for path, found in by_path.items()}, tuple(others))


def _without_card(collection: Collection, texts: Iterable[str]) -> Iterator[AnkiNote]:
    """In order of ids; a note that has no card in Anki either is nobody's loss."""
    numbers: set[str] = set()
    for text in texts:
        numbers.update(_NUMBER.findall(text))
        numbers.update(_SHORT_ID.findall(text))
    for note_id in sorted(collection.notes):
        note = collection.notes[note_id]
        if not note.decks or not is_made_by_plugin(note):
            continue
        digits = str(note_id)
        if all(digits[:length] not in numbers for length in range(10, _ID_DIGITS + 1)):
            yield note


def _meant(made_from: Origin, files_named: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(path for path in files_named(made_from.file) if path.lower().endswith(".md"))


class _Siblings:
    """The cards that stand in the vault, by their decks in Anki.

    Cards that were synced together have ids, their times of making, that follow each other.
    """

    def __init__(self, collection: Collection, standing: Mapping[int, str]) -> None:
        self._by_deck: dict[str, list[tuple[int, str]]] = {}
        for note_id in sorted(standing):
            for deck in collection.notes[note_id].decks:
                sibling = (note_id, standing[note_id])
                self._by_deck.setdefault(deck_key(deck), []).append(sibling)

    def nearest(self, note: AnkiNote) -> str | None:
        """The note of the vault with the card that was made next to this one, in one deck."""
        siblings = self._by_deck.get(deck_key(note.decks[0]), [])
        at = bisect_left(siblings, (note.id, ""))
        near = siblings[max(at - 1, 0) : at + 1]
        nearest = min(near, key=lambda sibling: abs(sibling[0] - note.id), default=None)
        return None if nearest is None else nearest[1]
