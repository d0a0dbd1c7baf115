"""An id below a blank line: the sync plugin deletes its note in Anki."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks._line_ends import and_line_feeds
from vaultlint.checks._once import once_a_note
from vaultlint.checks.cards._lines import CARDS_AND_IDS, begins_paragraph, line_at
from vaultlint.checks.cards._owners import Owner, Owners, ids, is_deleted, repeated_ids, shared_ends
from vaultlint.diagnostic import Edit, Finding, Fix, Related
from vaultlint.notes.cardmarks import CLOSER_LINE, WHITESPACE
from vaultlint.notes.facts import CardId, Note
from vaultlint.rule import NoOptions
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_QUOTE = regex(r"[ \t]*>")


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
            _fix(note, card_id, owner),
        )


def _fix(note: Note, card_id: CardId, owner: Owner) -> Fix | None:
    """The blank lines removed; of a ﹇ … ﹈ card, the id comes to stand behind its ﹈."""
    end = len(note.text[: card_id.span.start].rstrip(WHITESPACE))
    if card_id.digits in repeated_ids(note) or end in shared_ends(note):
        return None  # two cards would be written into one note
    if owner.span in _bare_cards(note) and not begins_paragraph(note, owner.span.start):
        return None  # nor one with other text in it
    below = note.source.line_of(card_id.span.start) + 1
    if below < len(note.source.line_starts):
        line = note.source.line_span(below)
        # Two quotes would become one.
        if _QUOTE.match(note.text, line.start) and _QUOTE.match(
            note.text, line_at(note, end).start
        ):
            return None
    if not note.text.endswith(CLOSER_LINE, 0, end):
        # The id stays on a line of its own, behind the last of these line breaks.
        blank = Edit(Span(end, note.text.rindex("\n", end, card_id.span.start)), "")
        fix = Fix("Remove the blank lines", (blank,), True, CARDS_AND_IDS, reach=owner.span)
        return and_line_feeds(note, fix)
    if end != owner.span.end:
        return None
    gap = Edit(Span(end, card_id.span.start), "")
    return Fix("Put the id behind its card", (gap,), True, CARDS_AND_IDS, reach=owner.span)


@once_a_note
def _bare_cards(note: Note) -> frozenset[Span]:
    return frozenset(card.span for card in note.bare_cards)
