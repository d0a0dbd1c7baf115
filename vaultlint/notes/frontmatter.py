"""Frontmatter, as Obsidian reads it. The only user of ruamel."""

from __future__ import annotations

from vaultlint.notes.facts import Frontmatter, Link, Tag
from vaultlint.text.source import Source
from vaultlint.text.span import Span


def read_frontmatter(source: Source) -> tuple[Frontmatter | None, Span]:
    """The frontmatter, None when there is none, and the body behind it."""
    return None, Span(0, len(source.text))


def property_links(frontmatter: Frontmatter) -> tuple[Link, ...]:
    """The links in properties, in order."""
    return ()


def property_tags(frontmatter: Frontmatter) -> tuple[Tag, ...]:
    """The tags in the tags property, in order."""
    return ()
