"""Frontmatter that is none for Obsidian, as its opener is not the first thing in the note."""

from __future__ import annotations

import re

from vaultlint.checks.frontmatter._edits import (
    TEXT_CHANGES,
    card_places,
    edited,
    guarded,
    is_other_kind,
    line_feeds,
)
from vaultlint.checks.frontmatter._extent import quoted_line
from vaultlint.checks.frontmatter._property_lines import (
    KNOWN_PROPERTIES,
    PropertyLines,
    line_text,
    lines_span,
    property_lines,
)
from vaultlint.diagnostic import Edit, Finding, Fix, Related
from vaultlint.notes.facts import Note
from vaultlint.notes.frontmatter import read_frontmatter
from vaultlint.notes.regions import places_of
from vaultlint.text.regex import regex
from vaultlint.text.source import source as source_of
from vaultlint.text.span import Span

# An indented opener; one with another word behind it; and what other programs make of ---.
_OPENER = regex(
    r"(?P<indent>[ \t]*)"
    r"(?:(?P<exact>---)|-{2}|-{4,}|---[ \t]*ya?ml|-*+[—–][-—–]*+)(?P<behind>[ \t]*)",
    re.IGNORECASE,
)
_CLOSER = regex(r"-{2,}[ \t]*|-*+[—–][-—–]*+[ \t]*")
_MOST_ABOVE = 3  # lines of text above the opener; below more of it stands no frontmatter
_MOST_LINES = 30  # above the opener, blank ones included


def unread_frontmatter(note: Note) -> Finding | None:
    """Why Obsidian sees no frontmatter, where one stands at the top of the note beyond doubt."""
    if note.frontmatter is not None:
        return None
    source = note.source
    lines = len(source.line_starts)
    above: list[int] = []
    for index in range(min(lines, _MOST_LINES)):
        words = line_text(source, index)
        opener = _OPENER.fullmatch(words)
        if opener is not None:
            run = property_lines(source, index + 1, lines)
            if index == 0 and opener["exact"] and not opener["indent"]:
                return None  # it opens the frontmatter, and nothing closes it
            is_plain = opener["exact"] is not None and not above
            if _is_frontmatter(note, run, index, is_plain):
                return _told(note, run, index, above, opener)
        if words.strip():
            above.append(index)
        if len(above) > _MOST_ABOVE:
            return None
    return None


def _is_frontmatter(note: Note, run: PropertyLines, opener: int, is_plain: bool) -> bool:
    """Whether the lines below an opener are properties beyond doubt, and closed."""
    source = note.source
    if not run.entries or run.entries[0].line != opener + 1:
        return False
    if _CLOSER.fullmatch(line_text(source, run.end)) is None:
        return False
    is_usual = is_plain and len(run.entries) > 1 and all(key[0].islower() for key in run.names)
    if not is_usual and not run.names_one_of(KNOWN_PROPERTIES):
        return False
    hidden = places_of(note.fences, note.code, note.math, note.comments, note.html_blocks)
    return hidden.end_of(source.line_starts[opener]) is None


def _told(
    note: Note, run: PropertyLines, index: int, above: list[int], opener: re.Match[str]
) -> Finding:
    source = note.source
    line = source.line_span(index)
    count = len(run.entries)
    lost = "its property is" if count == 1 else f"its {count} properties are"
    fix = _read_first(note, run, index, above)
    if above:
        return Finding(
            lines_span(source, above[0], above[-1] + 1),
            f"text stands above the frontmatter, so {lost} plain text; "
            f"move it below line {run.end + 1}",
            (Related(line, "the frontmatter begins here"),),
            fix,
        )
    if opener["exact"] is None:
        words = quoted_line(source.slice(line))
        message = f"{words} does not open the frontmatter, so {lost} plain text; write --- alone"
        return Finding(line, message, fix=fix)
    if index > 0:
        blank = "a blank line stands" if index == 1 else f"{index} blank lines stand"
        them = "it" if index == 1 else "them"
        message = f"{blank} above the frontmatter, so {lost} plain text; remove {them}"
        return Finding(Span(0, source.line_starts[index]), message, fix=fix)
    message = f"blanks stand before the opening ---, so {lost} plain text; remove them"
    return Finding(Span(line.start, line.start + len(opener["indent"])), message, fix=fix)


def _read_first(note: Note, run: PropertyLines, index: int, above: list[int]) -> Fix | None:
    """Puts the block between two plain rules at the start, and the text above it below it."""
    source = note.source
    opener, closer = source.line_span(index), source.line_span(run.end)
    if card_places(note).touches(Span(0, closer.end)):
        return None
    edits = [Edit(Span(0, opener.start), "")] if index else []
    rules = (rule for rule in (opener, closer) if source.slice(rule).rstrip(" \t") != "---")
    edits += (Edit(rule, "---") for rule in rules)
    if above:
        words = source.slice(lines_span(source, above[0], above[-1] + 1))
        behind = line_text(source, run.end + 1)
        text = f"\n\n{line_feeds(words)}" + ("\n" if behind.strip() else "")
        if edits and edits[-1].span == closer:
            edits[-1] = Edit(closer, f"---{text}")
        else:
            edits.append(Edit(Span(closer.end, closer.end), text))
    after, _body = read_frontmatter(source_of(note.path, edited(note.text, edits)))
    if after is None or is_other_kind(note, after):
        return None
    if after.fault is None and len(after.properties) != len(run.entries):
        return None
    # What else is wrong in it is repaired next.
    if (after.fault is not None and after.fault.fix is None) or len(after.duplicates) > 1:
        return None
    title = "Move the text below it" if above else "Put the frontmatter first"
    return guarded(note, Fix(title, tuple(edits), True, TEXT_CHANGES, reach=Span(0, closer.end)))
