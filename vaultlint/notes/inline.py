"""Obsidian's inline constructs, scanned on the source text, leftmost start first."""

from __future__ import annotations

from dataclasses import dataclass

from vaultlint.notes.blocks import Blocks
from vaultlint.notes.facts import (
    BlockId,
    Citation,
    Code,
    Comment,
    ExternalLink,
    FootnoteReference,
    Link,
    Math,
    Tag,
    UnencodedLink,
)
from vaultlint.text.source import Source


@dataclass(frozen=True, slots=True)
class Inlines:
    """The inline constructs of a note's body, in order of place."""

    links: tuple[Link, ...] = ()
    external_links: tuple[ExternalLink, ...] = ()
    unencoded_links: tuple[UnencodedLink, ...] = ()
    tags: tuple[Tag, ...] = ()
    block_ids: tuple[BlockId, ...] = ()
    footnote_references: tuple[FootnoteReference, ...] = ()
    citations: tuple[Citation, ...] = ()
    code: tuple[Code, ...] = ()
    math: tuple[Math, ...] = ()
    comments: tuple[Comment, ...] = ()


def read_inlines(source: Source, blocks: Blocks) -> Inlines:
    """The inline constructs of the body's runs (and block ids on lines of their own)."""
    return Inlines()
