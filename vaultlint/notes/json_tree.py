"""JSON read strictly, every value with its place.

What JSON.parse refuses is refused (ECMA-404), and besides it a key that stands twice in one
object, of which JSON.parse keeps only the later. Linear, and no recursion.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from msgspec import Struct, field

from vaultlint.notes.facts import Plain, Property, StructureFault, Value
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

# Levels: a canvas needs four, and what holds a tree of thousands cannot be compared or copied.
DEEPEST = 200

_BLANKS = regex(r"[ \t\n\r]*+")
_STRING = regex(r'"(?>(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*)"')
_GOOD_PART = regex(r'(?>(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*)')
_NUMBER = regex(r"-?(?:0|[1-9][0-9]*+)(?>(?:\.[0-9]++)?)(?>(?:[eE][-+]?[0-9]++)?)")
_WORD = regex(r"[^\s\"'\[\]{},:]++")
_SINGLE_QUOTED = regex(r"'[^'\n]*+'")
_KEY_BEHIND = regex(r"[ \t\n\r]*+:")
_COMMENT = regex(r"//[^\r\n]*+|/\*")
_CONFLICT = regex(r"(?:<{7}|={7}|>{7}|\|{7})(?=[ \r\n]|$)")
_LONE_SURROGATE = regex("[\ud800-\udfff]")
_LITERALS: dict[str, Plain] = {"true": True, "false": False, "null": None}
_MOST_DIGITS = 300  # of a whole number; more are infinite for JavaScript, and Python refuses 4300


class JsonText(NamedTuple):
    """What a text is. root: None when it is blank or not JSON; then fault says why not.

    repeated: the later of two equal keys in one object, in order of place.
    """

    root: Value | None
    fault: StructureFault | None = None
    repeated: tuple[Property, ...] = ()


def read_json(text: str) -> JsonText:
    """A JSON text; a blank one is nothing, and no fault."""
    if not text.strip(" \t\n\r"):
        return JsonText(None)
    reader = _Reader(text)
    try:
        root = reader.document()
    except _JsonError as error:
        return JsonText(None, error.fault)
    return JsonText(root, None, tuple(reader.repeated))


class _JsonError(Exception):
    """Why a text is no JSON."""

    def __init__(self, start: int, end: int, message: str) -> None:
        self.fault = StructureFault(Span(start, end), message)
        super().__init__(message)


class _Open(Struct):
    """An object or a list whose end has not come yet. key: of the value that comes next."""

    start: int
    is_object: bool
    key: tuple[str, Span] | None = None
    items: list[Value] = field(default_factory=list)
    properties: dict[str, Property] = field(default_factory=dict)

    @property
    def closer(self) -> str:
        return "}" if self.is_object else "]"

    def closed(self, end: int) -> Value:
        span = Span(self.start, end)
        if self.is_object:
            entries = tuple(self.properties.values())
            return Value(span, {entry.key: entry.value.plain for entry in entries}, (), entries)
        return Value(span, [item.plain for item in self.items], tuple(self.items))


class _Reader:
    def __init__(self, text: str) -> None:
        self.repeated: list[Property] = []
        self._text = text
        self._open: list[_Open] = []
        self._next = 0  # where a value begins, after _begun() or _behind() gave none

    def document(self) -> Value:
        """The one value of the text. Raises _JsonError."""
        at = self._skip(0)
        while True:
            value = self._begun(at)
            while value is not None:
                if not self._open:
                    self._check_end(value.span.end)
                    return value
                self._put(self._open[-1], value)
                at = self._skip(value.span.end)
                value = self._behind(at)
            at = self._next

    def _begun(self, at: int) -> Value | None:
        """The value at `at`; None of an object or a list that has something in it."""
        mark = self._text[at : at + 1]
        if mark not in ("{", "["):
            return self._scalar(at)
        if len(self._open) == DEEPEST:
            message = f"this is nested more than {DEEPEST} levels deep; no canvas needs that"
            raise _JsonError(at, at + 1, message)
        container = _Open(at, mark == "{")
        inside = self._skip(at + 1)
        if self._text.startswith(container.closer, inside):
            return container.closed(inside + 1)
        self._open.append(container)
        self._next = self._key(container, inside) if container.is_object else inside
        return None

    def _behind(self, at: int) -> Value | None:
        """The object or list that ends at `at`; None when another entry follows."""
        container = self._open[-1]
        mark = self._text[at : at + 1]
        if mark == container.closer:
            self._open.pop()
            return container.closed(at + 1)
        if mark != ",":
            raise self._entry_error(container, at)
        behind = self._skip(at + 1)
        if self._text.startswith(container.closer, behind):
            message = f"no comma may stand before {container.closer} in JSON; remove it"
            raise _JsonError(at, at + 1, message)
        self._next = self._key(container, behind) if container.is_object else behind
        return None

    def _put(self, container: _Open, value: Value) -> None:
        if container.key is None:
            container.items.append(value)
            return
        key, span = container.key
        entry = Property(key, span, value)
        if key in container.properties:
            self.repeated.append(entry)
        container.properties[key] = entry
        container.key = None

    def _key(self, container: _Open, at: int) -> int:
        """Takes a key; the place of its value."""
        if not self._text.startswith('"', at):
            raise self._key_error(at)
        value = self._string(at)
        assert isinstance(value.plain, str)
        container.key = (value.plain, value.span)
        colon = self._skip(value.span.end)
        if not self._text.startswith(":", colon):
            message = f"the key {quoted(value.plain)} has no value; write a colon and the value"
            raise _JsonError(value.span.start, value.span.end, message)
        return self._skip(colon + 1)

    def _scalar(self, at: int) -> Value:
        if self._text.startswith('"', at):
            return self._string(at)
        number = _NUMBER.match(self._text, at)
        word = _WORD.match(self._text, at)
        if number is not None and word is not None and number.end() == word.end():
            return Value(Span(at, number.end()), _number(number[0]))
        if word is not None and word[0] in _LITERALS:
            return Value(Span(at, word.end()), _LITERALS[word[0]])
        raise self._value_error(at, number is not None)

    def _string(self, at: int) -> Value:
        found = _STRING.match(self._text, at)
        if found is None:
            raise self._string_error(at)
        raw = found[0][1:-1]
        if "\\" in raw:
            # JavaScript's strings may hold half a character, Python's output may not.
            raw = _LONE_SURROGATE.sub("\ufffd", json.loads(found[0]))
        return Value(Span(at, found.end()), raw)

    def _skip(self, at: int) -> int:
        blanks = _BLANKS.match(self._text, at)
        return at if blanks is None else blanks.end()

    def _check_end(self, at: int) -> None:
        at = self._skip(at)
        if at < len(self._text):
            message = "the JSON ended before this; remove what stands behind its last bracket"
            raise self._common_error(at) or _JsonError(at, self._word_end(at), message)

    # --- what is wrong

    def _common_error(self, at: int) -> _JsonError | None:
        """What is wrong wherever it stands."""
        if at >= len(self._text):
            opened = self._open[-1] if self._open else None
            assert opened is not None, at
            mark = "{" if opened.is_object else "["
            message = (
                f"nothing closes this {mark}; the file may be cut off: restore it, "
                f"or close it with {opened.closer}"
            )
            return _JsonError(opened.start, opened.start + 1, message)
        conflict = _CONFLICT.match(self._text, at)
        if conflict is not None:
            message = "a merge conflict was left here; keep one of its sides and remove the marks"
            return _JsonError(at, conflict.end(), message)
        if _COMMENT.match(self._text, at):
            return _JsonError(at, at + 2, "comments are no JSON; remove it")
        character = self._text[at]
        if not character.isprintable() or (character.isspace() and character not in " \t\r\n"):
            message = f"the character U+{ord(character):04X} is no blank of JSON; remove it"
            return _JsonError(at, at + 1, message)
        return None

    def _entry_error(self, container: _Open, at: int) -> _JsonError:
        common = self._common_error(at)
        if common is not None:
            return common
        mark = self._text[at]
        if mark in "]}":
            opener = "{" if container.is_object else "["
            message = f"{mark} closes what was opened by {opener}; write {container.closer}"
            return _JsonError(at, at + 1, message)
        return _JsonError(at, self._word_end(at), "a comma is missing before this; add it")

    def _key_error(self, at: int) -> _JsonError:
        common = self._common_error(at)
        if common is not None:
            return common
        single = _SINGLE_QUOTED.match(self._text, at)
        if single is not None:
            message = "single quotes are no JSON; put the key in double quotes"
            return _JsonError(at, single.end(), message)
        word = _WORD.match(self._text, at)
        if word is not None and _KEY_BEHIND.match(self._text, word.end()):
            message = f"the key {quoted(word[0])} stands in no quotes; put it in double quotes"
            return _JsonError(at, word.end(), message)
        message = "a key in double quotes is missing here; write it, or remove the comma before"
        return _JsonError(at, self._word_end(at), message)

    def _value_error(self, at: int, begins_number: bool) -> _JsonError:
        common = self._common_error(at)
        if common is not None:
            return common
        single = _SINGLE_QUOTED.match(self._text, at)
        if single is not None:
            message = "single quotes are no JSON; put the text in double quotes"
            return _JsonError(at, single.end(), message)
        word = _WORD.match(self._text, at)
        if word is None:
            message = f"a value is missing before {self._text[at]}; write it"
            return _JsonError(at, at + 1, message)
        if begins_number or word[0][0] in "+-.0123456789":
            message = f"{quoted(word[0])} is no number of JSON; write it as 12, -12 or 0.5"
        elif word[0] in ("NaN", "Infinity", "undefined", "None", "nil"):
            message = f"{quoted(word[0])} is no value of JSON; write a number or null"
        elif word[0].lower() in _LITERALS:
            message = f"{quoted(word[0])} is no value of JSON; write {word[0].lower()}"
        else:
            message = f"{quoted(word[0])} is no value of JSON; put a text in double quotes"
        return _JsonError(at, word.end(), message)

    def _string_error(self, at: int) -> _JsonError:
        good = _GOOD_PART.match(self._text, at + 1)
        end = at + 1 if good is None else good.end()
        mark = self._text[end : end + 1]
        if not mark:
            message = "nothing closes this text; the file may be cut off: restore it"
            return _JsonError(at, at + 1, message)
        if mark == "\\":
            shown = self._text[end : end + 2]
            message = rf"{quoted(shown)} is no escape of JSON; write a backslash as \\"
            return _JsonError(end, min(end + 2, len(self._text)), message)
        if mark in "\r\n":
            message = (
                r"a text of JSON may not go over lines; close it here, or write \n for the break"
            )
            return _JsonError(at, end, message)
        named = "a tab" if mark == "\t" else f"the character U+{ord(mark):04X}"
        escape = r"\t" if mark == "\t" else f"\\u{ord(mark):04x}"
        return _JsonError(end, end + 1, f"{named} may not stand in a text of JSON; write {escape}")

    def _word_end(self, at: int) -> int:
        string = _STRING.match(self._text, at) or _WORD.match(self._text, at)
        return at + 1 if string is None else string.end()


def _number(written: str) -> int | float:
    is_whole = written.removeprefix("-").isdigit()
    return int(written) if is_whole and len(written) <= _MOST_DIGITS else float(written)
