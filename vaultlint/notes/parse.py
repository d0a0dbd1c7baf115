"""A source turned into a note: pure, the map step of every run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from vaultlint.notes.attachment import unread
from vaultlint.notes.bases import base_blocks, read_base_file
from vaultlint.notes.blockreading import read_blocks
from vaultlint.notes.cards import Cards, read_cards
from vaultlint.notes.clozes import read_clozes
from vaultlint.notes.facts import Frontmatter, Note
from vaultlint.notes.frontmatter import property_links, property_tags, read_frontmatter
from vaultlint.notes.inline import read_inlines
from vaultlint.notes.kinds import REPORT_MARK, other_kind
from vaultlint.notes.navigation import read_navigation
from vaultlint.notes.reading import DEFAULT_READING, Reading
from vaultlint.notes.suppressions import SIGN, read_suppressions
from vaultlint.notes.sync.deck import stated_deck
from vaultlint.notes.sync.plan import simulate
from vaultlint.text.source import Source

if TYPE_CHECKING:
    from vaultlint.notes.sync.spaced_repetition import SeenNote

NoteKind = Literal["note", "template", "drawing", "board", "sorting-spec"]


def parse(source: Source, reading: Reading = DEFAULT_READING) -> Note:
    """The facts of one note, or of a canvas or a base.

    What few vaults have is imported where it is read.
    """
    match other_kind(source.path):
        case "canvas":
            from vaultlint.notes.canvas import read_canvas

            return read_canvas(source)
        case "base":
            return read_base_file(source)
    if source.text.startswith(REPORT_MARK):
        return unread(source.path, "report")
    frontmatter, body = read_frontmatter(source)
    blocks = read_blocks(source, body)
    inlines = read_inlines(source, blocks)
    code = tuple(sorted((*blocks.code, *inlines.code), key=lambda code: code.span))
    has_cards = reading.has_flashcards
    cards = read_cards(source, body, blocks.fences, code, reading) if has_cards else Cards()
    note = Note(
        source,
        note_kind(source.path, frontmatter, reading),
        frontmatter,
        body,
        headings=blocks.headings,
        fences=blocks.fences,
        code=code,
        math=tuple(sorted((*blocks.math, *inlines.math), key=lambda math: math.span)),
        comments=tuple(sorted((*blocks.comments, *inlines.comments), key=lambda c: c.span)),
        html_blocks=blocks.html_blocks,
        callouts=blocks.callouts,
        tables=blocks.tables,
        tasks=blocks.tasks,
        links=(property_links(frontmatter) if frontmatter else ()) + inlines.links,
        external_links=inlines.external_links,
        addresses=inlines.addresses,
        unencoded_links=inlines.unencoded_links,
        tags=(property_tags(frontmatter) if frontmatter else ()) + inlines.tags,
        block_ids=inlines.block_ids,
        footnotes=blocks.footnotes,
        footnote_references=inlines.footnote_references,
        citations=inlines.citations,
        narrative_citations=inlines.narrative_citations,
        cards=cards.cards,
        bare_cards=cards.bare_cards,
        unasked_cards=cards.unasked_cards,
        inline_cards=cards.inline_cards,
        digit_ids=cards.digit_ids,
        dialects=reading.dialects,
        deck=stated_deck(source.path, frontmatter, reading.flashcards) if has_cards else None,
        bases=base_blocks(source, blocks.fences),
    )
    if has_cards:
        note = replace(note, clozes=read_clozes(note, reading))
    seen: SeenNote | None = None
    if "spaced-repetition" in reading.dialects:
        from vaultlint.notes.spaced.read import read_spaced
        from vaultlint.notes.sync.spaced_repetition import SeenNote, is_read

        own = reading.spaced_repetition
        seen = SeenNote(source, own) if is_read(note, own) else None
        note = replace(note, spaced=read_spaced(note, own, seen))
    note = replace(note, navigation=read_navigation(note, reading))
    if "obsidian-to-anki" in reading.dialects:
        from vaultlint.notes.to_anki import read_to_anki

        note = replace(note, to_anki=read_to_anki(note, reading.obsidian_to_anki))
    note = replace(note, sync=simulate(note, reading, seen))
    if SIGN in source.text:
        note = replace(note, suppressions=read_suppressions(note, blocks.sections))
    return note


def note_kind(path: str, frontmatter: Frontmatter | None, reading: Reading) -> NoteKind:
    """How the note is read; most rules look at a "note" only."""
    folders = tuple(folder.strip("/") + "/" for folder in reading.template_folders)
    name = path.rpartition("/")[2]
    if path.startswith(folders) or name.startswith("Template {{"):
        return "template"
    if frontmatter is None:
        return "note"
    if frontmatter.property("excalidraw-plugin") or name.endswith(".excalidraw.md"):
        return "drawing"
    if frontmatter.property("kanban-plugin"):
        return "board"
    if frontmatter.property("sorting-spec"):
        return "sorting-spec"
    return "note"
