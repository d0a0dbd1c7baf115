"""The cards of a note in one list: what the author meant, and whether a plugin makes it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from vaultlint.notes.cardmarks import BLANKS, CLOSER, OPENER
from vaultlint.notes.facts import CardId, CardTag, Cloze, Deletion, Dialect, Note, SyncedCard
from vaultlint.notes.questions import questions
from vaultlint.notes.reading import Reading
from vaultlint.notes.sync.obsidian_to_anki import deck_of as to_anki_deck_of
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

State = Literal["synced", "new", "broken", "legacy"]
"""What the next sync does with a card: it updates the card in Anki, or makes it there; it does
not, as the card is damaged; or never, as the plugin of the vault does not read cards of its form.
"""

STATES: tuple[State, ...] = ("synced", "new", "broken", "legacy")

_FLASHCARDS: tuple[Dialect, ...] = ("bracket", "flashcards-obsidian")
_Sort: TypeAlias = Literal["block", "inline", "cloze"]
_ONE_LINE = frozenset({"inline", "inline-reversed"})
# What the plugin leaves out before a question: blanks, and marks of headings, lists and quotes.
_MARKS = regex(rf"[{BLANKS}#>*+.)0-9-]*+")


class ListedCard(Struct, frozen=True):
    """One card of a note.

    kind: as in SyncedCard. deck: parts joined by "::". question: whole, with LF line ends; of a
    cloze, its line. id: as it is meant, also where no plugin reads it. is_scheduled: it has
    reviews in the note itself, where other plugins have ids.
    asked: what makes two questions one; None of a card that no sync makes.
    """

    span: Span
    dialect: Dialect
    kind: str
    deck: str
    state: State
    id: CardId | None
    question: str
    is_scheduled: bool = False
    asked: Hashable = None


def listed_cards(note: Note, reading: Reading) -> tuple[ListedCard, ...]:
    """The cards of the note in order of place; none of a template, a drawing or a board."""
    if note.kind != "note":
        return ()
    cards = [
        *_of_flashcards(note, reading),
        *_of_to_anki(note, reading),
        *(_of_plugin(note, card) for card in _made(note, "spaced-repetition")),
    ]
    return tuple(sorted(cards, key=lambda card: (card.span, card.kind)))


def card_sign(reading: Reading) -> re.Pattern[str]:
    """An expression that is found in every note with cards, and in few others."""
    signs: list[str] = []
    if reading.has_flashcards:
        # A cloze has a number, or an id, or stands in a note that has another card or id.
        signs += (OPENER, CLOSER, r"\^[0-9]{6}", r"[{〔]c?[0-9]")
        signs += (re.escape(f"#{tag}") for tag in reading.card_tags)
        signs += (re.escape(separator) for separator in reading.inline_separators if separator)
    if "spaced-repetition" in reading.dialects:
        spaced = reading.spaced_repetition
        signs += (re.escape(tag.removeprefix("#")) for tag in spaced.flashcard_tags)
        signs += ("",) * spaced.folder_decks
    if "obsidian-to-anki" in reading.dialects:
        to_anki = reading.obsidian_to_anki
        signs += map(re.escape, (to_anki.begin_note, to_anki.begin_inline))
        signs += ("",) * bool(to_anki.custom_regexps)
    return re.compile("" if "" in signs else "|".join(signs), re.IGNORECASE)


# --- flashcards-obsidian and its fork


class _Meant(Struct, frozen=True):
    """A card as its author meant it. is_sure: not perhaps prose, code or an older form."""

    sort: _Sort
    kind: str
    span: Span
    question: Span
    answer: Span
    id: CardId | None
    is_sure: bool = True
    is_legacy: bool = False


def _of_flashcards(note: Note, reading: Reading) -> Iterator[ListedCard]:
    meant = tuple(_meant(note, reading))
    made = tuple(_made(note, *_FLASHCARDS))
    if not meant and not made:
        return
    dialect = _FLASHCARDS["bracket" not in note.dialects]
    deck = "" if note.deck is None else note.deck.name
    by_question = questions(note, reading.flashcards.context_aware)
    keys = {question.span: question.key for question in by_question}
    found = _Found(note.source, made)
    deleted = {card_id.span for card_id in note.sync.deleted}
    for card in meant:
        synced = found.of(card)
        is_whole = synced is not None and _is_whole(card, synced, note.source)
        if card.id is not None and card.id.span in deleted:
            is_whole = False
        if synced is None and not card.is_sure:
            continue
        state: State = "synced" if card.id else "new"
        if not is_whole:
            state = "legacy" if card.is_legacy else "broken"
        kind = card.kind if synced is None else synced.kind
        text = _lines(note.source, card.question)
        asked = keys.get(card.question, (deck, kind, text)) if is_whole else None
        yield ListedCard(card.span, dialect, kind, deck, state, card.id, text, False, asked)
    yield from (_of_plugin(note, card) for card in found.rest() if card.id is not None)


def _meant(note: Note, reading: Reading) -> Iterator[_Meant]:
    for card in note.cards:
        kind = _kind(card.tag)
        yield _Meant("block", kind, card.span, card.question, card.answer, card.id)
    is_legacy = "flashcards-obsidian" not in note.dialects
    for bare in note.bare_cards:
        kind = _kind(bare.tag)
        answer = Span(bare.question.end, bare.question.end) if kind == "spaced" else bare.answer
        yield _Meant("block", kind, bare.span, bare.question, answer, bare.id, is_legacy=is_legacy)
    for line in note.inline_cards:
        is_reversed = line.separator in reading.inline_separators[1:2]
        kind = "inline-reversed" if is_reversed else "inline"
        yield _Meant("inline", kind, line.span, line.question, line.answer, line.id)
    for cloze in note.clozes:
        card_id = cloze.id or cloze.lost_id
        last = Span(cloze.span.end, cloze.span.end)
        yield _Meant("cloze", "cloze", cloze.span, cloze.span, last, card_id, _is_sure(cloze))


def _kind(tag: CardTag | None) -> str:
    name = tag.name.lower() if tag else ""
    if name.endswith(("-spaced", "/spaced")):
        return "spaced"
    return "reversed" if tag and tag.is_reverse else "basic"


def _is_sure(cloze: Cloze) -> bool:
    """Whether a line is a cloze whatever the plugin says: braces may also be prose."""
    if cloze.id or cloze.lost_id or cloze.faults:
        return True
    return any(_is_numbered(deletion) for deletion in cloze.deletions)


def _is_numbered(deletion: Deletion) -> bool:
    return deletion.number is not None


def _is_whole(card: _Meant, synced: SyncedCard, source: Source) -> bool:
    """Whether the plugin makes just this card: its id, its question, all of its answer."""
    if (card.id and card.id.span) != (synced.id and synced.id.span):
        return False
    if card.sort == "cloze":
        return True
    end = synced.question.end
    if _bare_start(source, card.question) != _bare_start(source, synced.question):
        return False
    rest = source.text[min(end, card.question.end) : max(end, card.question.end)]
    if rest.strip(BLANKS):
        return False
    if card.sort == "inline":
        return True
    return card.answer.end <= synced.answer.end <= card.span.end or synced.kind == "spaced"


def _bare_start(source: Source, question: Span) -> int:
    match = _MARKS.match(source.text, question.start, question.end)
    return question.start if match is None else match.end()


class _Found:
    """The cards that the plugin makes of a note, and which of them were asked for."""

    def __init__(self, source: Source, made: Iterable[SyncedCard]) -> None:
        self._source = source
        self._made: dict[_Sort, list[SyncedCard]] = {"block": [], "inline": [], "cloze": []}
        for card in made:
            self._made[_sort(card)].append(card)
        self._starts = {
            sort: [card.span.start for card in cards] for sort, cards in self._made.items()
        }
        self._asked: set[tuple[_Sort, int]] = set()

    def of(self, card: _Meant) -> SyncedCard | None:
        """The card in which the question of a meant one reaches Anki, else None."""
        at = _bare_start(self._source, card.question)
        index = bisect_right(self._starts[card.sort], at) - 1
        if index < 0:
            return None
        found = self._made[card.sort][index]
        if found.span.end <= at:
            return None
        self._asked.add((card.sort, index))
        return found

    def rest(self) -> Iterator[SyncedCard]:
        """The cards in which no meant one was found."""
        for sort, cards in self._made.items():
            yield from (c for at, c in enumerate(cards) if (sort, at) not in self._asked)


def _sort(card: SyncedCard) -> _Sort:
    if card.kind == "cloze":
        return "cloze"
    return "inline" if card.kind in _ONE_LINE else "block"


# --- the other plugins


def _of_to_anki(note: Note, reading: Reading) -> Iterator[ListedCard]:
    """The notes of Obsidian_to_Anki, and what its user's own expressions find."""
    made = {card.span.start: card for card in _made(note, "obsidian-to-anki")}
    for meant in note.to_anki.notes:
        card = made.get(meant.span.start)
        if card is None and meant.in_code:
            continue
        ids = {one and one.span for one in (meant.id, card and card.id)}
        if card is not None and card.span == meant.span and len(ids) == 1:
            continue
        made.pop(meant.span.start, None)
        deck = to_anki_deck_of(note.path, note.text, reading.obsidian_to_anki)
        card_id = meant.id or next(iter(meant.lost_ids), None)
        yield ListedCard(
            meant.span, "obsidian-to-anki", meant.kind, deck, "broken", card_id, meant.name
        )
    yield from (_of_plugin(note, card) for card in made.values())


def _made(note: Note, *dialects: Dialect) -> Iterator[SyncedCard]:
    return (card for card in note.sync.cards if card.dialect in dialects)


def _of_plugin(note: Note, card: SyncedCard) -> ListedCard:
    """A card as the plugin reads it."""
    is_scheduled = bool(card.schedules)
    text = _lines(note.source, card.question)
    return ListedCard(
        card.span,
        card.dialect,
        card.kind,
        card.deck,
        "synced" if card.id or is_scheduled else "new",
        card.id,
        text,
        is_scheduled,
        (card.deck, text),
    )


def _lines(source: Source, span: Span) -> str:
    return source.slice(span).replace("\r\n", "\n").replace("\r", "\n").strip(BLANKS)
