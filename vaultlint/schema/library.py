"""The only user of jsonschema: notes' properties validated, and what is wrong with them as Faults.

The library is imported when the first value has to be validated. Its errors name what is wrong in
their messages only, and lose where in a schema they come from. So its keywords are wrapped: each
error is noted with its place while it is made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from vaultlint.notes.facts import Plain
from vaultlint.notes.formats import FORMATS
from vaultlint.schema.uses import Json, Step

if TYPE_CHECKING:
    from jsonschema import FormatChecker
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator
    from referencing import Registry

NOT_ALLOWED = "false"  # stands for the keyword of the schema that nothing satisfies


class Place(Struct, frozen=True):
    """A keyword in a document. path: from its root to the keyword."""

    uri: str
    path: tuple[Step, ...]


class Fault(Struct, frozen=True):
    """One thing that is wrong with a value.

    keyword: of JSON Schema, or NOT_ALLOWED; wanted: its value. path: of the value; value: itself.
    schema: the mapping that holds the keyword. message: the library's own.
    place: where the keyword stands; None where it is not known.
    name: of the property that is missing, or whose own name is wrong. beside: the property that
    requires it. own_words: what the schema itself says of such a fault.
    alternatives: of anyOf and oneOf, what is wrong by each of them, when none was meant.
    """

    keyword: str
    wanted: Any
    path: tuple[Step, ...]
    value: object
    schema: Mapping[str, Any]
    message: str
    place: Place | None = None
    name: str = ""
    beside: str = ""
    own_words: str = ""
    alternatives: tuple[tuple[Fault, ...], ...] = ()

    @property
    def is_unevaluated(self) -> bool:
        """Whether it is about a property that the schema does not describe."""
        is_last = self.place is not None and self.place.path[-1] in _LAST
        return self.keyword == NOT_ALLOWED and is_last


_LAST = ("additionalProperties", "unevaluatedProperties")


class Library:
    """Validates by these documents, by URI; makes a validator of a schema once."""

    def __init__(self, documents: Mapping[str, Json]) -> None:
        self.documents = documents
        self._validators: dict[str, Validator] = {}
        self._parts: dict[object, tuple[dict[str, Json], Registry[Any]]] = {}
        self._places: dict[int, Place] = {}

    def faults(self, uri: str, value: Mapping[str, Plain]) -> list[Fault]:
        """What is wrong with a value by the schema with this URI, in the order of the paths."""
        if uri not in self._validators:
            self._validators[uri] = self._validator(uri)
        errors = list(self._validators[uri].iter_errors(value))
        errors.sort(key=lambda error: [str(step) for step in error.absolute_path])
        return [fault for error in errors for fault in _meant(self._fault(error))]

    def _validator(self, uri: str) -> Validator:
        from jsonschema.validators import Draft202012Validator, validator_for

        kind = validator_for(self.documents[uri], default=Draft202012Validator)
        if kind not in self._parts:
            # A part that states its version gets a validator of the library's own, not a wrapped
            # one. That of the whole need not be stated again.
            documents = {
                own: _unversioned(_based(read, own))
                if validator_for(read, default=kind) is kind
                else _based(read, own)
                for own, read in self.documents.items()
            }
            self._parts[kind] = documents, registry(documents)
            self._places |= {
                id(schema): Place(own, path)
                for own, read in documents.items()
                for path, schema in _mappings(read)
            }
        documents, known = self._parts[kind]
        made: Validator = _wrapped(kind)(
            documents[uri], registry=known, format_checker=_format_checker()
        )
        return made

    def _fault(self, error: ValidationError) -> Fault:
        noted = vars(error)
        schema, keywords = noted.get(_PLACE, (error.schema, ()))
        within = self._places.get(id(schema))
        fault = Fault(
            keyword=NOT_ALLOWED if error.schema is False else str(error.validator),
            wanted=error.validator_value,
            path=tuple(error.absolute_path),
            value=error.instance,
            schema=schema if isinstance(schema, dict) else {},
            message=error.message,
            place=within and replace(within, path=(*within.path, *keywords)),
            name=noted.get(_NAME, ""),
            beside=noted.get(_BESIDE, ""),
            own_words=noted.get(_OWN_WORDS, ""),
        )
        if not error.context or fault.own_words:
            return fault
        branches: dict[object, list[Fault]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(self._fault(inner))
        return replace(fault, alternatives=tuple(map(tuple, branches.values())))


def registry(documents: Mapping[str, Json]) -> Registry[Any]:
    """What references lead to: these documents and the schemas of schemas, never the network."""
    from jsonschema_specifications import REGISTRY
    from referencing.jsonschema import DRAFT202012

    resources = (
        (uri, DRAFT202012.create_resource(_based(read, uri))) for uri, read in documents.items()
    )
    known: Registry[Any] = REGISTRY.with_resources(resources)
    return known


def _based(read: Json, uri: str) -> Json:
    """The schema with its own URI as base, unless it states one."""
    return read if isinstance(read, bool) or "$id" in read else {"$id": uri, **read}


def _mappings(read: object) -> Iterator[tuple[tuple[Step, ...], dict[str, Any]]]:
    pending: list[tuple[tuple[Step, ...], object]] = [((), read)]
    while pending:
        path, part = pending.pop()
        inner: Iterable[tuple[Step, object]] = ()
        if isinstance(part, dict):
            yield path, part
            inner = part.items()
        elif isinstance(part, list):
            inner = enumerate(part)
        pending += (((*path, step), value) for step, value in inner)


def _unversioned(read: Json) -> Json:
    if isinstance(read, bool) or "$schema" not in read:
        return read
    return {keyword: value for keyword, value in read.items() if keyword != "$schema"}


def _wrapped(kind: type[Validator]) -> Any:
    """The validator of a version of JSON Schema, with keywords that note what is wrong where."""
    from jsonschema.validators import Draft3Validator, extend

    keywords: dict[str, Any] = dict(kind.VALIDATORS)
    if kind is not Draft3Validator:  # its keywords are others by the same names
        keywords.update((name, own) for name, own in _OWN_KEYWORDS.items() if name in keywords)
    keywords.update(
        (name, wrap(keywords[name])) for name, wrap in _EXTRAS.items() if name in keywords
    )
    noting = {name: _noted(name, check) for name, check in keywords.items()}
    return extend(kind, noting)  # type: ignore[no-untyped-call]  # its stub has no types


def _format_checker() -> FormatChecker:
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    for name, entry in FORMATS.items():
        checker.checkers[name] = (_string_check(entry.accepts), ())
    return checker


def _string_check(accepts: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or accepts(value)


# --- keywords

# What is noted of an error, in its own __dict__.
_PLACE, _NAME, _BESIDE, _OWN_WORDS = "place", "name", "beside", "own_words"

# validator, value of the keyword, what is validated, the schema that holds the keyword
_Keyword = Callable[[Any, Any, Any, dict[str, Any]], "Iterable[ValidationError] | None"]


def _noted(keyword: str, check: _Keyword) -> _Keyword:
    """The keyword, so that each of its errors knows its place and the schema's own words for it."""

    def noting(
        validator: Any, value: Any, instance: Any, schema: dict[str, Any]
    ) -> Iterator[ValidationError]:
        for error in check(validator, value, instance, schema) or ():
            noted = vars(error)
            is_own = _PLACE not in noted
            stated = error.validator  # minContains is stated by contains
            name = stated if is_own and isinstance(stated, str) and stated in schema else keyword
            if is_own:
                inner = tuple(error.relative_schema_path)
                noted[_PLACE] = schema, inner if keyword == "if" else (name, *inner)
            if "errorMessage" in schema and _OWN_WORDS not in noted:
                path = tuple(error.relative_path)
                words = _own_words(
                    schema["errorMessage"], name if is_own else "", path, noted.get(_NAME, "")
                )
                if words:
                    noted[_OWN_WORDS] = " ".join(words.split())
            yield error

    return noting


