"""The files and folders of a vault, by the spelling of their paths."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from vaultlint.vault.resolve import form_of_each


class SpelledPaths:
    """Which paths are one for systems that keep no two of them, and who tells of a folder."""

    def __init__(self, files: Iterable[str], notes: Iterable[str]) -> None:
        """files: all files of the vault; notes: those of them that findings can be about."""
        self._files = tuple(files)
        self._notes = sorted(notes)
        self._made_alike: Mapping[str, Sequence[str]] | None = None

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

    @property
    def _alike(self) -> Mapping[str, Sequence[str]]:
        """By path of a file or folder that has others, these and itself."""
        if self._made_alike is None:
            parents = {file.rpartition("/")[0] for file in self._files}
            around = {folder for parent in parents for folder in folders_of(f"{parent}/")}
            paths = sorted((*self._files, *around))
            keys = form_of_each(spelling_key, paths)
            several: dict[str, list[str]] = {key: [] for key, n in Counter(keys).items() if n > 1}
            for key, path in zip(keys, paths, strict=True):
                if key in several:
                    several[key].append(path)
            self._made_alike = {path: group for group in several.values() for path in group}
        return self._made_alike


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
