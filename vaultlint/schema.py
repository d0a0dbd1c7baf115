"""JSON Schemas for frontmatter: which apply to a note, and what they say of it.

The only user of jsonschema, which is imported only when a note has to be validated.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from vaultlint.notes.facts import Note, Plain
from vaultlint.notes.formats import FORMATS
from vaultlint.shipped import shipped
from vaultlint.text.jsonplace import json_place
from vaultlint.text.quote import quoted
from vaultlint.text.source import source
from vaultlint.text.suggestion import did_you_mean

if TYPE_CHECKING:
    from jsonschema import FormatChecker
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator
    from referencing import Registry

PRESETS = ("obsidian", "flashcards", "study-note", "rule-page")
# A URI of the vault is a path from its root; urljoin() knows how to walk in those of "file".
_VAULT, _SHIPPED = "file:///", "vaultlint:"

_VERSIONS = (
    "https://json-schema.org/draft/2020-12/schema",
    "https://json-schema.org/draft/2019-09/schema",
    "http://json-schema.org/draft-07/schema",
    "http://json-schema.org/draft-06/schema",
    "http://json-schema.org/draft-04/schema",
    "http://json-schema.org/draft-03/schema",
)

Json: TypeAlias = "bool | dict[str, Any]"
Step = str | int


class SchemaUse(NamedTuple):
    """A schema, and the notes it is meant for: those that satisfy every selector that is given.

    schema: a preset's name, or a path relative to the vault. tags: without #. files: patterns of
    .gitignore. place: where this is stated, as `path:line:column`.
    """

    schema: str
    tags: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    place: str = ""

    def is_for(self, note: Note) -> bool:
        """Whether the schema is meant for this note."""
        return all(selector.holds for selector in self.selectors(note))

    def selectors(self, note: Note) -> Iterator[Selector]:
        """How the note stands to each selector that is given."""
        if self.tags:
            yield _tag_selector(note, self.tags)
        if self.folders:
            yield _folder_selector(note, self.folders)
        if self.properties:
            yield _property_selector(note, self.properties)
        if self.files:
            yield _file_selector(note, self.files)


class Selector(NamedTuple):
    """How a note stands to one selector of a SchemaUse.

    key: in the configuration, such as "tags". stated: its words. word: the one that holds, empty
    when none does. found: what of the note it holds for, where that may be another word.
    """

    key: str
    stated: tuple[str, ...]
    word: str = ""
    found: str = ""

    @property
    def holds(self) -> bool:
        """Whether the note is selected."""
        return bool(self.word)


DEFAULT_USES = (SchemaUse("obsidian"),)


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema that was read. name: as it is stated. uri: of the schema itself."""

    name: str
    uri: str
    read: Json

    @property
    def title(self) -> str:
        """What people call it."""
        title = self.read.get("title") if isinstance(self.read, dict) else None
        return title if isinstance(title, str) and title else self.name


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault of a note's frontmatter.

    kind: "missing" (names: the properties that are missing), "unknown" (names: the one that is not
    allowed) or "value". path: of the mapping or the value that is wrong. title: of the schema.
    message: what is wrong, then what to do.
    """

    kind: Literal["value", "missing", "unknown"]
    path: tuple[Step, ...]
    message: str
    names: tuple[str, ...] = ()


class SchemaError(Exception):
    """Mistakes in schemas. lines: one for each, with its place."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


