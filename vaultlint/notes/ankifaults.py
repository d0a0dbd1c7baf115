"""What the plugin Obsidian_to_Anki reads in a note otherwise than it is meant.

Kinds of faults, each told by one rule:
"unknown-type", "blanks-behind-type", "no-type" · "empty", "blank", "bare-id", "empty-field" ·
"misplaced-id", "second-id", "id-below-end" · "unreadable-id" · "text-beside-id" · "glued-tags",
"empty-tags", "indented-tags", "other-tags", "tags-in-text", "tags-before-field" · "glued-field",
"long-field" · "no-cloze" · "early-end".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from vaultlint.notes.ankiclozes import curly_clozes, has_anki_cloze
from vaultlint.notes.ankinotes import (
    COMMENT,
    ID,
    LEAST_DIGITS,
    STOCK_TYPES,
    TAGS,
    Inside,
    NoteTypes,
    found_id,
    lines_of,
    trimmed,
)
from vaultlint.notes.cardmarks import BLANKS
from vaultlint.notes.facts import CardId, ToAnkiFault
from vaultlint.notes.reading import ObsidianToAnkiSettings
from vaultlint.text.regex import regex
from vaultlint.text.span import Span
from vaultlint.text.suggestion import nearest

_ID_LINE = regex(
    rf"[{BLANKS}]*+(?:<!--[{BLANKS}]*+ID: [0-9]++[{BLANKS}]*+-->|ID: (?P<bare>[0-9]++))[{BLANKS}]*+"
)
_ODD_ID_LINE = regex(
    rf"[{BLANKS}]*+(?:"
    rf"<!--[{BLANKS}]*+(?P<comment>ID[ \t]*+[:=]?[ \t]*+(?P<digits>[0-9]++))[{BLANKS}]*+(?:--+>?)?|"
    rf"(?P<bare>ID[ \t]*+[:=]?[ \t]*+(?P<long>[0-9]{{{LEAST_DIGITS},}}+)))[{BLANKS}]*+",
    re.IGNORECASE,
)
_COMMENT_END = regex(r"--+>")
_TAGS_LINE = regex(rf"(?P<before>[{BLANKS}]*+)(?P<word>tags):(?P<list>.*)", re.IGNORECASE)
_COLON_WORD = regex(r"(?<![^ ])(?P<name>[^ :\n]++)(?P<colon>:)(?P<behind>[^ \n]*+ ?)")
_HIGHLIGHT = regex(r"==[^=\n]++==")
_OTHER_CLOZE = regex(r"\[\[oc[0-9]+::")  # of Cloze Overlapper
_LONGEST_NAME = 100  # code points; of a note type
_NEAR = 0.8  # difflib's ratio; a name with one slip in it is this near
_ALIASES = {"basic (and reversed)": "Basic (and reversed card)"}


def meant_type(name: str, types: NoteTypes) -> str:
    """The note type that is meant by a name that is none; "" when that is not sure.

    Where the types of the vault's Anki are not known, only the plainest slips are: others may well
    name a type of the user's own.
    """
    if len(name) > _LONGEST_NAME:
        return ""
    plain = " ".join(name.strip(f"{BLANKS}[]:.").split())
    known = types.names or tuple(STOCK_TYPES)
    for candidate in known:
        if plain.casefold() == candidate.casefold():
            return candidate
    alias = _ALIASES.get(plain.casefold(), "")
    if alias in known:
        return alias
    if types.are_known:
        return nearest(plain, known) or ""
    for candidate in known:
        is_slip = len(plain) <= len(candidate) and plain.isalpha() and len(plain) >= len("Basi")
        if is_slip and SequenceMatcher(None, plain, candidate, autojunk=False).ratio() >= _NEAR:
            return candidate
    return ""


def type_faults(text: str, span: Span, types: NoteTypes) -> Iterator[ToAnkiFault]:
    """What is wrong with the name of a note type."""
    name = text[span.start : span.end]
    is_known = types.has(name) if types.are_known else name in STOCK_TYPES
    if not name or is_known:
        return
    meant = meant_type(name, types)
    plain = name.rstrip(BLANKS)
    if plain != name and (plain == meant or not types.are_known):
        yield ToAnkiFault("blanks-behind-type", Span(span.start + len(plain), span.end), plain)
    elif meant or types.are_known:
        yield ToAnkiFault("unknown-type", span, meant)
    elif any(name.startswith(f"{field}:") for fields in STOCK_TYPES.values() for field in fields):
        yield ToAnkiFault("no-type", span)


def note_faults(
    text: str, between: Span, inside: Inside, settings: ObsidianToAnkiSettings, types: NoteTypes
) -> Iterator[ToAnkiFault]:
    """The faults of a note on lines of its own. between: the words that begin and end it."""
    if between.start == between.end:
        yield ToAnkiFault("empty", between)
        return
    span = trimmed(text, between.start, between.end)
    if span.start == span.end:
        yield ToAnkiFault("blank", between)
        return
    if inside.is_bare_id:
        yield ToAnkiFault("bare-id", span)
        return
    lines = lines_of(text, span)
    yield from type_faults(text, inside.type, types)
    yield from _id_faults(text, lines[1:], inside)
    yield from _tags_faults(text, lines[1:], inside, types)
    yield from _text_faults(text, inside, settings, types)


def inline_faults(
    text: str, between: Span, inside: Inside, settings: ObsidianToAnkiSettings, types: NoteTypes
) -> Iterator[ToAnkiFault]:
    """The faults of a note on one line, which has a type. between: as in note_faults."""
    yield from type_faults(text, inside.type, types)
    end = between.end
    if inside.id and inside.id_line:
        end = inside.id_line.start
        rest = trimmed(text, inside.id.span.end, between.end)
        comment_end = _COMMENT_END.match(text, rest.start, rest.end)
        if comment_end:
            rest = trimmed(text, comment_end.end(), rest.end)
        if rest.start < rest.end:
            yield ToAnkiFault("text-beside-id", rest)
    fields = types.fields(text[inside.type.start : inside.type.end])
    yield from _inline_word_faults(text, Span(inside.type.end + 1, end), fields)
    yield from _text_faults(text, inside, settings, types)


def lost_ids(faults: tuple[ToAnkiFault, ...]) -> Iterator[CardId]:
    """The ids of a note that the plugin does not read, though they are its own."""
    for fault in faults:
        if fault.kind in ("misplaced-id", "unreadable-id"):
            yield CardId(fault.words, fault.span)


def _id_faults(text: str, lines: list[Span], inside: Inside) -> Iterator[ToAnkiFault]:
    for line in lines:
        content = text[line.start : line.end]
        if "id" not in content.lower():
            continue
        match = ID.search(text, line.start, line.end)
        if line == inside.id_line and match:
            yield from _beside_id(text, line, match)
        elif match and is_id_line(content):
            kind = "second-id" if inside.id else "misplaced-id"
            yield ToAnkiFault(kind, found_id(match).span, match[1])
        elif not match and inside.id is None and (odd := _ODD_ID_LINE.fullmatch(content)):
            kind = "comment" if odd["comment"] else "bare"
            span = Span(line.start + odd.start(kind), line.start + odd.end(kind))
            yield ToAnkiFault("unreadable-id", span, odd["digits"] or odd["long"])


def is_id_line(content: str) -> bool:
    """Whether a line is meant for the id of a note, and is spelt rightly."""
    match = _ID_LINE.fullmatch(content)
    return match is not None and (COMMENT in content or len(match["bare"]) >= LEAST_DIGITS)


def _beside_id(text: str, line: Span, match: re.Match[str]) -> Iterator[ToAnkiFault]:
    """Text on the line of the id, which the plugin drops with it."""
    line = trimmed(text, line.start, line.end)
    is_comment = text.startswith(COMMENT, line.start) and text.endswith("-->", line.start, line.end)
    if is_comment:
        return
    before = trimmed(text, line.start, match.start())
    if text.endswith(COMMENT, before.start, before.end):
        before = trimmed(text, before.start, before.end - len(COMMENT))
    if before.start < before.end:
        yield ToAnkiFault("text-beside-id", before)
        return
    behind = trimmed(text, match.end(), line.end)
    comment_end = _COMMENT_END.match(text, behind.start, behind.end)
    behind = trimmed(text, comment_end.end() if comment_end else behind.start, behind.end)
    if behind.start < behind.end:
        yield ToAnkiFault("text-beside-id", behind)


def _tags_faults(
    text: str, lines: list[Span], inside: Inside, types: NoteTypes
) -> Iterator[ToAnkiFault]:
    """Lines of tags that the plugin takes for text."""
    fields = types.fields(text[inside.type.start : inside.type.end])
    if "Tags" in fields:
        return
    prefixes = tuple(f"{field}:" for field in fields)
    lines = [line for line in lines if line != inside.id_line]
    below = ""  # the next line that is not blank
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        content = text[line.start : line.end]
        match = _TAGS_LINE.fullmatch(content)
        is_read = index == len(lines) - 1 and content.startswith(TAGS)
        if match and not is_read:
            is_last = not below or is_id_line(below)
            is_before_field = bool(prefixes) and below.startswith(prefixes)
            kind = _tags_fault(match)
            if kind == "tags-in-text" and is_id_line(below):
                kind = ""  # the id is misplaced, of which another rule speaks
            if kind and (is_last or (is_before_field and index > 0 and not match["before"])):
                span = Span(
                    line.start + match.start("word"), line.start + len(content.rstrip(BLANKS))
                )
                yield ToAnkiFault(kind, span, match["list"].strip(BLANKS))
        below = content if content.strip(BLANKS) else below


def _tags_fault(match: re.Match[str]) -> str:
    if not match["list"].strip(BLANKS):
        return "empty-tags"
    if match["word"] != "Tags":
        return "other-tags"
    if match["before"]:
        return "indented-tags"
    return "tags-in-text" if match["list"].startswith(" ") else "glued-tags"


def _inline_word_faults(text: str, span: Span, fields: tuple[str, ...]) -> Iterator[ToAnkiFault]:
    """Words with a colon that are meant for the name of a field, or for Tags."""
    words = tuple(field for field in fields[1:] if " " not in field)
    in_tags = False
    for match in _COLON_WORD.finditer(text[span.start : span.end]):
        place = Span(span.start + match.start(), span.start + match.end("colon"))
        name, is_apart = match["name"], match["behind"] in ("", " ")
        if name == "Tags" and not is_apart:
            tag = match["behind"].strip()
            yield ToAnkiFault("glued-tags", Span(place.start, place.end + len(tag)), tag)
        elif name == "Tags":
            in_tags = True
        elif name in words and in_tags:
            yield ToAnkiFault("tags-before-field", place, name)
        elif name in words and not is_apart:
            yield ToAnkiFault("glued-field", place, name)
    for field in fields[1:]:
        at = text.find(f" {field}:", span.start, span.end) if " " in field else -1
        if at >= 0:
            yield ToAnkiFault("long-field", Span(at + 1, at + len(field) + 2), field)


def _text_faults(
    text: str, inside: Inside, settings: ObsidianToAnkiSettings, types: NoteTypes
) -> Iterator[ToAnkiFault]:
    """Notes that Anki refuses: without a first field, or without a cloze."""
    name = text[inside.type.start : inside.type.end]
    if not (types.has(name) and types.fields(name)):
        return
    if inside.question.start == inside.question.end:
        if not settings.file_link:
            yield ToAnkiFault("empty-field", inside.type, inside.parts[0].name)
        return
    if "cloze" not in name.lower():
        return
    contents = [text[part.span.start : part.span.end] for part in inside.parts]
    if any(has_anki_cloze(content) or _OTHER_CLOZE.search(content) for content in contents):
        return
    has_curly = any(next(curly_clozes(content), None) for content in contents)
    has_highlight = any(_HIGHLIGHT.search(content) for content in contents)
    takes_curly = settings.curly_cloze or not types.are_known
    takes_highlight = takes_curly and (settings.highlight_cloze or not types.are_known)
    if (has_curly and takes_curly) or (has_highlight and takes_highlight):
        return
    yield ToAnkiFault("no-cloze", inside.type, "curly" if has_curly else "")
