"""An id below a blank line: the sync plugin deletes its note in Anki."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._owners import Owners, ids, is_deleted
from vaultlint.diagnostic import Finding, Related, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    deleted = [card_id for card_id in ids(note) if is_deleted(note, card_id)]
    if not deleted:
        return
    owners = Owners(note)
    for card_id in deleted:
        owner = owners.of(card_id)
        fate = f"a blank line above ^{card_id.digits}: the next sync deletes this note in Anki"
        if owner is None:
            advice = "remove the blank lines if the id belongs to the text above, else the id"
            yield Finding(card_id.span, f"{fate} and the id here; {advice}")
            continue
        yield Finding(
            card_id.span,
            f"{fate}, which is the {owner.name}; remove the blank lines between the two",
            (Related(owner.span, "the id belongs here"),),
        )


RULE = NoteRule("deleted-by-blank-line", "cards", Severity.ERROR, check)
