"""The schemas of a vault: which apply to a note, and what they say of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from msgspec import Struct, field
from msgspec.structs import force_setattr, replace

from vaultlint.diagnostic import Severity
from vaultlint.notes.facts import Note, Plain
from vaultlint.notes.property_types import SCHEMA_PROPERTY
from vaultlint.schema.documents import Document, Reader, Schema, SchemaError, referred
from vaultlint.schema.library import Fault, Library
from vaultlint.schema.quick import surely_valid
from vaultlint.schema.uses import Globs, Json, SchemaUse, Selector, known_of
from vaultlint.schema.words import Asked, Violation, explained, in_one_line, only_near
from vaultlint.text.source import Source
from vaultlint.text.suggestion import did_you_mean


class Schemas(Struct, frozen=True, eq=False):
    """The schemas of a vault, read and found valid.

    uses: with the schema of each. conditions: their schemas, by the name of the condition.
    own: those that notes name themselves, by name; a string says why there is none.
    files: everything that a schema may refer to, by URI.
    """

    uses: tuple[tuple[SchemaUse, Schema], ...] = ()
    own: Mapping[str, Schema | str] = field(default_factory=dict)
    files: Mapping[str, Document] = field(default_factory=dict)
    conditions: Mapping[str, Schema] = field(default_factory=dict)
    _kept: _Kept = field(default_factory=lambda: _Kept(Library({})))

    def __post_init__(self) -> None:
        documents = {uri: document.read for uri, document in self.files.items()}
        force_setattr(self, "_kept", _Kept(Library(documents)))

    def __eq__(self, other: object) -> bool:
        """Whether they state the same, whatever has been asked of them."""
        return isinstance(other, Schemas) and self._stated() == other._stated()

    def _stated(self) -> tuple[object, ...]:
        return self.uses, self.own, self.files, self.conditions

    @property
    def documents(self) -> Mapping[str, Json]:
        """What the files hold, by URI."""
        return self._kept.library.documents

    @property
    def stated(self) -> Mapping[str, Json]:
        """What the files hold, by URI; what the configuration itself holds has no lasting name."""
        read = self.documents.items()
        return {uri: schema for uri, schema in read if self.files[uri].condition is None}

    @property
    def sources(self) -> Mapping[str, Source]:
        """The files of the vault among them, by path."""
        files = (file for file in self.files.values() if file.is_in_vault)
        return {file.source.path: file.source for file in files if file.source is not None}

    def selectors(self, use: SchemaUse, note: Note) -> Iterator[Selector]:
        """How a note stands to each selector of a use, its condition last."""
        yield from use.selectors(note, self._kept.globs)
        if use.when is None:
            return
        name = use.when.name
        faults = self._faults(self.conditions[name], known_of(note))
        if faults:
            yield Selector("when", (name,), "", in_one_line(faults[0]))
        else:
            yield Selector("when", (name,), name)

    def applying(self, note: Note) -> tuple[tuple[SchemaUse, Schema], ...]:
        """The schemas that are meant for a note, but for the one that it names itself."""
        return tuple(
            (use, schema)
            for use, schema in self.uses
            if all(selector.holds for selector in self.selectors(use, note))
        )

    def violations(self, note: Note) -> tuple[Violation, ...]:
        """What the schemas of a note say of it; nothing when Obsidian drops its properties.

        The answer is kept for the note that was asked about last, as several rules ask; and for
        all notes with the same frontmatter and the same schemas.
        """
        if not self.uses and not self.own:
            return ()
        kept = self._kept
        if kept.note is not note:
            kept.note, kept.answer = note, self._of_note(note)
        return kept.answer

    def violations_of(self, note: Note, plain: Mapping[str, Plain]) -> tuple[Violation, ...]:
        """What the schemas of a note would say if these were its properties."""
        return tuple(self._violations(self.applying(note), dict(plain)))

    def verdicts(self, note: Note) -> dict[str, Verdict]:
        """The schemas of a note, its own included, by name; none when Obsidian drops properties."""
        plain = _plain(note)
        if plain is None:
            return {}
        asked = self._all_of(self.applying(note), plain)
        schemas = [schema for _, schema in asked]
        found: dict[str, Verdict] = {}
        for use, schema in asked:
            violations = (
                *self._of_schema(use, schema, plain),
                *self._unknown(schemas, [(use, schema)], plain),
            )
            before = found.get(use.schema)
            is_valid = not violations and (before is None or before.is_valid)
            found[use.schema] = Verdict(schema.title, is_valid)
        return found

    def _all_of(
        self, uses: Iterable[tuple[SchemaUse, Schema]], plain: Mapping[str, Plain]
    ) -> list[tuple[SchemaUse, Schema]]:
        """These, and the schema that a note with these properties names itself."""
        named = plain.get(SCHEMA_PROPERTY)
        own = self.own.get(named) if isinstance(named, str) else None
        return [*uses, (SchemaUse(own.name), own)] if isinstance(own, Schema) else [*uses]

    def _of_note(self, note: Note) -> tuple[Violation, ...]:
        plain = _plain(note)
        if plain is None:
            return ()
        written = note.source.slice(note.frontmatter.yaml_span) if note.frontmatter else ""
        uses = self.applying(note)
        key = written, tuple(id(schema) for _, schema in uses)
        if key not in self._kept.answers:
            defects: dict[tuple[object, ...], Violation] = {}
            for violation in self._violations(uses, plain):
                defects.setdefault(_defect(violation), violation)
            self._kept.answers[key] = tuple(defects.values())
        return self._kept.answers[key]

    def _violations(
        self, uses: tuple[tuple[SchemaUse, Schema], ...], plain: dict[str, Plain]
    ) -> Iterator[Violation]:
        named = plain.get(SCHEMA_PROPERTY)
        own = self.own.get(named) if isinstance(named, str) else None
        if isinstance(own, str):
            yield Violation("value", (SCHEMA_PROPERTY,), own)
        asked = self._all_of(uses, plain)
        # Of two schemas that say the same, the one that counts more is told.
        for use, schema in sorted(asked, key=_weight, reverse=True):
            yield from self._of_schema(use, schema, plain)
        yield from self._unknown([schema for _, schema in asked], uses, plain)

    def _of_schema(
        self, use: SchemaUse, schema: Schema, plain: dict[str, Plain]
    ) -> Iterator[Violation]:
        described = schema.read.get("properties", {}) if isinstance(schema.read, dict) else {}
        if SCHEMA_PROPERTY not in described:
            plain = {key: value for key, value in plain.items() if key != SCHEMA_PROPERTY}
        for fault in self._faults(schema, plain):
            violation = explained(fault, schema.title)
            is_left = use.unknown_properties is not None and fault.is_unevaluated
            if not (is_left and len(fault.path) == 1):
                yield replace(violation, asked=self._asked(fault), origin=use.place)

    def _unknown(
        self,
        schemas: list[Schema],
        uses: Iterable[tuple[SchemaUse, Schema]],
        plain: dict[str, Plain],
    ) -> Iterator[Violation]:
        """Properties that no schema of the note describes, where one of them wants it so."""
        strict = [each for each in uses if each[0].unknown_properties in ("warn", "forbid")]
        if not strict:
            return
        use, schema = min(strict, key=lambda each: each[0].unknown_properties != "forbid")
        described = [self._described(each) for each in schemas]
        known = {name for each in described for name in each.names}
        for name in plain:
            if name == SCHEMA_PROPERTY or any(each.knows(name) for each in described):
                continue
            others = sorted(known - plain.keys())
            hint = did_you_mean(name, others)
            advice = hint or "; remove it, or add it to the schema"
            message = f'property "{name}" is not allowed (schema "{schema.title}"){advice}'
            instead = only_near(name, others)
            yield Violation("unknown", (), message, (name,), origin=use.place, instead=instead)

    def _described(self, schema: Schema) -> _Described:
        if schema.uri not in self._kept.described:
            names: set[str] = set()
            patterns: list[str] = []
            _describe(schema.read, schema.uri, self.documents, names, patterns, set())
            described = _Described(frozenset(names), tuple(map(re.compile, patterns)))
            self._kept.described[schema.uri] = described
        return self._kept.described[schema.uri]

    def _faults(self, schema: Schema, plain: dict[str, Any]) -> list[Fault]:
        if surely_valid(schema.read, plain):
            return []
        return self._kept.library.faults(schema.uri, plain)

    def _asked(self, fault: Fault) -> Asked | None:
        document = self.files.get(fault.place.uri) if fault.place is not None else None
        if fault.place is None or document is None or not document.is_in_vault:
            return None
        assert document.source is not None
        return Asked(document.source.path, document.keyword_span(fault.place.path))


class Verdict(NamedTuple):
    """What a schema says of a note. title: of the schema."""

    title: str
    is_valid: bool


class _Described(NamedTuple):
    """The properties that a schema says something of, in any case of it."""

    names: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]

    def knows(self, name: str) -> bool:
        """Whether the schema describes the property with this name."""
        return name in self.names or any(pattern.search(name) for pattern in self.patterns)


class _Kept(Struct):
    """What was answered. answers: by the text of a frontmatter and the schemas that apply."""

    library: Library
    globs: Globs = field(default_factory=Globs)
    note: Note | None = None
    answer: tuple[Violation, ...] = ()
    answers: dict[tuple[str, tuple[int, ...]], tuple[Violation, ...]] = field(default_factory=dict)
    described: dict[str, _Described] = field(default_factory=dict)


def _plain(note: Note) -> dict[str, Plain] | None:
    """The properties that schemas are asked about; None of an empty note, or when they are lost."""
    frontmatter = note.frontmatter
    if not note.text.strip() or (frontmatter is not None and frontmatter.plain is None):
        return None
    return {} if frontmatter is None or frontmatter.plain is None else dict(frontmatter.plain)


def _weight(each: tuple[SchemaUse, Schema]) -> Severity:
    severity = each[0].severity
    return Severity.ERROR if severity is None else severity


def _defect(violation: Violation) -> tuple[object, ...]:
    """What is one defect, whichever schema tells of it."""
    words = violation.names or violation.message.partition(' (schema "')[0]
    return violation.kind, violation.path, words


# --- which properties a schema describes

# Schemas of the same mapping, in lists and alone; and those of all properties that have none.
_IN_LISTS = ("allOf", "anyOf", "oneOf")
_ALONE = ("if", "then", "else", "not")
_ALL_OTHERS = ("additionalProperties", "unevaluatedProperties")


def _describe(
    read: Json,
    base: str,
    documents: Mapping[str, Json],
    names: set[str],
    patterns: list[str],
    seen: set[int],
) -> None:
    """Adds the properties that a schema describes: by name, and by pattern."""
    if isinstance(read, bool) or id(read) in seen:
        return
    seen.add(id(read))
    names.update(read.get("properties", ()))
    names.update(name for name in read.get("required", ()) if isinstance(name, str))
    patterns += read.get("patternProperties", ())
    if any(isinstance(read.get(keyword), dict) and read[keyword] for keyword in _ALL_OTHERS):
        patterns.append("")
    inner: list[Json] = [part for keyword in _IN_LISTS for part in read.get(keyword, ())]
    inner += (read[keyword] for keyword in _ALONE if keyword in read)
    inner += read.get("dependentSchemas", {}).values()
    for part in inner:
        _describe(part, base, documents, names, patterns, seen)
    for keyword in ("$ref", "$dynamicRef"):
        if isinstance(read.get(keyword), str):
            target, uri = referred(read[keyword], base, documents)
            _describe(target, uri, documents, names, patterns, seen)


# --- loading


def load_schemas(uses: Iterable[SchemaUse], read: Callable[[str], bytes]) -> Schemas:
    """The schemas of these uses, and everything that they refer to.

    read: the content of a file of the vault, by its path relative to the vault; it may raise
    OSError. Raises SchemaError, which names every mistake in every schema.
    """
    reader = Reader(read)
    lines: list[str] = []
    loaded: list[tuple[SchemaUse, Schema]] = []
    conditions: dict[str, Schema] = {}
    for use in uses:
        try:
            if use.when is not None:
                conditions[use.when.name] = reader.condition(use.when, use.place)
        except SchemaError as error:
            lines += error.lines
        try:
            loaded.append((use, reader.schema(use.schema, use.place)))
        except SchemaError as error:
            lines += error.lines
    if lines:
        raise SchemaError(dict.fromkeys(lines))
    return Schemas(tuple(loaded), {}, reader.documents, conditions)


def with_own(schemas: Schemas, names: Iterable[str], read: Callable[[str], bytes]) -> Schemas:
    """The schemas, with those that notes name in a property "$schema"."""
    own: dict[str, Schema | str] = {}
    reader = Reader(read, schemas.files)
    for name in dict.fromkeys(names):
        try:
            own[name] = reader.schema(name, "")
        except SchemaError as error:
            own[name] = error.lines[0]
    if not own:
        return schemas
    return Schemas(schemas.uses, own, reader.documents, schemas.conditions)
