"""A bare card with no text of its own below its tag: it takes what comes next for its answer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import BareCard, Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if "flashcards-obsidian" not in note.dialects:
        return
    headings = {heading.span.start: heading.text for heading in note.headings}
    for card, following in zip_longest(note.bare_cards, note.bare_cards[1:]):
        if card.tag.name.endswith("spaced"):
            continue  # it has no answer
        related: tuple[Related, ...] = ()
        if following is not None and takes(note, card, following):
            name = f"the next card {quoted(note.source.slice(following.question))}"
            fate = f"Anki takes {name} for it"
            if following.id is not None:
                fate += f" and overwrites the note {following.id.digits}"
            related = (Related(following.tag.name_span, name),)
        elif card.answer.start == card.answer.end:
            fate = "its back in Anki is empty"
        elif card.answer.start in headings:
            fate = f"Anki takes the heading {quoted(headings[card.answer.start])} for it"
        else:
            continue
        yield Finding(
            card.tag.name_span,
            f"card {quoted(note.source.slice(card.question))} has no answer: {fate}; "
            "write the answer below the tag",
            related,
        )


def takes(note: Note, card: BareCard, following: BareCard) -> bool:
    """Whether nothing but blank lines parts a tag from the next card's question."""
    if card.id is not None:
        return False  # the id ends the card
    between = note.text[card.tag.span.end : following.question.start]
    return not between.strip()
