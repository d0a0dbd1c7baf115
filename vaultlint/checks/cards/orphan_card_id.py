"""An id that no card and no cloze owns: a leftover of a damaged note."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.cards._owners import code_and_math, ids, is_deleted, unowned_ids
from vaultlint.diagnostic import Finding
from vaultlint.notes.cardmarks import CLOSER
from vaultlint.notes.facts import CardId, Note
from vaultlint.rule import NoOptions
from vaultlint.text.regex import regex

_ID_LINE = regex(r"[ \t>]*\^[0-9]+[ \t]*")
_BESIDE = " \t>"  # blanks, and the marks of a quote
_BEFORE_ID = frozenset(" \t\r\n")
# A comment behind an id is the schedule of another plugin, which reads the id before it.
_COMMENT = regex(r"[ \t]*<!--[^\r\n]*-->[ \t]*")
# Signs of a card or cloze of another kind, or of a damaged one, of which other rules speak.
# A tag at a line's end may be the card tag of a plugin that is set to another one.
_OWNER_SIGN = regex(r"[{}〔〕]|==|::|#[^\s#]+[ \t]*$")
_MOST_LINES = 20  # of the paragraph above an id that are looked at


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    synced = {card.id.span for card in note.sync.cards if card.id is not None}
    unowned = {card_id.span for card_id in unowned_ids(note)} - synced
    if not unowned:
        return
    hidden = code_and_math(note)
    end_before = -1
    for card_id in ids(note):
        at = card_id.span.start
        is_second = end_before == at
        end_before = card_id.span.end
        if card_id.span not in unowned or hidden.end_of(at) is not None:
            continue
        is_apart = at == 0 or note.text[at - 1] in _BEFORE_ID or note.text.endswith("<br>", 0, at)
        if not (is_apart or is_second) or is_deleted(note, card_id):
            continue
        if not is_second and _may_be_owned(note, card_id):
            continue
        yield Finding(
            card_id.span,
            f"id {card_id.digits} belongs to no card and no cloze: it was left behind; remove it, "
            "or put it where its card ends",
        )


def _may_be_owned(note: Note, card_id: CardId) -> bool:
    """Whether something that looks like a card or a cloze stands before an id."""
    source = note.source
    number = source.line_of(card_id.span.start)
    line = source.line_span(number)
    behind = note.text[card_id.span.end : line.end]
    if behind.strip() and not _COMMENT.fullmatch(behind):
        return False  # in the middle of a line no plugin reads an id
    before = note.text[line.start : card_id.span.start]
    if before.strip(_BESIDE):
        return _OWNER_SIGN.search(before) is not None
    for above in range(number - 1, max(number - 1 - _MOST_LINES, -1), -1):
        text = source.slice(source.line_span(above))
        if not text.strip(_BESIDE) or _ID_LINE.fullmatch(text) or CLOSER in text:
            return False
        if _OWNER_SIGN.search(text):
            return True
    return False
