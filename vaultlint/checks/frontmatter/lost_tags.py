"""Tags in the frontmatter that Obsidian drops, or never sees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from vaultlint.checks.frontmatter._edits import (
    as_texts,
    changes_of,
    extent,
    flow_list,
    guarded,
    property_fix,
    scalar,
)
from vaultlint.checks.frontmatter._values import (
    Path,
    in_quotes,
    is_unquoted_placeholder,
    item_span,
    places,
    value_span,
)
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.facts import Frontmatter, Note, Plain, Property, Value
from vaultlint.notes.formats import is_tag
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions
from vaultlint.text.quote import LONGEST_QUOTE, quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_BETWEEN = regex(r"[,\s]+")
# Tags and no words: other comments are comments.
_HASHTAGS = regex(r"#[^\s#,]+(?>(?:[, \t]+#[^\s#,]+)*)")


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    frontmatter = note.frontmatter
    entry = frontmatter.property("tags") if frontmatter else None
    if frontmatter is None or entry is None or frontmatter.plain is None:
        return
    commented = list(_in_comments(note, frontmatter, entry))
    is_alone = len(commented) == 1
    yield from (_commented(note, entry, lost, is_alone) for lost in commented)
    values: list[tuple[Value, Path]] = []
    if not isinstance(entry.value.plain, list):
        values.append((entry.value, (entry.key,)))
    values += ((item, (entry.key, index)) for index, item in enumerate(entry.value.items))
    for value, path in values:
        finding = _lost(note, entry, value, path)
        if finding is not None:
            yield finding


def _lost(note: Note, entry: Property, value: Value, path: Path) -> Finding | None:
    loss = _loss(note, value, is_alone=len(path) == 1)
    if loss is None or is_unquoted_placeholder(note, value):
        return None
    span = item_span(note, value, entry) if len(path) > 1 else value_span(note, entry)
    fix = _whole_fix(note, entry) if len(path) == 1 else _item_fix(note, entry, value)
    return Finding(span, loss, fix=fix, property_path=path)


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
    if _BETWEEN.search(text) is None:
        return None
    names = _names(text)
    if not names:
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


def _names(text: str) -> list[str]:
    """The names in a text that holds several tags."""
    parts = (part.strip("[]\"'").removeprefix("#") for part in _BETWEEN.split(text))
    return [name for name in parts if name]


def _are_several(text: str) -> bool:
    """Whether a text is several tags for sure: parted by commas, or each with its mark."""
    parts = text.split()
    return "," in text or (len(parts) > 1 and all(part.startswith("#") for part in parts))


def _whole_fix(note: Note, entry: Property) -> Fix | None:
    """Writes the one value of the property as a list."""
    text = entry.value.plain
    written = note.source.slice(entry.value.span)
    if isinstance(text, bool | int | float):
        edit = Edit(entry.value.span, in_quotes(written))
        return _property_fix(note, entry, "Put it in quotes", [edit], written)
    if not isinstance(text, str) or "\n" in written:
        return None
    names = _names(text)
    safe = _are_several(text) and _are_single(text)
    edit = Edit(entry.value.span, flow_list(names))
    return _property_fix(note, entry, "Write the tags as a list", [edit], [*names], safe)


def _are_single(text: str) -> bool:
    """Whether what stands between the commas holds no blank."""
    return "," not in text or not any(" " in part.strip() for part in text.split(","))


def _property_fix(
    note: Note, entry: Property, title: str, edits: list[Edit], value: Plain, safe: bool = True
) -> Fix | None:
    if not all(map(is_tag, as_texts(value) or [""])):
        return None
    return property_fix(note, title, edits, entry, value, safe=safe)


def _item_fix(note: Note, entry: Property, item: Value) -> Fix | None:
    """Writes an item so that it is a tag, or as several items."""
    written = note.source.slice(item.span)
    names: list[str] | None = None
    title, safe = "Write each tag as an item of its own", True
    match item.plain:
        case bool() | int() | float():
            title, names = "Put it in quotes", [written]
        case str() as text if _are_several(text) and _are_single(text):
            names = _names(text)
        case str() as text if "," not in text:
            title, names, safe = "Join its words", ["-".join(_names(text))], False
        case list():
            names = as_texts(item.plain) if written.startswith("[") else None
            safe = not note.source.slice(entry.value.span).startswith("[[")
    if not names or "\n" in written or not all(map(is_tag, names)):
        return None
    texts = map(scalar, names)
    between = _between(note, entry, item)
    if between is None:
        return None
    edit = Edit(item.span, between.join(texts))
    return guarded(note, Fix(title, (edit,), safe, changes_of(entry.key), reach=extent(entry)))


def _between(note: Note, entry: Property, item: Value) -> str | None:
    """What stands between an item and the next one; None if that is not sure."""
    if note.text.startswith("[", entry.value.span.start):
        return ", "
    start = note.source.line_starts[note.source.line_of(item.span.start)]
    prefix = note.text[start : item.span.start]
    return f"\n{prefix}" if prefix.strip() == "-" else None


def _item(name: str) -> str:
    return name if re.fullmatch(r"[^\W\d][\w/-]*", name) else in_quotes(name)


# --- behind an unquoted #


def _in_comments(note: Note, frontmatter: Frontmatter, entry: Property) -> Iterator[Span]:
    """Tags that are comments: behind the key, behind a dash or a tag, or below the empty key."""
    if note.text.find("#", entry.key_span.end, frontmatter.span.end) < 0:
        return
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
            yield Span(at, at + len(words))
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


def _commented(note: Note, entry: Property, lost: Span, is_alone: bool) -> Finding:
    """Tags that stand in a comment. is_alone: there is no other such comment in the property."""
    words = note.source.slice(lost)
    names = [name.removeprefix("#") for name in _BETWEEN.split(words)]
    message = f"{quoted(words)} is a comment for YAML, so these tags are lost; leave out each #"
    if len(names) == 1:
        message = (
            f"{quoted(words)} is a comment for YAML, so this tag is lost; "
            f'write {names[0]} or "#{names[0]}"'
        )
    fix = _without_marks(note, entry, lost, names, is_alone)
    return Finding(lost, message, fix=fix, property_path=(entry.key,))


def _without_marks(
    note: Note, entry: Property, lost: Span, names: list[str], is_alone: bool
) -> Fix | None:
    """Leaves out each #, behind a dash or behind the key of an empty property."""
    if not all(map(is_tag, names)):
        return None
    source = note.source
    start = source.line_starts[source.line_of(lost.start)]
    prefix = note.text[start : lost.start]
    title = "Leave out each #"
    if start > entry.key_span.start:
        if prefix.strip() != "-":
            return None
        edit = Edit(lost, f"\n{prefix}".join(map(scalar, names)))
        return guarded(note, Fix(title, (edit,), True, changes_of(entry.key), reach=extent(entry)))
    if not is_alone or entry.value.plain is not None:
        return None
    value: Plain = [*names] if len(names) > 1 else names[0]
    edit = Edit(lost, flow_list(names) if len(names) > 1 else scalar(names[0]))
    return property_fix(note, title, [edit], entry, value, safe=True)