@dataclass(frozen=True, slots=True)
class Schemas:
    """The schemas of a vault, read and found valid.

    uses: with the schema of each. own: those that notes name themselves, by name; a string says
    why there is none. documents: everything that a schema may refer to, by URI.
    """

    uses: tuple[tuple[SchemaUse, Schema], ...] = ()
    own: Mapping[str, Schema | str] = field(default_factory=dict)
    documents: Mapping[str, Json] = field(default_factory=dict)
    _validators: dict[str, Validator] = field(default_factory=dict, compare=False, repr=False)
    _last: list[tuple[Note, tuple[Violation, ...]]] = field(
        default_factory=list, compare=False, repr=False
    )

    def violations(self, note: Note) -> tuple[Violation, ...]:
        """What the schemas of a note say of it; nothing when Obsidian drops its properties.

        The answer for the note that was asked about last is kept: several rules ask.
        """
        if not self._last or self._last[0][0] is not note:
            self._last[:] = [(note, tuple(dict.fromkeys(self._violations(note))))]
        return self._last[0][1]

    def _violations(self, note: Note) -> Iterator[Violation]:
        frontmatter = note.frontmatter
        if not note.text.strip() or (frontmatter is not None and frontmatter.plain is None):
            return
        plain: dict[str, Plain] = {}
        if frontmatter is not None and frontmatter.plain is not None:
            plain = dict(frontmatter.plain)
        for use, schema in self.uses:
            if use.is_for(note):
                yield from self._faults(schema, plain)
        named = plain.get("$schema")
        own = self.own.get(named) if isinstance(named, str) else None
        if isinstance(own, str):
            yield Violation("value", ("$schema",), own)
        elif own is not None:
            yield from self._faults(own, {k: v for k, v in plain.items() if k != "$schema"})

    def _faults(self, schema: Schema, plain: dict[str, Plain]) -> Iterator[Violation]:
        if surely_valid(schema.read, plain):
            return
        if schema.uri not in self._validators:
            self._validators[schema.uri] = _validator(schema, self.documents)
        errors = self._validators[schema.uri].iter_errors(plain)
        for error in sorted(errors, key=lambda error: [str(step) for step in error.absolute_path]):
            for relevant in _most_relevant(error):
                yield from _explained(relevant, schema)


# --- which notes


def _tag_selector(note: Note, tags: tuple[str, ...]) -> Selector:
    for tag in tags:
        wanted = tag.removeprefix("#").casefold()
        for own in note.tags:
            name = own.name.casefold()
            if name == wanted or name.startswith(f"{wanted}/"):
                return Selector("tags", tags, tag, own.name)
    return Selector("tags", tags)


def _folder_selector(note: Note, folders: tuple[str, ...]) -> Selector:
    path = note.path
    found = (folder for folder in folders if path.startswith(folder.strip("/") + "/"))
    return Selector("folders", folders, next(found, ""))


def _property_selector(note: Note, keys: tuple[str, ...]) -> Selector:
    for key in keys:
        own = note.frontmatter.property(key) if note.frontmatter else None
        if own is not None:
            return Selector("properties", keys, key, own.key)
    return Selector("properties", keys)


def _file_selector(note: Note, patterns: tuple[str, ...]) -> Selector:
    from pathspec import GitIgnoreSpec

    result = GitIgnoreSpec.from_lines(patterns).check_file(note.path)
    if not result.include or result.index is None:
        return Selector("files", patterns)
    return Selector("files", patterns, patterns[result.index])


# --- what needs no library

_KNOWN = {"$schema", "$id", "$comment", "title", "description", "type", "properties", "items"}
_TYPES: Mapping[str, tuple[type, ...]] = {
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "null": (type(None),),
    "number": (int, float),
    "object": (dict,),
    "string": (str,),
}


def surely_valid(schema: Json, value: Plain) -> bool:
    """Whether a value satisfies a schema that says no more than types.

    False is no verdict: the library has to be asked. Loading it takes longer than checking a note
    against what Obsidian itself asks for, which is types only.
    """
    if isinstance(schema, bool):
        return schema
    if not schema.keys() <= _KNOWN:
        return False
    stated = schema.get("type", list(_TYPES))
    types = [stated] if isinstance(stated, str) else stated
    if not any(type(value) in _TYPES.get(name, ()) for name in types):
        return False
    if isinstance(value, dict):
        inner = schema.get("properties", {})
        return all(surely_valid(inner[key], value[key]) for key in inner if key in value)
    if isinstance(value, list) and "items" in schema:
        return all(surely_valid(schema["items"], item) for item in value)
    return True


# --- reading schemas


def load_schemas(uses: Iterable[SchemaUse], read: Callable[[str], bytes]) -> Schemas:
    """The schemas of these uses, and everything that they refer to.

    read: the content of a file of the vault, by its path relative to the vault; it may raise
    OSError. Raises SchemaError, which names every mistake in every schema.
    """
    documents: dict[str, Json] = {}
    lines: list[str] = []
    loaded: list[tuple[SchemaUse, Schema]] = []
    for use in uses:
        try:
            loaded.append((use, _load(use.schema, use.place, read, documents)))
        except SchemaError as error:
            lines += error.lines
    if lines:
        raise SchemaError(dict.fromkeys(lines))
    return Schemas(tuple(loaded), {}, documents)


