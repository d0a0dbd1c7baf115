"""A tag whose name Obsidian does not allow."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from vaultlint.checks._once import once_a_note
from vaultlint.checks.frontmatter._edits import card_places, changes_of, guarded
from vaultlint.diagnostic import Change, Edit, Finding, Fix
from vaultlint.notes.facts import Note, Tag
from vaultlint.notes.formats import NO_TAG
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

# Those that join the parts of an emoji end a tag in the text, and are kept in a property.
_FORBIDDEN = regex(rf"(?:(?![\u200c\u200d]){NO_TAG.pattern})+")
_EMPTY_PART = regex(r"//+")


class _Fault(NamedTuple):
    """What is wrong with a name, where in it, and what to write there; None where that is open."""

    start: int
    end: int
    words: str
    instead: str | None = None


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for tag in note.tags:
        fault = _fault(tag.name, bool(tag.property))
        if fault is not None:
            yield Finding(
                _span(note, tag, fault),
                f"tag {quoted('#' + tag.name)} {fault.words}",
                fix=_fix(note, tag, fault),
                property_path=_path(tag),
            )


@lru_cache(maxsize=4096)  # most tags stand in many notes
def _fault(name: str, in_property: bool) -> _Fault | None:
    # Of several tags in one value, lost-tags speaks. A lone slash is meant as no tag.
    if "," in name or not name.strip("/"):
        return None
    if in_property:
        forbidden = _FORBIDDEN.search(name)
        if forbidden is not None:
            start, end = forbidden.span()
            return _Fault(start, end, f"holds {_named(forbidden[0])}; {_ALLOWED}")
        if name.isascii() and name.isdigit():
            words = f"is a number, which is no tag; write it with a letter, such as y{name}"
            return _Fault(0, len(name), words)
    empty = _EMPTY_PART.search(name)
    if name.startswith("/"):
        words = r'has nothing before the first "/"; remove it, or write \# if no tag is meant'
        if in_property:
            start = len(name) - len(name.lstrip("/"))
            return _Fault(0, start, words.partition(",")[0], "")
        return _Fault(0, 1, words)
    if name.endswith("/"):
        start = len(name.rstrip("/"))
        return _Fault(start, len(name), 'has nothing behind the last "/"; remove it', "")
    if empty is not None:
        start, end = empty.span()
        return _Fault(start, end, f"has nothing between {quoted(empty[0])}; write one slash", "/")
    return None


_ALLOWED = "a tag has letters, digits, -, _ and / only"


def _named(marks: str) -> str:
    """The first forbidden character, so that it can be seen."""
    mark = marks[0]
    return f'"{mark}"' if mark.isprintable() else f"U+{ord(mark):04X}"


def _span(note: Note, tag: Tag, fault: _Fault) -> Span:
    """The wrong part of the name; the whole tag where it is not written as it reads."""
    start = tag.span.end - len(tag.name)
    if start < tag.span.start or note.text[start : tag.span.end] != tag.name:
        return tag.span
    return Span(start + fault.start, start + fault.end)


def _fix(note: Note, tag: Tag, fault: _Fault) -> Fix | None:
    """Takes the empty part out, where links and cards do not know the words around it."""
    span = _span(note, tag, fault)
    name = tag.name[: fault.start] + (fault.instead or "") + tag.name[fault.end :]
    if fault.instead is None or span == tag.span or _fault(name, bool(tag.property)):
        return None
    if not tag.property and (card_places(note).touches(span) or _headings(note).touches(span)):
        return None
    title = "Remove the empty part"
    return guarded(note, Fix(title, (Edit(span, fault.instead),), True, _changes(tag)))


@once_a_note
def _headings(note: Note) -> Regions:
    return Regions(heading.span for heading in note.headings)


def _changes(tag: Tag) -> frozenset[Change]:
    return changes_of("tags") if tag.property else frozenset[Change]({"tags"})


def _path(tag: Tag) -> tuple[str | int, ...]:
    key, _, index = tag.property.partition(".")
    if not key:
        return ()
    return (key, int(index)) if index else (key,)
