"""The bibliographies of a run: found, read once each, and given to the notes that cite."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from vaultlint.commands.callerror import CallError
from vaultlint.commands.opening import OpenVault, read_file
from vaultlint.commands.output import reason
from vaultlint.notes.bibliography import BibliographyError, read_keys
from vaultlint.notes.library import Keys, Library
from vaultlint.settings import BibliographyUse
from vaultlint.vault.facets import CitingFacet


class Bibliographies:
    """The bibliographies that were read in this run, by their files."""

    def __init__(self) -> None:
        self._read: dict[Path, frozenset[str] | BibliographyError] = {}

    def keys(self, file: Path) -> frozenset[str]:
        """The keys in a file, absolute. Raises BibliographyError."""
        if file not in self._read:
            self._read[file] = _read(file)
        found = self._read[file]
        if isinstance(found, BibliographyError):
            raise found
        return found


def library(
    vault: OpenVault, citing: Iterable[tuple[str, CitingFacet]], read: Bibliographies
) -> Library:
    """What notes may cite. citing: those that do, by path.

    Those of the configuration hold for each note, or else those of plugins; a note may name
    others, and state works itself. Where one cannot be read, nobody knows what is in it: nothing is
    known of the notes that it holds for. Raises CallError when the configuration names one that
    is missing or damaged; one with an absolute path may lie on another machine.
    """
    shelf = _Shelf(vault.root, read)
    uses = vault.settings.bibliographies
    faults = [fault for use in uses or () if (fault := shelf.place_fault(use))]
    citing = tuple(citing)
    if citing and not faults:
        faults += (fault for use in uses or () if (fault := shelf.content_fault(use)))
    if faults:
        raise CallError(*faults)
    if not citing:
        return Library()
    paths = vault.obsidian.bibliographies if uses is None else [use.path for use in uses]
    shared = [shelf.find(path, "") for path in paths]
    together: dict[frozenset[_Found], Keys] = {}
    by_note: dict[str, Keys] = {}
    for path, facet in citing:
        own = (shelf.find(name, path) for name in facet.bibliographies)
        stated = frozenset(facet.references)
        found = frozenset((*shared, *own, *([_Found("", stated)] if stated else ())))
        if not found or any(one.keys is None for one in found):
            continue
        if found not in together:
            together[found] = Keys(key for one in found for key in one.keys or ())
        by_note[path] = together[found]
    return Library(by_note, tuple(sorted(shelf.missing)))


class _Found(Struct, frozen=True):
    """A bibliography that is named. keys: None when it cannot be read."""

    file: str
    keys: frozenset[str] | None

    def __hash__(self) -> int:
        # Most have a file; the hash of thousands of keys would be asked for each note.
        return hash(self.file)


class _Shelf:
    """Finds bibliographies of one vault. missing: the names of those that cannot be read."""

    def __init__(self, root: Path, read: Bibliographies) -> None:
        self._root = root
        self._read = read
        self.missing: set[str] = set()

    def place(self, path: str, note: str) -> Path | None:
        """The file that a path means: from the folder of the note that names it, or the root."""
        stated = Path(path).expanduser()
        for folder in dict.fromkeys((self._root / Path(note).parent, self._root)):
            file = Path(os.path.normpath(folder / stated))
            if _is_file(file):
                return file
        return None

    def find(self, path: str, note: str) -> _Found:
        """The bibliography at a path that a note, or "" for a plugin, names."""
        file = self.place(path, note)
        try:
            if file is not None:
                return _Found(os.fspath(file), self._read.keys(file))
        except BibliographyError:
            pass
        self.missing.add(path)
        return _Found(path, None)

    def place_fault(self, use: BibliographyUse) -> str:
        """What is wrong with a path that the configuration states; empty for nothing."""
        if self.place(use.path, "") or Path(use.path).expanduser().is_absolute():
            return ""
        return f'{use.place}: no bibliography is at "{use.path}"; correct the path'

    def content_fault(self, use: BibliographyUse) -> str:
        """What is wrong with the bibliography at such a path; empty for nothing."""
        file = self.place(use.path, "")
        try:
            if file is not None:
                self._read.keys(file)
        except BibliographyError as error:
            return f'{use.place}: "{use.path}" {error}; correct the file or the path'
        return ""


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except (OSError, ValueError):
        return False


def _read(file: Path) -> frozenset[str] | BibliographyError:
    try:
        return read_keys(os.fspath(file), read_file(file.parent, file.name))
    except OSError as error:
        return BibliographyError(f"cannot be read: {reason(error)}")
    except BibliographyError as error:
        return error
