"""Block structure by markdown-it-py, corrected to Obsidian's. The only user of markdown_it."""

from __future__ import annotations

from dataclasses import dataclass

from vaultlint.notes.facts import (
    Callout,
    Code,
    Comment,
    Fence,
    Footnote,
    Heading,
    HtmlBlock,
    Math,
    Table,
    Task,
)
from vaultlint.text.source import Source
from vaultlint.text.span import Span


@dataclass(frozen=True, slots=True)
class Run:
    """The inline content of one paragraph, heading, table cell or list item paragraph.

    segments: its lines, without container prefixes (> and indentation), in order.
    """

    segments: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Blocks:
    """The block structure of a note's body, in order of place."""

    runs: tuple[Run, ...] = ()
    headings: tuple[Heading, ...] = ()
    fences: tuple[Fence, ...] = ()
    code: tuple[Code, ...] = ()
    math: tuple[Math, ...] = ()
    comments: tuple[Comment, ...] = ()
    html_blocks: tuple[HtmlBlock, ...] = ()
    callouts: tuple[Callout, ...] = ()
    tables: tuple[Table, ...] = ()
    tasks: tuple[Task, ...] = ()
    footnotes: tuple[Footnote, ...] = ()


def read_blocks(source: Source, body: Span) -> Blocks:
    """The blocks of the body."""
    return Blocks()
