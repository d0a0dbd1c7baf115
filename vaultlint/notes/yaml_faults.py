"""What is wrong with a YAML text, told to its author: the place, and what to write instead.

A parser says where it could go on no longer. The well-known mistakes are recognised by the looks
of that line and of its neighbours; all places here count from the start of the YAML.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from vaultlint.diagnostic import Edit, Fix
from vaultlint.notes.facts import YamlFault
from vaultlint.notes.yaml_core import core_value
from vaultlint.text.quote import LONGEST_QUOTE, quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_LONE_CR = regex(r"\r(?!\n)")
_LINE = regex(r"(?P<indent>[ \t]*)(?P<dashes>(?:-[ \t]+)*)(?P<words>[^\n]*)")
_COLON = regex(r":(?=\s|$)")
_COLON_NEXT = regex(r"\s*(?P<colon>:)(?=\s|$)")
_COMMENT = regex(r"(?:^|[ \t])#")
_DOCUMENT_END = regex(r"^\.\.\.(?=\s|$)", re.MULTILINE)
_GLUED_COLON = regex(r"(?P<key>[^\s:#\"'\[\]{},]+):(?!//)(?P<value>[^\s:].*)")
# YAML 1.2.2 §5.7 with JSON's "\/".
_BAD_ESCAPE = regex(
    r"\\(?!$)(?:[0abefnrtvNLP_ \t\"/\\]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}"
    r"|(?P<bad>x|u|U|.))"
)
# Spaces that YAML takes for letters, and a colon of East Asian scripts.
_ODD_SPACE = r"[\u00a0\u00ad\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]"
_ODD_COLON = regex(
    r"(?P<key>[^\s:\uff1a#\"'\[\]{},]+(?>(?: [^\s:\uff1a#\"'\[\]{},]+)*))"
    rf"(?::(?P<space>{_ODD_SPACE})|(?P<colon>\uff1a))\s*(?P<value>.*)"
)
_BLOCK_SCALAR = regex(r"[|>][-+1-9]*(?:\s+#.*)?")
_LINK = regex(r"\[\[[^\[\]]*\]\]")
# A link that YAML reads as a list in a list, whatever Obsidian makes of that.
_HARMLESS_LINK = regex(r"\[\[(?![@`%\"'*&!?#])(?:(?!\s#|:\s)[^\[\]{}])*\]\](?:\s+#.*)?")
_PLACEHOLDER = regex(r"\{\{[^{}]*\}\}")
_TAG_IN_BRACKETS = regex(r"(?:[\s,\[{])(?P<tag>#[^\s,\]}]*)")
_RESERVED_IN_BRACKETS = regex(r"[\[,{]\s*(?P<word>(?P<mark>[@`%])[^\s,\]}]*)")
_RESERVED = frozenset("@`%,]}")
_ITEM_END = regex(r"[\[\]{},]")
_PLAIN_TAG = regex(r"[^\W\d_][\w/-]*")
_LISTS = frozenset({"tags", "aliases", "cssclasses"})
# A property that seems to go on where another one begins.
_GLUED_PROPERTY = regex(
    r"\s(?:tags?|alias(?:es)?|cssclass(?:es)?|authors?|created|updated|cards-deck|title)\s*:(?:\s|$)"
)
_ODD_STARTS = frozenset("@`%,]}*&!|>?")


class YamlError(Exception):
    """A text that Obsidian cannot read. fault: its spans count from the start of the YAML."""

    def __init__(self, start: int, end: int, message: str, fix: Fix | None = None) -> None:
        self.fault = YamlFault(Span(start, max(start, end)), message, fix)
        super().__init__(message)


class _Line(NamedTuple):
    """One line of YAML, taken apart by its looks.

    yaml: the whole text. indent: blanks and tabs. dashes: of list items.
    key: as written, None without a colon. value: what stands behind the colon, or behind the
    dashes; trimmed. value_start: where.
    """

    yaml: str
    start: int
    indent: str
    dashes: str
    words: str
    words_start: int
    key: str | None
    value: str
    value_start: int

    def with_value(self, value: str) -> str:
        """` and write: …`: the line with another value; nothing when it would be too long."""
        written = f"{self.key}: {value}" if self.key else f"{self.dashes and '- '}{value}"
        return f": {written}" if len(written) <= LONGEST_QUOTE else ""

    def in_quotes(self) -> str:
        """The line with its value in quotes, for the end of a message."""
        return self.with_value(_quoted_value(self.value))


def explained(yaml: str, problem: str, at: int, context: int | None) -> YamlError:
    """The mistake that made a parser stop.

    problem: the parser's words. at: where it stopped. context: where the construct begins that it
    was reading, such as a text in quotes; None when it is the block itself.
    """
    lone = _lone_cr(yaml)
    if lone is not None:
        return lone
    if "document start" in problem:
        return second_document(yaml, at)
    at = min(at, len(yaml.rstrip()))
    suspects = tuple(_suspects(yaml, at, context))
    recognised = (recognise(line) for line in suspects for recognise in _RECOGNISERS)
    error = next((error for error in recognised if error is not None), None)
    if error is not None:
        return error
    if "',' or" in problem:
        message = "a comma is missing before this, or the bracket above is not closed"
        return YamlError(at, max(at + 1, _line_end(yaml, at)), message)
    return _misplaced(yaml, at) or _unreadable(yaml, at)


def not_a_mapping(yaml: str) -> YamlError:
    """The text is a list or a plain text, and no properties."""
    lone = _lone_cr(yaml)
    if lone is not None:
        return lone
    written = (line for line in _lines(yaml) if line.words or line.dashes)
    line = next((line for line in written if not line.words.startswith("#")), None)
    if line is None:
        return _unreadable(yaml, 0)
    misspelt = _odd_colon(line) or _without_blank(line)
    if misspelt is not None:
        return misspelt
    if line.dashes or line.words == "-" or line.words.startswith("["):
        message = "the frontmatter is a list without a name; write a key such as tags: above it"
    else:
        message = f"{quoted(line.words)} is no property; write it as key: value"
    return YamlError(line.words_start - len(line.dashes), _end(line), message)


def second_document(yaml: str, at: int) -> YamlError:
    """A line of three dots ends the YAML, and more comes behind it."""
    dots = None
    for match in _DOCUMENT_END.finditer(yaml, 0, at):
        dots = match
    if dots is None:
        return _unreadable(yaml, min(at, len(yaml.rstrip())))
    message = '"..." ends the YAML, and more follows; delete the line, or close with --- instead'
    return YamlError(dots.start(), dots.end(), message)


def unknown_alias(yaml: str, start: int, end: int) -> YamlError:
    """A value that starts with an asterisk, which repeats a named value: there is none."""
    line = _line_at(yaml, start)
    if line.value_start == start:
        return _odd_start(line) or _unreadable(yaml, start)
    word = yaml[start:end]
    message = f'{quoted(word)} repeats a value that nothing names; put it in quotes: "{word}"'
    return YamlError(start, end, message, _items_quoted(line))


def alias_overuse(_yaml: str, start: int, end: int, most: int) -> YamlError:
    """A named value that is repeated too often."""
    return YamlError(start, end, f"a value is repeated more than {most} times; write it out")


def dedented_quote(yaml: str, start: int, _end: int) -> YamlError:
    """A text in quotes whose next line is not indented."""
    return _never_closed(yaml, start)


def dedented_bracket(yaml: str, start: int, at: int) -> YamlError:
    """A list or a mapping in brackets with a line that is not indented."""
    end = _line_end(yaml, at)
    message = (
        f'this line is inside the "{yaml[start]}" that opens above and is not indented; '
        f'put two blanks before it, or close the "{yaml[start]}"'
    )
    blanks = yaml.rfind("\n", 0, at) + 1
    fix = Fix("Indent the line", (Edit(Span(blanks, blanks), "  "),), True)
    return YamlError(at, end, message, fix)


def glued_comment(yaml: str, at: int) -> YamlError:
    """A comment without a blank before it."""
    line = _line_at(yaml, at)
    message = 'text stands behind the closing mark; put a blank before "#", or quote the whole'
    return YamlError(at, _end(line), message)


def item_in_brackets(_yaml: str, at: int) -> YamlError:
    """A dash that stands alone as an item of a list in brackets."""
    fix = Fix("Put the item in quotes", (Edit(Span(at, at + 1), '"-"'),), True)
    return YamlError(at, at + 1, 'an item in brackets cannot be "-"; put it in quotes: "-"', fix)


def too_deep(_yaml: str, at: int, deepest: int) -> YamlError:
    """Lists and mappings in each other without end."""
    message = f"lists and mappings stand in each other more than {deepest} deep; flatten them"
    return YamlError(at, at + 1, message)


# --- lines


def _line_at(yaml: str, offset: int) -> _Line:
    return _line_from(yaml, yaml.rfind("\n", 0, offset) + 1)


def _line_from(yaml: str, start: int) -> _Line:
    found = _LINE.match(yaml, start)
    assert found is not None
    words = found["words"].rstrip(" \t\r")
    words_start = found.start("words")
    colon = _key_end(words)
    if colon is None:
        value, value_start = words, words_start
        key = None
    else:
        behind = words[colon + 1 :]
        value = behind.strip()
        value_start = words_start + colon + 1 + len(behind) - len(behind.lstrip())
        key = words[:colon].rstrip()
    return _Line(
        yaml, start, found["indent"], found["dashes"], words, words_start, key, value, value_start
    )


def _key_end(words: str) -> int | None:
    """Where the colon of the line's key stands; None when the line has none."""
    if not words or words[0] in "[{#":
        return None
    if words[0] in "\"'":
        at = _quote_end(words, 0) + 1
        colon = _COLON_NEXT.match(words, at)
        return colon.start("colon") if at and colon else None
    colon = _COLON.search(words)
    comment = _COMMENT.search(words)
    if colon is None or (comment and comment.start() < colon.start()):
        return None
    return colon.start()


