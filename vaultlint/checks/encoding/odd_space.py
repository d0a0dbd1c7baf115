"""A no-break or unseen space in a line that gives structure: the line is not recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain

from msgspec.structs import replace

from vaultlint.checks._line_ends import and_line_feeds
from vaultlint.checks.encoding._unusual import unusual_characters
from vaultlint.diagnostic import Change, Edit, Finding, Fix
from vaultlint.notes.cardmarks import ANSWER_END, CLOSER_LINE, ID_LENGTH
from vaultlint.notes.facts import Note, Property, Value
from vaultlint.notes.regions import Regions, places_of
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

# Spaces that are not the plain one, and marks that nobody sees. The joiners U+200C and U+200D and
# the marks of writing direction are not among them: they belong to words and emoji.
_WIDE = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_UNSEEN = "\u00ad\u200b\u2060\ufeff"
_ODD = regex(f"[{_WIDE}{_UNSEEN}]+")
_UNSEEN_MARK = regex(f"[{_UNSEEN}]")
_BLANKS = f"[ \\t{_WIDE}{_UNSEEN}]*+"

_OPENER = regex(f"{_BLANKS}---{_BLANKS}")
_PROPERTY = regex(r"[^\W\d_][\w.-]*(?: [\w.-]+){0,3}[ \t]*:(?:[ \t]|$)")
# A key that goes on behind the colon that was meant to end it.
_ODD_COLON = regex(f"[^\\W\\d_][\\w.-]*(?: [\\w.-]+){{0,3}}:[{_WIDE}{_UNSEEN}]")
_ITEM = regex(f"[ \\t]*+(?:-(?=[{_WIDE}{_UNSEEN}])|[{_WIDE}{_UNSEEN}]{_BLANKS}-[ \\t])")
_ANSWER_END = regex(f"{_BLANKS}{ANSWER_END}{_BLANKS}")
_ID = regex(
    f"(?P<before>{CLOSER_LINE}|[>]?{_BLANKS})\\^(?P<inside>{_BLANKS})"
    f"(?P<digits>[0-9]{{{ID_LENGTH}}})(?P<behind>{_BLANKS})"
)
_CALLOUT = regex(
    f"(?P<before>{_BLANKS}>{_BLANKS})\\[!(?P<type>[^\\]]+)\\][+-]?(?P<behind>[{_WIDE}{_UNSEEN}]?)"
)
_QUOTE = regex(f"{_BLANKS}>")
_LABEL = regex(
    r"[\s>#*_=:.\u00ad\u200b\u2060\ufeff-]*+(?P<words>(?:previous|next)\s+notes?(?:\(s\))?)", re.I
)


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if not _ODD.search(unusual_characters(note)):
        return
    frontmatter = note.frontmatter
    if frontmatter is None:
        yield from _in_opener(note.source)
    elif frontmatter.fault is None:  # else another rule says that the YAML is invalid, and where
        yield from _in_keys(note, frontmatter.properties)
        yield from _in_items(note, frontmatter.yaml_span, frontmatter.properties)
    yield from _in_body(note)


def _finding(
    source: Source,
    start: int,
    end: int,
    words: str,
    changes: frozenset[Change],
    put: str = "",
    reach: Span | None = None,
) -> Finding:
    """The finding about the first odd space between two places; there is one.

    put: what its fix writes in the place of each run of them. reach: as in Fix.
    """
    runs = [Span(*match.span()) for match in _ODD.finditer(source.text, start, end)]
    title = "Write a plain blank" if put else "Delete it"
    fix = Fix(title, _edits(runs, put), True, changes, reach=reach)
    return _told(source, runs[0], words, fix)


def _edits(spans: Iterable[Span], put: str = "") -> tuple[Edit, ...]:
    return tuple(Edit(span, put) for span in spans)


def _told(source: Source, odd: Span, words: str, fix: Fix | None) -> Finding:
    character = source.text[odd.start]
    name = unicodedata.name(character).lower()
    return Finding(odd, f"{name} (U+{ord(character):04X}) {words}", fix=fix)


_PROPERTIES = frozenset[Change]({"frontmatter", "decks", "tags", "links"})
# What was text turns into properties.
_OPENED = frozenset[Change]({"frontmatter", "decks", "tags", "links", "names", "blocks"})
_CARDS = frozenset[Change]({"cards", "ids", "names"})
_LABELS = frozenset[Change]({"blocks", "names", "links"})
# The first line of a callout may be a cloze.
_CALLOUTS = _LABELS | _CARDS


# --- frontmatter


def _in_opener(source: Source) -> Iterator[Finding]:
    """The first line is more than ---: Obsidian sees no frontmatter."""
    if len(source.line_starts) < 3:
        return
    first, second = source.line_span(0), source.line_span(1)
    opener = _OPENER.fullmatch(source.text, first.start, first.end)
    if opener is None or not _ODD.search(opener[0]):
        return
    if _PROPERTY.match(source.text, second.start, second.end):
        words = "beside the opening ---: Obsidian shows all properties as text; delete it"
        reach = Span(first.start, _closer_end(source))
        yield _finding(source, first.start, first.end, words, _OPENED, reach=reach)


def _closer_end(source: Source) -> int:
    """Where the frontmatter ends that begins with the first line, if it is one."""
    for index in range(1, len(source.line_starts)):
        line = source.line_span(index)
        if source.slice(line).rstrip() == "---":
            return line.end
    return len(source.text)


def _in_keys(note: Note, properties: tuple[Property, ...]) -> Iterator[Finding]:
    for entry in properties:
        colon = _ODD_COLON.match(note.text, entry.key_span.start, entry.key_span.end)
        if colon is not None:
            words = "behind the colon: for YAML it is a part of the key; write a plain blank"
            yield _finding(note.source, colon.end() - 1, colon.end(), words, _PROPERTIES, " ")
            continue
        # An odd space between two words of a key may be meant; nobody means what is not seen.
        plain = _UNSEEN_MARK.sub("", entry.key).strip()
        odd = _ODD.search(note.text, entry.key_span.start, entry.key_span.end)
        if plain != entry.key and plain and odd is not None:
            words = f"in a key: for Obsidian it is another than {quoted(plain)}; delete it"
            fix = None
            # What a quoted key says stands in it in another form, perhaps.
            if note.source.slice(entry.key_span) == entry.key:
                edits = (Edit(entry.key_span, plain),)
                # Tags and links in its value count now.
                reach = Span(entry.key_span.start, entry.value.span.end)
                fix = Fix("Delete it", edits, True, _PROPERTIES, reach=reach)
            yield _told(note.source, Span(*odd.span()), words, fix)
        for value in (entry.value, *entry.value.items):
            yield from _in_keys(note, value.properties)


def _in_items(note: Note, yaml: Span, properties: tuple[Property, ...]) -> Iterator[Finding]:
    """Items of lists that are no items for YAML, but go on with the text above."""
    texts = Regions(value.span for value in _values(properties) if _is_written_as_text(note, value))
    for index in _odd_lines(note.source, yaml):
        line = note.source.line_span(index)
        item = _ITEM.match(note.text, line.start, line.end)
        if item is None or texts.end_of(line.start) is not None:
            continue
        place = "behind" if item[0].endswith("-") else "before"
        words = f"{place} the - of an item: YAML sees no item; write plain blanks"
        behind = _ODD.match(note.text, item.end())
        end = item.end() if behind is None else behind.end()
        yield _finding(note.source, line.start, end, words, _PROPERTIES, " ")


def _values(properties: tuple[Property, ...]) -> Iterator[Value]:
    for entry in properties:
        for value in (entry.value, *entry.value.items):
            yield value
            yield from _values(value.properties)


def _is_written_as_text(note: Note, value: Value) -> bool:
    """Whether a value of several lines is one in which a - at the start of a line is text."""
    return note.text.startswith(("'", '"', "|", ">"), value.span.start)


# --- body


def _in_body(note: Note) -> Iterator[Finding]:
    source = note.source
    hidden = _hidden(note)
    labelled = _labelled(note)
    answer_ends = {source.line_of(c.separator.span.start) for c in note.cards if c.separator}
    id_lines = set(_id_lines(note))
    sections = {source.line_of(section.label_span.start) for section in note.navigation}
    callouts = {source.line_of(callout.marker.start) for callout in note.callouts}
    for index in _odd_lines(source, Span(note.body.start, len(note.text))):
        line = source.line_span(index)
        odd = _ODD.search(note.text, line.start, line.end)
        if odd is None or hidden.end_of(odd.start()) is not None:
            continue
        if index in answer_ends:
            yield from _in_answer_end(source, line)
        elif index in id_lines:
            yield from _in_id(note, index)
        elif labelled.end_of(line.start) is not None and index not in sections:
            yield from _in_label(source, line)
        if index not in callouts and not _follows_quote(source, index):
            yield from _in_callout(source, line)


def _hidden(note: Note) -> Regions:
    """Where no line gives structure."""
    return places_of(note.fences, note.code, note.math, note.comments, note.html_blocks)


def _labelled(note: Note) -> Regions:
    """Where labels of Previous and Next sections stand."""
    return Regions(
        chain(
            (callout.span for callout in note.callouts),
            (heading.span for heading in note.headings),
        )
    )


def _odd_lines(source: Source, span: Span) -> Iterator[int]:
    """The indexes of the lines of a span that hold an odd space, each once."""
    match = _ODD.search(source.text, span.start, span.end)
    while match:
        index = source.line_of(match.start())
        yield index
        match = _ODD.search(source.text, source.line_span(index).end, span.end)


def _in_answer_end(source: Source, line: Span) -> Iterator[Finding]:
    if _ANSWER_END.fullmatch(source.text, line.start, line.end):
        words = f"beside {ANSWER_END}: the mark does not stand alone on its line; delete it"
        yield _finding(source, line.start, line.end, words, _CARDS)


def _id_lines(note: Note) -> Iterator[int]:
    """Where the ids of cards and clozes stand, or are meant to; not those parted from a card."""
    source = note.source
    for card in note.cards:
        if card.closer is not None:
            yield source.line_of(card.closer.span.start)
    for cloze in note.clozes:
        below = source.line_of(cloze.span.end) + 1
        yield below
        if below < len(source.line_starts) and source.text.startswith(
            "#", source.line_starts[below]
        ):
            yield below + 1


def _in_id(note: Note, index: int) -> Iterator[Finding]:
    source = note.source
    line = source.line_span(index)
    found = _ID.fullmatch(source.text, line.start, line.end)
    if found is None:
        return
    digits = found["digits"]
    is_alone = not found["before"].endswith(CLOSER_LINE)
    if is_alone and _ODD.search(found["before"] + found["inside"]):
        words = f"before the digits of ^{digits}: the sync plugin sees no id here, and makes "
        words += "another note at every sync; delete it"
        # The cloze stands on the line above, or above a line of hashtags.
        reach = Span(source.line_starts[max(index - 2, 0)], line.end)
        finding = _finding(source, found.start(), found.start("digits"), words, _CARDS, reach=reach)
        yield replace(finding, fix=finding.fix and and_line_feeds(note, finding.fix))
    # Alone on its line with an unseen mark behind it, it is reported as an orphan.
    elif _ODD.search(found["behind"]) and not (is_alone and _UNSEEN_MARK.search(found["behind"])):
        words = f"behind ^{digits}: Obsidian shows the id as text; delete it"
        yield _finding(source, found.start("behind"), line.end, words, _CARDS)


def _in_label(source: Source, line: Span) -> Iterator[Finding]:
    text = source.slice(line)
    label = _LABEL.match(_UNSEEN_MARK.sub("", text))
    if label is not None and not _LABEL.match(text):
        words = f"in the label {quoted(label['words'])}: it is not recognised; delete it"
        unseen = [Span(*m.span()) for m in _UNSEEN_MARK.finditer(source.text, line.start, line.end)]
        yield _told(source, unseen[0], words, Fix("Delete it", _edits(unseen), True, _LABELS))


def _follows_quote(source: Source, index: int) -> bool:
    """Whether the line goes on with a quote, in which no callout can begin."""
    if index == 0:
        return False
    above = source.line_span(index - 1)
    return _QUOTE.match(source.text, above.start, above.end) is not None


def _in_callout(source: Source, line: Span) -> Iterator[Finding]:
    found = _CALLOUT.match(source.text, line.start, line.end)
    if found is None:
        return
    head = f"[!{found['type']}]"
    if _ODD.search(found["before"]):
        words = f"before {head}: Obsidian shows no callout; delete it"
        yield _finding(source, found.start("before"), found.end("before"), words, _CALLOUTS)
    elif found["behind"]:
        words = f"behind {head}: Obsidian shows no callout; write a plain blank"
        yield _finding(source, *found.span("behind"), words, _CALLOUTS, " ")
