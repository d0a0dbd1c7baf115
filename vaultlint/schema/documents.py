"""The texts of schemas read, and every mistake in them with its place. Never the network."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from msgspec import Struct

from vaultlint.notes.formats import FORMATS
from vaultlint.schema.library import registry
from vaultlint.schema.uses import Condition, Json, Step
from vaultlint.schema.words import kind_of
from vaultlint.shipped import shipped
from vaultlint.text.jsonplace import json_place
from vaultlint.text.quote import quoted
from vaultlint.text.source import Source, source
from vaultlint.text.span import Span
from vaultlint.text.suggestion import did_you_mean, nearest

PRESETS = ("obsidian", "flashcards", "study-note", "rule-page")
# A URI of the vault is a path from its root; urljoin() knows how to walk in those of "file".
_VAULT, _SHIPPED = "file:///", "vaultlint:"
# Base of what is written in the configuration: references lead from the root of the vault.
_INLINE = f"{_VAULT}?"

_VERSIONS = (
    "https://json-schema.org/draft/2020-12/schema",
    "https://json-schema.org/draft/2019-09/schema",
    "http://json-schema.org/draft-07/schema",
    "http://json-schema.org/draft-06/schema",
    "http://json-schema.org/draft-04/schema",
    "http://json-schema.org/draft-03/schema",
)


class SchemaError(Exception):
    """Mistakes in schemas. lines: one for each, with its place."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


class Schema(Struct, frozen=True):
    """A schema that was read. name: as it is stated. uri: of the schema itself."""

    name: str
    uri: str
    read: Json

    @property
    def title(self) -> str:
        """What people call it."""
        title = self.read.get("title") if isinstance(self.read, dict) else None
        return title if isinstance(title, str) and title else self.name


class Document(Struct, frozen=True):
    """What a file or the configuration holds. read: with references that lead to files here.

    source: its text, of a file; condition: of what is written in the configuration.
    """

    uri: str
    read: Json
    source: Source | None = None
    condition: Condition | None = None

    @property
    def is_in_vault(self) -> bool:
        """Whether it is a file that people write."""
        return self.source is not None and self.uri.startswith(_VAULT)

    def place(self, path: tuple[Step, ...], of_key: str = "") -> str:
        """Where a part of it stands, as `path:line:column`. of_key: a key of that part."""
        if self.condition is not None and self.condition.place_of is not None:
            return self.condition.place_of((*path, of_key) if of_key else path)
        assert self.source is not None, self.uri
        whole = (*path, of_key) if of_key else path
        at = self.source.position(json_place(self.source.text, whole, bool(of_key)))
        return f"{self.source.path}:{at.line}:{at.column}"

    def keyword_span(self, path: tuple[Step, ...]) -> Span:
        """The keyword at the end of a path in the text of a file, quotes included."""
        assert self.source is not None, self.uri
        start = json_place(self.source.text, path, of_key=True)
        _, end = json.JSONDecoder().raw_decode(self.source.text, start)
        # A mapping in a list has no key, and is shown by where it begins.
        return Span(start, start + 1 if self.source.text[start] in "{[" else end)


def uri_of(name: str) -> str:
    """The URI of a preset, or of a path of the vault."""
    return _SHIPPED + name if name in PRESETS else _uri_of_path(name)


