"""Tags in the frontmatter that Obsidian drops, or never sees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from vaultlint.checks.frontmatter._values import (
    Path,
    in_quotes,
    is_unquoted_placeholder,
    item_span,
    places,
    value_span,
)
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Frontmatter, Note, Property, Value
from vaultlint.notes.formats import is_tag
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.quote import LONGEST_QUOTE, quoted
from vaultlint.text.span import Span

_BETWEEN = re.compile(r"[,\s]+")
# Tags and no words: other comments are comments.
_HASHTAGS = re.compile(r"#[^\s#,]+(?>(?:[, \t]+#[^\s#,]+)*)")


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    frontmatter = note.frontmatter
    entry = frontmatter.property("tags") if frontmatter else None
    if frontmatter is None or entry is None or frontmatter.plain is None:
        return
    yield from _in_comments(note, frontmatter, entry)
    if not isinstance(entry.value.plain, list):
        yield from _value(note, entry, entry.value, (entry.key,))
    for index, item in enumerate(entry.value.items):
        yield from _value(note, entry, item, (entry.key, index))


def _value(note: Note, entry: Property, value: Value, path: Path) -> Iterator[Finding]:
    if is_unquoted_placeholder(note, value):
        return
    loss = _loss(note, value, is_alone=len(path) == 1)
    if loss is not None:
        span = item_span(note, value, entry) if len(path) > 1 else value_span(note, entry)
        yield Finding(span, loss, property_path=path)


def _loss(note: Note, value: Value, is_alone: bool) -> str | None:
    """Why a value is no tag, and what to write; None when it is one."""
    match value.plain:
        case str() as text:
            return _loss_of_text(text.strip(), is_alone)
        case bool():
            word = note.source.slice(value.span)
            return f"{word} is no text, so Obsidian drops this tag; put it in quotes"
        case int() | float():
            word = note.source.slice(value.span)
            wrong = f"{word} is a number, so Obsidian drops this tag"
            if is_tag(word):
                return f"{wrong}; put it in quotes"
            return f"{wrong}; write it with a letter, such as y{re.sub('[^0-9A-Za-z]', '-', word)}"
        case list():
            return "a list is no tag, so Obsidian drops it; write each tag as an item of its own"
        case dict():
            return "a mapping is no tag, so Obsidian drops it; write each tag as an item of its own"
    return None


def _loss_of_text(text: str, is_alone: bool) -> str | None:
    parts = (part.strip("[]\"'").removeprefix("#") for part in _BETWEEN.split(text))
    names = [name for name in parts if name]
    if not names or _BETWEEN.search(text) is None:
        return None
    wrong = f"{quoted(text)} is one value, and a tag holds no "
    wrong += "blank: Obsidian drops it" if re.search(r"\s", text) else "comma"
    if not is_alone:
        joined = "-".join(names)
        advice = f"write {joined}" if "," not in text else "write each tag as an item of its own"
        return f"{wrong}; {advice if len(advice) <= LONGEST_QUOTE else 'put - in its place'}"
    line = f"tags: [{', '.join(map(_item, names))}]"
    advice = f"write {line}" if len(line) <= LONGEST_QUOTE else "write the tags as a list"
    return f"{wrong}; {advice}"


def _item(name: str) -> str:
    return name if re.fullmatch(r"[^\W\d][\w/-]*", name) else in_quotes(name)


# --- behind an unquoted #


def _in_comments(note: Note, frontmatter: Frontmatter, entry: Property) -> Iterator[Finding]:
    """Tags that are comments: behind the key, behind a dash or a tag, or below the empty key."""
    source = note.source
    first = source.line_of(entry.key_span.end)
    last = source.line_of(_end(frontmatter, entry))
    if "#" not in note.text[entry.key_span.end : source.line_span(last).end]:
        return
    texts = Regions(_texts(frontmatter))
    # The tags below an empty key stand together; other lines of comments are switched off.
    is_open = entry.value.plain is None
    for index in range(first, last + 1):
        line = source.line_span(index)
        start = max(line.start, entry.key_span.end)
        at = _comment(note.text, start, line.end, texts)
        words = "" if at is None else note.text[at : line.end].rstrip(", \t")
        is_lost = _HASHTAGS.fullmatch(words) is not None
        is_alone = index > first and (at is None or not note.text[start:at].strip())
        if at is not None and is_lost and (is_open or not is_alone):
            yield _commented(entry, words, at)
        elif is_alone:
            is_open = False


def _comment(text: str, start: int, end: int, texts: Regions) -> int | None:
    """Where a comment begins between two places of a line."""
    at = text.find("#", start, end)
    while at >= 0:
        if texts.end_of(at) is None and (at == 0 or text[at - 1] in " \t\r\n"):
            return at
        at = text.find("#", at + 1, end)
    return None


def _texts(frontmatter: Frontmatter) -> Iterable[Span]:
    """Where scalars stand: a # in them begins no comment."""
    for place in places(frontmatter):
        if not isinstance(place.value.plain, list | dict):
            yield place.value.span


def _end(frontmatter: Frontmatter, entry: Property) -> int:
    """The last place before the next property."""
    later = (p.key_span.start for p in frontmatter.properties if p.key_span > entry.key_span)
    return max(entry.key_span.end, min(later, default=frontmatter.yaml_span.end) - 1)


def _commented(entry: Property, words: str, at: int) -> Finding:
    names = [name.removeprefix("#") for name in _BETWEEN.split(words)]
    message = f"{quoted(words)} is a comment for YAML, so these tags are lost; leave out each #"
    if len(names) == 1:
        message = (
            f"{quoted(words)} is a comment for YAML, so this tag is lost; "
            f'write {names[0]} or "#{names[0]}"'
        )
    return Finding(Span(at, at + len(words)), message, property_path=(entry.key,))


RULE = NoteRule("lost-tags", "frontmatter", Severity.ERROR, check)
