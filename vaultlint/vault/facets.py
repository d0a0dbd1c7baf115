"""What a vault has to know of each of its notes to answer for it: small parts of what was read.

Each part, a facet, serves one kind of question. They are plain values, so that they can be sent to
another process and kept between runs, where whole notes would take ten times the room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Protocol, TypeAlias, TypeVar

from msgspec import Struct

from vaultlint.notes.bibliography import csl_keys
from vaultlint.notes.deadids import dead_block_ids
from vaultlint.notes.facts import Base, BlockId, CardId, Heading, NavigationSection, Note
from vaultlint.notes.frontmatter import property_aliases
from vaultlint.notes.kinds import other_kind
from vaultlint.notes.property_types import (
    SCHEMA_PROPERTY,
    PropertyKind,
    PropertyTypes,
    property_kind,
)
from vaultlint.notes.questions import QuestionMark, has_new_card, questions
from vaultlint.notes.unclosed import hides_rest
from vaultlint.text.source import Source
from vaultlint.vault.deckroot import note_deck
from vaultlint.vault.mentions import attachment_names


class Asking(Struct, frozen=True):
    """What facets depend on besides the note.

    context_aware: the headings above a card are a part of its question. property_types: of the
    vault. has_mentions: whether somebody asks which attachments a text names.
    """

    context_aware: bool = True
    property_types: PropertyTypes = PropertyTypes()
    has_mentions: bool = True


DEFAULT_ASKING = Asking()


class PlaceFacet(Struct, frozen=True, array_like=True):
    """The places that links can lead to.

    is_known: whether these are all of them. dead_ids: what is written as a block id and is none,
    in lower case.
    """

    headings: tuple[Heading, ...]
    block_ids: tuple[BlockId, ...]
    dead_ids: tuple[str, ...]
    is_known: bool


class LinkFacet(Struct, frozen=True, array_like=True):
    """What a note leads to, each once. links: paths as written, and subpaths. files: likewise, of
    the cards of a canvas: exact paths.
    """

    links: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]


class UsageFacet(Struct, frozen=True, array_like=True):
    """tags: the names, each once, sorted. callouts: the types, one entry a callout."""

    tags: tuple[str, ...]
    callouts: tuple[str, ...]


class IdFacet(Struct, frozen=True, array_like=True):
    """The ids of cards and clozes of a plain note, in order of place."""

    ids: tuple[CardId, ...]


class QuestionFacet(Struct, frozen=True, array_like=True):
    """What the cards of a note ask. deck: that they go to. has_new: one of them has no id."""

    deck: str
    has_new: bool
    questions: tuple[QuestionMark, ...]


class DeckFacet(Struct, frozen=True, array_like=True):
    """The deck that a plain note states."""

    deck: str


class PropertyFacet(Struct, frozen=True, array_like=True):
    """The names of properties, case-folded, with the kind of each value."""

    kinds: tuple[tuple[str, PropertyKind], ...]


class NavigationFacet(Struct, frozen=True, array_like=True):
    """The Previous, Next and Up sections. is_note: of a plain note, one that stands in a course."""

    is_note: bool
    sections: tuple[NavigationSection, ...]


class NameFacet(Struct, frozen=True, array_like=True):
    """What a note is called besides its path. title: the property; empty when there is none."""

    title: str
    aliases: tuple[str, ...]


class BaseFacet(Struct, frozen=True, array_like=True):
    """The base of a .base file."""

    base: Base


class MentionFacet(Struct, frozen=True, array_like=True):
    """What may be the name of an attachment in a text, as names are compared."""

    names: tuple[str, ...]


class CitingFacet(Struct, frozen=True, array_like=True):
    """Of a note that cites. bibliographies: that it names. references: keys of its own works."""

    bibliographies: tuple[str, ...]
    references: tuple[str, ...]


class DamageFacet(Struct, frozen=True, array_like=True):
    """The bytes of the note are not what its text says.

    source: of one that was decoded wrongly and saved so, as to find its text again takes long.
    """

    source: Source | None


class SchemaFacet(Struct, frozen=True, array_like=True):
    """The JSON Schema that a note names itself."""

    name: str


Facet: TypeAlias = (
    PlaceFacet
    | LinkFacet
    | UsageFacet
    | IdFacet
    | QuestionFacet
    | DeckFacet
    | PropertyFacet
    | NavigationFacet
    | NameFacet
    | BaseFacet
    | MentionFacet
    | CitingFacet
    | DamageFacet
    | SchemaFacet
)
F = TypeVar("F", bound=Facet)


class Facets(Protocol):
    """The notes of a vault, canvases and bases included, as far as they were read."""

    @property
    def paths(self) -> Iterable[str]:
        """Of all that were read."""
        ...

    def each(self, facet: type[F]) -> Iterable[tuple[str, F]]:
        """The facet of all notes that have it, by path."""
        ...

    def of(self, path: str, facet: type[F]) -> F | None:
        """The facet of the note at this path; None when it has none, or there is no such note."""
        ...

    def note(self, path: str) -> Note | None:
        """All of the note at this path; None when there is none."""
        ...

    def source(self, path: str) -> Source | None:
        """The text of the note at this path; None when there is none."""
        ...


class NoteFacets:
    """The facets of notes that are all held in memory, each made when it is first asked for."""

    def __init__(self, notes: Iterable[Note], asking: Asking) -> None:
        self._notes = {note.path: note for note in notes}
        self._asking = asking

    @property
    def paths(self) -> Iterable[str]:
        """Of all the notes."""
        return self._notes.keys()

    def each(self, facet: type[F]) -> Iterator[tuple[str, F]]:
        """See Facets."""
        make = maker(facet)
        for path, note in self._notes.items():
            made = make(note, self._asking)
            if made is not None:
                yield path, made

    def of(self, path: str, facet: type[F]) -> F | None:
        """See Facets."""
        note = self._notes.get(path)
        return None if note is None else maker(facet)(note, self._asking)

    def note(self, path: str) -> Note | None:
        """See Facets."""
        return self._notes.get(path)

    def source(self, path: str) -> Source | None:
        """See Facets."""
        note = self._notes.get(path)
        return None if note is None else note.source


def own_schemas(notes: Iterable[Note]) -> Iterator[str]:
    """The JSON Schemas that notes name themselves."""
    facets = (_schema(note, DEFAULT_ASKING) for note in notes)
    return (facet.name for facet in facets if facet is not None)


def facets(note: Note, asking: Asking) -> dict[type[Struct], Facet]:
    """All facets that a note has, by their types."""
    made = ((facet, make(note, asking)) for facet, make in MAKERS.items())
    return {facet: one for facet, one in made if one is not None}


def maker(facet: type[F]) -> Callable[[Note, Asking], F | None]:
    """The function that makes a facet of a note."""
    made: Callable[[Note, Asking], F | None] = MAKERS[facet]  # type: ignore[assignment]  # by what it returns
    return made


def is_note_path(path: str) -> bool:
    """Whether a file that was read is a note, and no canvas or base."""
    return other_kind(path) is None


# --- one function for each


def _places(note: Note, _asking: Asking) -> PlaceFacet | None:
    if note.kind in ("report", "canvas", "base"):
        return None  # of a report that vaultlint wrote nothing is known
    damage = note.source.damage
    is_text = damage is None or damage.kind != "binary"
    is_known = is_text and note.kind != "drawing" and not hides_rest(note)
    dead = tuple(sorted({dead.id.lower() for dead in dead_block_ids(note)}))
    return PlaceFacet(note.headings, note.block_ids, dead, is_known)


def _links(note: Note, _asking: Asking) -> LinkFacet | None:
    if note.kind == "base":
        return None
    links = dict.fromkeys((link.path, link.subpath) for link in note.links)
    files: dict[tuple[str, str], None] = {}
    for node in note.canvas.nodes if note.canvas else ():
        if node.file:
            files[node.file.text, node.subpath.text if node.subpath else ""] = None
        if node.background:
            files[node.background.text, ""] = None
    return LinkFacet(tuple(links), tuple(files)) if links or files else None


def _usage(note: Note, _asking: Asking) -> UsageFacet | None:
    if note.kind not in ("note", "board") or not (note.tags or note.callouts):
        return None
    names = tuple(sorted({tag.name for tag in note.tags}))
    return UsageFacet(names, tuple(callout.type for callout in note.callouts))


def _ids(note: Note, _asking: Asking) -> IdFacet | None:
    if note.kind != "note":
        return None
    stated = chain(
        (card.id for card in note.cards),
        (card.id for card in note.bare_cards),
        (card.id for card in note.inline_cards),
        (cloze.id for cloze in note.clozes),
        note.to_anki.ids,
    )
    ids = {card_id for card_id in stated if card_id is not None}
    return IdFacet(tuple(sorted(ids, key=lambda card_id: card_id.span))) if ids else None


def _questions(note: Note, asking: Asking) -> QuestionFacet | None:
    if note.deck is None or not is_note_path(note.path):
        return None
    asked = tuple(
        QuestionMark(question.key.digest, question.span, question.id is not None)
        for question in questions(note, asking.context_aware)
    )
    is_new = has_new_card(note)
    return QuestionFacet(note.deck.name, is_new, asked) if asked or is_new else None


def _deck(note: Note, _asking: Asking) -> DeckFacet | None:
    deck = note_deck(note)
    return None if deck is None else DeckFacet(deck)


def _properties(note: Note, asking: Asking) -> PropertyFacet | None:
    # The values of a template are those of no note.
    if note.kind == "template" or note.frontmatter is None or note.frontmatter.plain is None:
        return None
    found = []
    for entry in note.frontmatter.properties:
        kind = property_kind(entry.value.plain, asking.property_types.of(entry.key))
        if kind is not None:
            found.append((entry.key.casefold(), kind))
    return PropertyFacet(tuple(found)) if found else None


def _navigation(note: Note, _asking: Asking) -> NavigationFacet | None:
    return NavigationFacet(note.kind == "note", note.navigation) if note.navigation else None


def _names(note: Note, _asking: Asking) -> NameFacet | None:
    if note.frontmatter is None:
        return None
    entry = note.frontmatter.property("title")
    title = entry.value.plain if entry else None
    aliases = tuple(property_aliases(note.frontmatter))
    shown = title if isinstance(title, str) else ""
    return NameFacet(shown, aliases) if shown or aliases else None


def _base(note: Note, _asking: Asking) -> BaseFacet | None:
    return BaseFacet(note.bases[0]) if note.kind == "base" else None


def _mentions(note: Note, asking: Asking) -> MentionFacet | None:
    names = tuple(sorted(set(attachment_names(note.text)))) if asking.has_mentions else ()
    return MentionFacet(names) if names else None


def _citing(note: Note, _asking: Asking) -> CitingFacet | None:
    if not (note.citations or note.narrative_citations):
        return None
    references = frozenset(csl_keys(_plain(note, "references")))
    return CitingFacet(tuple(_bibliographies(note)), tuple(sorted(references)))


def _bibliographies(note: Note) -> Iterator[str]:
    """The paths in a note's property `bibliography`."""
    stated = _plain(note, "bibliography")
    for path in stated if isinstance(stated, list) else [stated]:
        if isinstance(path, str) and path.strip():
            words = path.strip()
            is_link = words.startswith("[[") and words.endswith("]]")
            yield words[2:-2].partition("|")[0] if is_link else words


def _damage(note: Note, _asking: Asking) -> DamageFacet | None:
    damage = note.source.damage
    if damage is None:
        return None
    return DamageFacet(note.source if damage.kind == "mojibake" else None)


def _schema(note: Note, _asking: Asking) -> SchemaFacet | None:
    plain = note.frontmatter.plain if note.frontmatter else None
    name = plain.get(SCHEMA_PROPERTY) if plain else None
    return SchemaFacet(name) if isinstance(name, str) else None


def _plain(note: Note, key: str) -> object:
    entry = note.frontmatter.property(key) if note.frontmatter else None
    return None if entry is None else entry.value.plain


MAKERS: Mapping[type[Struct], Callable[[Note, Asking], Facet | None]] = {
    PlaceFacet: _places,
    LinkFacet: _links,
    UsageFacet: _usage,
    IdFacet: _ids,
    QuestionFacet: _questions,
    DeckFacet: _deck,
    PropertyFacet: _properties,
    NavigationFacet: _navigation,
    NameFacet: _names,
    BaseFacet: _base,
    MentionFacet: _mentions,
    CitingFacet: _citing,
    DamageFacet: _damage,
    SchemaFacet: _schema,
}