def with_own(schemas: Schemas, notes: Iterable[Note], read: Callable[[str], bytes]) -> Schemas:
    """The schemas, with those that notes name in a property "$schema"."""
    own: dict[str, Schema | str] = {}
    documents = dict(schemas.documents)
    for note in notes:
        plain = note.frontmatter.plain if note.frontmatter else None
        name = plain.get("$schema") if plain else None
        if not isinstance(name, str) or name in own:
            continue
        # A document with mistakes must not be there for the next schema that refers to it.
        more = dict(documents)
        try:
            own[name] = _load(name, "", read, more)
            documents = more
        except SchemaError as error:
            own[name] = error.lines[0]
    return Schemas(schemas.uses, own, documents) if own else schemas


def _load(
    name: str, place: str, read: Callable[[str], bytes], documents: dict[str, Json]
) -> Schema:
    try:
        return _loaded(name, place, read, documents)
    except ValueError as error:  # urllib's, of what cannot be a URI
        message = f"schema {quoted(name)}: a reference is no URI ({error}); correct it"
        raise SchemaError([_placed(place, message)]) from error
    except RecursionError as error:  # what JSON can still be read is too deep to be walked through
        message = f"schema {quoted(name)} is nested too deeply; simplify it"
        raise SchemaError([_placed(place, message)]) from error


def _loaded(
    name: str, place: str, read: Callable[[str], bytes], documents: dict[str, Json]
) -> Schema:
    uri = _SHIPPED + name if name in PRESETS else _uri_of_path(name)
    if urlsplit(name).scheme in ("http", "https"):
        raise SchemaError([_placed(place, _remote(name))])
    waiting = [(uri, place)]
    texts: dict[str, str] = {}
    lines: list[str] = []
    while waiting:
        document, at = waiting.pop()
        if document in documents:
            continue
        text = _text(document, at, read)
        documents[document] = _parsed(text, document)
        if document.startswith(_SHIPPED):
            continue
        found = list(_mistakes(text, document, documents[document]))
        found += _unknown_formats(text, document, documents[document])
        lines += found
        if not found:
            texts[document] = text
            waiting += _references(text, document, documents[document], lines)
    if not lines:
        lines += (line for own, text in texts.items() for line in _dangling(text, own, documents))
    if lines:
        raise SchemaError(lines)
    return Schema(name, uri, documents[uri])


def _placed(place: str, message: str) -> str:
    return f"{place}: {message}" if place else message


def _remote(uri: str) -> str:
    return f'schema "{uri}" is on the network, where vaultlint never goes; keep a copy in the vault'


def _uri_of_path(path: str) -> str:
    return _VAULT + quote(posixpath.normpath(path.strip()).lstrip("/"))


def _path_of_uri(uri: str) -> str:
    return unquote(uri.removeprefix(_VAULT))


