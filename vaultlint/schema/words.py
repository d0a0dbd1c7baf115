"""What is wrong with a note's properties, in words: what it is, then what to do."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from vaultlint.notes.formats import FORMATS
from vaultlint.schema.library import NOT_ALLOWED, Fault
from vaultlint.schema.uses import Step
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span
from vaultlint.text.suggestion import did_you_mean, nearest


class Asked(Struct, frozen=True):
    """The keyword of a schema that asks for something. path: of its file, relative to the vault."""

    path: str
    span: Span


Shape = Literal["list", "quoted", "unquoted"]
"""How a value of the wrong type is written so that it has the right one, and says the same."""


class Violation(Struct, frozen=True):
    """One fault of a note's frontmatter.

    kind: "missing" (names: the properties that are missing), "unknown" (names: the one that is not
    allowed) or "value". path: of the mapping or the value that is wrong.
    message: what is wrong, then what to do. Of "missing" what follows `property "…" missing`,
    without what to do, unless is_whole.
    asked: where a schema asks for something else; None for a schema that is no file of the vault.
    origin: where the configuration states the schema, as `path:line:column`; empty for nowhere.
    shape: how else the same value is to be written. instead: what was probably meant, a value or
    the name of a property; empty for nothing. defaults: of the names that are missing, those that
    have one. default: of a value that is empty; None for none.
    """

    kind: Literal["value", "missing", "unknown"]
    path: tuple[Step, ...]
    message: str
    names: tuple[str, ...] = ()
    is_whole: bool = True
    asked: Asked | None = None
    origin: str = ""
    shape: Shape | None = None
    instead: str = ""
    defaults: Mapping[str, object] = field(default_factory=dict)
    default: object = None


def explained(fault: Fault, title: str) -> Violation:
    """A fault in words, and what would mend it. title: of the schema that was asked."""
    violation = _told(fault, title)
    match violation.kind:
        case "missing":
            return replace(violation, defaults=_defaults(fault, violation.names))
        case "unknown" if fault.is_unevaluated:
            known = fault.schema.get("properties", {})
            names = [name for name in known if known[name] is not False]
            return replace(violation, instead=only_near(violation.names[0], names))
        case "value" if violation.path == fault.path:
            return replace(
                violation,
                shape=_shape(fault),
                instead=_near_value(fault),
                default=fault.schema.get("default") if fault.value is None else None,
            )
    return violation


def only_near(word: str, known: Sequence[str]) -> str:
    """The known word that is spelt nearly as `word`, if only one is; else nothing."""
    near = nearest(word, known)
    if near is None or nearest(word, [each for each in known if each != near]) is not None:
        return ""
    return near


def _defaults(fault: Fault, names: Sequence[str]) -> dict[str, object]:
    described = fault.schema.get("properties", {})
    stated = ((name, described.get(name)) for name in names)
    return {
        name: schema["default"]
        for name, schema in stated
        if isinstance(schema, dict) and "default" in schema
    }


def _shape(fault: Fault) -> Shape | None:
    """How a value is to be written that only looks like another type."""
    if fault.keyword != "type":
        return None
    value = fault.value
    wanted = {fault.wanted} if isinstance(fault.wanted, str) else set(fault.wanted)
    match value:
        case str() if "array" in wanted:
            # A comma may part two items, or be a part of one.
            return "list" if value.strip() and "," not in value else None
        case bool() | int() | float() if "string" in wanted:
            return "quoted"
        case bool() | int() | float() if "array" in wanted:
            return "list"
        case str():
            is_number = "number" in wanted and _SAME_NUMBER.fullmatch(value) is not None
            is_number |= "integer" in wanted and _SAME_WHOLE.fullmatch(value) is not None
            is_switch = "boolean" in wanted and value in ("true", "false")
            return "unquoted" if is_number or is_switch else None
    return None


def _near_value(fault: Fault) -> str:
    if fault.keyword != "enum" or not isinstance(fault.value, str):
        return ""
    return only_near(fault.value, [item for item in fault.wanted if isinstance(item, str)])


def _told(fault: Fault, title: str) -> Violation:
    suffix = f' (schema "{title}")'
    path = fault.path
    if fault.own_words:
        return _in_own_words(fault, fault.own_words.rstrip(".") + suffix)
    if fault.keyword in _REQUIRING and fault.name:
        beside = f", as {quoted(fault.beside)} is there" if fault.beside else ""
        return Violation("missing", path, beside + suffix, (fault.name,), is_whole=False)
    if fault.keyword == NOT_ALLOWED and path and isinstance(path[-1], str):
        advice = "; remove it"
        if fault.is_unevaluated:
            known = fault.schema.get("properties", {})
            names = [name for name in known if known[name] is not False]
            advice = did_you_mean(path[-1], names) or "; remove it, or add it to the schema"
        message = f"property {quoted(path[-1])} is not allowed{suffix}{advice}"
        return Violation("unknown", path[:-1], message, (path[-1],))
    if fault.name:
        wrong, advice = _of_name(fault)
        message = f"the name of property {quoted(fault.name)} {wrong}{suffix}; {advice}"
        return Violation("unknown", path, message, (fault.name,))
    forbidden = _forbidden(fault)
    if forbidden:
        others = " and ".join(map(quoted, forbidden[:-1]))
        beside = f" beside {others}" if others else ""
        message = f"property {quoted(forbidden[-1])} is not allowed{beside}{suffix}; remove it"
        return Violation("unknown", path, message, (forbidden[-1],))
    if _wants_one_of(fault):
        lacking = tuple(dict.fromkeys(inner.name for (inner,) in fault.alternatives))
        listed = ", ".join(map(quoted, lacking))
        message = f"properties {listed} missing, of which one is enough{suffix}; add one of them"
        return Violation("missing", path, message, lacking)
    twice = _twice(fault)
    if twice is not None:
        first, again = twice
        value = _shown(_items(fault)[again])
        wrong = f"is {value} again, as item {first + 1}"
        message = f"{_subject((*path, again))} {wrong}{suffix}; remove one of the two"
        return Violation("value", (*path, again), message)
    wrong, advice = _words(fault)
    return Violation("value", path, f"{_subject(path)} {wrong}{suffix}; {advice}")


_REQUIRING = ("required", "dependentRequired", "dependencies")


def _in_own_words(fault: Fault, message: str) -> Violation:
    path = fault.path
    if fault.keyword in _REQUIRING and fault.name:
        return Violation("missing", path, message, (fault.name,))
    if fault.keyword == NOT_ALLOWED and path and isinstance(path[-1], str):
        return Violation("unknown", path[:-1], message, (path[-1],))
    if fault.name:
        return Violation("unknown", path, message, (fault.name,))
    return Violation("value", path, message)


def in_one_line(fault: Fault) -> str:
    """What is wrong, without what to do, for the middle of another sentence."""
    if fault.own_words:
        return fault.own_words.rstrip(".")
    if fault.keyword in _REQUIRING and fault.name:
        return f"{_subject((*fault.path, fault.name))} is missing"
    if fault.keyword == NOT_ALLOWED:
        return f"{_subject(fault.path)} is not allowed"
    wrong, _ = _of_name(fault) if fault.name else _words(fault)
    return f"{_subject(fault.path)} {wrong}"


def _subject(path: tuple[Step, ...]) -> str:
    """`property "a"`, `item 2 of property "tags"`."""
    if not path:
        return "the frontmatter"
    *outer, last = path
    if isinstance(last, int):
        return f"item {last + 1} of {_subject(tuple(outer))}"
    names = ".".join(str(step) for step in path if isinstance(step, str))
    return f'property "{names}"'


def _items(fault: Fault) -> Sequence[object]:
    return fault.value if isinstance(fault.value, list) else ()


def _twice(fault: Fault) -> tuple[int, int] | None:
    """The indexes of the first two items that are the same, where they must not be."""
    if fault.keyword != "uniqueItems":
        return None
    seen: dict[str, int] = {}
    for index, item in enumerate(_items(fault)):
        first = seen.setdefault(json.dumps(_normal(item), sort_keys=True), index)
        if first != index:
            return first, index
    return None


def _normal(value: object) -> object:
    """The value so that 1.0 is written as 1: for JSON Schema they are the same."""
    match value:
        case list():
            return [_normal(item) for item in value]
        case dict():
            return {key: _normal(item) for key, item in value.items()}
        case float() if value.is_integer():
            return int(value)
    return value


def _forbidden(fault: Fault) -> list[str]:
    """The properties that must not be there (together), where that is all that "not" says."""
    if fault.keyword != "not" or not isinstance(fault.wanted, dict):
        return []
    names = fault.wanted.get("required")
    return names if isinstance(names, list) and len(fault.wanted) == 1 else []


def _wants_one_of(fault: Fault) -> bool:
    """Whether each alternative only lacks one property."""
    return bool(fault.alternatives) and all(
        len(faults) == 1 and faults[0].keyword == "required" and faults[0].path == fault.path
        for faults in fault.alternatives
    )


def _of_name(fault: Fault) -> tuple[str, str]:
    """What is wrong with the name of a property; and what to do."""
    wanted = fault.wanted
    match fault.keyword:
        case "enum":
            hint = did_you_mean(fault.name, [str(item) for item in wanted])
            wrong = f"is not {_either([_shown(item) for item in wanted])}"
            return wrong, hint.removeprefix("; ") or "rename or remove it"
        case "const":
            return f"is not {_shown(wanted)}", "rename or remove it"
        case "pattern":
            return f"does not match {quoted(wanted)}", "rename or remove it"
        case "format" if wanted in FORMATS:
            return f"is not {FORMATS[wanted].meaning}", "rename or remove it"
        case "minLength" | "maxLength":
            return _of_length(fault)[0], "rename or remove it"
    return "is not allowed", "rename or remove it"


def _words(fault: Fault) -> tuple[str, str]:
    """What is wrong with a value, behind its name; and what to do."""
    value, wanted = fault.value, fault.wanted
    is_kind = f"is {kind_of(value)}"
    match fault.keyword:
        case "type":
            names = [wanted] if isinstance(wanted, str) else list(wanted)
            return f"{is_kind}, not {_either(_type_words(names))}", _type_advice(fault, names)
        case "enum":
            listed = _either([_shown(item) for item in wanted])
            hint = ""
            if isinstance(value, str):
                hint = did_you_mean(value, [item for item in wanted if isinstance(item, str)])
            one = f"write {listed}" if len(wanted) == 1 else "write one of these"
            return f"{is_kind}, not {listed}", hint.removeprefix("; ") or one
        case "const":
            return f"{is_kind}, not {_shown(wanted)}", f"write {_shown(wanted)}"
        case "format" if wanted in FORMATS:
            return f"{is_kind}, not {FORMATS[wanted].meaning}", FORMATS[wanted].advice
        case "pattern":
            return f"{is_kind}, which does not match {quoted(wanted)}", _described(fault)
        case "contains":
            what = _item_in_words(wanted)
            return f"lacks {what}", f"add {what}"
        case "minContains":
            what = _item_in_words(fault.schema.get("contains"))
            return f"has {what} fewer than {wanted} times", "add what is missing"
        case "maxContains":
            what = _item_in_words(fault.schema.get("contains"))
            return f"has {what} more than {_times(wanted)}", "remove what is too much"
        case "minLength" | "maxLength":
            return _of_length(fault)
        case "minItems" | "maxItems" | "minProperties" | "maxProperties":
            return _of_count(fault)
        case "minimum":
            return f"{is_kind}, less than {wanted}", f"write {wanted} or more"
        case "exclusiveMinimum":
            return f"{is_kind}, not more than {wanted}", f"write more than {wanted}"
        case "maximum":
            return f"{is_kind}, more than {wanted}", f"write {wanted} or less"
        case "exclusiveMaximum":
            return f"{is_kind}, not less than {wanted}", f"write less than {wanted}"
        case "multipleOf":
            return f"{is_kind}, not a multiple of {wanted}", _multiples(value, wanted)
        case "uniqueItems":
            return "has the same item twice", "remove one of the two"
        case "not":
            return _must_not(fault)
        case "oneOf" if not fault.alternatives:
            return f"{is_kind}, which fits more than one of the alternatives", _described(fault)
        case "anyOf" | "oneOf":
            return _of_alternatives(fault)
        case str(word) if word == NOT_ALLOWED:
            is_item = bool(fault.path) and isinstance(fault.path[-1], int)
            return "is not allowed", "remove it" if is_item else _described(fault)
    return f"is wrong: {' '.join(fault.message.split())}", _described(fault)


def _described(fault: Fault) -> str:
    """What to do where only the schema's description can tell."""
    description = fault.schema.get("description")
    if isinstance(description, str) and description.strip():
        return f"what belongs there: {' '.join(description.split()).rstrip('.')}"
    return "correct it"


