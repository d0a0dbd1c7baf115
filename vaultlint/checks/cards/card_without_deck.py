"""A note with cards that names no deck, where decks do not come from folders."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._made import made_cards
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.notes.sync.deck import DECK_PROPERTY
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if note.deck is None or note.deck.origin != "default":
        return
    frontmatter = note.frontmatter
    # Of frontmatter that Obsidian cannot read, other rules speak.
    if frontmatter is not None and frontmatter.plain is None and frontmatter.fault is not None:
        return
    marks = [card.mark for card in made_cards(note)] + [cloze.span for cloze in note.clozes]
    if not marks:
        return
    stated = frontmatter.property(DECK_PROPERTY) if frontmatter else None
    lack = (
        f"names no deck in {quoted(DECK_PROPERTY)}" if stated else f"has no {quoted(DECK_PROPERTY)}"
    )
    cards = "its card lands" if len(marks) == 1 else f"its {len(marks)} cards land"
    yield Finding(
        stated.key_span if stated else min(marks),
        f"the note {lack}: {cards} in the deck {quoted(note.deck.name)}; "
        f"write {DECK_PROPERTY}: and the deck in its frontmatter",
    )