def _lines(yaml: str) -> Iterator[_Line]:
    start = 0
    while start < len(yaml):
        yield _line_from(yaml, start)
        start = yaml.find("\n", start) + 1 or len(yaml)


def _suspects(yaml: str, at: int, context: int | None) -> Iterator[_Line]:
    """The lines that may hold the mistake, the likeliest first."""
    if context is not None:
        yield _line_at(yaml, context)
    here = _line_at(yaml, at)
    # A list that a # leaves open takes in the lines below, up to one that fits no list.
    above = (line for line in _lines(yaml[: here.start]) if line.value.startswith("["))
    opened = [line for line in above if "#" in line.value and _items_quoted(line) is not None]
    yield from opened[-1:]
    yield here
    before = yaml[: here.start].rstrip()
    if before:
        yield _line_at(yaml, len(before) - 1)


def _end(line: _Line) -> int:
    return line.words_start + len(line.words)


def _line_end(yaml: str, offset: int) -> int:
    end = yaml.find("\n", offset)
    return offset + len(yaml[offset : None if end < 0 else end].rstrip())


def _quote_end(words: str, start: int) -> int:
    """Where the quote closes that opens at `start`; -1 when it does not on this line."""
    quote = words[start]
    at = start + 1
    while at < len(words):
        if quote == '"' and words[at] == "\\":
            at += 2
            continue
        if words[at] != quote:
            at += 1
        elif quote == "'" and words.startswith("''", at):
            at += 2
        else:
            return at
    return -1