def _must_not(fault: Fault) -> tuple[str, str]:
    is_kind = f"is {kind_of(fault.value)}"
    wanted = fault.wanted if isinstance(fault.wanted, dict) else {}
    match wanted:
        case {"const": _} | {"enum": _} if len(wanted) == 1:
            return f"{is_kind}, which it must not be", "write something else"
        case {"pattern": str(pattern)} if len(wanted) == 1:
            return f"{is_kind}, which must not match {quoted(pattern)}", _described(fault)
        case {"type": str(name)} if len(wanted) == 1 and name in _TYPE_NAMES:
            return f"{is_kind}, which must not be {_TYPE_NAMES[name]}", _described(fault)
    return f"{is_kind}, which is just what it must not be", _described(fault)


def _of_alternatives(fault: Fault) -> tuple[str, str]:
    """That a value is none of the types and words of the alternatives, where they are no more."""
    is_kind = f"is {kind_of(fault.value)}"
    types: list[str] = []
    words: list[str] = []
    for faults in fault.alternatives:
        told = [inner for inner in faults if inner.path == fault.path]
        first = min(told, key=lambda inner: inner.keyword != "type", default=None)
        match first:
            case Fault(keyword="type", wanted=wanted):
                names = [wanted] if isinstance(wanted, str) else list(wanted)
                types += names
                words += _type_words(names)
            case Fault(keyword="format", wanted=wanted) if wanted in FORMATS:
                words.append(FORMATS[wanted].meaning)
            case Fault(keyword="const", wanted=wanted):
                words.append(_shown(wanted))
            case Fault(keyword="enum", wanted=wanted):
                words += map(_shown, wanted)
            case _:
                return f"{is_kind}, which fits none of the alternatives", _described(fault)
    advice = _type_advice(fault, types)
    if isinstance(fault.value, str):
        stated = [word[1:-1] for word in words if word.startswith('"')]
        advice = did_you_mean(fault.value, stated).removeprefix("; ") or advice
    return f"{is_kind}, not {_either(list(dict.fromkeys(words)))}", advice


