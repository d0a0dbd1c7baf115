"""What a check may ask about the other notes of the vault."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from typing import Protocol, TypeVar

from msgspec import Struct

from vaultlint.anki.records import AnkiNote, Collection
from vaultlint.notes.facts import Base, CardId, Direction, Link, Note
from vaultlint.notes.property_types import PropertyKind
from vaultlint.notes.questions import (
    Question,
    QuestionKey,
    QuestionPlace,
    SameQuestions,
    questions,
)
from vaultlint.text.source import Source
from vaultlint.text.span import Span
from vaultlint.text.spellings import Spellings
from vaultlint.vault.backlinks import Backlinks, backlinks
from vaultlint.vault.cardless import Cardless, CardlessNote, cardless_notes
from vaultlint.vault.chains import ChainRecord, Chains, read_chains
from vaultlint.vault.deckroot import DeckRoot, deck_root
from vaultlint.vault.facets import (
    BaseFacet,
    DeckFacet,
    Facets,
    IdFacet,
    LinkFacet,
    MentionFacet,
    NameFacet,
    NavigationFacet,
    NoteFacets,
    PlaceFacet,
    PropertyFacet,
    QuestionFacet,
    UsageFacet,
    is_note_path,
)
from vaultlint.vault.files import is_note_name
from vaultlint.vault.mentions import mentioned
from vaultlint.vault.obsidian import ObsidianSettings
from vaultlint.vault.propertykinds import property_kinds
from vaultlint.vault.resolve import (
    NOTE_EXTENSION,
    OPENED_EXTENSIONS,
    Resolution,
    Resolver,
    extension,
    form_of_each,
    is_attachment,
    path_key,
)
from vaultlint.vault.spelledpaths import AlikePaths, SpelledPaths, alike_paths
from vaultlint.vault.subpaths import Places
from vaultlint.vault.usage import Usage, UsageRecord, read_usage

R = TypeVar("R", bound=Struct)


class KeptRecords(Protocol):
    """Records of the whole vault that need not be made again."""

    def __call__(self, kind: type[R], /) -> R | None:
        """The record of this kind; None when it has to be made."""
        ...


def _nothing(_kind: type[R]) -> R | None:
    return None


class CardPlace(Struct, frozen=True):
    """One place of a card id in the vault."""

    path: str
    id: CardId

    @property
    def span(self) -> Span:
        """Of the id."""
        return self.id.span


class SharedIds(Struct, frozen=True, array_like=True):
    """The ids that stand in more than one place of the vault."""

    digits: frozenset[str]


def index_of(
    files: Iterable[str],
    notes: Iterable[Note],
    settings: ObsidianSettings | None = None,
    anki: Collection | None = None,
    name: str = "",
) -> VaultIndex:
    """The index of a vault whose notes are held in memory. The arguments are as of VaultIndex."""
    settings = settings or ObsidianSettings()
    return VaultIndex(files, NoteFacets(notes, settings.asking), settings, anki, name)


class VaultIndex:
    """One vault: where its links lead, its notes, its card ids.

    What costs more than a dictionary of paths is made when it is first asked for.
    """

    def __init__(
        self,
        files: Iterable[str],
        notes: Facets,
        settings: ObsidianSettings | None = None,
        anki: Collection | None = None,
        name: str = "",
        kept: KeptRecords | None = None,
    ) -> None:
        """files: all files of the vault, notes included. notes: what was read, also bases.

        anki: None when no collection was given. name: of the vault, as Obsidian shows it.
        kept: a record of the whole vault that need not be made again, if there is one.
        """
        settings = settings or ObsidianSettings()
        files = tuple(files)
        self._notes = notes
        self._asking = settings.asking
        self._shows_unsupported = settings.show_unsupported_files
        self._made_resolver: Resolver | None = None
        self._near_names = NearNames(files)
        self._files = files
        self._exact_paths: Mapping[str, str] | None = None
        self._paths: SpelledPaths | None = None
        self._subpaths: dict[str, Places | None] = {}
        self._backlinks: Backlinks | None = None
        self._mentioned: frozenset[str] | None = None
        self._usage: Usage | None = None
        self._callout_types = settings.callout_types
        self._link_format = settings.link_format
        self._neighbours: dict[tuple[str, Direction], dict[str, Link]] = {}
        self._misspelt: dict[tuple[str, Direction], frozenset[str]] = {}
        self._chains: Chains | None = None
        self._places: dict[str, list[tuple[str, CardId]]] | None = None
        self._shared_ids: SharedIds | None = None
        self._asked_ids: dict[str, tuple[CardPlace, ...]] = {}
        self._questions: dict[bytes, SameQuestions] | None = None
        self._anki = anki
        self._name = name
        self._cardless: Cardless | None = None
        self._deck_root: DeckRoot | None = None
        self._kept = kept or _nothing
        self._property_kinds: Mapping[str, Mapping[PropertyKind, int]] | None = None

    @property
    def _resolver(self) -> Resolver:
        if self._made_resolver is None:
            self._made_resolver = Resolver(self._files, self._shows_unsupported)
        return self._made_resolver

    @property
    def anki(self) -> Collection | None:
        """The notes in Anki; None when no collection was given."""
        return self._anki

    def resolve(self, link: Link, from_path: str) -> Resolution:
        """Where Obsidian goes from `from_path` by this link."""
        return self._resolver.resolve(link.path, from_path)

    def note(self, path: str) -> Note | None:
        """The note at this path, else None (no such note, or not Markdown)."""
        return self._notes.note(path) if is_note_path(path) else None

    def source(self, path: str) -> Source | None:
        """The text of the file at this path that was read, else None."""
        return self._notes.source(path)

    def names(self, path: str) -> NameFacet:
        """The title and the aliases of the note at this path; empty if there is no such note."""
        return self._notes.of(path, NameFacet) or NameFacet("", ())

    def places(self, path: str) -> Places | None:
        """The headings and block ids of the note at this path, None when there is no such note.

        Of a report that vaultlint wrote nothing is known.
        """
        if path not in self._subpaths:
            facet = self._notes.of(path, PlaceFacet)
            self._subpaths[path] = None if facet is None else Places(facet)
        return self._subpaths[path]

    @property
    def paths(self) -> SpelledPaths:
        """The files and folders of the vault, by the spelling of their paths."""
        if self._paths is None:
            alike = self._kept(AlikePaths) or alike_paths(self._files)
            self._paths = SpelledPaths(alike, filter(is_note_path, self._notes.paths))
        return self._paths

    @property
    def link_format(self) -> str:
        """How Obsidian writes new links: "shortest", "relative", "absolute"; "" if unknown."""
        return self._link_format

    @property
    def backlinks(self) -> Backlinks:
        """What the links of all notes lead to."""
        if self._backlinks is None:
            self._backlinks = backlinks(
                self._notes.each(LinkFacet),
                self.target,
                self.file_at,
            )
        return self._backlinks

    @property
    def mentioned(self) -> frozenset[str]:
        """The attachments whose names stand anywhere in the text of a note, canvas or base."""
        if self._mentioned is None:
            names = chain.from_iterable(facet.names for _, facet in self._notes.each(MentionFacet))
            self._mentioned = mentioned(names, filter(is_attachment, self._files))
        return self._mentioned

    def base(self, path: str) -> Base | None:
        """The base in the file at this path, else None."""
        facet = self._notes.of(path, BaseFacet)
        return None if facet is None else facet.base

    def file_at(self, path: str) -> str | None:
        """The file with exactly this path, case included, else None."""
        if self._exact_paths is None:
            normal = form_of_each(partial(unicodedata.normalize, "NFC"), self._files)
            self._exact_paths = dict(zip(normal, self._files, strict=True))
        return self._exact_paths.get(unicodedata.normalize("NFC", path))

    @property
    def usage(self) -> Usage:
        """How often the vault uses a spelling of a tag, or a type of callouts."""
        if self._usage is None:
            record = self._kept(UsageRecord)
            if record is None:
                record = read_usage(facet for _, facet in self._notes.each(UsageFacet))
            self._usage = Usage(record, self._callout_types)
        return self._usage

    def places_of_id(self, digits: str) -> tuple[CardPlace, ...]:
        """Where cards and clozes with this id stand, sorted by path and place.

        Templates, drawings and boards are not looked at: their cards are no cards.
        """
        if digits not in self._asked_ids:
            found = self._places_of.get(digits, ())
            self._asked_ids[digits] = tuple(CardPlace(path, card_id) for path, card_id in found)
        return self._asked_ids[digits]

    def is_shared_id(self, digits: str) -> bool:
        """Whether an id stands in more than one of these places."""
        return digits in self.shared_ids.digits

    @property
    def shared_ids(self) -> SharedIds:
        """The ids that stand in more than one place."""
        if self._shared_ids is None:
            self._shared_ids = self._kept(SharedIds) or SharedIds(
                frozenset(digits for digits, places in self._places_of.items() if len(places) > 1)
            )
        return self._shared_ids

    def cardless_notes(self, path: str) -> tuple[CardlessNote, ...]:
        """Notes in Anki without a card in the vault, that seem made from the note at `path`."""
        return self._all_cardless().by_path.get(path, ())

    @property
    def strays(self) -> tuple[AnkiNote, ...]:
        """Notes in Anki without a card in the vault, of which nothing tells the note."""
        return self._all_cardless().others

    def questions(self, note: Note) -> tuple[Question, ...]:
        """The questions of the cards of a note, in order of place."""
        return questions(note, self._asking.context_aware)

    def same_questions(self, key: QuestionKey) -> SameQuestions:
        """The questions that are one for Anki; of a deck with a card that is not synced yet."""
        if self._questions is None:
            found: dict[bytes, list[QuestionPlace]] = {}
            synced: set[bytes] = set()
            facets = dict(self._notes.each(QuestionFacet))
            decks = {facet.deck for facet in facets.values() if facet.has_new}
            for path in sorted(facets):
                # Of what Anki knows already, nothing is asked.
                is_asked = facets[path].deck in decks
                for question in facets[path].questions if is_asked else ():
                    found.setdefault(question.key, []).append(QuestionPlace(path, question.span))
                    if question.is_synced:
                        synced.add(question.key)
            self._questions = {
                digest: SameQuestions(tuple(places), digest in synced)
                for digest, places in found.items()
            }
        return self._questions.get(key.digest, SameQuestions())

    @property
    def deck_root(self) -> str | None:
        """The folder below which the decks of most notes are their paths; None if they are not.

        The root of the vault is "".
        """
        if self._deck_root is None:
            self._deck_root = self._kept(DeckRoot) or DeckRoot(deck_root(self._decks()))
        return self._deck_root.folder

    def _decks(self) -> Iterator[tuple[str, str]]:
        for path, facet in self._notes.each(DeckFacet):
            yield path, facet.deck

    def made(self, kind: type[Struct]) -> Struct:
        """A record of the whole vault, one of RECORDS, made if it has not been yet."""
        if kind is ChainRecord:
            return self.chains.record
        if kind is UsageRecord:
            return self.usage.record
        if kind is SharedIds:
            return self.shared_ids
        if kind is AlikePaths:
            return self.paths.record
        return DeckRoot(self.deck_root)

    def records(self) -> tuple[Struct, ...]:
        """What was made of the whole vault, and can be kept."""
        made: tuple[Struct | None, ...] = (
            self._usage.record if self._usage else None,
            self._deck_root,
            self._shared_ids,
            self._paths.record if self._paths else None,
            self._chains.record if self._chains else None,
        )
        return tuple(record for record in made if record is not None)

    def property_kinds(self, key: str) -> Mapping[PropertyKind, int]:
        """In how many notes the property with this name has a value of each kind."""
        if self._property_kinds is None:
            kinds = chain.from_iterable(facet.kinds for _, facet in self._notes.each(PropertyFacet))
            self._property_kinds = property_kinds(kinds)
        return self._property_kinds.get(key.casefold(), {})

    def same_name(self, link: Link) -> tuple[str, ...]:
        """Files that have the file name of the link's target, the shortest path first."""
        return self._resolver.named(link.path)

    def near_names(self, link: Link) -> tuple[str, ...]:
        """Files whose names are spelt nearly as the link's target, the nearest first."""
        return self._near_names.of(link.path)

    def neighbours(self, path: str, direction: Direction) -> Mapping[str, Link]:
        """The notes that the note at `path` lists as previous or next: by path, its first link.

        Links to a place in the note itself, such as [[#Part 2]], are no neighbours.
        """
        if (path, direction) not in self._neighbours:
            listed = self._listed(path, direction)
            # The first of several links to one note comes last here, and stays.
            found = {target: link for target, link in listed if target is not None}
            self._neighbours[path, direction] = found
        return self._neighbours[path, direction]

    def misspelt_neighbours(self, path: str, direction: Direction) -> frozenset[str]:
        """The notes that the note at `path` seems to list by links that lead nowhere."""
        if (path, direction) not in self._misspelt:
            missing = (link for target, link in self._listed(path, direction) if target is None)
            meant = (self.same_name(link)[:1] or self.near_names(link)[:1] for link in missing)
            self._misspelt[path, direction] = frozenset(chain.from_iterable(meant))
        return self._misspelt[path, direction]

    @property
    def chains(self) -> Chains:
        """Which note follows which."""
        if self._chains is None:
            record = self._kept(ChainRecord)
            if record is None:
                self._chains = read_chains(self._notes.each(NavigationFacet), self)
            else:
                self._chains = Chains(record, self)
        return self._chains

    @property
    def ids_of_another_collection(self) -> int:
        """How many ids the vault has when Anki knows none of them; else 0.

        A few may all have been deleted.
        """
        if self._anki is None or not (self._anki.is_whole and self._is_whole):
            return 0
        ids = self._numbers()
        is_other = len(ids) >= _FEW and self._anki.notes.keys().isdisjoint(ids)
        return len(ids) if is_other else 0

    @property
    def _is_whole(self) -> bool:
        """Whether all notes of the vault were read."""
        read = sum(map(is_note_path, self._notes.paths))
        return read == sum(map(is_note_name, self._files))

    def _numbers(self) -> dict[int, str]:
        """The ids that Anki may know, and the first notes that they stand in."""
        return {
            int(digits): places[0][0]
            for digits, places in self._places_of.items()
            if len(digits) <= _LONGEST_ID
        }

    @property
    def _places_of(self) -> Mapping[str, Sequence[tuple[str, CardId]]]:
        """By digits, where their ids stand, sorted."""
        if self._places is None:
            self._places = {}
            for path, facet in sorted(self._notes.each(IdFacet), key=lambda entry: entry[0]):
                for card_id in facet.ids:
                    self._places.setdefault(card_id.digits, []).append((path, card_id))
        return self._places

    def _all_cardless(self) -> Cardless:
        # A card may stand in a note that could not be read.
        if self._anki is None or not self._is_whole:
            return Cardless({})
        if self._cardless is None:
            self._cardless = cardless_notes(
                self._anki,
                self._name,
                self._numbers(),
                self._texts(),
                self._files_named,
            )
        return self._cardless

    def _texts(self) -> Iterator[str]:
        for path in filter(is_note_path, self._notes.paths):
            source = self._notes.source(path)
            yield source.text if source else ""

    def _files_named(self, file: str) -> tuple[str, ...]:
        """The files that a path, or only a name, may mean; those of moved notes too."""
        exact = self._resolver.resolve(file, "").path if "/" in file else None
        return self._resolver.named(file) if exact is None else (exact,)

    def target(self, linkpath: str, from_path: str) -> str | None:
        """The file that a link with this path leads to from the note at `from_path`."""
        return self._resolver.resolve(linkpath, from_path).path

    def navigation_links(self, path: str) -> Iterator[Link]:
        """The links of the Previous, Next and Up sections of the note at `path`."""
        facet = self._notes.of(path, NavigationFacet)
        return chain.from_iterable(section.links for section in (facet.sections if facet else ()))

    def _listed(self, path: str, direction: Direction) -> Iterator[tuple[str | None, Link]]:
        """The links of the sections of one direction, the last first, and where they lead."""
        facet = self._notes.of(path, NavigationFacet)
        sections = facet.sections if facet else ()
        links = (s.links for s in sections if s.direction == direction)
        for link in reversed(tuple(chain.from_iterable(links))):
            if link.path:
                yield self.resolve(link, path).path, link