def _quoted_value(value: str) -> str:
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


# --- the well-known mistakes


def _tab_indent(line: _Line) -> YamlError | None:
    tab = line.indent.find("\t")
    if tab < 0 or not line.words:
        return None
    start = line.start + tab
    end = line.start + len(line.indent.rstrip(" "))
    message = "a tab indents this line, which YAML forbids; use spaces"
    return YamlError(start, end, message, _untabbed(line))


def _odd_start(line: _Line) -> YamlError | None:
    if not line.value or line.value[0] not in _ODD_STARTS:
        return None
    if _BLOCK_SCALAR.fullmatch(line.value) or (line.key is None and not line.dashes):
        return None
    mark = line.value[0]
    message = f'a value cannot start with "{mark}"; put it in quotes{line.in_quotes()}'
    return YamlError(line.value_start, line.value_start + 1, message, _value_quoted(line))


def _reserved_line(line: _Line) -> YamlError | None:
    if not line.words or line.words[0] not in _RESERVED:
        return None
    fix = None
    if line.key is not None:
        message = f'a key cannot start with "{line.words[0]}"; put it in quotes: "{line.key}"'
        place = Span(line.words_start, line.words_start + len(line.key))
        fix = Fix("Put the key in quotes", (Edit(place, _quoted_value(line.key)),), True)
    else:
        message = f'a line cannot start with "{line.words[0]}"; write it as key: value'
    return YamlError(line.words_start, line.words_start + 1, message, fix)


