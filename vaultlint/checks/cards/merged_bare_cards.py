"""A bare card that nothing parts from the answer of the one before: it is a part of that answer."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._bare_fate import bare_fates_of, loss
from vaultlint.checks.cards._lines import line_at, parted
from vaultlint.checks.cards.bare_card_without_answer import takes
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import BareCard, Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    fates = bare_fates_of(note)
    before: BareCard | None = None  # the last card that the plugin reads
    for card in fates.cards:
        if fates.of(card) is not None:
            before = card
            continue
        around = fates.around(card)
        if around is None or before is None or around != fates.of(before):
            continue
        if takes(note, before, card):
            continue  # it has no answer of its own: bare-card-without-answer speaks
        is_overwritten = around.id is not None and around.id == card.id
        fate = f"overwrites its note {card.id.digits}" if is_overwritten and card.id else loss(card)
        yield Finding(
            card.tag.name_span,
            f"no empty line and no id parts the {fates.name(card)} from the answer of the "
            f"{fates.name(before)}: Anki takes it for a part of that answer, and {fate}; put an "
            "empty line above it",
            (Related(before.tag.name_span, f"the {fates.name(before)}"),),
            parted(note, line_at(note, card.question.start).start),
        )
