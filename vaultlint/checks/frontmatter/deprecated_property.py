"""A property that Obsidian used to read and now ignores: tag, alias, cssclass."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.frontmatter._edits import as_texts, flow_list, merge_fix, property_fix
from vaultlint.diagnostic import Edit, Finding, Fix, Related
from vaultlint.notes.facts import Frontmatter, Note, Property
from vaultlint.notes.formats import is_tag
from vaultlint.rule import NoOptions
from vaultlint.text.quote import LONGEST_QUOTE, quoted
from vaultlint.text.regex import regex

# Source: Obsidian help, "Properties"; release notes of 1.4 and 1.9.
SUCCESSORS = {"tag": "tags", "alias": "aliases", "cssclass": "cssclasses"}

_BETWEEN = regex(r"[,\s]+")
_PLAIN_ITEM = regex(r"[\w/-]+")


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    frontmatter = note.frontmatter
    if frontmatter is None or frontmatter.plain is None:
        return
    for entry in frontmatter.properties:
        successor = SUCCESSORS.get(entry.key.casefold())
        # An empty one loses nothing.
        if successor is not None and entry.value.plain not in (None, "", []):
            yield _finding(note, frontmatter, entry, successor)


def deprecated_names(frontmatter: Frontmatter | None) -> frozenset[str]:
    """The names of today of the properties that stand under a former one."""
    properties = frontmatter.properties if frontmatter else ()
    found = (SUCCESSORS.get(entry.key.casefold()) for entry in properties)
    return frozenset(name for name in found if name is not None)


def _finding(note: Note, frontmatter: Frontmatter, entry: Property, successor: str) -> Finding:
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
        _fix(note, frontmatter, entry, successor, there),
        property_path=(entry.key,),
    )


def _fix(
    note: Note,
    frontmatter: Frontmatter,
    entry: Property,
    successor: str,
    there: Property | None,
) -> Fix | None:
    """Renames the property, and writes several values as a list; or moves them to its successor."""
    others = (e for e in frontmatter.properties if SUCCESSORS.get(e.key.casefold()) == successor)
    text = entry.value.plain
    items = _parts(text, successor) if isinstance(text, str) else as_texts(text)
    if len(list(others)) > 1 or not items:
        return None
    if successor == "tags" and not all(map(is_tag, items)):
        return None
    if there is not None:
        title = f"Move its value to {quoted(there.key)}"
        return merge_fix(note, title, there, entry, items, safe=True)
    source = note.source
    key = source.slice(entry.key_span).replace(entry.key, successor)
    edits = [Edit(entry.key_span, key)]
    value = text
    if isinstance(text, str) and len(items) > 1:
        if "\n" in source.slice(entry.value.span):
            return None
        edits.append(Edit(entry.value.span, flow_list(items)))
        value = list(items)
    # A comma may also part the names of one person.
    is_sure = len(items) == 1 or successor != "aliases" or not isinstance(text, str)
    title = f'Rename it to "{successor}"'
    return property_fix(note, title, edits, entry, value, safe=is_sure, renamed=successor)


def _parts(text: str, successor: str) -> list[str]:
    """The values in one text: blanks part tags and classes, and an alias may hold some."""
    parts = text.split(",") if successor == "aliases" else _BETWEEN.split(text.strip())
    return [part.strip().removeprefix("#") for part in parts if part.strip()]


def _as_list(entry: Property, successor: str) -> str:
    """How to write several values that stood in one text."""
    text = entry.value.plain
    if not isinstance(text, str):
        return ""
    items = _parts(text, successor)
    line = f"{successor}: [{', '.join(items)}]"
    is_plain = all(_PLAIN_ITEM.fullmatch(item.replace(" ", "")) for item in items)
    return f": {line}" if len(items) > 1 and is_plain and len(line) <= LONGEST_QUOTE else ""