def _item_on_line_of_key(line: _Line) -> YamlError | None:
    if line.key is None or not line.value.startswith("- "):
        return None
    message = (
        f"a list cannot begin on the line of its key {quoted(line.key)}; "
        "put each item on a line of its own, or quote the value"
    )
    return YamlError(line.value_start, line.value_start + 1, message, _item_below(line))


def _quotes(line: _Line) -> YamlError | None:
    value, start = line.value, line.value_start
    if not value or value[0] not in "\"'":
        return None
    close = _quote_end(value, 0)
    if value[0] == '"':
        escape = _bad_escape(value if close < 0 else value[: close + 1], start)
        if escape is not None:
            return escape
    if close < 0:
        return _opened(line)
    behind = value[close + 1 :].strip()
    if not behind or behind.startswith("#"):
        return None
    return _behind_quote(line, close, behind)


def _behind_quote(line: _Line, close: int, behind: str) -> YamlError:
    value = line.value
    start = line.value_start + value.index(behind, close + 1)
    if behind[0] == "," and line.key:
        advice = f"put several values in brackets{line.with_value(f'[{value}]')}"
        fix = _value_in_brackets(line)
    elif value[0] == "'" and value[close + 1].isalpha() and '"' not in value:
        inner = value[1:].removesuffix("'")
        written = line.with_value(f'"{inner}"')
        advice = f"an apostrophe ends single quotes, use double quotes{written}"
        fix = _value_quoted(line, inner) if value.endswith("'") else None
    else:
        advice = f"put the whole value in quotes{line.in_quotes()}"
        fix = _value_quoted(line)
    return YamlError(start, _end(line), f"text stands behind the closing quote; {advice}", fix)


def _opened(line: _Line) -> YamlError:
    quote = line.value[0]
    start = line.value_start
    if quote == "'":
        advice = f"put the whole value in double quotes{line.in_quotes()}"
        fix = _value_quoted(line, is_safe=False)
    else:
        advice = f"close it{line.with_value(line.value + quote)}"
        fix = Fix("Close the quote", (Edit(Span(_end(line), _end(line)), quote),), False)
    return YamlError(start, start + 1, f"this quote ({quote}) is never closed; {advice}", fix)


def _never_closed(yaml: str, start: int) -> YamlError:
    quote = yaml[start]
    message = f"this quote ({quote}) is not closed on its line; close it there, or indent the next"
    return YamlError(start, start + 1, message)


def _bad_escape(value: str, start: int) -> YamlError | None:
    for escape in _BAD_ESCAPE.finditer(value):
        if escape["bad"] is not None:
            word = value[escape.start() : escape.start() + 2]
            message = (
                f'"{word}" is no escape in double quotes; '
                f'write "\\{word}", or put the value in single quotes'
            )
            fix = _in_single_quotes(value, start)
            return YamlError(start + escape.start(), start + escape.start() + 2, message, fix)
    return None


def _links(line: _Line) -> YamlError | None:
    """Links that are not in quotes, with more beside them."""
    value = line.value
    if not value.startswith("[["):
        return None
    links = _LINK.findall(value)
    if len(links) > 1 and not _LINK.sub("", value).strip(" ,"):
        quoted_links = [_quoted_value(link) for link in links]
        written = f"[{', '.join(quoted_links)}]"
        if line.dashes and not line.key:
            advice = "put each link on a line of its own, in quotes"
            written = f"\n{line.indent}{line.dashes}".join(quoted_links)
        else:
            advice = f"write a list, with quotes round each link{line.with_value(written)}"
        message = f"links in a property need quotes; {advice}"
        fix = Fix("Put each link in quotes", (Edit(_value_span(line), written),), True)
        return YamlError(line.value_start, _end(line), message, fix)
    if _HARMLESS_LINK.fullmatch(value):
        return None
    message = f"a link in a property needs quotes{line.in_quotes()}"
    return YamlError(line.value_start, _end(line), message, _value_quoted(line))


