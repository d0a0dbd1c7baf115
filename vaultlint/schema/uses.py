"""Which notes a schema is meant for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from msgspec import Struct

from vaultlint.diagnostic import Severity
from vaultlint.notes.facts import Note

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

Json: TypeAlias = "bool | dict[str, Any]"
Step: TypeAlias = "str | int"
UnknownProperties = Literal["allow", "warn", "forbid"]


class Condition(Struct, frozen=True, eq=False):
    """A JSON Schema over what is known of a note; only notes that satisfy it are meant.

    name: the path of a schema file of the vault, or where the schema itself is written in the
    configuration, as `path:line:column`. read: what is written there; None for a file.
    place_of: the place of a part of it in the configuration.
    """

    name: str
    read: Json | None = None
    place_of: Callable[[tuple[Step, ...]], str] | None = None

    def __eq__(self, other: object) -> bool:
        """Whether they ask for the same; where they stand is no part of it."""
        return isinstance(other, Condition) and self._asked() == other._asked()

    def __hash__(self) -> int:
        return hash(self.name)

    def _asked(self) -> tuple[str, Json | None]:
        return self.name, self.read


class SchemaUse(NamedTuple):
    """A schema, and the notes it is meant for: those that satisfy every selector that is given.

    schema: a preset's name, or a path relative to the vault. tags: without #. files: patterns of
    .gitignore. place: where this is stated, as `path:line:column`.
    severity: of what is reported for it; None for that of the rules.
    unknown_properties: what is done about properties that no schema of the note describes; None
    for what the schema itself says.
    """

    schema: str
    tags: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    when: Condition | None = None
    severity: Severity | None = None
    unknown_properties: UnknownProperties | None = None
    place: str = ""

    def is_for(self, note: Note) -> bool:
        """Whether the selectors choose this note; the condition is asked by Schemas.applying()."""
        return all(selector.holds for selector in self.selectors(note))

    def stated(self) -> dict[str, object]:
        """What it says, not where it says it, and how severe that is."""
        condition = self.when and (self.when.name if self.when.read is None else self.when.read)
        return self._replace(when=None, severity=None, place="")._asdict() | {"when": condition}

    def selectors(self, note: Note, globs: Globs | None = None) -> Iterator[Selector]:
        """How the note stands to each selector that is given, but for the condition.

        globs: of a run that asks about many notes.
        """
        if self.tags:
            yield _tag_selector(note, self.tags)
        if self.folders:
            yield _folder_selector(note, self.folders)
        if self.properties:
            yield _property_selector(note, self.properties)
        if self.files:
            word = (globs or Globs()).matching(self.files, note.path)
            yield Selector("files", self.files, word)


class Selector(NamedTuple):
    """How a note stands to one selector of a SchemaUse.

    key: in the configuration, such as "tags". stated: its words; of a condition its name.
    word: the one that holds, empty when none does. found: what of the note it holds for, where
    that may be another word; of a condition that does not hold, why.
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


def known_of(note: Note) -> dict[str, Any]:
    """What a condition is asked about: path, name, folder, tags and frontmatter of a note."""
    folder, _, file = note.path.rpartition("/")
    plain = note.frontmatter.plain if note.frontmatter else None
    return {
        "path": note.path,
        "name": file.rpartition(".")[0] or file,
        "folder": folder,
        "tags": list(dict.fromkeys(tag.name for tag in note.tags)),
        "frontmatter": dict(plain or {}),
    }


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


class Globs:
    """Patterns of .gitignore, each list of them read once."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, ...], GitIgnoreSpec] = {}

    def matching(self, patterns: tuple[str, ...], path: str) -> str:
        """The pattern that decides that the path is meant; empty when it is not."""
        from pathspec import GitIgnoreSpec

        if patterns not in self._read:
            self._read[patterns] = GitIgnoreSpec.from_lines(patterns)
        result = self._read[patterns].check_file(path)
        return patterns[result.index] if result.include and result.index is not None else ""
