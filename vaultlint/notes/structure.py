"""The block structure of a note: what its blocks are, whoever reads them."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

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
from vaultlint.text.span import Span

# What may open a block other than a paragraph; all of these but "[" may also end one.
BLOCK_STARTS = frozenset("%`~>*-+_[<$#0123456789")


class Run(NamedTuple):
    """The inline content of one paragraph, heading, table cell or list item paragraph.

    segments: its lines without container prefixes (> and indentation), in order; lines that have
    no such prefix are one segment with the line above.
    holds_id: whether a ^id at its end can be linked to (not in a table, nor in the middle
    of a quote).
    """

    segments: tuple[Span, ...]
    holds_id: bool = True


class Definition(Struct, frozen=True):
    """A reference definition [label]: destination. destination: its place, without < >."""

    label: str
    span: Span
    destination: Span


class Blocks(Struct, frozen=True):
    """The block structure of a note's body, in order of place.

    sections: its blocks that stand in no other, whole lines, without blank ones around them.
    """

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
    definitions: tuple[Definition, ...] = ()
    sections: tuple[Span, ...] = ()
