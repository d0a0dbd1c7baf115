"""What is asked by the cards of a note, as Anki compares it: two notes with one first field.

Source: flashcards-obsidian, src/services/parser.ts (getContext, generateCardsWithTag) and
src/entities/; AnkiConnect, isNoteDuplicateOrEmptyInScope(): the note type and the deck count.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain
from typing import Literal

from msgspec import Struct

from vaultlint.notes.cardmarks import BLANKS, is_read
from vaultlint.notes.facts import CardId, Note
from vaultlint.text.digest import blake2
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_HEADING = regex(r"\n {0,3}(#{1,6}) +([^\r\n]+)")
_HEADING_MARK = regex(r" {0,3}#*")
_LINE_BREAK = regex(r"\r\n?")
_REVERSED = (":::", "🃏")  # the separators of cards that are asked both ways

NoteType = Literal["basic", "reversed", "spaced"]


class QuestionKey(Struct, frozen=True):
    """What makes two questions one for Anki.

    context: the headings above, where they are a part of the question. has_code: notes with code
    may be of a note type of their own. text: trimmed, with LF line ends.
    """

    deck: str
    type: NoteType
    has_code: bool
    context: tuple[str, ...]
    text: str

    @property
    def digest(self) -> bytes:
        """What stands for the key, eight bytes."""
        words = f"{self.deck}\0{self.type}\0{self.has_code}\0{self.context}\0{self.text}"
        return blake2(words.encode("utf-8", "surrogatepass"), 8)


class Question(Struct, frozen=True):
    """The question of a card that the plugin reads. id: None of a card that is not synced yet."""

    path: str
    span: Span
    key: QuestionKey
    id: CardId | None


class QuestionMark(Struct, frozen=True, array_like=True):
    """A question as others know it. key: of QuestionKey.digest. is_synced: its card has an id."""

    key: bytes
    span: Span
    is_synced: bool


class QuestionPlace(Struct, frozen=True):
    """Where a question stands."""

    path: str
    span: Span


class SameQuestions(Struct, frozen=True):
    """All questions of a vault that are one for Anki.

    places: sorted by path and place. is_synced: one of them has an id, so that Anki knows it.
    """

    places: tuple[QuestionPlace, ...] = ()
    is_synced: bool = False


def questions(note: Note, context_aware: bool) -> tuple[Question, ...]:
    """The questions of the note's cards, in order of place; none of a template or a drawing.

    context_aware: the headings above a card are a part of its question.
    """
    if note.kind != "note" or note.deck is None:
        return ()
    asked = sorted(_asked(note), key=lambda asked: asked.question)
    if not asked:
        return ()
    contexts = _Contexts(note if context_aware else None)
    return tuple(
        Question(note.path, one.question, _key(note, note.deck.name, one, contexts), one.id)
        for one in asked
    )


def has_new_card(note: Note) -> bool:
    """Whether a card of the note has no id: only of such cards Anki can refuse one."""
    ids = chain(
        (card.id for card in note.cards),
        (card.id for card in note.bare_cards),
        (card.id for card in note.inline_cards),
    )
    return None in ids


class _Asked(Struct, frozen=True):
    start: int  # of the card
    type: NoteType
    question: Span
    answer: Span
    id: CardId | None


def _asked(note: Note) -> Iterator[_Asked]:
    for card in note.cards:
        if card.tag is not None and is_read(card):
            kind = _type_of_tag(card.tag.name)
            yield _Asked(card.span.start, kind, card.question, card.answer, card.id)
    if "flashcards-obsidian" in note.dialects:
        for bare in note.bare_cards:
            kind = _type_of_tag(bare.tag.name)
            yield _Asked(bare.span.start, kind, bare.question, bare.answer, bare.id)
    for inline in note.inline_cards:
        kind = "reversed" if inline.separator in _REVERSED else "basic"
        yield _Asked(inline.span.start, kind, inline.question, inline.answer, inline.id)


def _type_of_tag(name: str) -> NoteType:
    if name.lower().endswith("reverse"):
        return "reversed"
    return "spaced" if name.lower().endswith("spaced") else "basic"


def _key(note: Note, deck: str, asked: _Asked, contexts: _Contexts) -> QuestionKey:
    written = note.source.slice(asked.question)
    mark = _HEADING_MARK.match(written)
    text = _LINE_BREAK.sub("\n", written[mark.end() if mark else 0 :]).strip(BLANKS)
    has_code = "`" in written or "`" in note.source.slice(asked.answer)
    return QuestionKey(deck, asked.type, has_code, contexts.above(asked.start), text)


class _Contexts:
    """The headings of a note, with what stands above each, as the plugin pairs them.

    It knows no code: a comment of a shell script is a heading. Above the nearest heading come
    those of each lower level in turn, and none behind a level that is left out.
    """

    def __init__(self, note: Note | None) -> None:
        self._starts: list[int] = []
        self._paths: list[tuple[str, ...]] = []
        last: dict[int, tuple[str, ...]] = {}
        # With a line feed before it, each line begins behind one, where it is found fast; and the
        # place of the line feed is that of the line in the text as it is.
        for match in _HEADING.finditer(f"\n{note.text}") if note else ():
            level = len(match[1])
            path = (*last.get(level - 1, ()), match[2].strip(BLANKS))
            last[level] = path
            self._starts.append(match.start())
            self._paths.append(path)

    def above(self, offset: int) -> tuple[str, ...]:
        """The headings above a place, the outermost first."""
        index = bisect_left(self._starts, offset) - 1
        return self._paths[index] if index >= 0 else ()
