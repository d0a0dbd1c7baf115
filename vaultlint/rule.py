"""What a rule is to the engine: a name, a severity, its options, and a pure check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, Protocol

from msgspec import Struct

from vaultlint.anki.records import Collection
from vaultlint.diagnostic import Finding, FixKind, Severity
from vaultlint.notes.facts import Base, Direction, Link, Note
from vaultlint.notes.property_types import PropertyKind
from vaultlint.notes.questions import Question, QuestionKey, SameQuestions
from vaultlint.text.source import Source
from vaultlint.vault.backlinks import Backlinks
from vaultlint.vault.cardless import CardlessNote
from vaultlint.vault.chains import Chains
from vaultlint.vault.facets import NameFacet
from vaultlint.vault.index import CardPlace
from vaultlint.vault.resolve import Resolution
from vaultlint.vault.subpaths import Places
from vaultlint.vault.usage import TagPart


class NoOptions(NamedTuple):
    """The options of a rule that has none."""


class TagUsage(Protocol):
    """How often the vault uses a spelling of a tag, or a type of callouts; see Usage."""

    def spellings(self, key: str, /) -> Mapping[str, int]:
        """In how many notes the part of a tag with this key is written how."""
        ...

    def variant(self, name: str, /) -> tuple[TagPart, str] | None:
        """The first part of a tag that most notes write otherwise, and how; else None."""
        ...

    def callouts(self, kind: str, /) -> int:
        """How many callouts are of this type; a dozen stands for more."""
        ...

    def knows_callout(self, kind: str, /) -> bool:
        """Whether the vault has a style for callouts of this type."""
        ...


class Spellings(Protocol):
    """The files and folders of the vault, by the spelling of their paths; see SpelledPaths."""

    def told_by(self, note: str, /) -> Iterator[str]:
        """The paths that the note at this path tells of: its folders, and itself."""
        ...

    def alike(self, path: str, /) -> tuple[str, ...]:
        """The other files or folders whose paths differ in case or normalisation only, sorted."""
        ...


class Vault(Protocol):
    """What a check may ask about the other notes. All paths are relative to the vault, with "/"."""

    @property
    def anki(self) -> Collection | None:
        """The notes in Anki; None when no collection was given."""
        ...

    def resolve(self, link: Link, from_path: str) -> Resolution:
        """Where Obsidian goes from `from_path` by this link."""
        ...

    def note(self, path: str) -> Note | None:
        """The note at this path, else None (no such note, or not Markdown)."""
        ...

    def source(self, path: str) -> Source | None:
        """The text of the file at this path that was read, else None."""
        ...

    def names(self, path: str) -> NameFacet:
        """The title and the aliases of the note at this path; empty if there is no such note."""
        ...

    def places(self, path: str) -> Places | None:
        """The headings and block ids of the note at this path, None when there is no such note."""
        ...

    @property
    def link_format(self) -> str:
        """How Obsidian writes new links: "shortest", "relative", "absolute"; "" if unknown."""
        ...

    @property
    def backlinks(self) -> Backlinks:
        """What the links of all notes lead to."""
        ...

    @property
    def mentioned(self) -> frozenset[str]:
        """The attachments whose names stand anywhere in the text of a note, canvas or base."""
        ...

    def base(self, path: str) -> Base | None:
        """The base in the file at this path, else None."""
        ...

    def file_at(self, path: str) -> str | None:
        """The file with exactly this path, case included, else None."""
        ...

    @property
    def usage(self) -> TagUsage:
        """How often the vault uses a spelling of a tag, or a type of callouts."""
        ...

    def places_of_id(self, digits: str) -> tuple[CardPlace, ...]:
        """Where cards and clozes with this id stand, sorted by path and place."""
        ...

    def is_shared_id(self, digits: str) -> bool:
        """Whether an id stands in more than one of these places; what takes less time to tell."""
        ...

    def questions(self, note: Note) -> tuple[Question, ...]:
        """The questions of the cards of a note, in order of place."""
        ...

    def same_questions(self, key: QuestionKey) -> SameQuestions:
        """The questions that are one for Anki."""
        ...

    def cardless_notes(self, path: str) -> tuple[CardlessNote, ...]:
        """Notes in Anki without a card in the vault, that seem made from the note at `path`."""
        ...

    @property
    def deck_root(self) -> str | None:
        """The folder below which the decks of most notes are their paths; None if they are not.

        The root of the vault is "".
        """
        ...

    def property_kinds(self, key: str) -> Mapping[PropertyKind, int]:
        """In how many notes the property with this name has a value of each kind."""
        ...

    def same_name(self, link: Link) -> tuple[str, ...]:
        """Files that have the file name of the link's target, the shortest path first."""
        ...

    def near_names(self, link: Link) -> tuple[str, ...]:
        """Files whose names are spelt nearly as the link's target, the nearest first."""
        ...

    def neighbours(self, path: str, direction: Direction) -> Mapping[str, Link]:
        """The notes that the note at `path` lists as previous or next: by path, its first link."""
        ...

    def misspelt_neighbours(self, path: str, direction: Direction) -> frozenset[str]:
        """The notes that the note at `path` seems to list by links that lead nowhere."""
        ...

    @property
    def paths(self) -> Spellings:
        """The files and folders of the vault, by the spelling of their paths."""
        ...

    @property
    def chains(self) -> Chains:
        """Which note follows which."""
        ...


def not_loaded(*_asked: object) -> Iterator[Finding]:
    """Stands for the check of a rule whose module is not loaded."""
    raise AssertionError("a rule was asked that is not loaded")


# A rule's Options class is its own; the engine only hands it back to the rule's check.
class NoteRule(Struct, frozen=True):
    """A rule that looks at one note alone.

    name: kebab-case, names the fault. fix: the best fix that its findings may carry.
    on_templates: also checks notes that Obsidian or Templater only copies from.
    on_attachments: also checks files that are no notes, such as images, of which only the path is
    known. They are looked at only if such a rule is on.
    opt_in: off until it is selected by name, family or "all".
    yields_to: rules that tell of the same defect better. Where one of them reports a property, this
    rule is silent about it, and about what is inside.
    covers: what it reports is no text of the note: no other rule reports what begins there.
    asks_unused: is asked last, and about a note that has those suppressions only that kept nothing
    back.
    given: the options that the run gives it, and not the configuration, as Settings names them.
    check, options: of its module; in the catalogue, of which that is not loaded, they are missing.
    """

    name: str
    family: str
    severity: Severity
    check: Callable[[Note, Any], Iterator[Finding]] = not_loaded
    fix: FixKind = "none"
    options: type[NamedTuple] = NoOptions
    opt_in: bool = False
    on_templates: bool = False
    on_attachments: bool = False
    yields_to: tuple[str, ...] = ()
    covers: bool = False
    asks_unused: bool = False
    given: tuple[str, ...] = ()

    scope: Literal["note"] = "note"


class VaultRule(Struct, frozen=True):
    """A rule that also asks the vault; its findings are always about the note it was given."""

    name: str
    family: str
    severity: Severity
    check: Callable[[Note, Vault, Any], Iterator[Finding]] = not_loaded
    fix: FixKind = "none"
    options: type[NamedTuple] = NoOptions
    opt_in: bool = False
    on_templates: bool = False
    on_attachments: bool = False
    yields_to: tuple[str, ...] = ()
    covers: bool = False
    asks_unused: Literal[False] = False
    given: tuple[str, ...] = ()

    scope: Literal["vault"] = "vault"


Rule = NoteRule | VaultRule
