"""Plain scalars and keys by the YAML 1.2 core schema, as the npm package yaml reads them.

And what tells of a text as a whole that it says nothing, or is not for any parser.
"""

from __future__ import annotations

import math

from vaultlint.notes.facts import Plain, Value
from vaultlint.text.regex import regex

# Characters that ruamel refuses or takes for line breaks, and npm yaml for any other character.
ODD = regex(
    r"\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
NOTHING = regex(r"(?>(?:[ \t\r]*+(?:#[^\n]*+)?\n)*)[ \t\r]*+(?:#[^\n]*+)?")  # blanks and comments

# YAML 1.2.2 §10.3.2, core schema, in the spelling of npm yaml 2 (schema/core).
_NULL = regex(r"(?:~|[Nn]ull|NULL)?")
_BOOLEAN = regex(r"[Tt]rue|TRUE|[Ff]alse|FALSE")
_INTEGER = regex(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_NAMED_FLOAT = regex(r"(?P<infinity>[-+]?\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)")
_FLOAT = regex(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NO_STRING = regex("|".join(p.pattern for p in (_NULL, _BOOLEAN, _INTEGER, _NAMED_FLOAT, _FLOAT)))
# What a scalar begins with when it can be anything but a string.
_NO_STRING_START = frozenset("~nNtTfF+-.0123456789")
_DOUBLE_DIGITS = 15  # an integer of so many digits is exact in an IEEE 754 double
_LARGEST_DIGITS = 309  # no double holds an integer with more digits

_CORE_TAG = "tag:yaml.org,2002:"
_TYPES_OF_TAG: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "null": (type(None),),
}


def core_value(text: str) -> Plain:
    """The value of a scalar that is written without quotes.

    Numbers are JavaScript's: an integer that no double holds exactly is rounded to one.
    """
    if text and (text[0] not in _NO_STRING_START or not _NO_STRING.fullmatch(text)):
        return text
    if _NULL.fullmatch(text):
        return None
    if _BOOLEAN.fullmatch(text):
        return text[0] in "tT"
    if _INTEGER.fullmatch(text):
        return _integer(text)
    named = _NAMED_FLOAT.fullmatch(text)
    if named:
        sign = -1 if text[0] == "-" else 1
        return sign * math.inf if named["infinity"] else math.nan
    return float(text)


def tagged_value(text: str, tag: str) -> Plain:
    """The value of a scalar with a tag, such as !!str; an unknown tag leaves the text."""
    types = _TYPES_OF_TAG.get(tag.removeprefix(_CORE_TAG), ())
    value = core_value(text)
    return value if type(value) in types else text


def key_text(key: Value) -> str:
    """The name of the property that a key makes: JavaScript's String(key)."""
    plain = key.plain
    if isinstance(plain, str):
        return plain
    if isinstance(plain, list | dict):
        return _flow_text(key)
    return "" if plain is None else _number_or_boolean(plain)


def key_identity(key: Value) -> tuple[str, object] | None:
    """What two keys of a mapping must not share; None for a key that equals no other."""
    match key.plain:
        case bool() as plain:
            return "boolean", plain
        case int() | float() as plain:
            return None if plain != plain else ("number", plain)
        case list() | dict():
            return None
        case plain:
            return "text or nothing", plain


def _integer(text: str) -> int | float:
    if len(text) > _LARGEST_DIGITS:
        return float(text) if text[1:2] not in ("o", "x") else math.inf
    base = {"0o": 8, "0x": 16}.get(text[:2], 10)
    number = int(text[2:] if base != 10 else text, base)
    if len(text) <= _DOUBLE_DIGITS:
        return number
    try:
        return int(float(number))
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _number_or_boolean(plain: bool | int | float) -> str:
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if plain != plain:
        return "NaN"
    if math.isinf(plain):
        return "Infinity" if plain > 0 else "-Infinity"
    return str(int(plain)) if plain == int(plain) and abs(plain) < 1e21 else repr(float(plain))


def _flow_text(key: Value) -> str:
    """The key as npm yaml writes a collection that is a key, such as "{ date }"."""
    # Bottom-up without recursion: a key may be nested as deep as the reader allows.
    texts: dict[int, str] = {}
    pending = [key]
    while pending:
        value = pending[-1]
        parts = [*value.items, *(p.value for p in value.properties)]
        missing = [part for part in parts if id(part) not in texts]
        if missing:
            pending += missing
            continue
        pending.pop()
        texts[id(value)] = _one_flow_text(value, texts)
    return texts[id(key)]


def _one_flow_text(value: Value, texts: dict[int, str]) -> str:
    match value.plain:
        case list():
            inner = ", ".join(texts[id(item)] for item in value.items)
            return f"[ {inner} ]" if inner else "[]"
        case dict():
            inner = ", ".join(
                _flow_key(p.key) if p.value.plain is None else f"{p.key}: {texts[id(p.value)]}"
                for p in value.properties
            )
            return f"{{ {inner} }}" if inner else "{}"
        case str() as text:
            return text
        case None:
            return "null"
        case plain:
            return _number_or_boolean(plain)


def _flow_key(key: str) -> str:
    return f"? {key}" if key.startswith(("[", "{")) else key
