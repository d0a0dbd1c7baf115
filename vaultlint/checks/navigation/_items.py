"""Items of Previous and Next sections, added and removed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from msgspec.structs import replace

from vaultlint.checks.links._rewritten import Form, Style, style_of, target_in_style
from vaultlint.diagnostic import Change, Edit, Fix
from vaultlint.notes.facts import Link, NavigationSection, Note, Property, Value
from vaultlint.rule import Vault
from vaultlint.text.lookalikes import as_meant
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_ITEM = regex(
    r"(?P<before>(?>(?:[ \t]*>)*)[ \t]*)(?P<mark>[-*+]|\d{1,9}[.)])(?P<blank>[ \t]+|$)(?P<words>.*)"
)
_QUOTE = regex(r"(?>(?:[ \t]*>)*)[ \t]?")
_BETWEEN_ITEMS = regex(r"[\s,;|/·•&]*")
# In a name, these would make a card, a comment or a formula of an item.
_NOT_IN_ITEMS = regex(r"\{|\}|==|::|%%|[$🎴🃏<`]")


def with_items(
    paths: Sequence[str],
    section: NavigationSection,
    note: Note,
    model: tuple[Link, Note],
    vault: Vault,
) -> tuple[Edit, ...]:
    """The edits that add notes to a section, written as its items are; empty where they cannot be.

    model: a link and its note, for a section of a note that has no item yet.
    """
    example = _example(section, note, model)
    words = [_item(path, note, *example, vault) for path in paths]
    known = [item for item in words if item is not None]
    if len(known) < len(words):
        return ()
    if section.is_property:
        edit = _in_property(known, section, note)
        return () if edit is None else (edit,)
    return (_in_text(known, section, note),)


def _example(section: NavigationSection, note: Note, model: tuple[Link, Note]) -> tuple[Link, Note]:
    """The link that new ones are written like: of the section, else of another one, else given."""
    own = section.links
    if not own and not section.is_property:
        others = (other.links for other in note.navigation if not other.is_property)
        own = tuple(link for links in others for link in links)
    return (own[-1], note) if own else model


# --- one item


def _item(path: str, note: Note, example: Link, example_note: Note, vault: Vault) -> str | None:
    """A link in `note` to the note at a path, written as an example is."""
    style = style_of(example, example_note)
    style = replace(style, form=_form(style, example, example_note, vault), held_in="")
    if example.property:
        style = replace(style, kind="wiki", held_in="property")
    target = target_in_style(path, style, note, vault)
    shown = _shown(path, example, example_note, vault)
    if target is None or _NOT_IN_ITEMS.search(f"{shown}{target}"):
        return None
    if style.kind == "wiki":
        is_plain = shown is None or any(mark in shown for mark in "[]|")
        return f"[[{target}]]" if is_plain else f"[[{target}|{shown}]]"
    words = re.sub(r"([\[\]])", r"\\\1", shown or _stem(path))
    return f"[{words}](<{target}>)" if style.angled else f"[{words}]({target})"


def _form(style: Style, example: Link, note: Note, vault: Vault) -> Form:
    """A path without a prefix may be from the root, or relative to the note."""
    path = vault.resolve(example, note.path).path
    if style.form == "name" and example.kind == "markdown" and path and "/" not in path:
        return "absolute"  # of a file in the root, the path is its name
    if style.form != "absolute":
        return style.form
    folder = note.path.rpartition("/")[0]
    if path is None or not folder:
        return "absolute"
    relative = posixpath.relpath(path, folder)
    return "relative" if example.path in (relative, relative.removesuffix(".md")) else "absolute"


def _shown(path: str, example: Link, note: Note, vault: Vault) -> str | None:
    """The text of the new link: the title, where the example shows its own; None for no text."""
    if example.display is None:
        return None
    to = vault.resolve(example, note.path).path
    target = vault.note(to) if to is not None else None
    if target is not None and example.display == title(target):
        new = vault.note(path)
        return (title(new) if new else "") or _stem(path)
    is_name = to is not None and as_meant(example.display) == as_meant(_stem(to))
    return _stem(path) if is_name or example.kind != "wiki" else None


def title(note: Note) -> str:
    """The property "title"; empty when there is none."""
    entry = note.frontmatter.property("title") if note.frontmatter else None
    plain = entry.value.plain if entry else None
    return plain if isinstance(plain, str) else ""


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


# --- items added


def _in_text(items: Sequence[str], section: NavigationSection, note: Note) -> Edit:
    source, end = note.source, section.span.end
    first = source.line_of(section.label_span.start)
    last: re.Match[str] | None = None
    for index in range(first + 1, source.line_of(end) + 1):
        line = source.line_span(index)
        item = _ITEM.fullmatch(source.text, line.start, line.end)
        if item is None:
            continue
        if not item["words"].strip():  # an empty item is filled
            span = Span(item.end("mark"), line.end)
            return Edit(span, f" {items[0]}" + _below(items[1:], item))
        is_inner = last is not None and len(item["before"]) > len(last["before"])
        last = last if is_inner else item
    if last is not None:
        return Edit(Span(end, end), _below(items, last))
    if section.links:
        place = section.links[-1].span.end
        return Edit(Span(place, place), "".join(f", {item}" for item in items))
    line = source.line_span(first)
    is_heading = any(each.span.start == section.span.start for each in note.headings)
    quote = None if is_heading else _QUOTE.match(source.text, line.start, line.end)
    prefix = f"{quote[0].rstrip()} " if quote and quote[0].strip() else ""
    lines = "".join(f"\n{prefix}- {item}" for item in items)
    return Edit(Span(end, end), f"\n{lines}" if is_heading else lines)


def _below(items: Sequence[str], above: re.Match[str]) -> str:
    """Lines with items, each with the mark of the item above; numbers count on."""
    mark, lines = above["mark"], []
    for count, item in enumerate(items, start=1):
        if mark[:-1].isdigit():
            mark = f"{int(above['mark'][:-1]) + count}{mark[-1]}"
        lines.append(f"\n{above['before']}{mark}{above['blank'] or ' '}{item}")
    return "".join(lines)


def _in_property(items: Sequence[str], section: NavigationSection, note: Note) -> Edit | None:
    """None where the property is no list."""
    entry = _property(section, note)
    if entry is None or not entry.value.items:
        return None
    value, last = entry.value, entry.value.items[-1]
    if note.text.startswith("[", value.span.start):
        return Edit(Span(last.span.end, last.span.end), "".join(f', "{item}"' for item in items))
    line = _own_line(last, note)
    if line is None:
        return None
    before = note.text[line.start : last.span.start]
    lines = "".join(f'\n{before}"{item}"' for item in items)
    return Edit(Span(line.end, line.end), lines)


def _property(section: NavigationSection, note: Note) -> Property | None:
    properties = note.frontmatter.properties if note.frontmatter else ()
    return next((each for each in properties if each.key_span == section.label_span), None)


def _own_line(item: Value, note: Note) -> Span | None:
    """The line of an item of a block list, if nothing else stands on it."""
    line = note.source.line_span(note.source.line_of(item.span.start))
    before, behind = note.text[line.start : item.span.start], note.text[item.span.end : line.end]
    return line if before.strip() == "-" and not behind.strip() else None


# --- items removed


def without_item(link: Link, section: NavigationSection, note: Note) -> Fix | None:
    """The fix that removes an item which is not the first one; None where more stands in it."""
    span = (
        _property_item(link, section, note)
        if section.is_property
        else _item_span(link, section, note)
    )
    if span is None:
        return None
    changes: set[Change] = {"links", "frontmatter"} if section.is_property else {"links"}
    return Fix("Remove it", (Edit(span, ""),), safe=True, changes=frozenset(changes))


def _item_span(link: Link, section: NavigationSection, note: Note) -> Span | None:
    """What goes with a link: its line with the line break before it, or the comma before it."""
    source = note.source
    index = source.line_of(link.span.start)
    line = source.line_span(index)
    item = _ITEM.fullmatch(source.text, line.start, line.end)
    if item is not None and item["words"].strip() == source.slice(link.span):
        is_last = index + 1 >= len(source.line_starts)
        below = None if is_last else source.line_span(index + 1)
        inner = below and _ITEM.fullmatch(source.text, below.start, below.end)
        if inner and len(inner["before"]) > len(item["before"]):
            return None  # it has items of its own
        return Span(source.line_span(index - 1).end, line.end)
    before = [other for other in section.links if line.start <= other.span.start < link.span.start]
    if not before or not _BETWEEN_ITEMS.fullmatch(
        source.text, before[-1].span.end, link.span.start
    ):
        return None
    return Span(before[-1].span.end, link.span.end)


def _property_item(link: Link, section: NavigationSection, note: Note) -> Span | None:
    entry = _property(section, note)
    items = entry.value.items if entry else ()
    at = next((n for n, item in enumerate(items) if item.span.end >= link.span.end), 0)
    if entry is None or at == 0:
        return None
    if note.text.startswith("[", entry.value.span.start):
        return Span(items[at - 1].span.end, items[at].span.end)
    line = _own_line(items[at], note)
    if line is None:
        return None
    above = note.source.line_span(note.source.line_of(line.start) - 1)
    return Span(above.end, line.end)
