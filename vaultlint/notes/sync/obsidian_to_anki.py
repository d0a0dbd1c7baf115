"""What Obsidian_to_Anki makes of a note as it stands.

It knows nothing of Markdown: START and END count wherever they begin a line, in code too.
Source: Obsidian_to_Anki, src/file.ts (AllFile.scanFile) and src/setting-to-data.ts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.notes.ankiclozes import with_clozes
from vaultlint.notes.ankinotes import (
    Inside,
    NoteTypes,
    read_inline_note,
    read_note,
    words,
)
from vaultlint.notes.facts import CardId, Note, Sync, SyncedCard
from vaultlint.notes.reading import ObsidianToAnkiSettings
from vaultlint.notes.scanned import is_scanned
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

# JavaScript begins lines behind these four, and its "." stops at them.
_AT_LINE_START = r"(?<![^\n\r\u2028\u2029])"
_REST = r"[^\n\r\u2028\u2029]*+"
_LINE_BREAK = regex(r"[\n\r\u2028\u2029]")


class Block(NamedTuple):
    """What the plugin takes for a note. between: its START and its END, or STARTI and ENDI."""

    span: Span
    between: Span


def simulate_obsidian_to_anki(note: Note, settings: ObsidianToAnkiSettings) -> Sync:
    """The notes that the plugin adds to Anki or updates there, and those that it deletes.

    Where it stops with an error, nothing of the file is synced.
    """
    text = note.text
    if not is_scanned(note.path, settings):
        return Sync()
    types = NoteTypes(settings)
    found: list[tuple[str, Block, Inside]] = []
    for block in blocks(text, settings):
        inside = read_note(text, block.between, types)
        if inside.is_bare_id:
            return Sync()
        found.append(("note", block, inside))
    for block in inline_blocks(text, settings):
        inline = read_inline_note(text, block.between, types)
        if inline is None:
            return Sync()
        found.append(("inline-note", block, inline))
    if types.are_known and not all(map(types.has, frozen_types(text, settings))):
        return Sync()
    deck = deck_of(note.path, text, settings)
    file_tags = words(stated(text, settings.file_tags) or "")
    cards = (
        SyncedCard(
            dialect="obsidian-to-anki",
            kind=kind,
            span=block.span,
            question=inside.question,
            answer=inside.answer,
            text=_cloze_text(text, inside, settings),
            tags=(*inside.tags, *file_tags),
            deck=deck,
            id=inside.id,
        )
        for kind, block, inside in found
        if types.has(note.source.slice(inside.type)) and not text.startswith("\r", inside.type.end)
    )
    return Sync(tuple(sorted(cards, key=lambda card: card.span)), deletions(text, settings))


def blocks(text: str, settings: ObsidianToAnkiSettings) -> Iterator[Block]:
    """From each START that is a line to the next line that begins with END.

    Below START at least one line has to follow before END: of an empty note the plugin reads on.
    """
    start = re.compile(rf"{_AT_LINE_START}{re.escape(settings.begin_note)}\n")
    end_mark = f"\n{settings.end_note}"
    at = 0
    while opener := start.search(text, at):
        closer = text.find(end_mark, opener.end())
        if closer < 0:
            return
        at = closer + len(end_mark)
        yield Block(Span(opener.start(), at), Span(opener.end(), closer + 1))


def inline_blocks(text: str, settings: ObsidianToAnkiSettings) -> Iterator[Block]:
    """From each STARTI to the next ENDI on its line."""
    begin, end_mark = settings.begin_inline, settings.end_inline
    line_end = 0
    start = text.find(begin)
    while start >= 0:
        inner = start + len(begin)
        if inner > line_end:
            line_break = _LINE_BREAK.search(text, inner)
            line_end = line_break.start() if line_break else len(text)
        closer = text.find(end_mark, inner, line_end)
        at = line_end
        if closer >= 0:
            at = closer + len(end_mark)
            yield Block(Span(start, at), Span(inner, closer))
        start = text.find(begin, at)


def deletions(text: str, settings: ObsidianToAnkiSettings) -> tuple[CardId, ...]:
    """The ids right behind DELETE, on its line or on the next one, wherever it stands."""
    order = re.compile(
        rf"{re.escape(settings.delete_note)}\n?(?:<!--)?(?P<id>ID: (?P<digits>[0-9]++)){_REST}"
    )
    return tuple(CardId(match["digits"], Span(*match.span("id"))) for match in order.finditer(text))


def stated(text: str, word: str) -> str | None:
    """What the first line such as TARGET DECK states, behind it or on the next line."""
    line = re.compile(rf"{_AT_LINE_START}{re.escape(word)}(?:\n|: )({_REST})")
    match = line.search(text)
    return match[1] if match else None


def frozen_types(text: str, settings: ObsidianToAnkiSettings) -> Iterator[str]:
    """The note types of lines such as `FROZEN - Basic:`, with text below."""
    line = re.compile(
        rf"{re.escape(settings.frozen_fields)} - (?P<type>{_REST})"
        r"(?:(?<=:)\n(?P<fields>(?>(?:[^\n]++\n?+)+)))?"
    )
    for match in line.finditer(text):
        if match["fields"]:
            yield match["type"][:-1]


def deck_of(path: str, text: str, settings: ObsidianToAnkiSettings) -> str:
    """The deck of a file's notes: stated in it, that of its innermost folder, or the default."""
    deck = stated(text, settings.target_deck)
    return deck_of_path(path, settings) if deck is None else deck


def deck_of_path(path: str, settings: ObsidianToAnkiSettings) -> str:
    """The deck of the notes of a file that states none."""
    decks = dict(settings.folder_decks)
    folder = path.rpartition("/")[0]
    while folder:
        if folder in decks:
            return decks[folder]
        folder = folder.rpartition("/")[0]
    return settings.default_deck


def _cloze_text(text: str, inside: Inside, settings: ObsidianToAnkiSettings) -> str:
    """The first field of a cloze note, as it is sent to Anki; "" of other notes."""
    if "cloze" not in text[inside.type.start : inside.type.end].lower():
        return ""
    field = text[inside.question.start : inside.question.end]
    return (
        with_clozes(field, highlights=settings.highlight_cloze) if settings.curly_cloze else field
    )
