"""Lines that speak to Obsidian_to_Anki for a whole file: decks, tags, frozen fields, deletions.

Forms of a line for a deck or for tags: "exact", "trailing-blanks", "indented", "quoted",
"no-blank" (TARGET DECK:name), "no-colon" (TARGET DECK name), "no-line" (TARGET DECK: with the name
below), "other-mark" (TARGET DECK = name), "other-case", "nothing" (no name at all).
Forms of a line for frozen fields: "exact", "unknown-type", "odd".
Forms of a deletion: "exact", "blank-line", "blanks" (on the line of DELETE, or before the id).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultlint.notes.ankifaults import meant_type
from vaultlint.notes.ankinotes import COMMENT, ID, NoteTypes, found_id
from vaultlint.notes.cardmarks import BLANKS
from vaultlint.notes.facts import ToAnkiLine
from vaultlint.notes.reading import ObsidianToAnkiSettings
from vaultlint.notes.regions import Regions
from vaultlint.notes.sync.obsidian_to_anki import deck_of_path
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

LEAD = rf"[{BLANKS}]*+(?>(?:>[{BLANKS}]*+)*)(?:(?:[-*+]|[0-9]{{1,9}}+[.)])[ \t]++)?"
_SEPARATOR = regex(rf"[{BLANKS}]*+(?P<mark>[:：=-])(?P<blanks>[{BLANKS}]*+)(?P<value>.*)")
_BLANKS = regex(r"[ \t]+")
_MOST_BLANK_LINES = 3  # between DELETE and the id that is meant


def file_lines(
    source: Source,
    body_start: int,
    hidden: Regions,
    settings: ObsidianToAnkiSettings,
    *,
    has_notes: bool,
) -> Iterator[ToAnkiLine]:
    """The lines for the whole file, in order of place for each kind.

    The plugin reads the frontmatter like all other lines; there decks and tags may be properties.
    hidden: where a line is meant for nobody. has_notes: notes for Anki stand in the file.
    """

    def takes_other_case(line: Span) -> bool:
        return has_notes and line.start >= body_start

    deck = deck_of_path(source.path, settings)
    for line, match in _lines_with(source, hidden, settings.target_deck):
        if found := _stated_line(source, line, match, settings.target_deck, takes_other_case(line)):
            yield ToAnkiLine("target-deck", found[0], settings.target_deck, *found[1:], deck)
    for line, match in _lines_with(source, hidden, settings.file_tags):
        if found := _stated_line(source, line, match, settings.file_tags, takes_other_case(line)):
            yield ToAnkiLine("file-tags", found[0], settings.file_tags, *found[1:])
    types = NoteTypes(settings)
    for line, match in _lines_with(source, hidden, settings.frozen_fields):
        yield from _frozen_line(source, line, match, settings.frozen_fields, types)
    yield from _deletions(source, hidden, settings.delete_note)


def _lines_with(source: Source, hidden: Regions, word: str) -> Iterator[tuple[Span, re.Match[str]]]:
    """The lines that begin with a word, marks of quotes and lists not counted."""
    pattern = re.compile(rf"(?P<lead>{LEAD})(?P<word>{re.escape(word)})(?P<behind>.*)", re.I)
    anywhere = re.compile(re.escape(word), re.IGNORECASE)
    at = 0
    while found := anywhere.search(source.text, at):
        number = source.line_of(found.start())
        line = source.line_span(number)
        at = max(line.end, found.end())
        match = pattern.match(source.text, line.start, line.end)
        if match and hidden.end_of(match.start("word")) is None:
            yield line, match


def _below(source: Source, line: Span) -> str:
    """The next line, "" when there is none."""
    number = source.line_of(line.start) + 1
    if number >= len(source.line_starts):
        return ""
    return source.slice(source.line_span(number))


def _stated_line(
    source: Source, line: Span, match: re.Match[str], word: str, takes_other_case: bool
) -> tuple[str, Span, str] | None:
    """The form of a line, what is wrong in it, and what it states; None for prose."""
    form, span, value = _form(match, line, _below(source, line).strip(f"{BLANKS}-"))
    if not form:
        return None
    if match["word"] != word:
        is_meant = takes_other_case and form in ("exact", "no-blank")
        return ("other-case", match_span(match, "word"), value) if is_meant else None
    if form == "exact" and match["lead"]:
        form = "quoted" if match["lead"].strip(BLANKS) else "indented"
        span = match_span(match, "lead")
    return form, span, value


def _form(match: re.Match[str], line: Span, below: str) -> tuple[str, Span, str]:
    """As _stated_line, whatever stands before the word; the form of prose is ""."""
    behind, end = match["behind"], match.end("word")
    if not behind.strip(BLANKS):
        if not below:
            return "nothing", match_span(match, "word"), ""
        return ("trailing-blanks", Span(end, line.end), below) if behind else ("exact", line, below)
    separator = _SEPARATOR.fullmatch(behind)
    if separator is None:
        tokens = behind.split()
        is_name = len(tokens) == 1 and behind[0] in BLANKS
        return ("no-colon", match_span(match, "word"), tokens[0]) if is_name else ("", line, "")
    mark = Span(match.start("word"), end + separator.end("mark"))
    value = separator["value"].strip(BLANKS)
    if not value:
        return ("no-line", mark, below) if below else ("nothing", mark, "")
    if behind.startswith(": "):
        return "exact", line, value
    return ("no-blank" if behind.startswith(":") else "other-mark"), mark, value


def match_span(match: re.Match[str], group: str) -> Span:
    """The place of a group."""
    return Span(match.start(group), match.end(group))


def _frozen_line(
    source: Source, line: Span, match: re.Match[str], word: str, types: NoteTypes
) -> Iterator[ToAnkiLine]:
    behind, below = match["behind"], _below(source, line)
    name = behind.strip(f"{BLANKS}-–—:")
    if match["word"] != word or not name or not below.strip(BLANKS):
        return
    start = match.start("behind") + behind.index(name)
    span = Span(start, start + len(name))
    is_exact = behind.startswith(" - ") and behind.endswith(":")
    meant = meant_type(name, types)
    if is_exact and behind == f" - {name}:":
        is_unknown = not types.has(name) if types.are_known else meant not in ("", name)
        yield ToAnkiLine(
            "frozen-fields", "unknown-type" if is_unknown else "exact", word, span, name, meant
        )
    elif is_exact and types.are_known:
        yield ToAnkiLine("frozen-fields", "unknown-type", word, span, behind[3:-1], meant)
    elif meant == name:
        span = Span(match.start("word"), line.end)
        yield ToAnkiLine("frozen-fields", "odd", word, span, name)


def _deletions(source: Source, hidden: Regions, word: str) -> Iterator[ToAnkiLine]:
    """The words DELETE before an id, with nothing but blanks between the two."""
    pattern = re.compile(
        rf"{re.escape(word)}"
        rf"(?P<between>[ \t]*+(?:(?:\r\n|\r|\n)[ \t]*+){{0,{_MOST_BLANK_LINES + 1}}}+)"
        rf"(?:{COMMENT}(?P<inner>[ \t]*+))?(?P<id>{ID.pattern})"
    )
    lead = re.compile(LEAD)
    for match in pattern.finditer(source.text):
        line = source.line_span(source.line_of(match.start()))
        if hidden.end_of(match.start()) is not None:
            continue
        before = lead.match(source.text, line.start, match.start())
        if before is None or before.end() != match.start():
            continue
        digits = ID.search(source.text, match.start("id"), match.end("id"))
        assert digits is not None
        between = match["between"].replace("\r\n", "\n").replace("\r", "\n")
        form, span = "exact", Span(match.start(), match.end())
        if between.count("\n") > 1:
            form, span = "blank-line", found_id(digits).span
        elif match["inner"]:
            form, span = "blanks", match_span(match, "inner")
        elif blanks := _BLANKS.search(match["between"]):
            start = match.start("between")
            form, span = "blanks", Span(start + blanks.start(), start + blanks.end())
        yield ToAnkiLine("delete", form, word, span, digits[1], id=found_id(digits))
