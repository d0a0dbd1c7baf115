"""The targets of links, written anew in the way in which they are written now."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from vaultlint.checks._once import once_a_note
from vaultlint.diagnostic import Change, Edit, Fix
from vaultlint.notes.facts import Link, Note
from vaultlint.notes.linktext import destination_text, markdown_target, normal, wikilink
from vaultlint.notes.regions import Regions
from vaultlint.rule import Vault
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

# What would end the target of a wikilink, or begin a heading in it.
_NOT_IN_WIKI = regex(r"[\[\]|#^\r\n]|%%")
_NOT_IN_PATH = regex(r"[#\r\n]")
# What a destination cannot hold as it is: blanks, what is an escape, code, or the edge of a cell.
# Source: CommonMark 0.31, §6.3.
_ENCODED = regex(r"[\s<>\\`|%]")
_NOT_IN_ANGLES = regex(r"[<>\\\r\n$`|%]")
_MATH = "$"  # ECMA-262 §19.2.6.1: decodeURI does not decode what would stand for it
_ESCAPED_LETTER = regex(r"%[89A-F][0-9A-F]", re.IGNORECASE)
_UNRESERVED = "/;?:@&=+,!*'()~-_."

Form = Literal["name", "absolute", "rooted", "relative", "dotted"]


class Style(Struct, frozen=True):
    """How the target of a link is written.

    form: the path from the root of the vault ("rooted" with a "/" before it), relative to the note
    ("dotted" with "./" before it), or the name alone. angled: between < and >. escapes: letters
    that are not ASCII are written as %XX. has_ending: of a note, ".md".
    held_in: what stands around it, where not all characters may be written: a property or JSON.
    """

    kind: Literal["wiki", "markdown"]
    form: Form
    angled: bool = False
    escapes: bool = False
    has_ending: bool = False
    held_in: Literal["", "property", "json"] = ""


def style_of(link: Link, note: Note) -> Style:
    """How a link of a note is written; of a path without a prefix, "absolute"."""
    written = note.source.slice(link.target_span)
    kind: Literal["wiki", "markdown"] = "wiki" if link.kind == "wiki" else "markdown"
    held_in: Literal["", "property", "json"] = "property" if link.property else ""
    return Style(
        kind,
        _form(link.path),
        angled=kind == "markdown" and note.text[link.target_span.start - 1] == "<",
        escapes=written.isascii() and _ESCAPED_LETTER.search(written) is not None,
        has_ending=link.path.lower().endswith(".md"),
        held_in="json" if note.kind == "canvas" else held_in,
    )


def _form(path: str) -> Form:
    if path.startswith("../"):
        return "relative"
    if path.startswith("./"):
        return "dotted"
    if path.startswith("/"):
        return "rooted"
    return "absolute" if "/" in path else "name"


def spelled(words: str, style: Style) -> str | None:
    """A path, or a subpath behind its "#", as a target in this style; None where none can be."""
    if style.held_in and any(mark in words for mark in "\"\\'"):
        return None
    if style.held_in == "property" and (": " in words or " #" in words):
        return None
    if style.kind == "wiki":
        return None if _NOT_IN_WIKI.search(words) else words
    if _NOT_IN_PATH.search(words):
        return None
    if style.angled:
        return None if _NOT_IN_ANGLES.search(words) else words
    if _MATH in words:
        return None
    written = _ENCODED.sub(lambda found: quote(found[0]), words)
    if style.escapes:
        written = quote(words, safe=_UNRESERVED)
    if written.count("(") != written.count(")") or ")" in written.partition("(")[0]:
        written = written.replace("(", "%28").replace(")", "%29")
    return written


def read_back(written: str, style: Style) -> str | None:
    """The target that Obsidian reads in what is written between the marks of a link."""
    if style.kind == "wiki":
        target = wikilink(written)
        return None if target is None or target.display is not None else target.target
    found = markdown_target(written if style.held_in == "property" else destination_text(written))
    return None if found is None else found.target


def path_in_style(path: str, style: Style, note: Note, vault: Vault) -> Iterator[str]:
    """The linkpaths in this style that lead from a note to the file at a path, the best first."""
    shown = path
    if path.lower().endswith(".md") and not style.has_ending:
        shown = path[:-3]
    folder = note.path.rpartition("/")[0]
    relative = posixpath.relpath(shown, folder or ".")
    forms = {
        "name": shown.rpartition("/")[2],
        "absolute": shown,
        "rooted": f"/{shown}",
        "relative": relative,
        "dotted": relative if relative.startswith("../") else f"./{relative}",
    }
    nowhere = Span(0, 0)
    for form in dict.fromkeys((style.form, "absolute")):
        linkpath = forms[form]
        link = Link(style.kind, False, linkpath, linkpath, "", nowhere, nowhere)
        resolution = vault.resolve(link, note.path)
        if resolution.path == path and not resolution.others:
            yield linkpath


def target_in_style(path: str, style: Style, note: Note, vault: Vault) -> str | None:
    """The target of a link in this style to the file at a path, as written; None if none can be."""
    for linkpath in path_in_style(path, style, note, vault):
        written = spelled(linkpath, style)
        if written is not None and read_back(written, style) == normal(linkpath):
            return written
    return None


# --- links that lead nowhere


def moved_fix(link: Link, note: Note, vault: Vault) -> Fix | None:
    """The fix that lets a link lead to the one file that has the name of its target.

    None when there is no such file, or several, or when it cannot be written in this link.
    """
    found = vault.same_name(link)
    if len(found) != 1 or found[0] == note.path:
        return None
    return leading_to(found[0], link, note, vault)


def leading_to(path: str, link: Link, note: Note, vault: Vault) -> Fix | None:
    """The fix that lets a link lead to the file at a path; what else it says stays."""
    style = replace(style_of(link, note), form=_new_form(link, path, note, vault))
    for linkpath in path_in_style(path, style, note, vault):
        fix = with_path(linkpath, link, style, note)
        if fix is not None:
            return fix
    return None


def _new_form(link: Link, path: str, note: Note, vault: Vault) -> Form:
    """How the path is written: as it was, and where that does not tell, as Obsidian would."""
    form = _form(link.path)
    if form != "absolute":
        return form
    match vault.link_format:
        case "relative":
            return "relative"
        case "absolute":
            return "absolute"
        case "shortest":
            return "name"
    if link.kind == "wiki":
        return "name"
    # Only below the note is a path that other programs read the same without a prefix.
    first = link.path.partition("/")[0]
    folder = note.path.rpartition("/")[0]
    is_below = path.startswith(f"{folder}/") if folder else True
    is_from_root = first in (path.partition("/")[0], note.path.partition("/")[0])
    return "relative" if is_below and not is_from_root else "absolute"


def with_path(linkpath: str, link: Link, style: Style, note: Note) -> Fix | None:
    """The fix that writes another linkpath into a link; None where it cannot be written there."""
    written = note.source.slice(link.target_span)
    if style.held_in == "json" and "\\" in written:
        return None
    if read_back(written, style) != link.target:
        return None
    old = written.partition("#")[0].rstrip()
    for new in dict.fromkeys((_with_kept_end(old, linkpath, style), spelled(linkpath, style))):
        if new is None or read_back(new + written[len(old) :], style) != normal(
            linkpath + link.subpath
        ):
            continue
        start = link.target_span.start
        edit = Edit(Span(start, start + len(old)), new)
        title = f"Link to {linkpath}"
        return Fix(title, (edit,), safe=False, changes=changes_at(link, note))
    return None


def _with_kept_end(old: str, linkpath: str, style: Style) -> str | None:
    """The new linkpath with those segments at its end that are the same left as they are."""
    segments, wanted = old.split("/"), linkpath.split("/")
    kept = 0
    for was, new in zip(reversed(segments), reversed(wanted), strict=False):
        if read_back(was, style) != normal(new):
            break
        kept += 1
    changed = [spelled(segment, style) for segment in wanted[: len(wanted) - kept]]
    known = [segment for segment in changed if segment is not None]
    if not kept or len(known) < len(changed):
        return None
    return "/".join([*known, *segments[len(segments) - kept :]])


def with_subpath(subpath: str, link: Link, note: Note) -> Fix | None:
    """The fix that writes another subpath, with its "#"; None where it cannot be written there."""
    style = style_of(link, note)
    written = note.source.slice(link.target_span)
    if read_back(written, style) != link.target:
        return None
    parts = [spelled(part, style) for part in subpath[1:].removeprefix("^").split("#")]
    known = [part for part in parts if part is not None]
    old, mark, _ = written.partition("#")
    new = ("#^" if subpath.startswith("#^") else "#") + "#".join(known)
    if not mark or len(known) < len(parts):
        return None
    if read_back(old + new, style) != normal(link.path + subpath):
        return None
    span = Span(link.target_span.start + len(old), link.target_span.end)
    title = f"Link to {subpath}"
    return Fix(title, (Edit(span, new),), safe=False, changes=changes_at(link, note))


def changes_at(link: Link, note: Note) -> frozenset[Change]:
    """What a fix changes that edits the target of a link."""
    changes: set[Change] = {"links", "texts"}
    if link.property:
        changes.add("frontmatter")
    if _headings(note).end_of(link.span.start) is not None:
        changes.add("names")
    return frozenset(changes)


@once_a_note
def _headings(note: Note) -> Regions:
    return Regions(heading.span for heading in note.headings)