def _text(uri: str, place: str, read: Callable[[str], bytes]) -> str:
    if uri.startswith(_SHIPPED):
        name = uri.removeprefix(_SHIPPED)
        if name not in PRESETS:
            raise SchemaError([_placed(place, f'no preset is named "{name}"')])
        return (shipped("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")
    path = _path_of_uri(uri)
    try:
        return read(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SchemaError([f"{path}:1:1: not UTF-8; save it as UTF-8"]) from error
    except OSError as error:
        known = did_you_mean(path, PRESETS) or "; name a file of the vault or a preset"
        message = f'cannot read the schema "{path}": {(error.strerror or "").lower()}{known}'
        raise SchemaError([_placed(place, message)]) from error


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
        raise SchemaError([f"{path}:1:1: a schema must be a mapping, not {_kind(parsed)}"])
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


def _at(text: str, uri: str, path: Iterable[Step], message: str, of_key: bool = False) -> str:
    file = _path_of_uri(uri)
    place = source(file, text).position(json_place(text, tuple(path), of_key))
    return f"{file}:{place.line}:{place.column}: {message}"


def _mistakes(text: str, uri: str, read: Json) -> Iterator[str]:
    """What is wrong with a schema by the schema of schemas."""
    from jsonschema.exceptions import best_match
    from jsonschema.validators import Draft202012Validator, validator_for
    from referencing.jsonschema import UnknownDialect, specification_with

    version = read.get("$schema") if isinstance(read, dict) else None
    try:
        specification_with(version if isinstance(version, str) else _VERSIONS[0])
    except UnknownDialect:
        hint = did_you_mean(str(version), _VERSIONS) or f'; write "{_VERSIONS[0]}"'
        message = f"{quoted(str(version))} is no version of JSON Schema{hint}"
        yield _at(text, uri, ("$schema",), message)
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
        words = " ".join(inner.message.split())
        yield _at(text, uri, where, f'"{keyword}" is no JSON Schema: {words}')


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
_PLAIN_KEYWORDS = ("const", "default", "enum", "examples")
_NAMED_SCHEMAS = ("$defs", "definitions", "dependentSchemas", "patternProperties", "properties")


def _unknown_formats(text: str, uri: str, read: Json) -> Iterator[str]:
    """Formats that are misspelt, or another program's: nothing would be checked by them."""
    for path, name in _formats(read, ()):
        if name not in FORMATS and name not in _UNCHECKED_FORMATS:
            known = ", ".join(f'"{known}"' for known in FORMATS)
            hint = did_you_mean(name, FORMATS) or f"; remove it, or write one of {known}"
            yield _at(text, uri, path, f"unknown format {quoted(name)}{hint}")


def _formats(read: object, path: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], str]]:
    if isinstance(read, list):
        for index, inner in enumerate(read):
            yield from _formats(inner, (*path, index))
    if not isinstance(read, dict):
        return
    if isinstance(read.get("format"), str):
        yield (*path, "format"), read["format"]
    for key, inner in read.items():
        if key in _NAMED_SCHEMAS and isinstance(inner, dict):
            for name, schema in inner.items():
                yield from _formats(schema, (*path, key, name))
        elif key not in _PLAIN_KEYWORDS:
            yield from _formats(inner, (*path, key))


def _references(text: str, uri: str, read: Json, lines: list[str]) -> Iterator[tuple[str, str]]:
    """The documents that a schema refers to, each with the place of the reference."""
    for path, reference, base in _all_references(read, (), uri):
        target = urldefrag(_joined(base, reference)).url
        if target.startswith((_VAULT, _SHIPPED)):
            yield target, _at(text, uri, path, "").removesuffix(": ")
        elif target != urldefrag(base).url and not _is_meta_schema(target):
            lines.append(_at(text, uri, path, _remote(reference)))


def _dangling(text: str, uri: str, documents: Mapping[str, Json]) -> Iterator[str]:
    """What a schema refers to and is not there, though the document is."""
    from referencing.exceptions import Unresolvable

    registry = _registry(documents)
    for path, reference, base in _all_references(documents[uri], (), uri):
        try:
            registry.resolver(base).lookup(reference)
        except Unresolvable:
            yield _at(text, uri, path, f"nothing is at {quoted(reference)}; correct the reference")


def _is_meta_schema(uri: str) -> bool:
    return urlsplit(uri).netloc == "json-schema.org"


def _joined(base: str, reference: str) -> str:
    return base if reference.startswith("#") else urljoin(base, reference)


def _all_references(
    read: object, path: tuple[Step, ...], base: str
) -> Iterator[tuple[tuple[Step, ...], str, str]]:
    if isinstance(read, dict):
        own = read.get("$id")
        if isinstance(own, str) and not own.startswith("#"):
            base = _joined(base, own)
        reference = read.get("$ref")
        if isinstance(reference, str):
            yield (*path, "$ref"), reference, base
        for key, value in read.items():
            yield from _all_references(value, (*path, key), base)
    elif isinstance(read, list):
        for index, value in enumerate(read):
            yield from _all_references(value, (*path, index), base)


# --- validating


def _validator(schema: Schema, documents: Mapping[str, Json]) -> Validator:
    from jsonschema.validators import Draft202012Validator, validator_for

    kind = validator_for(schema.read, default=Draft202012Validator)
    based = _based(schema.read, schema.uri)
    return kind(based, registry=_registry(documents), format_checker=_format_checker())