def _item_in_words(wanted: object) -> str:
    """What an item is that a list must hold."""
    schema = wanted if isinstance(wanted, dict) else {}
    match schema:
        case {"title": str(title)}:
            return f'"{title}"'
        case {"const": value}:
            return _shown(value)
        case {"enum": list(values)}:
            return _either([_shown(value) for value in values])
        case {"pattern": str(pattern)}:
            return f"an item that matches {quoted(pattern)}"
        case {"format": str(name)} if name in FORMATS:
            return FORMATS[name].meaning
        case {"type": str(name)} if name in _TYPE_NAMES:
            return _TYPE_NAMES[name]
    return "an item that it must have"


def _of_length(fault: Fault) -> tuple[str, str]:
    limit = _counted(fault.wanted, "character")
    is_kind = "is" if fault.name else f"is {kind_of(fault.value)},"
    if not fault.value:
        return "is empty", "give it a value, or remove it"
    if fault.keyword == "minLength":
        return f"{is_kind} shorter than {limit}", "write more"
    return f"{is_kind} longer than {limit}", "shorten it"


def _of_count(fault: Fault) -> tuple[str, str]:
    value, limit = fault.value, fault.wanted
    count = len(value) if isinstance(value, list | dict) else 0
    noun, plural = ("item", "items") if isinstance(value, list) else ("property", "properties")
    has = f"has {count or 'no'} {noun if count == 1 else plural}"
    if fault.keyword.startswith("min"):
        missing = limit - count
        more = "" if not count else "more "
        one = "an item" if noun == "item" else "a property"
        what = f"{missing} {more}{plural}"
        if missing == 1:
            what = f"one more {noun}" if count else one
        wrong = has if not count and limit == 1 else f"{has}, fewer than {limit}"
        return wrong, f"add {what}"
    return f"{has}, more than {limit}", f"remove {_counted(count - limit, noun, plural)}"