_FEW = 3  # ids
_LONGEST_ID = 18  # digits; what is longer is no id of Anki, and may be of any length
_MOST_NEAR = 3  # files


class NearNames:
    """Names of files that may be meant by a name that no file has; extensions must agree."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = paths
        self._by_kind: dict[str, dict[str, list[str]]] | None = None
        self._spellings: dict[str, Spellings] = {}
        self._answers: dict[str, tuple[str, ...]] = {}

    def of(self, linkpath: str) -> tuple[str, ...]:
        """The paths of at most three files, the nearest name first."""
        name = path_key(linkpath).rpartition("/")[2]
        if name not in self._answers:
            self._answers[name] = self._near(name)
        return self._answers[name]

    def _near(self, name: str) -> tuple[str, ...]:
        kind = extension(name)
        stem = name[: -len(kind) - 1] if kind in OPENED_EXTENSIONS else name
        kind = kind if kind in OPENED_EXTENSIONS else NOTE_EXTENSION
        paths = self._index().get(kind, {})
        if kind not in self._spellings:
            self._spellings[kind] = Spellings(paths)
        near = self._spellings[kind].near(stem)
        return tuple(islice(chain.from_iterable(paths[other] for other in near), _MOST_NEAR))

    def _index(self) -> dict[str, dict[str, list[str]]]:
        """The files by extension and name, sorted."""
        if self._by_kind is None:
            self._by_kind = {}
            for path in sorted(self._paths):
                kind = extension(path)
                name = path_key(path).rpartition("/")[2]
                stem = name[: -len(kind) - 1] if kind else name
                self._by_kind.setdefault(kind, {}).setdefault(stem, []).append(path)
        return self._by_kind
