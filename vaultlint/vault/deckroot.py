"""Whether the decks of a vault are the paths of its notes, and from which folder on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from vaultlint.notes.facts import Note
from vaultlint.notes.sync.deck import DECK_PROPERTY, SEPARATOR
from vaultlint.text.lookalikes import as_meant

_FEWEST = 3  # notes; fewer follow no custom


def note_deck(note: Note) -> str | None:
    """The deck that a plain note states, else None."""
    stated = note.frontmatter.property(DECK_PROPERTY) if note.frontmatter else None
    deck = stated.value.plain if stated else None
    return deck if note.kind == "note" and isinstance(deck, str) and deck.strip() else None


def note_parts(path: str) -> list[str]:
    """The folders of a note and its name, from the root of the vault."""
    folder, _, name = path.rpartition("/")
    return [*(folder.split("/") if folder else ()), name.rpartition(".")[0]]


def parts_below(path: str, root: str) -> list[str] | None:
    """As note_parts(), from the folder `root` on; None for a note that does not lie below it."""
    if root and not path.startswith(f"{root}/"):
        return None
    return note_parts(path[len(root) + 1 :] if root else path)


class DeckRoot(Struct, frozen=True, array_like=True):
    """See deck_root()."""

    folder: str | None


def deck_root(decks: Iterable[tuple[str, str]]) -> str | None:
    """The folder below which the decks of most notes are their paths; None if they are not.

    decks: the paths of notes, and the decks that they state.
    """
    roots: Counter[str] = Counter()
    stated = 0
    for path, deck in decks:
        stated += 1
        parts = note_parts(path)
        wanted = [as_meant(part) for part in deck.split(SEPARATOR)]
        above = len(parts) - len(wanted)
        if above >= 0 and [as_meant(part) for part in parts[above:]] == wanted:
            roots["/".join(parts[:above])] += 1
    root = min(roots, key=lambda folder: (-roots[folder], folder), default=None)
    if root is None or roots[root] < _FEWEST or 2 * roots[root] <= stated:
        return None
    return root
