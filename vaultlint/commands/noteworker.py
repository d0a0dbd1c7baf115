"""The two steps of a check that take long, each for a batch of notes: reading, and the rules.

Both are plain functions of what they are given, so that they can run in this process or another,
on this machine or another. What a process has read stays in its memory, as most notes are asked
about by the rules soon after. Of a large vault most stay there packed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from vaultlint.commands.opening import READING, read_file
from vaultlint.commands.output import reason
from vaultlint.diagnostic import Failure, NoteOutcome
from vaultlint.engine import ActiveRule, Checker, active_rules, attempt
from vaultlint.notes.facts import Note
from vaultlint.notes.reading import Reading
from vaultlint.settings import Settings
from vaultlint.text.decode import decode
from vaultlint.text.digest import blake2
from vaultlint.text.packed import packed, unpacked
from vaultlint.text.source import Source
from vaultlint.vault.facets import Asking, Facets, facets
from vaultlint.vault.index import KeptRecords, VaultIndex
from vaultlint.vault.obsidian import ObsidianSettings
from vaultlint.vault.packedfacets import Column, Packed
from vaultlint.vault.tracking import TrackedVault, packed_marks

_ANKI = "anki"  # a family of rules
_UNPACKED = 4_000  # notes; packed, one takes a quarter of the memory and a twentieth of the time

Columns: TypeAlias = Mapping[type[Struct], Column]
"""All facets of all notes, by their types."""


class Way(Struct, frozen=True):
    """How the notes of a vault are read. root: its folder, absolute."""

    root: str
    reading: Reading
    asking: Asking


class ReadNote(NamedTuple):
    """A note that was read, or why it could not be.

    digest: of its content. unreadable: why the file cannot be read; empty when it can.
    """

    path: str
    digest: bytes = b""
    facets: Mapping[type[Struct], Packed] = {}  # never changed
    failure: Failure | None = None
    unreadable: str = ""


class Ruling(Struct, frozen=True):
    """What the rules have to know.

    name: of the vault. is_vault: whether there is one to ask. keeps_marks: whether the marks of
    what outcomes rest on are wanted.
    """

    settings: Settings
    obsidian: ObsidianSettings
    files: tuple[str, ...]
    name: str
    is_vault: bool
    keeps_marks: bool

    def index(self, known: Facets, kept: KeptRecords | None = None) -> VaultIndex | None:
        """The vault to ask, as far as its notes are known; None when there is none."""
        if not self.is_vault:
            return None
        return VaultIndex(self.files, known, self.obsidian, None, self.name, kept)


class Ruled(NamedTuple):
    """What the rules say of a note, and the marks of what it rests on."""

    path: str
    outcome: NoteOutcome
    marks: bytes = b""


class NoteReader:
    """Reads notes of one vault, each once; see Texts."""

    def __init__(self, way: Way, given: Mapping[str, bytes]) -> None:
        """given: the content of notes that are not read from their files."""
        self.way = way
        self.given = dict(given)
        self._notes: dict[str, Note | bytes | None] = {}

    def read(self, path: str, *, packs: bool) -> ReadNote:
        """Reads a note. packs: whether its facets are wanted."""
        # Imported here: where nothing changed, no note is read.
        from vaultlint.notes.parse import parse

        try:
            content = self.content(path)
        except OSError as error:
            self._notes[path] = None
            return ReadNote(path, unreadable=reason(error))
        note = attempt(READING, path, lambda: parse(decode(path, content), self.way.reading))
        if isinstance(note, Failure):
            self._notes[path] = None
            return ReadNote(path, digest_of(content), failure=note)
        is_many = packs and len(self._notes) >= _UNPACKED
        self._notes[path] = (packed(note) or note) if is_many else note
        found = facets(note, self.way.asking) if packs else {}
        return ReadNote(path, digest_of(content), {k: packed(f) or f for k, f in found.items()})

    def content(self, path: str) -> bytes:
        """The content of the file at this path. Raises OSError."""
        return self.given[path] if path in self.given else read_file(Path(self.way.root), path)

    def note(self, path: str) -> Note | None:
        """See Texts."""
        if path not in self._notes:
            self.read(path, packs=False)
        note = self._notes[path]
        return unpacked(note, Note) if isinstance(note, bytes) else note

    def known_notes(self) -> Iterator[Note]:
        """All notes that were read."""
        return (note for note in map(self.note, self._notes) if note is not None)

    def source(self, path: str, *, is_sound: bool = False) -> Source | None:
        """See Texts. is_sound: as in decode()."""
        note = self.note(path) if path in self._notes else None
        if note is not None:
            return note.source
        try:
            return decode(path, self.content(path), is_sound=is_sound)
        except OSError:
            return None


def digest_of(content: bytes) -> bytes:
    """By which the content of a note is known again."""
    return blake2(content, 16)


def plain_rules(settings: Settings) -> tuple[ActiveRule, ...]:
    """The rules that these settings switch on, but for those that ask a collection of Anki."""
    return tuple(each for each in active_rules(settings) if each.rule.family != _ANKI)


def ruled(
    reader: NoteReader,
    ruling: Ruling,
    index: VaultIndex | None,
    notes: Iterable[str],
) -> Iterator[Ruled]:
    """What the rules say of these notes. index: None when there is no vault to ask."""
    tracked = TrackedVault(index) if index is not None and ruling.keeps_marks else None
    settings = ruling.settings
    checker = Checker(plain_rules(settings), tracked or index, settings.suppressions)
    for path in notes:
        note = reader.note(path)
        if note is None:
            continue
        if tracked is not None:
            tracked.begin(path)
        outcome = checker.outcome(note)
        yield Ruled(path, outcome, packed_marks(tracked.marks) if tracked else b"")
