"""A deck that is not the path of its note, where the decks of most notes are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vaultlint.checks.frontmatter._edits import property_fix, scalar
from vaultlint.checks.frontmatter._values import part_span
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.facts import Note, Property, Value
from vaultlint.notes.sync.deck import DECK_PROPERTY, SEPARATOR
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.lookalikes import as_meant, unseen_difference
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span
from vaultlint.vault.deckroot import note_deck, parts_below


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    deck = note_deck(note)
    if deck is None or vault.deck_root is None:
        return
    path = parts_below(note.path, vault.deck_root)
    stated = deck.split(SEPARATOR)
    if path is None or stated == list(path):
        return
    wanted = [as_meant(part) for part in path]
    entry = note.frontmatter.property(DECK_PROPERTY) if note.frontmatter else None
    if entry is not None and [as_meant(part) for part in stated] != wanted:
        yield Finding(
            _span(note, entry.value, stated, wanted),
            f"{_difference(stated, wanted)}, and most decks here are the paths of their notes; "
            "correct the deck, or move the note",
            fix=_corrected(note, entry, stated, path),
            property_path=(entry.key,),
        )


def _corrected(
    note: Note, entry: Property, stated: Sequence[str], path: Sequence[str]
) -> Fix | None:
    """Writes the parts that differ as the path has them, with look-alikes if the deck has some."""
    wanted = [as_meant(part) for part in path]
    first, behind = _differing(stated, wanted)
    is_plain = all(part == as_meant(part) for part in stated)
    other = (wanted if is_plain else path)[first : len(path) - behind]
    deck = SEPARATOR.join([*stated[:first], *other, *stated[len(stated) - behind :]])
    written = note.source.slice(entry.value.span)
    edits = [Edit(entry.value.span, scalar(deck, written))]
    return property_fix(note, "Correct the deck", edits, entry, deck, safe=False)


def _difference(stated: Sequence[str], wanted: Sequence[str]) -> str:
    """How the deck differs from the path."""
    first, behind = _differing(stated, wanted)
    own, other = stated[first : len(stated) - behind], wanted[first : len(wanted) - behind]
    if not own:
        return f"the deck lacks {_joined(other)} of the path of its note"
    if not other:
        return f"the deck has {_joined(own)}, which the path of its note has not"
    unseen = unseen_difference(as_meant(own[0]), other[0])
    same = f" (they differ in {unseen})" if unseen else ""
    return f"the deck has {_joined(own)} where the path of its note has {_joined(other)}{same}"


def _differing(stated: Sequence[str], wanted: Sequence[str]) -> tuple[int, int]:
    """How many parts agree at the start, and how many of the others at the end."""
    shorter = min(len(stated), len(wanted))
    pairs = zip(map(as_meant, stated), wanted, strict=False)
    first = next((index for index, (a, b) in enumerate(pairs) if a != b), shorter)
    behind = 0
    while behind < shorter - first and as_meant(stated[-behind - 1]) == wanted[-behind - 1]:
        behind += 1
    return first, behind


def _span(note: Note, value: Value, stated: Sequence[str], wanted: Sequence[str]) -> Span:
    """The parts of the deck that differ; all of it where parts are missing."""
    first, behind = _differing(stated, wanted)
    own = stated[first : len(stated) - behind]
    if not own:
        return value.span
    start = sum(len(part) + len(SEPARATOR) for part in stated[:first])
    return part_span(note, value, start, start + len(SEPARATOR.join(own)))


def _joined(parts: Sequence[str]) -> str:
    return quoted(SEPARATOR.join(parts))
