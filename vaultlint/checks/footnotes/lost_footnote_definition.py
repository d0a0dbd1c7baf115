"""A footnote's definition that is none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.checks._in_cards import card_places
from vaultlint.checks.footnotes._footnotes import (
    Footnotes,
    LostDefinition,
    footnotes,
    unread_places,
)
from vaultlint.diagnostic import Change, Edit, Finding, Fix
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_NO_TEXT_BELOW = regex(r"(?>(?:\r\n|\r|\n)?)(?:[ \t]*(?:\r|\n|\Z)|\[\^)")
_MOST_RENAMED = 20  # lost definitions of a note
_FORMS = {
    "text-above": ("it goes on the paragraph above", "put a blank line above"),
    "blank": ("its name has a blank in it", "write - instead"),
    "code": ("it is indented so far that it is code", "begin it in the first column"),
}


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    known = footnotes(note)
    if not known.lost:
        return
    names = _names(known)
    for lost in known.lost:
        reason, advice = _FORMS[lost.form]
        yield Finding(
            lost.span,
            f"{quoted(f'[^{lost.id}]:')} defines no footnote, as {reason}; {advice}",
            fix=_fix(lost, names, note),
        )


class _Names(NamedTuple):
    """Names of footnotes, in lower case. lost: how many of the lost definitions each has."""

    defined: frozenset[str]
    wanted: frozenset[str]
    lost: Counter[str]


def _names(known: Footnotes) -> _Names:
    return _Names(
        frozenset(each.id.lower() for each in known.definitions),
        frozenset(each.id.lower() for each in known.references),
        Counter(each.id.lower() for each in known.lost),
    )


def _fix(lost: LostDefinition, names: _Names, note: Note) -> Fix | None:
    """Only where it stands at the start of a line, and outside of cards."""
    line = note.source.line_span(note.source.line_of(lost.span.start))
    if line.start != lost.span.start or card_places(note).touches(line):
        return None
    key = lost.id.lower()
    if key in names.defined:
        return None
    if lost.form == "text-above" and key in names.wanted and names.lost[key] == 1:
        return _parted(lost, line, note)
    return _renamed(lost, line, names, note) if lost.form == "blank" else None


def _parted(lost: LostDefinition, line: Span, note: Note) -> Fix:
    """Safe where no text follows, which may not belong to the footnote."""
    is_safe = _NO_TEXT_BELOW.match(note.text, line.end) is not None
    edit = Edit(Span(line.start, line.start), "\n")
    changes: frozenset[Change] = frozenset({"citations", "texts"})
    return Fix("Put a blank line above", (edit,), is_safe, changes, reach=lost.span)


def _renamed(lost: LostDefinition, line: Span, names: _Names, note: Note) -> Fix | None:
    """Writes the name with hyphens, here and in what was meant to refer to it."""
    name = "-".join(lost.id.split())
    above = note.source.line_span(max(note.source.line_of(line.start) - 1, 0))
    has_text_above = above.start < line.start and note.source.slice(above).strip()
    # Each is looked for in the whole note.
    if name.lower() in names.defined or has_text_above or names.lost.total() > _MOST_RENAMED:
        return None
    unread = unread_places(note)
    found = (match.start() for match in re.finditer(re.escape(f"[^{lost.id}]"), note.text))
    places = [at for at in found if at == lost.span.start or unread.end_of(at) is None]
    if len(places) < 2 and name.lower() not in names.wanted:
        return None
    edits = tuple(Edit(Span(at + 2, at + 2 + len(lost.id)), name) for at in places)
    changes: frozenset[Change] = frozenset({"citations", "texts", "names"})
    return Fix(f"Name it {name}", edits, False, changes)