def _counted(count: int, noun: str, plural: str = "") -> str:
    return f"{count} {noun if count == 1 else plural or noun + 's'}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _multiples(value: object, step: float) -> str:
    """The multiples around a number."""
    if not isinstance(value, int | float) or not isinstance(step, int) or not math.isfinite(value):
        return "round it"
    below = math.floor(value / step) * step
    return f"write {below} or {below + step}"


_TYPE_NAMES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "empty",
    "number": "a number",
    "object": "a mapping",
    "string": "a string",
}
_NUMBER = regex(r"[-+]?(?:[0-9]++\.?[0-9]*+|\.[0-9]+)")
# Without quotes, zeros at the start and more digits than a number has would be lost.
_SAME_WHOLE = regex(r"-?(?:0|[1-9][0-9]{0,14})")
_SAME_NUMBER = regex(rf"{_SAME_WHOLE.pattern}(?:\.[0-9]{{1,15}})?")


def _type_words(names: list[str]) -> list[str]:
    """The types in words; that a value may also be empty is not told."""
    return [_TYPE_NAMES.get(name, name) for name in names if name != "null" or len(names) == 1]


def _type_advice(fault: Fault, wanted: list[str]) -> str:
    value = fault.value
    if wanted == ["null"]:
        return "leave it empty, or remove it"
    if value is None:
        return "give it a value, or remove it"
    if "array" in wanted and not isinstance(value, dict):
        return "write it as a list, with a dash before each item"
    if "string" in wanted and isinstance(value, bool | int | float):
        return "put it in quotes"
    if isinstance(value, str):
        is_number = not {"integer", "number"}.isdisjoint(wanted) and _NUMBER.fullmatch(value)
        if is_number or ("boolean" in wanted and value in ("true", "false")):
            return "leave out the quotes"
    return _described(fault)


def _either(words: list[str]) -> str:
    *first, last = words or ["allowed"]
    return f"{', '.join(first)} or {last}" if first else last


def _shown(value: object) -> str:
    if isinstance(value, str):
        return quoted(value)
    return json.dumps(value, ensure_ascii=False)


def kind_of(value: object) -> str:
    """A value in words, for the middle of a sentence."""
    match value:
        case None:
            return "empty"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {value}"
        case str():
            return quoted(value)
        case list():
            return "a list" if value else "an empty list"
    return "a mapping"