def _own_words(stated: object, keyword: str, path: tuple[Step, ...], name: str) -> str:
    """What an errorMessage says of an error; empty for nothing.

    keyword: of the schema itself; empty for an error of a part of it. path: from the value of the
    schema to that of the error. name: of a property that is missing.
    Source: README of the npm package ajv-errors.
    """
    if isinstance(stated, str):
        return stated
    if not isinstance(stated, dict):
        return ""
    found: list[object] = []
    if path:
        parts = stated.get("properties" if isinstance(path[0], str) else "items")
        if isinstance(parts, dict):
            found.append(parts.get(path[0]))
        elif isinstance(parts, list) and isinstance(path[0], int) and path[0] < len(parts):
            found.append(parts[path[0]])
        elif isinstance(parts, str):
            found.append(parts)
    if keyword and keyword not in ("properties", "items"):
        words = stated.get(keyword)
        found.append(words.get(name) if isinstance(words, dict) else words)
    found.append(stated.get("_"))
    return next((words for words in found if isinstance(words, str)), "")


def _error(name: str = "", beside: str = "") -> ValidationError:
    from jsonschema.exceptions import ValidationError

    error = ValidationError(f"{name!r} is required")
    vars(error).update({_NAME: name, _BESIDE: beside})
    return error


def _required(
    validator: Any, names: Any, instance: Any, _schema: dict[str, Any]
) -> Iterator[ValidationError]:
    # In draft 3 it is stated by the property itself, which the library looks for elsewhere.
    if validator.is_type(instance, "object") and isinstance(names, list):
        yield from (_error(name) for name in names if name not in instance)


