"""The cards of vaults, listed and counted: as text, JSON, JSON Lines and CSV.

schemas/cards.schema.json describes the JSON.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

import vaultlint
from vaultlint.notes.cardlist import STATES, ListedCard, State
from vaultlint.report.columns import cut, table_lines
from vaultlint.report.json import Json, escaped_json
from vaultlint.report.paths import shown_path
from vaultlint.report.style import Paint, Style, styles
from vaultlint.report.summary import counted
from vaultlint.report.visible import visible
from vaultlint.text.span import Position

LEAST_COLUMNS = 20  # of a question, however narrow the terminal is
_GAP = "  "  # before a column
SCHEDULED = "scheduled"  # shown instead of an id
_COLUMNS = ("vault", "path", "line", "dialect", "deck", "kind", "state", "id", "question")


class Row(Struct, frozen=True):
    """One card and where it stands.

    vault: its root, absolute path with "/". repeats: "id" and "question" when others have the
    same, if that was asked for.
    """

    vault: str
    path: str
    start: Position
    end: Position
    card: ListedCard
    repeats: tuple[str, ...] = ()

    @property
    def is_unsynced(self) -> bool:
        """Whether the card has no id, nor what stands for one."""
        return self.card.id is None and not self.card.is_scheduled


class ListedVault(Struct, frozen=True):
    """One vault of a list. notes: how many it has. listed: how many of them were asked for."""

    root: str
    notes: int
    listed: int


class Repeated(Struct, frozen=True):
    """Cards that are one for Anki, by their id or by their question, in order of place."""

    by: str  # "id" or "question"
    rows: tuple[Row, ...]


class CardList(Struct, frozen=True):
    """What a call lists. rows: by vault, path, place. total: how many there would be of all kinds.

    repeated: None unless asked for; also with rows that are not listed themselves.
    """

    vaults: tuple[ListedVault, ...]
    rows: tuple[Row, ...]
    total: int
    repeated: tuple[Repeated, ...] | None = None


def repeated(rows: Iterable[Row]) -> Iterator[Repeated]:
    """The ids and the questions that stand in more than one place of a vault."""
    places: dict[tuple[str, str, Hashable], dict[Hashable, Row]] = {}
    for row in rows:
        card = row.card
        if card.id is not None:
            # A line may be two cards and yet have one id, as a cloze with a separator in it.
            same_id = places.setdefault((row.vault, "id", card.id.digits), {})
            same_id.setdefault((row.path, card.id.span), row)
        if card.asked is not None:
            same_question = places.setdefault((row.vault, "question", card.asked), {})
            same_question[row.path, card.span] = row
    for (_, by, _), found in places.items():
        if len(found) > 1:
            yield Repeated(by, tuple(found.values()))


# --- counted by deck


class DeckCount(Struct, frozen=True):
    """How many cards of each state a deck of a vault has; subdecks are decks of their own."""

    vault: str
    deck: str
    states: Counter[State]


def deck_counts(rows: Iterable[Row]) -> list[DeckCount]:
    """The decks, sorted by vault and name."""
    counts: dict[tuple[str, str], Counter[State]] = {}
    for row in rows:
        counts.setdefault((row.vault, row.card.deck), Counter())[row.card.state] += 1
    return [DeckCount(*place, counts[place]) for place in sorted(counts)]


def summary_line(cards: CardList) -> str:
    """`41 cards in 9 of 12 notes: 38 synced, 2 new, 1 broken`; of what is left out, the number."""
    states = Counter(row.card.state for row in cards.rows)
    listed = counted(sum(vault.listed for vault in cards.vaults), "note")
    total = counted(cards.total, "card")
    if not cards.rows:
        return f"none of {total} in {listed}" if cards.total else f"no cards in {listed}"
    notes = len({(row.vault, row.path) for row in cards.rows})
    parts = ", ".join(f"{states[state]} {state}" for state in STATES if states[state])
    shown = total if len(cards.rows) == cards.total else f"{len(cards.rows)} of {total}"
    return f"{shown} in {notes} of {listed}: {parts}"


# --- text


def text_lines(
    cards: CardList, current: str, is_colored: bool, columns: int | None, only_counts: bool
) -> Iterator[str]:
    """The lines of the list: the cards of each note, then a table of the decks, then a sum.

    current: absolute path of the current folder, with "/". columns: width of the terminal; None
    where there is none, and nothing is cut.
    """
    style = styles(is_colored)
    if not only_counts:
        lines = _Lines(cards, current, style, columns)
        if cards.repeated is None:
            yield from lines.notes(cards.rows)
        else:
            yield from lines.groups(cards.repeated)
    if cards.rows:
        yield from _deck_lines(cards, current)
        yield ""
    yield summary_line(cards)


class _Lines:
    """Cards as lines with columns that stand under each other."""

    def __init__(self, cards: CardList, current: str, style: Style, columns: int | None) -> None:
        self._current = current
        self._style = style
        rows = cards.rows
        if cards.repeated is not None:
            rows = tuple(row for group in cards.repeated for row in group.rows)
        self._line = max((len(str(row.start.line)) for row in rows), default=0)
        self._kind = max((len(row.card.kind) for row in rows), default=0)
        self._state = max((len(row.card.state) for row in rows), default=0)
        self._id = max((len(_id_text(row)) for row in rows), default=0)
        used = self._kind + self._state + self._id + len(_GAP) * 5
        self._room = None if columns is None else columns - used
        self._paints: dict[State, Paint] = {
            "synced": str,
            "new": style.info,
            "broken": style.error,
            "legacy": style.warning,
        }

    def notes(self, rows: Iterable[Row]) -> Iterator[str]:
        """The cards below their notes and decks."""
        for (vault, path, deck), group in groupby(rows, key=_place):
            yield self._style.path(shown_path(vault, path, self._current)) + self._deck(deck)
            for row in group:
                yield self._card(row, str(row.start.line).rjust(self._line))
            yield ""

    def groups(self, groups: Iterable[Repeated]) -> Iterator[str]:
        """Cards that are one for Anki, below what they have in common."""
        for group in groups:
            card = group.rows[0].card
            what, deck = f"id {_id_text(group.rows[0])}", ""
            if group.by == "question":
                what, deck = f'question "{_shown(card)}"', self._deck(card.deck)
            yield f"{self._style.rule(what)} in {len(group.rows)} places{deck}"
            for row in group.rows:
                at = f"{shown_path(row.vault, row.path, self._current)}:{row.start.line}"
                yield self._card(row, self._style.path(at))
            yield ""

    def _deck(self, deck: str) -> str:
        return "  " + self._style.gutter(visible(deck)) if deck else ""

    def _card(self, row: Row, place: str) -> str:
        card = row.card
        question = _shown(card)
        if self._room is not None:
            question = cut(question, max(self._room - self._line, LEAST_COLUMNS))
        parts = (
            place,
            card.kind.ljust(self._kind),
            self._paints[card.state](card.state) + " " * (self._state - len(card.state)),
            _id_text(row).ljust(self._id),
            question,
        )
        return (_GAP + _GAP.join(parts)).rstrip(" ")


def _place(row: Row) -> tuple[str, str, str]:
    return row.vault, row.path, row.card.deck


def _id_text(row: Row) -> str:
    if row.card.id is not None:
        return row.card.id.digits
    return SCHEDULED if row.card.is_scheduled else ""


def _shown(card: ListedCard) -> str:
    """The first line of the question that has text."""
    first = card.question.split("\n", 1)[0]
    return visible(" ".join(first.split()))


def _deck_lines(cards: CardList, current: str) -> Iterator[str]:
    counts = deck_counts(cards.rows)
    states = [state for state in STATES if any(count.states[state] for count in counts)]
    shows_vault = len({count.vault for count in counts}) > 1
    rows: list[Sequence[str]] = []
    for count in counts:
        name = visible(count.deck) or "(no deck)"
        if shows_vault:
            name = f"{shown_path(count.vault, '', current)} {name}"
        numbers = (count.states.total(), *(count.states[state] for state in states))
        rows.append((name, *map(str, numbers)))
    yield from table_lines(("deck", "cards", *states), rows)


# --- JSON, JSON Lines, CSV


def cards_json(cards: CardList, only_counts: bool) -> Iterator[str]:
    """The list as one JSON object, in pieces: a card a line."""
    counts = Counter(row.card.state for row in cards.rows)
    head: Json = {
        "version": 1,
        "tool": {"name": "vaultlint", "version": vaultlint.__version__},
        "vaults": [{"root": v.root, "notes": v.notes, "listed": v.listed} for v in cards.vaults],
        "summary": {"total": cards.total, "cards": len(cards.rows), **_by_state(counts)},
    }
    lists: dict[str, Iterable[Json]] = {"decks": map(_deck_json, deck_counts(cards.rows))}
    if not only_counts:
        lists["cards"] = _cards_json(cards)
        if cards.repeated is not None:
            lists["duplicates"] = map(_repeated_json, cards.repeated)
    yield "{\n"
    yield ",\n".join(f'  "{key}": {_json_line(value)}' for key, value in head.items())
    for key, entries in lists.items():
        yield f',\n  "{key}": ['
        mark = "\n    "
        for entry in entries:
            yield mark + _json_line(entry)
            mark = ",\n    "
        yield "]" if mark.startswith("\n") else "\n  ]"
    yield "\n}\n"


def cards_jsonl(cards: CardList, only_counts: bool) -> Iterator[str]:
    """A JSON object a line: the cards, or the decks."""
    if only_counts:
        yield from (_json_line(_deck_json(count)) + "\n" for count in deck_counts(cards.rows))
    else:
        yield from (_json_line(entry) + "\n" for entry in _cards_json(cards))


def cards_csv(cards: CardList, only_counts: bool) -> Iterator[str]:
    """A line of column names, then a record a card, or a deck (RFC 4180, with LF line ends).

    The text is told as it is, also where a spreadsheet would take it for a formula.
    """
    records: Iterable[Sequence[object]]
    if only_counts:
        columns = ("vault", "deck", "cards", *STATES)
        records = (tuple(_deck_json(count).values()) for count in deck_counts(cards.rows))
    else:
        columns = _COLUMNS if cards.repeated is None else (*_COLUMNS, "duplicate")
        records = (_record(entry, columns) for entry in _cards_json(cards))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for record in (columns, *records):
        writer.writerow(record)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _json_line(value: object) -> str:
    return escaped_json(json.dumps(value, ensure_ascii=False))


def _deck_json(count: DeckCount) -> Json:
    counts = {"cards": count.states.total(), **_by_state(count.states)}
    return {"vault": count.vault, "deck": count.deck, **counts}


def _by_state(counts: Counter[State]) -> dict[str, int]:
    return {state: counts[state] for state in STATES}


def _cards_json(cards: CardList) -> Iterator[Json]:
    for row in cards.rows:
        entry = _card_json(row)
        if cards.repeated is not None:
            entry["duplicate"] = list(row.repeats)
        yield entry


def _card_json(row: Row) -> Json:
    card = row.card
    return {
        "vault": row.vault,
        "path": row.path,
        "line": row.start.line,
        "column": row.start.column,
        "end_line": row.end.line,
        "end_column": row.end.column,
        "dialect": card.dialect,
        "deck": card.deck,
        "kind": card.kind,
        "state": card.state,
        "id": card.id.digits if card.id else None,
        "scheduled": card.is_scheduled,
        "question": card.question,
    }


def _record(entry: Json, columns: Sequence[str]) -> list[object]:
    values = (entry[column] for column in columns)
    return [" ".join(value) if isinstance(value, list) else value for value in values]


def _repeated_json(group: Repeated) -> Json:
    first = group.rows[0].card
    places = [{"vault": r.vault, "path": r.path, "line": r.start.line} for r in group.rows]
    if group.by == "id":
        return {"by": "id", "id": first.id.digits if first.id else None, "places": places}
    return {"by": "question", "deck": first.deck, "question": first.question, "places": places}
