"""Whether a value surely satisfies a schema, told without the library.

Loading jsonschema takes longer than checking a whole vault of sound notes against what people ask
for: types, required properties, formats, patterns, words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from vaultlint.notes.facts import Plain
from vaultlint.notes.formats import FORMATS
from vaultlint.schema.uses import Json

_TYPES: Mapping[str, tuple[type, ...]] = {
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "null": (type(None),),
    "number": (int, float),
    "object": (dict,),
    "string": (str,),
}
_WORDS = (str, bool, int, type(None))  # where two of one type are equal, JSON's are too


def surely_valid(schema: Json, value: Plain) -> bool:
    """Whether a value satisfies a schema; False is no verdict: the library has to be asked."""
    if isinstance(schema, bool):
        return schema
    version = schema.get("$schema", _LATEST)
    return version == _LATEST and all(
        _CHECKS[keyword](stated, value, schema) if keyword in _CHECKS else False
        for keyword, stated in schema.items()
    )


_LATEST = "https://json-schema.org/draft/2020-12/schema"
_Check = Callable[[Any, Any, dict[str, Any]], bool]


def _says_nothing(_stated: Any, _value: Any, _schema: dict[str, Any]) -> bool:
    return True


def _type(stated: Any, value: Any, _schema: dict[str, Any]) -> bool:
    names = [stated] if isinstance(stated, str) else stated
    return any(type(value) in _TYPES.get(name, ()) for name in names)


def _enum(stated: Any, value: Any, _schema: dict[str, Any]) -> bool:
    return any(type(word) is type(value) and word == value for word in stated) and _is_word(value)


def _const(stated: Any, value: Any, schema: dict[str, Any]) -> bool:
    return _enum([stated], value, schema)


def _is_word(value: Any) -> bool:
    return isinstance(value, _WORDS)


def _format(stated: Any, value: Any, _schema: dict[str, Any]) -> bool:
    return not isinstance(value, str) or stated not in FORMATS or FORMATS[stated].accepts(value)


def _pattern(stated: Any, value: Any, _schema: dict[str, Any]) -> bool:
    return not isinstance(value, str) or re.search(stated, value) is not None


def _required(stated: Any, value: Any, _schema: dict[str, Any]) -> bool:
    return not isinstance(value, dict) or all(name in value for name in stated)


def _properties(stated: Any, value: Any, _schema: dict[str, Any]) -> bool:
    return not isinstance(value, dict) or all(
        surely_valid(stated[name], value[name]) for name in stated if name in value
    )


def _additional(stated: Any, value: Any, schema: dict[str, Any]) -> bool:
    if stated is True or not isinstance(value, dict):
        return True
    return "patternProperties" not in schema and value.keys() <= schema.get("properties", {}).keys()


def _items(stated: Any, value: Any, schema: dict[str, Any]) -> bool:
    if not isinstance(value, list):
        return True
    return "prefixItems" not in schema and all(surely_valid(stated, item) for item in value)


def _contains(stated: Any, value: Any, schema: dict[str, Any]) -> bool:
    if not isinstance(value, list):
        return True
    is_plain = "minContains" not in schema and "maxContains" not in schema
    return is_plain and any(surely_valid(stated, item) for item in value)


def _unique(stated: Any, value: Any, _schema: dict[str, Any]) -> bool:
    if stated is False or not isinstance(value, list):
        return True
    return all(isinstance(item, str) for item in value) and len(set(value)) == len(value)


def _min_items(stated: Any, value: Any, _schema: dict[str, Any]) -> bool:
    return not isinstance(value, list) or len(value) >= stated


def _max_items(stated: Any, value: Any, _schema: dict[str, Any]) -> bool:
    return not isinstance(value, list) or len(value) <= stated


def _min_length(stated: Any, value: Any, _schema: dict[str, Any]) -> bool:
    return not isinstance(value, str) or len(value) >= stated


def _max_length(stated: Any, value: Any, _schema: dict[str, Any]) -> bool:
    return not isinstance(value, str) or len(value) <= stated


def _minimum(stated: Any, value: Any, _schema: dict[str, Any]) -> bool:
    return type(value) not in (int, float) or value >= stated


def _maximum(stated: Any, value: Any, _schema: dict[str, Any]) -> bool:
    return type(value) not in (int, float) or value <= stated


_CHECKS: Mapping[str, _Check] = {
    "$schema": _says_nothing,
    "$id": _says_nothing,
    "$comment": _says_nothing,
    "$defs": _says_nothing,
    "default": _says_nothing,
    "description": _says_nothing,
    "errorMessage": _says_nothing,
    "examples": _says_nothing,
    "title": _says_nothing,
    "additionalProperties": _additional,
    "const": _const,
    "contains": _contains,
    "enum": _enum,
    "format": _format,
    "items": _items,
    "maxItems": _max_items,
    "maxLength": _max_length,
    "maximum": _maximum,
    "minItems": _min_items,
    "minLength": _min_length,
    "minimum": _minimum,
    "pattern": _pattern,
    "properties": _properties,
    "required": _required,
    "type": _type,
    "uniqueItems": _unique,
}