def _dependent_required(
    validator: Any, wanted: Any, instance: Any, _schema: dict[str, Any]
) -> Iterator[ValidationError]:
    if not validator.is_type(instance, "object"):
        return
    for beside, names in wanted.items():
        if beside in instance:
            yield from (_error(name, beside) for name in names if name not in instance)


def _dependencies(
    validator: Any, wanted: Any, instance: Any, schema: dict[str, Any]
) -> Iterator[ValidationError]:
    """dependentRequired and dependentSchemas in one, until draft 7."""
    if not validator.is_type(instance, "object"):
        return
    for beside, stated in wanted.items():
        if isinstance(stated, list | str):
            names = [stated] if isinstance(stated, str) else stated
            yield from _dependent_required(validator, {beside: names}, instance, schema)
        elif beside in instance:
            yield from validator.descend(instance, stated, schema_path=beside)


def _part(
    validator: Any, value: Any, wanted: Any, path: Step, *schema_path: Step
) -> Iterator[ValidationError]:
    """What is wrong with a part of a value. The library tells no path where nothing is allowed."""
    from jsonschema.exceptions import ValidationError

    if wanted is not False:
        yield from validator.descend(value, wanted, path, *schema_path)
        return
    yield ValidationError(
        "not allowed",
        validator=None,  # type: ignore[arg-type]  # as the library itself has it
        path=(path,),
        schema_path=schema_path,
        instance=value,
        schema=False,
    )


def _properties(
    validator: Any, wanted: Any, instance: Any, _schema: dict[str, Any]
) -> Iterator[ValidationError]:
    if validator.is_type(instance, "object"):
        for name, stated in wanted.items():
            if name in instance:
                yield from _part(validator, instance[name], stated, name, name)


def _pattern_properties(
    validator: Any, wanted: Any, instance: Any, _schema: dict[str, Any]
) -> Iterator[ValidationError]:
    if validator.is_type(instance, "object"):
        for pattern, stated in wanted.items():
            for name in instance:
                if re.search(pattern, name):
                    yield from _part(validator, instance[name], stated, name, pattern)


def _additional_properties(
    validator: Any, wanted: Any, instance: Any, schema: dict[str, Any]
) -> Iterator[ValidationError]:
    if not validator.is_type(instance, "object"):
        return
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    for name, value in instance.items():
        if name not in known and not any(re.search(pattern, name) for pattern in patterns):
            yield from _part(validator, value, wanted, name)


def _items(
    validator: Any, wanted: Any, instance: Any, schema: dict[str, Any]
) -> Iterator[ValidationError]:
    if isinstance(wanted, list):  # until 2019-09
        yield from _prefix_items(validator, wanted, instance, schema)
    elif validator.is_type(instance, "array"):
        for index in range(len(schema.get("prefixItems", ())), len(instance)):
            yield from _part(validator, instance[index], wanted, index)


def _prefix_items(
    validator: Any, wanted: Any, instance: Any, _schema: dict[str, Any]
) -> Iterator[ValidationError]:
    if validator.is_type(instance, "array"):
        for index, (item, stated) in enumerate(zip(instance, wanted, strict=False)):
            yield from _part(validator, item, stated, index, index)