def _brackets(line: _Line) -> YamlError | None:
    value, start = line.value, line.value_start
    if not value or value[0] not in "[{":
        return None
    tag = _TAG_IN_BRACKETS.search(value)
    if tag:
        word = tag["tag"]
        without = word.lstrip("#")
        advice = f'write {without} or "{word}"' if without else "leave it out"
        message = f"{quoted(word)} starts a comment in the middle of a list; {advice}"
        at = start + tag.start("tag")
        return YamlError(at, start + tag.end("tag"), message, _items_quoted(line))
    reserved = _RESERVED_IN_BRACKETS.search(value)
    if reserved:
        mark = reserved["mark"]
        message = f'an item cannot start with "{mark}"; put it in quotes: "{reserved["word"]}"'
        at = start + reserved.start("mark")
        return YamlError(at, at + 1, message, _items_quoted(line))
    return _behind_brackets(line)


def _behind_brackets(line: _Line) -> YamlError | None:
    value, start = line.value, line.value_start
    placeholder = _PLACEHOLDER.match(value)
    end = placeholder.end() if placeholder else _bracket_end(value)
    if end < 0:
        close = "]" if value[0] == "[" else "}"
        message = f'this "{value[0]}" is never closed; write "{close}" behind its last item'
        fix = Fix("Close the bracket", (Edit(Span(_end(line), _end(line)), close),), False)
        return YamlError(start, start + 1, message, None if _COMMENT.search(value) else fix)
    behind = value[end:].strip()
    if not behind or behind.startswith("#"):
        return None
    at = start + value.index(behind, end)
    message = f'text stands behind "{value[end - 1]}"; put the whole value in quotes'
    return YamlError(at, _end(line), message + line.in_quotes(), _value_quoted(line))


def _bracket_end(value: str) -> int:
    """Behind the bracket that closes the one that opens `value`; -1 when none does."""
    depth = at = 0
    while at < len(value):
        char = value[at]
        if char in "\"'" and value[at - 1] in "[{, :":
            at = _quote_end(value, at)
            if at < 0:
                return -1
        depth += (char in "[{") - (char in "]}")
        at += 1
        if depth == 0:
            return at
    return -1


def _second_colon(line: _Line) -> YamlError | None:
    value = line.value
    if line.key is None or not value or value[0] in "\"'[{#&*!|>":
        return None
    colon = _COLON.search(value)
    comment = _COMMENT.search(value)
    if colon is None or (comment and comment.start() < colon.start()):
        return None
    at = line.value_start + colon.start()
    fault = 'ends in ":"' if colon.end() == len(value) else 'holds ": "'
    message = (
        f"the value of {quoted(line.key)} {fault}, as if a property began there; "
        f"put it in quotes{line.in_quotes()}"
    )
    # What is an item and a property too may be meant as text, or as a mapping.
    is_sure = not line.dashes and not _GLUED_PROPERTY.search(value)
    return YamlError(at, at + 1, message, _value_quoted(line) if is_sure else None)


def _odd_colon(line: _Line) -> YamlError | None:
    """A key whose colon is of another script, or has a space behind it that is none for YAML."""
    found = None if line.dashes else _ODD_COLON.fullmatch(line.words)
    if found is None:
        return None
    written = f"{found['key']}: {found['value'].strip()}".rstrip()
    advice = f"write: {written}" if len(written) <= LONGEST_QUOTE else "write a plain one"
    group = "colon" if found["space"] is None else "space"
    name = f"{unicodedata.name(found[group]).lower()} (U+{ord(found[group]):04X})"
    message = f"{name} is no colon for YAML; {advice}"
    if group == "space":
        message = f"{name} stands behind the colon, where YAML wants a plain blank; {advice}"
    start = line.words_start + found.start(group)
    colon = line.words_start + len(found["key"])
    between = Span(colon, line.words_start + found.start("value"))
    plain = ": " if found["value"] else ":"
    fix = Fix("Write a plain colon and a plain blank", (Edit(between, plain),), True)
    return YamlError(start, start + 1, message, fix)


