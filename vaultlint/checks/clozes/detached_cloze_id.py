"""An id that the sync plugin does not read as the id of the cloze it is meant for."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks._line_ends import and_line_feeds
from vaultlint.checks.cards._owners import is_deleted, repeated_ids
from vaultlint.checks.clozes._made import MadeClozes
from vaultlint.checks.clozes._numbers import is_linkable
from vaultlint.checks.clozes.cut_cloze import cut_off
from vaultlint.diagnostic import Change, Edit, Finding, Fix, Related
from vaultlint.notes.cardmarks import ID_LENGTH
from vaultlint.notes.facts import CardId, Cloze, Note
from vaultlint.rule import NoOptions
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_FATE = "so the sync plugin makes a second note of the cloze"
# These part a cloze from its id too, and are told of themselves.
_PARTING = ("lone-brace", "across-lines")

_IDS = frozenset[Change]({"cards", "ids", "names"})
# Below a heading or a table of a quote, a line that does not begin with > ends the quote.
_OTHER_BLOCK = regex(r"#|\|")
_EMPTY_QUOTE = regex(r"\n(?:[ \t]*>)+[ \t]*\n[ \t>]*")
_MARKS = regex(r"[ \t>]+")
_OWN_BELOW = regex(r"\r?\n[#^ \t]")
_HASHTAG = regex(r"#[A-Za-z0-9_/-]+")  # as both plugins read it


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if all(cloze.id is None and cloze.lost_id is None for cloze in note.clozes):
        return
    made = MadeClozes(note)
    for cloze in note.clozes:
        if any(fault.kind in _PARTING for fault in cloze.faults):
            continue
        found = _lost(note, cloze) or _unread(note, cloze, made)
        if found is not None:
            card_id, message = found
            related = Related(cloze.span, "its cloze")
            yield Finding(card_id.span, message, (related,), _fix(note, cloze, card_id))


def _lost(note: Note, cloze: Cloze) -> tuple[CardId, str] | None:
    """An id that is not on the line below, or not whole, with what is wrong."""
    lost = cloze.lost_id
    # Of an id that the plugin deletes, and of one with too many digits, other rules speak.
    if lost is None or len(lost.digits) > ID_LENGTH or is_deleted(note, lost):
        return None
    if len(lost.digits) < ID_LENGTH:
        return lost, (
            f"id {lost.digits} has {len(lost.digits)} digits instead of {ID_LENGTH}, {_FATE}; "
            "restore the id"
        )
    if note.source.line_of(lost.span.start) == note.source.line_of(cloze.span.start):
        return lost, (
            f"id {lost.digits} is not read on the line of its cloze, {_FATE}; "
            "move it to the next line"
        )
    return lost, (
        f"id {lost.digits} is parted from its cloze by other lines, {_FATE}; "
        "move it to the line below the cloze"
    )


def _unread(note: Note, cloze: Cloze, made: MadeClozes) -> tuple[CardId, str] | None:
    """An id on the line below that the plugin does not read all the same, with the reason."""
    card_id = cloze.id
    cards = made.of(cloze)
    if card_id is None or not cards or any(card.id is not None for card in cards):
        return None
    if cut_off(note, cloze, cards) is not None:
        return None  # cut-cloze speaks of it
    number = note.source.line_of(card_id.span.start)
    line = note.source.line_span(number)
    if line.start < card_id.span.start:
        return card_id, (
            f"id {card_id.digits} does not begin its line, {_FATE}; remove what stands before it"
        )
    has_crlf = note.text.startswith("\r", note.source.line_span(number - 1).end)
    if has_crlf and note.sync.cards_if_lf is None:
        return None  # deleted-by-crlf speaks of it
    if note.source.line_of(cloze.span.start) == number - 1:
        return card_id, (
            f"id {card_id.digits} does not follow the hashtags of its cloze at once, {_FATE}; "
            "end the line of the cloze with them"
        )
    if "bracket" not in note.dialects:
        return card_id, (
            f"id {card_id.digits} is parted from its cloze by a line of hashtags, {_FATE}; "
            "move them to the end of the line of the cloze"
        )
    return card_id, (
        f"id {card_id.digits} stands below hashtags of which the sync plugin reads only a part, "
        f"{_FATE}; write them with a to z, digits, -, _, / and plain emoji, and no blank behind"
    )


def _fix(note: Note, cloze: Cloze, card_id: CardId) -> Fix | None:
    """The id at the start of the line below its cloze, or below the hashtags there."""
    if len(card_id.digits) != ID_LENGTH or is_linkable(note, cloze):
        return None
    if card_id.digits in repeated_ids(note):
        return None  # two cards would be written into one note
    is_text = not _OTHER_BLOCK.match(note.text, cloze.span.start)
    if card_id.span.start < cloze.span.end:
        return _below(note, cloze, card_id) if is_text else None
    gap = Span(cloze.span.end, card_id.span.start)
    between = note.source.slice(gap).replace("\r\n", "\n")
    if _EMPTY_QUOTE.fullmatch(between):
        return _joined(note, gap, "\n", True) if is_text else None
    *lines, before = between.split("\n")
    if not before:
        return _below_hashtags(note, cloze, gap, [line.split() for line in lines[1:]])
    if len(lines) > 1 or not _MARKS.fullmatch(before) or (">" in before and not is_text):
        return None
    return _joined(note, gap, "\n", True)


def _below(note: Note, cloze: Cloze, card_id: CardId) -> Fix | None:
    """The id moved from the end of the line of its cloze to one of its own."""
    words = note.text[cloze.span.start : card_id.span.start].rstrip(" \t")
    gap = Span(cloze.span.start + len(words), card_id.span.start)
    line_end = note.source.line_span(note.source.line_of(card_id.span.start)).end
    # Hashtags there would be parted from the cloze, and an id would be its second.
    is_sure = not _OWN_BELOW.match(note.text, line_end)
    if not is_sure or card_id.span.end != cloze.span.end:
        return None
    return _joined(note, gap, "\n", True)


def _below_hashtags(note: Note, cloze: Cloze, gap: Span, lines: list[list[str]]) -> Fix | None:
    """The hashtags between a cloze and its id on one line, without blanks behind them.

    On a line of their own, or on that of the cloze, as the plugin of the vault reads them. gap:
    between the two. lines: of hashtags.
    """
    own_line = "bracket" in note.dialects
    hashtags = [hashtag for line in lines for hashtag in line]
    if not own_line:
        words = note.source.slice(cloze.span).split()
        hashtags += (word for word in words if word.startswith("#"))
    if not hashtags or not all(map(_HASHTAG.fullmatch, hashtags)):
        return None
    parts = [" ".join(line) for line in lines]
    if own_line:
        return _joined(note, gap, f"\n{' '.join(parts)}\n", is_safe=len(lines) == 1)
    return _joined(note, gap, f"{''.join(f' {part}' for part in parts)}\n", is_safe=not lines)


def _joined(note: Note, gap: Span, between: str, is_safe: bool) -> Fix | None:
    edits = (Edit(gap, between),)
    return and_line_feeds(note, Fix("Put the id below its cloze", edits, is_safe, _IDS))