def _additional_items(
    validator: Any, wanted: Any, instance: Any, schema: dict[str, Any]
) -> Iterator[ValidationError]:
    first = schema.get("items")
    if isinstance(first, list) and validator.is_type(instance, "array"):
        for index in range(len(first), len(instance)):
            yield from _part(validator, instance[index], wanted, index)


def _property_names(
    validator: Any, wanted: Any, instance: Any, _schema: dict[str, Any]
) -> Iterator[ValidationError]:
    if not validator.is_type(instance, "object"):
        return
    for name in instance:
        for error in validator.descend(name, wanted):
            vars(error)[_NAME] = name
            yield error


_OWN_KEYWORDS: Mapping[str, _Keyword] = {
    "additionalItems": _additional_items,
    "additionalProperties": _additional_properties,
    "dependencies": _dependencies,
    "dependentRequired": _dependent_required,
    "items": _items,
    "patternProperties": _pattern_properties,
    "prefixItems": _prefix_items,
    "properties": _properties,
    "propertyNames": _property_names,
    "required": _required,
}


def _each_property(check: _Keyword) -> _Keyword:
    """unevaluatedProperties with an error for each property, at its own path."""

    def each(
        validator: Any, wanted: Any, instance: Any, schema: dict[str, Any]
    ) -> Iterator[ValidationError]:
        for error in check(validator, wanted, instance, schema) or ():
            # Which ones they are the library says in its message only.
            for name in [name for name in instance if repr(name) in error.message]:
                yield from _part(validator, instance[name], wanted, name)

    return each


def _each_item(check: _Keyword) -> _Keyword:
    """unevaluatedItems with an error for each item, at its own path."""

    def each(
        validator: Any, wanted: Any, instance: Any, schema: dict[str, Any]
    ) -> Iterator[ValidationError]:
        for error in check(validator, wanted, instance, schema) or ():
            for index in _unevaluated(instance, error.message):
                yield from _part(validator, instance[index], wanted, index)

    return each


def _unevaluated(items: Sequence[object], message: str) -> list[int]:
    """The items that a message lists, in order, as `('a', 'b' were unexpected)`, by index."""
    listed = re.sub(r" (?:was|were) unexpected\)\Z", "", message)
    found: list[int] = []
    for index in range(len(items) - 1, -1, -1):
        shown = repr(items[index])
        if listed.endswith((f"({shown}", f", {shown}")):
            found.append(index)
            listed = listed[: -len(shown)].removesuffix(", ")
    return found[::-1]


_EXTRAS: Mapping[str, Callable[[_Keyword], _Keyword]] = {
    "unevaluatedProperties": _each_property,
    "unevaluatedItems": _each_item,
}


# --- alternatives


def _meant(fault: Fault) -> list[Fault]:
    """The fault itself; of anyOf and oneOf those by the alternative that was meant, if one was.

    An alternative that wants another type, or another word where alternatives are told apart by
    one, was not meant. Of several the one counts by which least is wrong, then the one that
    agrees with most on the way to what is wrong.
    """
    if not fault.alternatives:
        return [fault]
    possible = [
        faults
        for faults in fault.alternatives
        if not any(_rules_out(inner, fault.path) for inner in faults)
    ]
    if not possible:
        return [_word_for_none(fault) or fault]
    ranked = sorted(possible, key=_rank)
    if len(ranked) > 1 and _rank(ranked[0]) == _rank(ranked[1]):
        return [fault]
    return [leaf for inner in ranked[0] for leaf in _meant(inner)]


def _rank(faults: tuple[Fault, ...]) -> tuple[int, int]:
    return len(faults), -max(len(fault.path) for fault in faults)


def _rules_out(fault: Fault, path: tuple[Step, ...]) -> bool:
    is_other_type = fault.keyword == "type" and fault.path == path
    return is_other_type or fault.keyword in ("const", "enum")


def _word_for_none(fault: Fault) -> Fault | None:
    """That a word is none of those that tell the alternatives apart; None when they are not."""
    every = (inner for faults in fault.alternatives for inner in faults)
    wrong = [inner for inner in every if _rules_out(inner, fault.path)]
    if len({inner.path for inner in wrong}) != 1 or any(w.keyword == "type" for w in wrong):
        return None
    words: list[Any] = []
    for inner in wrong:
        words += inner.wanted if inner.keyword == "enum" else [inner.wanted]
    return replace(wrong[0], keyword="enum", wanted=words)