class Reader:
    """Reads documents and all that they refer to; `documents` are those found without mistakes.

    read: the content of a file of the vault, by its path relative to the vault; it may raise
    OSError.
    """

    def __init__(
        self, read: Callable[[str], bytes], documents: Mapping[str, Document] | None = None
    ) -> None:
        self.documents = dict(documents or {})
        self._read = read

    def schema(self, name: str, place: str) -> Schema:
        """The schema with this name. place: where it is stated. Raises SchemaError."""
        if name.lower().startswith(("http:", "https:")):
            raise SchemaError([_placed(place, _remote(name))])
        return self._guarded(name, uri_of(name), place)

    def condition(self, condition: Condition, place: str) -> Schema:
        """The schema of a condition. Raises SchemaError."""
        if condition.read is None:
            return self.schema(condition.name, place)
        uri = _INLINE + quote(condition.name)
        read = _where_it_lies(condition.read, uri)
        return self._guarded(condition.name, uri, place, Document(uri, read, None, condition))

    def _guarded(self, name: str, uri: str, place: str, given: Document | None = None) -> Schema:
        """Of the documents read on the way none is kept when one has mistakes."""
        before = dict(self.documents)
        try:
            self._load(uri, place, given)
        except SchemaError:
            self.documents = before
            raise
        except ValueError as error:  # urllib's, of what cannot be a URI
            self.documents = before
            message = f"schema {quoted(name)}: a reference is no URI ({error}); correct it"
            raise SchemaError([_placed(place, message)]) from error
        except RecursionError as error:  # what JSON can still be read is too deep to walk through
            self.documents = before
            message = f"schema {quoted(name)} is nested too deeply; simplify it"
            raise SchemaError([_placed(place, message)]) from error
        return Schema(name, uri, self.documents[uri].read)

    def _load(self, uri: str, place: str, given: Document | None) -> None:
        waiting = [(uri, place)]
        new: list[Document] = []
        lines: list[str] = []
        while waiting:
            own, at = waiting.pop()
            if own in self.documents:
                continue
            is_given = given is not None and own == uri
            document = given if given is not None and is_given else self._document(own, at)
            self.documents[own] = document
            if own.startswith(_SHIPPED):
                continue
            found = [*_mistakes(document), *_own_mistakes(document)]
            lines += found
            if not found:
                new.append(document)
            waiting += _references(document, lines)
        if not lines:
            reads = {own: document.read for own, document in self.documents.items()}
            lines += (line for document in new for line in _dangling(document, reads))
        if lines:
            raise SchemaError(lines)

    def _document(self, uri: str, place: str) -> Document:
        text = self._text(uri, place)
        path = _path_of_uri(uri)
        return Document(uri, _parsed(text, uri), source(path, text))

    def _text(self, uri: str, place: str) -> str:
        if uri.startswith(_SHIPPED):
            name = uri.removeprefix(_SHIPPED)
            if name not in PRESETS:
                raise SchemaError([_placed(place, f'no preset is named "{name}"')])
            return (shipped("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")
        path = _path_of_uri(uri)
        try:
            return self._read(path).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise SchemaError([f"{path}:1:1: not UTF-8; save it as UTF-8"]) from error
        except OSError as error:
            known = did_you_mean(path, PRESETS) or "; name a file of the vault or a preset"
            message = f'cannot read the schema "{path}": {(error.strerror or "").lower()}{known}'
            raise SchemaError([_placed(place, message)]) from error


def _placed(place: str, message: str) -> str:
    return f"{place}: {message}" if place else message


def _remote(uri: str) -> str:
    return f'schema "{uri}" is on the network, where vaultlint never goes; keep a copy in the vault'


def _uri_of_path(path: str) -> str:
    return _VAULT + quote(posixpath.normpath(path.strip()).lstrip("/"))


def _path_of_uri(uri: str) -> str:
    return unquote(uri.removeprefix(_VAULT))


def _parsed(text: str, uri: str) -> Json:
    path = _path_of_uri(uri)
    try:
        parsed = json.loads(text)
    except json.JSONDecodeError as error:
        what = f"not JSON: {error.msg.lower()}"
        raise SchemaError([f"{path}:{error.lineno}:{error.colno}: {what}"]) from error
    except RecursionError as error:
        raise SchemaError([f"{path}:1:1: nested too deeply; simplify the schema"]) from error
    if not isinstance(parsed, dict | bool):
        raise SchemaError([f"{path}:1:1: a schema must be a mapping, not {kind_of(parsed)}"])
    return _where_it_lies(parsed, uri)


def _where_it_lies(read: Json, uri: str) -> Json:
    """The schema without the address that it is published at: its references lead to files here.

    Those that name it by that address lead to itself. Raises ValueError if it is no URI.
    """
    own = read.get("$id") if isinstance(read, dict) else None
    if isinstance(read, bool) or not isinstance(own, str) or uri.startswith(_SHIPPED):
        return read
    published = urlsplit(own).geturl().rstrip("#")
    return {key: _led_here(part, published, uri) for key, part in read.items() if key != "$id"}


def _led_here(part: Any, published: str, uri: str) -> Any:
    if isinstance(part, list):
        return [_led_here(inner, published, uri) for inner in part]
    if not isinstance(part, dict):
        return part
    inside = {key: _led_here(inner, published, uri) for key, inner in part.items()}
    reference = part.get("$ref")
    if isinstance(reference, str) and urldefrag(reference).url == published:
        inside["$ref"] = f"{uri}#{urldefrag(reference).fragment}"
    return inside


# --- mistakes


def _mistakes(document: Document) -> Iterator[str]:
    """What is wrong with a schema by the schema of schemas."""
    from jsonschema.exceptions import best_match
    from jsonschema.validators import Draft202012Validator, validator_for
    from referencing.jsonschema import UnknownDialect, specification_with

    read = document.read
    version = read.get("$schema") if isinstance(read, dict) else None
    try:
        specification_with(version if isinstance(version, str) else _VERSIONS[0])
    except UnknownDialect:
        hint = did_you_mean(str(version), _VERSIONS) or f'; write "{_VERSIONS[0]}"'
        message = f"{quoted(str(version))} is no version of JSON Schema{hint}"
        yield _placed(document.place(("$schema",)), message)
        return
    kind = validator_for(read, default=Draft202012Validator)
    errors = sorted(
        # The formats of the schema of schemas find a "pattern" that is no regular expression.
        kind(kind.META_SCHEMA, format_checker=kind.FORMAT_CHECKER).iter_errors(read),
        key=lambda error: [str(step) for step in error.absolute_path],
    )
    for error in errors:
        inner = best_match([error]) or error
        where = tuple(inner.absolute_path)
        keyword = next((step for step in reversed(where) if isinstance(step, str)), "")
        if keyword == "type" and inner.validator in ("anyOf", "enum"):
            message = _no_type(inner.instance)
        else:
            message = f'"{keyword}" is no JSON Schema: {" ".join(inner.message.split())}'
        yield _placed(document.place(where), message)


_TYPES = ("string", "number", "integer", "boolean", "array", "object", "null")


def _no_type(stated: object) -> str:
    """What to write instead of something that names no type of JSON."""
    listed = "; write one of " + ", ".join(map(quoted, _TYPES))
    if isinstance(stated, str):
        return f"unknown type {quoted(stated)}{did_you_mean(stated, _TYPES) or listed}"
    return f'"type" does not name a type{listed}'


# Standard formats that are no mistakes, although nothing is checked by them here.
# Sources: JSON Schema Validation 2020-12 §7.3, and draft 3 §5.23.
_UNCHECKED_FORMATS = frozenset(
    [
        "duration",
        "email",
        "idn-email",
        "hostname",
        "idn-hostname",
        "ipv4",
        "ipv6",
        "uri-reference",
        "iri",
        "iri-reference",
        "uuid",
        "uri-template",
        "json-pointer",
        "relative-json-pointer",
        "regex",
        "color",
        "style",
        "phone",
        "host-name",
        "ip-address",
        "utc-millisec",
    ]
)
# Keywords whose values are no schemas, and those that hold schemas by any name.
_PLAIN_KEYWORDS = frozenset(["const", "default", "enum", "examples", "errorMessage"])
_NAMED_SCHEMAS = frozenset(
    ["$defs", "definitions", "dependentSchemas", "dependencies", "patternProperties", "properties"]
)

_LISTED_SCHEMAS = frozenset(["allOf", "anyOf", "oneOf", "prefixItems"])
_SCHEMA_KEYWORDS = frozenset(
    [
        "additionalItems",
        "additionalProperties",
        "contains",
        "contentSchema",
        "else",
        "if",
        "items",
        "not",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    ]
)
# Of all versions of JSON Schema, and of OpenAPI.
_KEYWORDS = frozenset(
    [
        *_PLAIN_KEYWORDS,
        *_NAMED_SCHEMAS,
        *_LISTED_SCHEMAS,
        *_SCHEMA_KEYWORDS,
        "$anchor",
        "$comment",
        "$dynamicAnchor",
        "$dynamicRef",
        "$id",
        "$recursiveAnchor",
        "$recursiveRef",
        "$ref",
        "$schema",
        "$vocabulary",
        "contentEncoding",
        "contentMediaType",
        "dependentRequired",
        "deprecated",
        "description",
        "disallow",
        "divisibleBy",
        "example",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "extends",
        "format",
        "id",
        "maxContains",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minContains",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "multipleOf",
        "nullable",
        "pattern",
        "readOnly",
        "required",
        "title",
        "type",
        "uniqueItems",
        "writeOnly",
    ]
)
_SLIP = 0.85  # of difflib's ratio; a word that is less like a keyword is another program's


def subschemas(
    read: object, path: tuple[Step, ...] = ()
) -> Iterator[tuple[tuple[Step, ...], dict[str, Any]]]:
    """Every mapping in a schema that may be a schema itself, with its path."""
    if isinstance(read, list):
        for index, inner in enumerate(read):
            yield from subschemas(inner, (*path, index))
    if not isinstance(read, dict):
        return
    yield path, read
    for key, inner in read.items():
        if key in _NAMED_SCHEMAS and isinstance(inner, dict):
            for name, schema in inner.items():
                yield from subschemas(schema, (*path, key, name))
        elif key not in _PLAIN_KEYWORDS:
            yield from subschemas(inner, (*path, key))


def _own_mistakes(document: Document) -> Iterator[str]:
    """What the schema of schemas allows, and would have no effect."""
    for path, schema in subschemas(document.read):
        name = schema.get("format")
        # Formats that are misspelt, or another program's: nothing would be checked by them.
        if isinstance(name, str) and name not in FORMATS and name not in _UNCHECKED_FORMATS:
            known = ", ".join(f'"{known}"' for known in FORMATS)
            hint = did_you_mean(name, FORMATS) or f"; remove it, or write one of {known}"
            place = document.place((*path, "format"))
            yield _placed(place, f"unknown format {quoted(name)}{hint}")
        words = schema.get("errorMessage", {})
        if not isinstance(words, str | dict):
            place = document.place((*path, "errorMessage"))
            yield _placed(place, '"errorMessage" must be a text, or a mapping of texts by keyword')
        if _holds_keywords(path):
            yield from _slips(document, path, schema)


def _slips(document: Document, path: tuple[Step, ...], schema: dict[str, Any]) -> Iterator[str]:
    """Keywords that are misspelt: JSON Schema leaves out what it does not know."""
    for keyword in schema:
        near = nearest(keyword, _KEYWORDS) if keyword not in _KEYWORDS else None
        if near is not None and _is_slip(keyword, near):
            message = f'unknown keyword {quoted(keyword)}; did you mean "{near}"?'
            yield _placed(document.place(path, of_key=keyword), message)


def _is_slip(keyword: str, near: str) -> bool:
    from difflib import SequenceMatcher  # as in suggestion.py

    return SequenceMatcher(a=keyword, b=near).ratio() >= _SLIP


def _holds_keywords(path: tuple[Step, ...]) -> bool:
    """Whether what is at this path is a schema for certain, and no value of an unknown keyword."""
    steps = iter(path)
    for step in steps:
        if step in _NAMED_SCHEMAS or step in _LISTED_SCHEMAS:
            next(steps, None)
        elif step not in _SCHEMA_KEYWORDS and not isinstance(step, int):
            return False
    return True


def _references(document: Document, lines: list[str]) -> Iterator[tuple[str, str]]:
    """The documents that a schema refers to, each with the place of the reference."""
    for path, reference, base in _all_references(document):
        target = urldefrag(_joined(base, reference)).url
        if target == urldefrag(base).url:
            continue
        if target.startswith((_VAULT, _SHIPPED)):
            yield target, document.place(path)
        elif urlsplit(target).netloc != "json-schema.org":
            lines.append(_placed(document.place(path), _remote(reference)))


def _dangling(document: Document, reads: Mapping[str, Json]) -> Iterator[str]:
    """What a schema refers to and is not there, though the document is."""
    from referencing.exceptions import Unresolvable

    known = registry(reads)
    for path, reference, base in _all_references(document):
        try:
            known.resolver(base).lookup(reference)
        except Unresolvable:
            message = f"nothing is at {quoted(reference)}; correct the reference"
            yield _placed(document.place(path), message)


def referred(reference: str, base: str, documents: Mapping[str, Json]) -> tuple[Json, str]:
    """The schema that a reference leads to, true for none, and the URI of its document.

    base: the URI of the document that the reference stands in.
    """
    uri, fragment = urldefrag(_joined(base, reference))
    part: Any = documents.get(uri, True)
    if fragment.startswith("/"):
        for step in unquote(fragment)[1:].split("/"):
            name = step.replace("~1", "/").replace("~0", "~")
            if isinstance(part, dict):
                part = part.get(name, True)
            elif isinstance(part, list) and name.isdecimal() and int(name) < len(part):
                part = part[int(name)]
            else:
                return True, uri
    elif fragment:
        named = (inner for _, inner in subschemas(part))
        anchors = ("$anchor", "$dynamicAnchor")
        part = next((p for p in named if fragment in (p.get(anchor) for anchor in anchors)), True)
    return (part, uri) if isinstance(part, dict) else (True, uri)


def _joined(base: str, reference: str) -> str:
    return base if reference.startswith("#") else urljoin(base, reference)


def _all_references(document: Document) -> Iterator[tuple[tuple[Step, ...], str, str]]:
    """The path of each reference, what it says, and the URI that it is relative to."""
    bases: dict[tuple[Step, ...], str] = {(): document.uri}
    for path, schema in subschemas(document.read):
        above = (path[:length] for length in range(len(path), -1, -1))
        base = next(bases[own] for own in above if own in bases)
        named = schema.get("$id")
        if isinstance(named, str) and not named.startswith("#"):
            base = bases[path] = _joined(base, named)
        for keyword in ("$ref", "$dynamicRef"):
            reference = schema.get(keyword)
            if isinstance(reference, str):
                yield (*path, keyword), reference, base