def _without_blank(line: _Line) -> YamlError | None:
    if line.key is not None or line.dashes:
        return None
    glued = _GLUED_COLON.fullmatch(line.words)
    if glued is None:
        return None
    at = line.words_start + glued.end("key")
    written = f"{glued['key']}: {glued['value']}"
    advice = f": {written}" if len(written) <= LONGEST_QUOTE else ""
    message = f"a blank is missing behind the colon; write{advice}"
    fix = Fix("Put a blank behind the colon", (Edit(Span(at + 1, at + 1), " "),), True)
    return YamlError(at, at + 1, message, fix if glued["key"][0].isalpha() else None)


def _no_property(line: _Line) -> YamlError | None:
    words = line.words
    if line.key is not None or line.dashes or not words or words[0] in "#\"'[{-":
        return None
    message = f"{quoted(words)} is no property; write it as key: value, or take it out"
    return YamlError(line.words_start, _end(line), message)


_RECOGNISERS: tuple[Callable[[_Line], YamlError | None], ...] = (
    _tab_indent,
    _odd_colon,
    _item_on_line_of_key,
    _odd_start,
    _reserved_line,
    _quotes,
    _links,
    _brackets,
    _second_colon,
    _without_blank,
    _no_property,
)


# --- fixes of one fault each; whether all can be read then, others find out


def _value_span(line: _Line) -> Span:
    return Span(line.value_start, line.value_start + len(line.value))


def _value_quoted(line: _Line, meant: str | None = None, is_safe: bool = True) -> Fix | None:
    """The value in quotes, or what is meant with it; None if a part of it may be a comment."""
    if _COMMENT.search(line.value):
        return None
    words = _quoted_value(line.value if meant is None else meant)
    return Fix("Put the value in quotes", (Edit(_value_span(line), words),), is_safe)


def _value_in_brackets(line: _Line) -> Fix | None:
    """Several texts in quotes, parted by commas, as a list."""
    listed = f"[{line.value.rstrip(', ')}]"
    items = _flow_items(listed)
    if items is None or not all(listed[item.start] in "\"'" for item in items):
        return None
    return Fix("Put the values in brackets", (Edit(_value_span(line), listed),), True)


def _in_single_quotes(value: str, start: int) -> Fix | None:
    """A text in double quotes whose backslashes are meant as such."""
    if len(value) < 2 or _quote_end(value, 0) != len(value) - 1:
        return None
    inner = value[1:-1]
    escapes = [escape["bad"] is None for escape in _BAD_ESCAPE.finditer(value)]
    # One that is an escape may be meant as one, but not beside others in the path of a file.
    words = "'" + inner.replace("'", "''") + "'"
    edits = (Edit(Span(start, start + len(value)), words),)
    return Fix("Put the value in single quotes", edits, not any(escapes))


def _items_quoted(line: _Line) -> Fix | None:
    """A list in brackets, with quotes round each item that needs them; a tag without its mark."""
    items = _flow_items(line.value)
    if items is None:
        return None
    edits: list[Edit] = []
    for item in items:
        text = line.value[item.start : item.end]
        if text[0] in "\"'":
            continue
        if _COMMENT.search(text, 1) or _COLON.search(text):
            return None
        if text[0] in "#@`%*|>":
            place = Span(line.value_start + item.start, line.value_start + item.end)
            edits.append(Edit(place, _item(text, (line.key or "").casefold() == "tags")))
    return Fix("Put the items in quotes", tuple(edits), True) if edits else None


def _item(text: str, is_tag: bool) -> str:
    name = text.removeprefix("#")
    is_plain = _PLAIN_TAG.fullmatch(name) is not None and isinstance(core_value(name), str)
    return name if is_tag and is_plain else _quoted_value(text)


