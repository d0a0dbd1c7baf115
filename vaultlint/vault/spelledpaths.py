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
        self._told: dict[str, list[str]] = {}
        for note in sorted(notes):
            if note.rpartition("/")[0] in self.first_notes:
                continue  # and so are the folders around it
            folders = [each for each in folders_of(note) if each not in self.first_notes]
            self.first_notes.update(dict.fromkeys(folders, note))
            self._told[note] = folders
        files = tuple(files)
        parents = {file.rpartition("/")[0] for file in files}
        around = {folder for parent in parents for folder in folders_of(f"{parent}/")}
        spellings: dict[str, list[str]] = {}
        for path in sorted((*files, *around)):
            spellings.setdefault(spelling_key(path), []).append(path)
        several = [paths for paths in spellings.values() if len(paths) > 1]
        self._alike = {path: paths for paths in several for path in paths}

    def told_by(self, note: str) -> Iterator[str]:
        """The paths that the note at this path tells of: its folders from the root on, then itself.

        Of a folder, which is no note, the first note in it tells, and no other.
        """
        yield from self._told.get(note, ())
        yield note

    def alike(self, path: str) -> tuple[str, ...]:
        """The other files or folders whose paths differ in case or normalisation only, sorted."""
        return tuple(other for other in self._alike.get(path, ()) if other != path)


def folders_of(path: str) -> Iterator[str]:
    """The folders that a file or folder lies in, from the root on; not the root itself."""
    cut = path.find("/")
    while cut > 0:
        yield path[:cut]
        cut = path.find("/", cut + 1)


def spelling_key(path: str) -> str:
    """The form in which such systems compare paths."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).lower())
