"""A property that Obsidian used to read and now ignores: tag, alias, cssclass."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Related, Severity
from vaultlint.notes.facts import Frontmatter, Note, Property
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.quote import LONGEST_QUOTE, quoted

# Source: Obsidian help, "Properties"; release notes of 1.4 and 1.9.
SUCCESSORS = {"tag": "tags", "alias": "aliases", "cssclass": "cssclasses"}

_BETWEEN = re.compile(r"[,\s]+")
_PLAIN_ITEM = re.compile(r"[\w/-]+")


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    frontmatter = note.frontmatter
    if frontmatter is None or frontmatter.plain is None:
        return
    for entry in frontmatter.properties:
        successor = SUCCESSORS.get(entry.key.casefold())
        # An empty one loses nothing.
        if successor is not None and entry.value.plain not in (None, "", []):
            yield _finding(frontmatter, entry, successor)


def deprecated_names(frontmatter: Frontmatter | None) -> frozenset[str]:
    """The names of today of the properties that stand under a former one."""
    properties = frontmatter.properties if frontmatter else ()
    found = (SUCCESSORS.get(entry.key.casefold()) for entry in properties)
    return frozenset(name for name in found if name is not None)


def _finding(frontmatter: Frontmatter, entry: Property, successor: str) -> Finding:
    there = frontmatter.property(successor)
    advice = f'rename it to "{successor}"{_as_list(entry, successor)}'
    related: tuple[Related, ...] = ()
    if there is not None:
        advice = f"move its value to {quoted(there.key)}"
        related = (Related(there.key_span, f"{quoted(there.key)} stands here"),)
    return Finding(
        entry.key_span,
        f"{quoted(entry.key)} is ignored since Obsidian 1.9; {advice}",
        related,
        property_path=(entry.key,),
    )


def _as_list(entry: Property, successor: str) -> str:
    """How to write several values that stood in one text."""
    text = entry.value.plain
    if not isinstance(text, str):
        return ""
    # Blanks part tags and classes; an alias may hold some.
    parts = text.split(",") if successor == "aliases" else _BETWEEN.split(text.strip())
    items = [part.strip().removeprefix("#") for part in parts if part.strip()]
    line = f"{successor}: [{', '.join(items)}]"
    is_plain = all(_PLAIN_ITEM.fullmatch(item.replace(" ", "")) for item in items)
    return f": {line}" if len(items) > 1 and is_plain and len(line) <= LONGEST_QUOTE else ""


RULE = NoteRule("deprecated-property", "frontmatter", Severity.ERROR, check)
