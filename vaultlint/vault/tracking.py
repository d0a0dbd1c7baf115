"""What the findings of a note rest on in other notes, and which of that a change alters.

A rule asks its vault. Each question leaves a mark: a number that stands for all that its answer
depends on. When notes or files change, the marks of what changed are made in the same way; a note
that shares none of them would be told the same again, so that its findings need not be made anew.
Two things may have one mark by chance; then a note is checked once too often, never too rarely.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeVar
from zlib import crc32

from msgspec import Struct

from vaultlint.anki.records import Collection
from vaultlint.notes.facts import Base, Direction, Link, Note
from vaultlint.notes.property_types import PropertyKind
from vaultlint.notes.questions import Question, QuestionKey, SameQuestions
from vaultlint.text.source import Source
from vaultlint.vault.backlinks import Backlinks, outgoing
from vaultlint.vault.cardless import CardlessNote
from vaultlint.vault.chains import ChainRecord, Chains
from vaultlint.vault.deckroot import DeckRoot
from vaultlint.vault.facets import (
    BaseFacet,
    DeckFacet,
    Facets,
    IdFacet,
    LinkFacet,
    MentionFacet,
    NameFacet,
    NavigationFacet,
    PlaceFacet,
    PropertyFacet,
    QuestionFacet,
    UsageFacet,
)
from vaultlint.vault.index import CardPlace, SharedIds, VaultIndex
from vaultlint.vault.resolve import Resolution, path_key
from vaultlint.vault.spelledpaths import AlikePaths, folders_of, spelling_key
from vaultlint.vault.subpaths import Places
from vaultlint.vault.usage import TagPart, UsageRecord, tag_parts

T = TypeVar("T")

Marks = frozenset[int]

_FEW = 8  # marks that are looked for one by one, which takes a part of the time


def _mark(kind: str, name: str = "") -> int:
    return crc32(f"{kind}\0{name}".encode("utf-8", "surrogatepass"))


_FILES = _mark("files")  # which files there are at all
_MENTIONS = _mark("mentions")
_DECK_ROOT = _mark("deck-root")


def packed_marks(marks: Iterable[int]) -> bytes:
    """Marks as bytes, four each."""
    return array("I", sorted(marks)).tobytes()


def touched(marks: bytes, ends: Sequence[int], changed: Marks) -> frozenset[int]:
    """Of several packed_marks() side by side, those with one that is among those that changed.

    ends: where each of them ends, in bytes.
    """
    if len(changed) > _FEW:
        held = array("I")
        held.frombytes(marks)
        starts = chain((0,), ends)
        pieces = (held[start // 4 : end // 4] for start, end in zip(starts, ends, strict=False))
        return frozenset(n for n, own in enumerate(pieces) if not changed.isdisjoint(own))
    found: set[int] = set()
    for word in (packed_marks((mark,)) for mark in changed):
        at = marks.find(word)
        while at >= 0:
            if at % 4 == 0:
                found.add(bisect_right(ends, at))
            at = marks.find(word, at + 1)
    return frozenset(found)


class TrackedVault:
    """A vault that keeps the marks of what it is asked about one note after the other."""

    def __init__(self, index: VaultIndex) -> None:
        self._index = index
        self._path = ""
        self._marks: set[int] = set()
        self._usage = _TrackedUsage(index, self._marks)
        self._paths = _TrackedPaths(index, self._marks)
        self._names: dict[str, int] = {}

    def begin(self, path: str) -> None:
        """From now on it is asked about the note at this path."""
        self._path = path
        self._marks.clear()

    @property
    def marks(self) -> Marks:
        """Of all that was asked since begin()."""
        return frozenset(self._marks)

    @property
    def anki(self) -> Collection | None:
        """See VaultIndex."""
        return self._index.anki

    @property
    def link_format(self) -> str:
        """See VaultIndex."""
        return self._index.link_format

    def resolve(self, link: Link, from_path: str) -> Resolution:
        """See VaultIndex."""
        self._named(link)
        return self._index.resolve(link, from_path)

    def note(self, path: str) -> Note | None:
        """See VaultIndex."""
        self._marks.add(_mark("note", path))
        return self._index.note(path)

    def source(self, path: str) -> Source | None:
        """See VaultIndex."""
        self._marks.add(_mark("note", path))
        return self._index.source(path)

    def names(self, path: str) -> NameFacet:
        """See VaultIndex."""
        self._marks.add(_mark("names", path))
        return self._index.names(path)

    def places(self, path: str) -> Places | None:
        """See VaultIndex."""
        self._marks.add(_mark("places", path))
        return self._index.places(path)

    @property
    def backlinks(self) -> Backlinks:
        """See VaultIndex; what is asked of them must be about the note itself."""
        self._marks |= {_FILES, _mark("linked", self._path), _mark("blocks", self._path)}
        return self._index.backlinks

    @property
    def mentioned(self) -> frozenset[str]:
        """See VaultIndex."""
        self._marks |= {_FILES, _MENTIONS}
        return self._index.mentioned

    def base(self, path: str) -> Base | None:
        """See VaultIndex."""
        self._marks.add(_mark("base", path))
        return self._index.base(path)

    def file_at(self, path: str) -> str | None:
        """See VaultIndex."""
        self._marks.add(_mark("file", unicodedata.normalize("NFC", path)))
        return self._index.file_at(path)

    @property
    def usage(self) -> _TrackedUsage:
        """See VaultIndex."""
        return self._usage

    def places_of_id(self, digits: str) -> tuple[CardPlace, ...]:
        """See VaultIndex."""
        self._marks.add(_mark("id", digits))
        return self._index.places_of_id(digits)

    def is_shared_id(self, digits: str) -> bool:
        """See VaultIndex."""
        self._marks.add(_mark("id", digits))
        return self._index.is_shared_id(digits)

    def questions(self, note: Note) -> tuple[Question, ...]:
        """See VaultIndex."""
        return self._index.questions(note)

    def same_questions(self, key: QuestionKey) -> SameQuestions:
        """See VaultIndex."""
        self._marks |= {_mark("question", key.digest.hex()), _mark("deck", key.deck)}
        return self._index.same_questions(key)

    def cardless_notes(self, path: str) -> tuple[CardlessNote, ...]:
        """See VaultIndex."""
        return self._index.cardless_notes(path)

    @property
    def deck_root(self) -> str | None:
        """See VaultIndex."""
        self._marks.add(_DECK_ROOT)
        return self._index.deck_root

    def property_kinds(self, key: str) -> Mapping[PropertyKind, int]:
        """See VaultIndex."""
        self._marks.add(_mark("property", key.casefold()))
        return self._index.property_kinds(key)

    def same_name(self, link: Link) -> tuple[str, ...]:
        """See VaultIndex."""
        self._named(link)
        return self._index.same_name(link)

    def near_names(self, link: Link) -> tuple[str, ...]:
        """See VaultIndex."""
        self._marks.add(_FILES)
        return self._index.near_names(link)

    def neighbours(self, path: str, direction: Direction) -> Mapping[str, Link]:
        """See VaultIndex."""
        self._navigation(path)
        return self._index.neighbours(path, direction)

    def misspelt_neighbours(self, path: str, direction: Direction) -> frozenset[str]:
        """See VaultIndex."""
        self._navigation(path)
        self._marks.add(_FILES)
        return self._index.misspelt_neighbours(path, direction)

    @property
    def paths(self) -> _TrackedPaths:
        """See VaultIndex."""
        return self._paths

    @property
    def chains(self) -> Chains:
        """See VaultIndex; what is asked of them must begin with the steps of the note itself."""
        chains = self._index.chains
        concerned = {self._path}
        for step in (*chains.before.get(self._path, ()), *chains.after.get(self._path, ())):
            concerned.update(step.ends)
            ring = chains.rings.get(step.ends)
            if ring is not None:
                concerned.update(ring.notes)
        for path in concerned:
            self._marks |= {_mark("chain", path), _mark("navigation", path)}
        return chains

    def _navigation(self, path: str) -> None:
        if path != self._path:
            self._marks.add(_mark("navigation", path))
        for link in self._index.navigation_links(path):
            self._named(link)

    def _named(self, link: Link) -> None:
        mark = self._names.get(link.path)
        if mark is None:
            mark = self._names[link.path] = _mark("name", _last_segment(link.path))
        self._marks.add(mark)


class _TrackedUsage:
    """See Usage."""

    def __init__(self, index: VaultIndex, marks: set[int]) -> None:
        self._index = index
        self._marks = marks

    def spellings(self, key: str) -> Mapping[str, int]:
        self._marks.add(_mark("tag", key))
        return self._index.usage.spellings(key)

    def variant(self, name: str) -> tuple[TagPart, str] | None:
        self._marks.update(_mark("usual-tag", part.key) for part in tag_parts(name))
        return self._index.usage.variant(name)

    def callouts(self, kind: str) -> int:
        self._marks.add(_mark("callout", kind))
        return self._index.usage.callouts(kind)

    def knows_callout(self, kind: str) -> bool:
        return self._index.usage.knows_callout(kind)


class _TrackedPaths:
    """See SpelledPaths."""

    def __init__(self, index: VaultIndex, marks: set[int]) -> None:
        self._index = index
        self._marks = marks

    def told_by(self, note: str) -> Iterator[str]:
        self._marks.add(_mark("told", note))
        return self._index.paths.told_by(note)

    def alike(self, path: str) -> tuple[str, ...]:
        self._marks.add(_mark("alike", spelling_key(path)))
        return self._index.paths.alike(path)


# --- what a change alters


RECORDS: tuple[type[Struct], ...] = (
    ChainRecord,
    SharedIds,
    DeckRoot,
    UsageRecord,
    AlikePaths,
)
"""The kinds of records of a whole vault; what takes longest comes first."""


def standing_records(
    before: Facets, after: Facets, paths: Iterable[str], *, same_files: bool
) -> frozenset[type[Struct]]:
    """The kinds of records of the whole vault that are the same after notes have changed.

    paths: of the notes that are other now, or there at one of the two times only.
    """
    kinds = set(RECORDS)
    if not same_files:
        kinds -= {AlikePaths, ChainRecord}
    for path in paths:
        if before.of(path, UsageFacet) != after.of(path, UsageFacet):
            kinds.discard(UsageRecord)
        if before.of(path, DeckFacet) != after.of(path, DeckFacet):
            kinds.discard(DeckRoot)
        if _digits(before.of(path, IdFacet)) != _digits(after.of(path, IdFacet)):
            kinds.discard(SharedIds)
        if _course_part(before.of(path, NavigationFacet)) != _course_part(
            after.of(path, NavigationFacet)
        ):
            kinds.discard(ChainRecord)
    return frozenset(kinds)


class Known:
    """What is known of a vault at one time."""

    def __init__(self, files: tuple[str, ...], facets: Facets, index: VaultIndex) -> None:
        """files: all of the vault, sorted."""
        self.files = files
        self.facets = facets
        self.index = index


def changed_marks(
    before: Known, after: Known, paths: Iterable[str], standing: Container[type[Struct]]
) -> Marks:
    """The marks of all answers that may differ between two times.

    paths: of the notes that are other now, or there at one of the two times only. standing: as of
    standing_records().
    """
    marks: set[int] = set()
    for path in paths:
        marks.add(_mark("note", path))
        for compare in _COMPARED:
            marks.update(compare(path, before, after))
    if before.files != after.files:
        marks.update(_file_marks(before, after))
    if ChainRecord not in standing:
        old, new = _chain_words(before.index.chains), _chain_words(after.index.chains)
        differing = (path for path in old.keys() | new.keys() if old.get(path) != new.get(path))
        marks.update(_mark("chain", path) for path in differing)
    return frozenset(marks)


def _whole(facet: type[T], kind: str) -> Callable[[str, Known, Known], Iterator[int]]:
    """A comparison for a facet that is asked for as a whole."""

    def compare(path: str, before: Known, after: Known) -> Iterator[int]:
        if _of(before, path, facet) != _of(after, path, facet):
            yield _mark(kind, path)

    return compare


def _of(known: Known, path: str, facet: type[T]) -> T | None:
    found: T | None = known.facets.of(path, facet)  # type: ignore[type-var]  # a type of facet
    return found


def _links(path: str, before: Known, after: Known) -> Iterator[int]:
    old, new = _of(before, path, LinkFacet), _of(after, path, LinkFacet)
    if old == new:
        return
    targets = [_targets(path, old, before), _targets(path, new, after)]
    for target, subpath in targets[0] ^ targets[1]:
        yield _mark("linked", target)
        if subpath.startswith("#^"):
            yield _mark("blocks", target)


def _targets(path: str, facet: LinkFacet | None, known: Known) -> set[tuple[str, str]]:
    if facet is None:
        return set()
    found = outgoing(path, facet, known.index.target, known.index.file_at)
    return {(target, subpath) for target, subpath in found if target is not None}


def _usage(path: str, before: Known, after: Known) -> Iterator[int]:
    old = _of(before, path, UsageFacet) or UsageFacet((), ())
    new = _of(after, path, UsageFacet) or UsageFacet((), ())
    if old == new:
        return
    usages = before.index.usage, after.index.usage
    parts = chain.from_iterable(map(tag_parts, set(old.tags) ^ set(new.tags)))
    for key in {part.key for part in parts}:
        if usages[0].usual(key) != usages[1].usual(key):
            yield _mark("usual-tag", key)
        yield _mark("tag", key)
    for kind in _differing(old.callouts, new.callouts):
        if usages[0].callouts(kind) != usages[1].callouts(kind):
            yield _mark("callout", kind)


def _ids(path: str, before: Known, after: Known) -> Iterator[int]:
    old, new = _of(before, path, IdFacet), _of(after, path, IdFacet)
    if old != new:
        for card_id in set(old.ids if old else ()) ^ set(new.ids if new else ()):
            yield _mark("id", card_id.digits)


def _questions(path: str, before: Known, after: Known) -> Iterator[int]:
    none = QuestionFacet("", has_new=False, questions=())
    old = _of(before, path, QuestionFacet) or none
    new = _of(after, path, QuestionFacet) or none
    if old == new:
        return
    for question in set(old.questions) ^ set(new.questions):
        yield _mark("question", question.key.hex())
    if (old.deck, old.has_new) != (new.deck, new.has_new):
        yield from (_mark("deck", old.deck), _mark("deck", new.deck))


def _decks(path: str, before: Known, after: Known) -> Iterator[int]:
    is_same = _of(before, path, DeckFacet) == _of(after, path, DeckFacet)
    if not is_same and before.index.deck_root != after.index.deck_root:
        yield _DECK_ROOT


def _properties(path: str, before: Known, after: Known) -> Iterator[int]:
    old = _of(before, path, PropertyFacet) or PropertyFacet(())
    new = _of(after, path, PropertyFacet) or PropertyFacet(())
    for name, _ in _differing(old.kinds, new.kinds):
        yield _mark("property", name)


def _mentions(path: str, before: Known, after: Known) -> Iterator[int]:
    if _of(before, path, MentionFacet) != _of(after, path, MentionFacet):
        yield _MENTIONS


_COMPARED: tuple[Callable[[str, Known, Known], Iterator[int]], ...] = (
    _whole(PlaceFacet, "places"),
    _whole(NameFacet, "names"),
    _whole(BaseFacet, "base"),
    _whole(NavigationFacet, "navigation"),
    _links,
    _usage,
    _ids,
    _questions,
    _decks,
    _properties,
    _mentions,
)


def _file_marks(before: Known, after: Known) -> Iterator[int]:
    yield _FILES
    for file in {*before.files} ^ {*after.files}:
        name = _last_segment(file)
        yield _mark("name", name)
        yield _mark("name", name.removesuffix(".md"))
        yield _mark("file", unicodedata.normalize("NFC", file))
        for path in (file, *folders_of(file)):
            yield _mark("alike", spelling_key(path))
    old, new = before.index.paths.first_notes, after.index.paths.first_notes
    for folder in old.keys() | new.keys():
        if old.get(folder) != new.get(folder):
            told = (notes[folder] for notes in (old, new) if folder in notes)
            yield from (_mark("told", note) for note in told)


def _digits(facet: IdFacet | None) -> Counter[str]:
    return Counter(card_id.digits for card_id in facet.ids) if facet else Counter()


def _course_part(facet: NavigationFacet | None) -> tuple[object, ...]:
    """What of a note decides the chains, but for the places of its links."""
    if facet is None or not facet.is_note:
        return ()
    return tuple(
        (section.direction, section.is_partial, tuple(link.path for link in section.links))
        for section in facet.sections
    )


def _chain_words(chains: Chains) -> dict[str, tuple[object, ...]]:
    """By note, all that chains say of it, but for the places of links."""
    words: dict[str, list[object]] = {}
    for path, step in chain(
        ((path, step) for path, steps in chains.before.items() for step in steps),
        ((path, step) for path, steps in chains.after.items() for step in steps),
    ):
        ring = chains.rings.get(step.ends)
        words.setdefault(path, []).append(
            (
                step.ends,
                step.in_next,
                step.in_previous,
                step.is_one_way,
                chains.is_contradicted(step),
                None if ring is None else ring.notes,
                chains.out_of_order.get(step.ends, ""),
            )
        )
    return {path: tuple(said) for path, said in words.items()}


def _differing(old: Iterable[T], new: Iterable[T]) -> set[T]:
    """What occurs in one of the two more often than in the other."""
    olds, news = Counter(old), Counter(new)
    return {each for each in olds.keys() | news.keys() if olds[each] != news[each]}


def _last_segment(path: str) -> str:
    return path_key(path).rpartition("/")[2]
