"""Who reads the notes of a run and asks the rules: this process, or several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from msgspec import Struct

from vaultlint.commands.noteworker import Columns, NoteReader, ReadNote, Ruled, Ruling, Way, ruled
from vaultlint.commands.output import say
from vaultlint.vault.index import VaultIndex


class Machines(Protocol):
    """Other machines, whose processes do the work on one vault after the other."""

    @property
    def is_lost(self) -> bool:
        """Whether they have been lost, so that they can do nothing more."""
        ...

    def others(self, way: Way, given: Mapping[str, bytes], /) -> Others:
        """Their processes, for one vault. given: the content of notes that are in no file."""
        ...


class OthersLostError(Exception):
    """Other processes are gone. The error says which, as it is told to people."""


class View(NamedTuple):
    """What the rules are told of the vault.

    vault: None when there is none to ask. columns: what other processes make theirs of. known: the
    paths of all notes that were read.
    """

    vault: VaultIndex | None
    columns: Callable[[], Columns]
    known: Sequence[str]


class Others(Protocol):
    """Other processes that do the work. records: of the whole vault, that they made for rules."""

    records: tuple[Struct, ...]

    def read(self, sizes: Mapping[str, int], /, *, packs: bool) -> Iterator[ReadNote]:
        """Reads notes, in no special order. sizes: in bytes, by path."""
        ...

    def rule(
        self, ruling: Ruling, columns: Columns, known: Sequence[str], sizes: Mapping[str, int], /
    ) -> Iterator[Ruled]:
        """Asks the rules about notes, in no special order."""
        ...

    def close(self) -> None:
        """Lets the processes end."""
        ...


class Crew:
    """Does the work of a run, in other processes where that pays.

    Should one of these die, the work is done here: it costs nothing but time.

    records: of the whole vault, that others made.
    """

    def __init__(
        self, reader: NoteReader, others: Callable[[], Others] | None, pays_from: int
    ) -> None:
        """others: starts them; None to do all here. pays_from: bytes."""
        self._reader = reader
        self._start = others
        self._pays_from = pays_from
        self._others: Others | None = None
        self.records: tuple[Struct, ...] = ()

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        if self._others is not None:
            self._others.close()

    def is_much(self, sizes: Mapping[str, int]) -> bool:
        """Whether work on notes is enough for several processes. sizes: in bytes, by path."""
        return sum(sizes.values()) >= self._pays_from

    def read(self, sizes: Mapping[str, int], *, packs: bool) -> Iterator[ReadNote]:
        """Reads notes, in no special order. packs: whether their facets are wanted."""
        left = dict(sizes)
        if self._start is not None and self.is_much(sizes):
            try:
                for note in self._hired().read(sizes, packs=packs):
                    del left[note.path]
                    yield note
            except OthersLostError as error:
                self._give_up(error)
        for path in left:
            yield self._reader.read(path, packs=packs)

    def rule(self, ruling: Ruling, view: View, sizes: Mapping[str, int]) -> Iterator[Ruled]:
        """Asks the rules about notes, in no special order."""
        left = dict(sizes)
        if self._start is not None and self.is_much(sizes):
            try:
                for each in self._hired().rule(ruling, view.columns(), view.known, sizes):
                    del left[each.path]
                    yield each
                self.records = self._hired().records
            except OthersLostError as error:
                self._give_up(error)
        yield from ruled(self._reader, ruling, view.vault, left)

    def _hired(self) -> Others:
        assert self._start is not None
        if self._others is None:
            self._others = self._start()
        return self._others

    def _give_up(self, error: OthersLostError) -> None:
        say(f"{error}; going on here")
        if self._others is not None:
            self._others.close()
        self._others = self._start = None
