"""Obsidian's inline constructs, scanned on the source text, leftmost start first."""

from __future__ import annotations

from msgspec import Struct

from vaultlint.notes.facts import (
    Address,
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
from vaultlint.notes.linktext import destination_text, is_external, markdown_target, names_file
from vaultlint.notes.scan import Found, normal_label, scan_runs
from vaultlint.notes.structure import Blocks, Definition
from vaultlint.text.source import Source


class Inlines(Struct, frozen=True):
    """The inline constructs of a note's body, in order of place."""

    links: tuple[Link, ...] = ()
    external_links: tuple[ExternalLink, ...] = ()
    addresses: tuple[Address, ...] = ()
    unencoded_links: tuple[UnencodedLink, ...] = ()
    tags: tuple[Tag, ...] = ()
    block_ids: tuple[BlockId, ...] = ()
    footnote_references: tuple[FootnoteReference, ...] = ()
    citations: tuple[Citation, ...] = ()
    narrative_citations: tuple[Citation, ...] = ()
    code: tuple[Code, ...] = ()
    math: tuple[Math, ...] = ()
    comments: tuple[Comment, ...] = ()


def read_inlines(source: Source, blocks: Blocks) -> Inlines:
    """The inline constructs of the body's runs (and block ids on lines of their own)."""
    found = Found()
    labels = frozenset(normal_label(definition.label) for definition in blocks.definitions)
    scan_runs(source.text, blocks.runs, found, labels)
    for definition in blocks.definitions:
        _add_definition(source, definition, found)
    return Inlines(
        tuple(sorted(found.links, key=lambda link: link.span)),
        tuple(sorted(found.external_links, key=lambda link: link.span)),
        tuple(found.addresses),
        tuple(sorted(found.unencoded_links, key=lambda link: link.span)),
        tuple(sorted(found.tags, key=lambda tag: tag.span)),
        tuple(found.block_ids),
        tuple(found.footnote_references),
        tuple(sorted(found.citations, key=lambda citation: citation.span)),
        tuple(found.narrative_citations),
        tuple(found.code),
        tuple(found.math),
        tuple(found.comments),
    )


def _add_definition(source: Source, definition: Definition, found: Found) -> None:
    """Note where a reference definition points to.

    "[Hint]: careful" is prose as a rule: one that nothing uses must name a file to count.
    """
    destination = destination_text(source.slice(definition.destination))
    span, place = definition.span, definition.destination
    if is_external(destination):
        found.external_links.append(ExternalLink(destination, span, place))
        return
    target = markdown_target(destination)
    used = normal_label(definition.label) in found.used_labels
    if target is None or not (used or names_file(destination)):
        return
    found.links.append(
        Link("reference", False, target.target, target.path, target.subpath, span, place)
    )