def _flow_items(value: str) -> list[Span] | None:
    """The items of a list in brackets that holds no other, and nothing behind it; else None."""
    if len(value) < 2 or value[0] != "[" or value[-1] != "]":
        return None
    items: list[Span] = []
    at = 1
    while at < len(value):
        start = at = at + len(value[at:]) - len(value[at:].lstrip(" \t"))
        if value[at] in "\"'":
            at = _quote_end(value, at) + 1
            if at == 0:
                return None
        found = _ITEM_END.search(value, at)
        if (
            found is None
            or found[0] in ("[", "{", "}")
            or (found[0] == "]") is not (found.end() == len(value))
        ):
            return None
        end = (
            found.start()
            - len(value[start : found.start()])
            + len(value[start : found.start()].rstrip())
        )
        if value[start] in "\"'" and end != at:
            return None
        if start < end:
            items.append(Span(start, end))
        elif found[0] == ",":
            return None
        at = found.end()
    return items


def _item_below(line: _Line) -> Fix | None:
    """The first item of a list on a line of its own, where a list is meant."""
    below = line.yaml.find("\n", line.start) + 1
    following = _line_from(line.yaml, below) if 0 < below < len(line.yaml) else None
    is_followed = following is not None and bool(following.dashes)
    is_list = (line.key or "").casefold() in _LISTS and " - " not in line.value
    if not is_followed and not is_list:
        return None
    indent = following.indent if following is not None and is_followed else "  "
    colon = line.yaml.rfind(":", line.start, line.value_start)
    edit = Edit(Span(colon + 1, line.value_start), f"\n{indent}")
    return Fix("Put the item on a line of its own", (edit,), True)


def _untabbed(line: _Line) -> Fix | None:
    """The lines around, indented by blanks; None if some are already, or may be text."""
    run: list[_Line] = []
    above = None
    for each in _lines(line.yaml):
        is_inside = bool(each.indent) or not each.words
        if is_inside:
            run.append(each)
        elif each.start > line.start:
            break
        else:
            above, run = each, []
    inside = [each for each in run if each.words]
    if above is None or above.value or any(_BLOCK_SCALAR.fullmatch(e.value) for e in inside):
        return None
    if any(each.indent.strip("\t") for each in inside):
        return None
    edits = (
        Edit(Span(each.start, each.start + len(each.indent)), "  " * len(each.indent))
        for each in inside
    )
    return Fix("Indent by blanks", tuple(edits), True)


# --- places


def _lone_cr(yaml: str) -> YamlError | None:
    lone = _LONE_CR.search(yaml)
    if lone is None:
        return None
    message = "the lines end in CR alone; save the note with LF or CR LF line ends"
    return YamlError(lone.start(), lone.end(), message)


def _misplaced(yaml: str, at: int) -> YamlError | None:
    """A line that begins in the wrong column."""
    line = _line_at(yaml, at)
    before = yaml[: line.start].rstrip()
    if not before or not line.words:
        return None
    above = _line_at(yaml, len(before) - 1)
    name = quoted(line.key or line.words)
    here, there = len(line.indent), len(above.indent)
    start = line.start if here else line.words_start - len(line.dashes)
    end = line.start + here if here else _end(line)
    if here > there and above.key is not None and above.value:
        message = (
            f"{name} stands deeper than {quoted(above.key)}, which has a value already; "
            f"remove the {here - there} blanks before it"
        )
        fix = None
        if line.key is not None and "\t" not in line.indent:
            blanks = Span(line.start + there, line.start + here)
            fix = Fix("Remove the blanks before it", (Edit(blanks, ""),), False)
        return YamlError(start, end, message, fix)
    if line.dashes or line.words == "-":
        message = f"the item {name} stands under no property; indent it like the items around it"
        return YamlError(line.words_start - len(line.dashes), _end(line), message)
    message = f"{name} does not begin in the column of its neighbours; indent it as they are"
    return YamlError(start, end, message)


def _unreadable(yaml: str, at: int) -> YamlError:
    end = _line_end(yaml, at)
    if end == at:
        at = max(yaml.rfind("\n", 0, at) + 1, at - 1)
    message = "the YAML cannot be read from here on; put the value in quotes"
    return YamlError(at, end, message)
