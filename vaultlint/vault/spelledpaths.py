"""The files and folders of a vault, by the spelling of their paths."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator


class SpelledPaths:
    """Which paths are one for systems that keep no two of them, and who tells of a folder.

    first_notes: by folder, the first note in it.
    """

    def __init__(self, files: Iterable[str], notes: Iterable[str]) -> None:
        """files: all files of the vault; notes: those of them that findings can be about."""
        self.first_notes: dict[str, str] = {}
        for note in sorted(notes):
            for folder in folders_above(note):
                if folder in self.first_notes:
                    break  # and so are those around it
                self.first_notes[folder] = note
        files = tuple(files)
        folders: set[str] = set()
        for file in files:
            for folder in folders_above(file):
                if folder in folders:
                    break
                folders.add(folder)
        self._spellings: dict[str, list[str]] = {}
        for path in sorted((*files, *folders)):
            self._spellings.setdefault(spelling_key(path), []).append(path)

    def told_by(self, note: str) -> Iterator[str]:
        """The paths that the note at this path tells of: its folders from the root on, then itself.

        Of a folder, which is no note, the first note in it tells, and no other.
        """
        yield from (folder for folder in folders_of(note) if self.first_notes.get(folder) == note)
        yield note

    def alike(self, path: str) -> tuple[str, ...]:
        """The other files or folders whose paths differ in case or normalisation only, sorted."""
        return tuple(
            other for other in self._spellings.get(spelling_key(path), ()) if other != path
        )


def folders_of(path: str) -> Iterator[str]:
    """The folders that a file or folder lies in, from the root on; not the root itself."""
    cut = path.find("/")
    while cut > 0:
        yield path[:cut]
        cut = path.find("/", cut + 1)


def folders_above(path: str) -> Iterator[str]:
    """The same, the innermost first."""
    cut = path.rfind("/")
    while cut > 0:
        yield path[:cut]
        cut = path.rfind("/", 0, cut)


def spelling_key(path: str) -> str:
    """The form in which such systems compare paths."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).lower())
