"""The files and folders of a vault, by the spelling of their paths."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from vaultlint.vault.resolve import form_of_each


class AlikePaths(Struct, frozen=True, array_like=True):
    """The files and folders whose paths differ in case or normalisation only, sorted."""

    groups: tuple[tuple[str, ...], ...]


def alike_paths(files: Sequence[str]) -> AlikePaths:
    """Those of a vault. files: all of it."""
    parents = {file.rpartition("/")[0] for file in files}
    around = {folder for parent in parents for folder in folders_of(f"{parent}/")}
    paths = sorted((*files, *around))
    keys = form_of_each(spelling_key, paths)
    several: dict[str, list[str]] = {key: [] for key, n in Counter(keys).items() if n > 1}
    for key, path in zip(keys, paths, strict=True):
        if key in several:
            several[key].append(path)
    return AlikePaths(tuple(map(tuple, several.values())))


class SpelledPaths:
    """Which paths are one for systems that keep no two of them, and who tells of a folder."""

    def __init__(self, alike: AlikePaths, notes: Iterable[str]) -> None:
        """notes: those of the files that findings can be about."""
        self.record = alike
        self._alike = {path: group for group in alike.groups for path in group}
        self._notes = sorted(notes)

    @property
    def first_notes(self) -> Mapping[str, str]:
        """By folder, the first note in it."""
        first: dict[str, str] = {}
        for note in reversed(self._notes):
            first.update(dict.fromkeys(folders_of(note), note))
        return first

    def told_by(self, note: str) -> Iterator[str]:
        """The paths that the note at this path tells of: its folders from the root on, then itself.

        Of a folder, which is no note, the first note in it tells, and no other.
        """
        yield from (folder for folder in folders_of(note) if self._first_note(folder) == note)
        yield note

    def alike(self, path: str) -> tuple[str, ...]:
        """The other files or folders whose paths differ in case or normalisation only, sorted."""
        return tuple(other for other in self._alike.get(path, ()) if other != path)

    def _first_note(self, folder: str) -> str | None:
        # What begins with the same letters stands together.
        at = bisect_left(self._notes, f"{folder}/")
        return self._notes[at] if at < len(self._notes) else None


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
