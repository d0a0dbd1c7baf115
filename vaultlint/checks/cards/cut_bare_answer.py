"""An empty line, or an id, in the answer of a bare card: the answer ends there in Anki."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks._line_ends import with_line_feeds
from vaultlint.checks.cards._bare_fate import bare_fates_of
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import CardId, Note, SyncedCard
from vaultlint.rule import NoOptions
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_IDS = regex(r"(?>(?:\s*+\^[0-9]++)*)\s*+")


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    fates = bare_fates_of(note)
    for card in fates.cards:
        synced = fates.of(card)
        if synced is None or synced.kind == "spaced":
            continue
        rest = note.text[synced.span.end : card.answer.end]
        lost = card.id if card.id is not None and not _is_read(card.id, synced) else None
        if _IDS.fullmatch(rest):
            if lost is None or synced.id is None:
                continue  # of ids in a row, orphan-card-id speaks
            span = lost.span
            fate = f"its id {lost.digits} is not read"
        else:
            start = synced.span.end + len(rest) - len(rest.lstrip())
            line_end = note.source.line_span(note.source.line_of(start)).end
            span = Span(start, min(line_end, card.answer.end))
            fate = "the rest never reaches Anki"
            fate += f", and its id {lost.digits} is not read" if lost else ""
        fix = None
        if synced.id is not None:
            sign, advice = f"^{synced.id.digits} in it", "leave it one id, below its last line"
        elif note.text.startswith("\r", synced.span.end) and note.sync.cards_if_lf is None:
            sign, advice = "CR LF", "save the note with LF line ends"
            fix = with_line_feeds(note, "cards")
        else:
            sign, advice = "an empty line in it", "put something into that line, or remove it"
        yield Finding(
            span,
            f"the answer of the {fates.name(card)} ends at {sign}: {fate}; {advice}",
            (Related(card.tag.name_span, f"the {fates.name(card)}"),),
            fix,
        )


def _is_read(card_id: CardId, synced: SyncedCard) -> bool:
    """Whether the plugin reads an id where it stands; of one that is too long, the first digits."""
    return synced.id is not None and synced.id.span.start == card_id.span.start
