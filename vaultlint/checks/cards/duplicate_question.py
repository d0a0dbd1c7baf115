"""A card that Anki refuses, for another one of its deck asks the same."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from vaultlint.checks.cards._places import other_places, related_places
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.notes.questions import has_new_card
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    if not has_new_card(note):
        return
    for question in vault.questions(note):
        # Both notes of a question that was synced twice are in Anki: nothing is lost.
        if question.id is not None:
            continue
        same = vault.same_questions(question.key)
        places = same.places
        if len(places) < 2:
            continue
        here = bisect_left(
            places, (note.path, question.span), key=lambda place: (place.path, place.span)
        )
        related = related_places(places, here, "the same question")
        where = other_places(places, here, related)
        if same.is_synced:
            fate = "Anki has it already and refuses this card"
        else:
            fate = "Anki takes the card that is synced first and refuses the others"
        yield Finding(
            question.span,
            f"question {quoted(question.key.text)} stands also {where}: {fate}; "
            "word the question anew, or remove the card",
            related,
        )
