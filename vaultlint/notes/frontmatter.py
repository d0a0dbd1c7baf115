"""Frontmatter, as Obsidian reads it.

What is not simple is read by yaml_text; yaml_lines reads the rest, which is most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultlint.notes.facts import Frontmatter, Link, Tag, Value
from vaultlint.notes.linktext import Target, markdown_target, wikilink
from vaultlint.notes.yaml_core import NOTHING, ODD
from vaultlint.notes.yaml_lines import simple_properties
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

_OPENER = regex(r"---(?P<blanks>[ \t]*)(?=[\r\n])")
# Obsidian closes the block at the first later line that begins with ---, whatever follows.
_CLOSER = regex(r"(?:\r\n|\n|\r)---")
_LINE_BREAK = regex(r"\r\n|\n|\r")

_LINK = regex(
    r"\s*(?:\[\[(?P<wiki>(?:(?!\]\])[^\n])+)\]\]"
    r"|\[(?P<text>[^\[\]\n]*)\]\("
    r"(?:<(?P<angled>[^<>\n]*)>|(?P<bare>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))"
    r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\))\s*"
)
_BLANK = regex(r"\s")


def read_frontmatter(source: Source) -> tuple[Frontmatter | None, Span]:
    """The frontmatter, None when there is none, and the body behind it.

    An opener with blanks behind it opens only what reads as properties: Obsidian's parts do not
    agree about it, and a rule (---) above prose is written in the same way.
    """
    text = source.text
    whole = Span(0, len(text))
    opener = _OPENER.match(text)
    closer = _CLOSER.search(text, opener.end()) if opener else None
    if opener is None or closer is None:
        return None, whole
    first_break = _LINE_BREAK.match(text, opener.end())
    assert first_break is not None
    yaml_span = Span(first_break.end(), closer.end() - 3)
    frontmatter = _read(text, Span(0, closer.end()), yaml_span)
    if opener["blanks"] and not frontmatter.properties:
        return None, whole
    return frontmatter, Span(closer.end(), len(text))


def property_links(frontmatter: Frontmatter) -> tuple[Link, ...]:
    """The links in properties, in order; none when Obsidian drops the properties."""
    if frontmatter.plain is None:
        return ()
    return tuple(link for path, value in _leaves(frontmatter) for link in _links(path, value))


def property_tags(frontmatter: Frontmatter) -> tuple[Tag, ...]:
    """The tags in the tags property, in order; those that Obsidian drops are left out."""
    return tuple(
        Tag(_tag_name(text), _words_span(value, text), path)
        for path, value, text in _texts(frontmatter, "tags")
        if _tag_name(text) and not _BLANK.search(_tag_name(text))
    )


def property_aliases(frontmatter: Frontmatter) -> tuple[str, ...]:
    """The other names that the aliases property gives the note, in order."""
    return tuple(text for _, _, text in _texts(frontmatter, "aliases") if text)


# --- the block


def _read(text: str, span: Span, yaml_span: Span) -> Frontmatter:
    opener = Span(0, 3)
    yaml = text[yaml_span.start : yaml_span.end]
    simple = None if ODD.search(yaml) else simple_properties(yaml, yaml_span.start)
    if simple is not None:
        plain = {entry.key: entry.value.plain for entry in simple}
        return Frontmatter(span, opener, yaml_span, simple, plain)
    if NOTHING.fullmatch(yaml):
        return Frontmatter(span, opener, yaml_span, (), {})
    # Imported here: most frontmatter is simple.
    from vaultlint.notes.yaml_text import read_mapping

    found = read_mapping(yaml, yaml_span.start)
    if found.fault is not None:
        return Frontmatter(span, opener, yaml_span, (), None, found.fault)
    if found.root is None or not isinstance(found.root.plain, dict):
        return Frontmatter(span, opener, yaml_span, (), {})
    valid = None if found.duplicates else found.root.plain
    return Frontmatter(
        span, opener, yaml_span, found.root.properties, valid, None, found.duplicates
    )


# --- links and tags


def _leaves(frontmatter: Frontmatter) -> Iterator[tuple[str, Value]]:
    """Every value that holds no other, with its path, such as "a.b.0", in order."""
    pending = [(entry.key, entry.value) for entry in reversed(frontmatter.properties)]
    while pending:
        path, value = pending.pop()
        parts = [(f"{path}.{entry.key}", entry.value) for entry in value.properties]
        parts += [(f"{path}.{index}", item) for index, item in enumerate(value.items)]
        pending += reversed(parts)
        if not parts:
            yield path, value


def _links(path: str, value: Value) -> Iterator[Link]:
    text = value.plain
    found = _LINK.fullmatch(text) if isinstance(text, str) and "[" in text else None
    if found is None:
        return
    target, inner = _target(found)
    if target is None:
        return
    construct = found[0].strip()
    span = _words_span(value, construct)
    start = _text_start(value)
    target_span = span
    if start is not None:
        target_span = Span(start + inner + target.start, start + inner + target.end)
    yield Link(
        "wiki" if found["wiki"] is not None else "markdown",
        False,
        target.target,
        target.path,
        target.subpath,
        span,
        target_span,
        target.display,
        path,
    )


def _target(found: re.Match[str]) -> tuple[Target | None, int]:
    """The target of a link, and where the text that holds it begins."""
    if found["wiki"] is not None:
        return wikilink(found["wiki"]), found.start("wiki")
    group = "bare" if found["angled"] is None else "angled"
    return markdown_target(found[group], found["text"]), found.start(group)


def _texts(frontmatter: Frontmatter, key: str) -> Iterator[tuple[str, Value, str]]:
    """Path, value and trimmed text of each string of a list property, or of a single one."""
    entry = frontmatter.property(key)
    if entry is None or frontmatter.plain is None:
        return
    items = [(f"{entry.key}.{index}", item) for index, item in enumerate(entry.value.items)]
    for path, value in items or [(entry.key, entry.value)]:
        if isinstance(value.plain, str):
            yield path, value, value.plain.strip()


def _tag_name(text: str) -> str:
    return text.removeprefix("#")


def _text_start(value: Value) -> int | None:
    """Where the value's text begins, when it stands in the note as it is; None when escaped."""
    text = value.plain
    if not isinstance(text, str) or "\n" in text:
        return None
    marks = value.span.end - value.span.start - len(text)
    return value.span.start + marks // 2 if marks in (0, 2) else None


def _words_span(value: Value, words: str) -> Span:
    """The span of trimmed words in a value; the whole value when its text is escaped."""
    start = _text_start(value)
    if start is None or not isinstance(value.plain, str):
        return value.span
    start += value.plain.find(words)
    return Span(start, start + len(words))