def _registry(documents: Mapping[str, Json]) -> Registry[Any]:
    """What references lead to: these documents and the schemas of schemas, never the network."""
    from jsonschema_specifications import REGISTRY
    from referencing.jsonschema import DRAFT202012

    resources = (
        (uri, DRAFT202012.create_resource(_based(read, uri))) for uri, read in documents.items()
    )
    registry: Registry[Any] = REGISTRY.with_resources(resources)
    return registry


def _based(read: Json, uri: str) -> Json:
    """The schema with its own URI as base, unless it states one."""
    return read if isinstance(read, bool) or "$id" in read else {"$id": uri, **read}


def _format_checker() -> FormatChecker:
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    for name, entry in FORMATS.items():
        checker.checkers[name] = (_string_check(entry.accepts), ())
    return checker


def _string_check(accepts: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or accepts(value)


def _most_relevant(error: ValidationError) -> list[ValidationError]:
    """The error itself; of anyOf and oneOf those of the alternative that was meant, or the nearest.

    An alternative that wants another type, or another word where alternatives are told apart by
    one, was not meant.
    """
    if error.validator not in ("anyOf", "oneOf") or not error.context:
        return [error]
    from jsonschema.exceptions import best_match

    alternatives: dict[object, list[ValidationError]] = {}
    for inner in error.context:
        alternatives.setdefault(inner.schema_path[0], []).append(inner)
    meant = [inner for inner in alternatives.values() if not any(map(_rules_out, inner))]
    if len(meant) == 1:
        return [leaf for inner in meant[0] for leaf in _most_relevant(inner)]
    told_apart = None if meant else _word_for_none(list(alternatives.values()))
    return [told_apart or best_match([error]) or error]


def _rules_out(error: ValidationError) -> bool:
    is_other_type = error.validator == "type" and not error.relative_path
    return is_other_type or error.validator in ("const", "enum")


def _word_for_none(alternatives: list[list[ValidationError]]) -> ValidationError | None:
    """That a word is none of those that tell the alternatives apart; None when they are not."""
    from jsonschema.exceptions import ValidationError

    wrong = [error for inner in alternatives for error in inner if _rules_out(error)]
    paths = {tuple(error.absolute_path) for error in wrong}
    if len(paths) != 1 or any(error.validator == "type" for error in wrong):
        return None
    words: list[Any] = []
    for error in wrong:
        stated: Any = error.validator_value
        words += stated if error.validator == "enum" else [stated]
    first = wrong[0]
    return ValidationError(
        first.message,
        validator="enum",
        path=first.absolute_path,
        validator_value=words,
        instance=first.instance,
        schema=first.schema,
    )


# --- in words


def _explained(error: ValidationError, schema: Schema) -> Iterator[Violation]:
    path = tuple(error.absolute_path)
    suffix = f' (schema "{schema.title}")'
    match error.validator:
        case "required" | "dependentRequired":
            name = _missing_name(error)
            yield Violation("missing", path, schema.title, (name,))
        case "additionalProperties" | "unevaluatedProperties" if error.validator_value is False:
            known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
            for name in _unexpected(error):
                hint = did_you_mean(name, known) or "; remove it, or add it to the schema"
                message = f'property "{name}" is not allowed{suffix}{hint}'
                yield Violation("unknown", path, message, (name,))
        case _:
            wrong, advice = _words(error)
            yield Violation("value", path, f"{_subject(path)} {wrong}{suffix}; {advice}")


def _missing_name(error: ValidationError) -> str:
    # jsonschema names it only in its message: "'x' is a required property".
    names: Any = error.validator_value
    if isinstance(names, dict):
        names = [name for inner in names.values() for name in inner]
    return next((n for n in names if error.message.startswith(repr(n))), error.message)


def _unexpected(error: ValidationError) -> list[str]:
    instance = error.instance if isinstance(error.instance, dict) else {}
    return [name for name in instance if repr(name) in error.message]


def _subject(path: tuple[Step, ...]) -> str:
    """`property "a"`, `item 2 of property "tags"`."""
    if not path:
        return "the frontmatter"
    *outer, last = path
    if isinstance(last, int):
        return f"item {last + 1} of {_subject(tuple(outer))}"
    names = ".".join(str(step) for step in path if isinstance(step, str))
    return f'property "{names}"'


def _words(error: ValidationError) -> tuple[str, str]:
    """What is wrong with a value, behind its name; and what to do."""
    value: object = error.instance
    wanted: Any = error.validator_value
    is_kind = f"is {_kind(value)}"
    match error.validator:
        case "type":
            names = [wanted] if isinstance(wanted, str) else list(wanted)
            listed = _either([_TYPE_NAMES.get(name, name) for name in names if name != "null"])
            return f"{is_kind}, not {listed}", _type_advice(value, names)
        case "enum":
            listed = _either([_shown(item) for item in wanted])
            hint = ""
            if isinstance(value, str):
                hint = did_you_mean(value, [item for item in wanted if isinstance(item, str)])
            return f"{is_kind}, not {listed}", hint.removeprefix("; ") or "write one of these"
        case "const":
            return f"{is_kind}, not {_shown(wanted)}", f"write {_shown(wanted)}"
        case "format" if wanted in FORMATS:
            return f"{is_kind}, not {FORMATS[wanted].meaning}", FORMATS[wanted].advice
        case "pattern":
            description = error.schema.get("description") if isinstance(error.schema, dict) else ""
            wrong = f"{is_kind}, which does not match {_shown(wanted)}"
            return wrong, f"what belongs there: {description}" if description else "correct it"
        case "contains":
            inner = wanted.get("title") if isinstance(wanted, dict) else None
            what = f'"{inner}"' if inner else "an item that it must have"
            return f"lacks {what}", f"add {what}"
        case "minimum" | "exclusiveMinimum" | "minLength" | "minItems" | "minProperties":
            return f"{is_kind}, {_LIMITS[error.validator].format(wanted)}", "correct it"
        case "maximum" | "exclusiveMaximum" | "maxLength" | "maxItems" | "maxProperties":
            return f"{is_kind}, {_LIMITS[error.validator].format(wanted)}", "correct it"
        case "uniqueItems":
            return "has the same item twice", "remove one of the two"
        case "multipleOf":
            return f"{is_kind}, no multiple of {wanted}", "correct it"
        case "anyOf" | "oneOf":
            inner = [other for other in error.context or () if other.validator == "type"]
            names = [other.validator_value for other in inner if _is_word(other.validator_value)]
            if not names or len(names) != len(error.context or ()):
                return f"{is_kind}, which fits none of the alternatives", "correct it"
            listed = _either([_TYPE_NAMES.get(name, name) for name in names])
            return f"{is_kind}, not {listed}", _type_advice(value, names)
        case "not":
            return f"{is_kind}, which is just what it must not be", "correct it"
    return f"is wrong: {' '.join(error.message.split())}", "correct it"


def _is_word(value: object) -> bool:
    return isinstance(value, str)


_TYPE_NAMES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "a mapping",
    "string": "a string",
}
_LIMITS = {
    "minimum": "below the least, {}",
    "exclusiveMinimum": "not above {}",
    "minLength": "shorter than {} characters",
    "minItems": "with fewer items than {}",
    "minProperties": "with fewer properties than {}",
    "maximum": "above the most, {}",
    "exclusiveMaximum": "not below {}",
    "maxLength": "longer than {} characters",
    "maxItems": "with more items than {}",
    "maxProperties": "with more properties than {}",
}


def _type_advice(value: object, wanted: list[str]) -> str:
    if value is None:
        return "give it a value, or remove it"
    if "array" in wanted and not isinstance(value, dict):
        return "write it as a list, with a dash before each item"
    if "string" in wanted and isinstance(value, bool | int | float):
        return "put it in quotes"
    if isinstance(value, str) and re.fullmatch(r"[-+]?[0-9.]+|true|false", value):
        return "leave out the quotes"
    return "correct it"


def _either(words: list[str]) -> str:
    *first, last = words or ["allowed"]
    return f"{', '.join(first)} or {last}" if first else last


def _shown(value: object) -> str:
    if isinstance(value, str):
        return quoted(value)
    return json.dumps(value, ensure_ascii=False)


def _kind(value: object) -> str:
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
