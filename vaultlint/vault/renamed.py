"""Folders that were renamed or moved, told by the links that still name them as before."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vaultlint.diagnostic import Diagnostic, RenamedFolder
from vaultlint.text.span import Span
from vaultlint.vault.resolve import path_key

_OF_CARDS = "missing-canvas-file"  # canvases name paths from the root of the vault
_FEWEST_LINKS = 3  # that one folder must explain
_FEWEST_FILES = 2  # that they lead to; one file alone was moved, not its folder
_MOST_MEANT = 4  # files that one link may mean; of more, none is evidence


class MissingPath(NamedTuple):
    """A path that leads to no file. path: from the root on, or from any folder if it is a link's.

    is_relative: it was written relative to its note.
    """

    path: str
    is_relative: bool = False


def missing_path(linkpath: str, from_path: str) -> MissingPath:
    """The path that a link of the note `from_path` asks for."""
    if linkpath.startswith(("./", "../")):
        folder = from_path.rpartition("/")[0]
        return MissingPath(posixpath.normpath(posixpath.join(folder, linkpath)), is_relative=True)
    return MissingPath(linkpath.strip("/"))


def renamed_by_place(
    diagnostics: Iterable[Diagnostic], files: Iterable[str]
) -> dict[tuple[str, Span], RenamedFolder]:
    """The renamed folders that explain diagnostics, by path and place of the link.

    files: all files of the vault.
    """
    missing = {
        (diagnostic.path, diagnostic.finding.span): _missing_path(diagnostic)
        for diagnostic in diagnostics
        if diagnostic.finding.missing_path
    }
    folders = renamed_folders(tuple(missing.values()), files)
    pairs = zip(missing, folders, strict=True)
    return {place: folder for place, folder in pairs if folder is not None}


def _missing_path(diagnostic: Diagnostic) -> MissingPath:
    path = diagnostic.finding.missing_path
    if diagnostic.rule == _OF_CARDS:
        return MissingPath(path.strip("/"))
    return missing_path(path, diagnostic.path)


def renamed_folders(
    missing: Sequence[MissingPath], files: Iterable[str]
) -> tuple[RenamedFolder | None, ...]:
    """The renamed folder that explains each missing path, None where there is none.

    A folder counts as renamed when it is no longer there, several of the paths lead to files once
    it is put in the place of the old one, and these are most of the paths that begin with it.
    Takes time in proportion to the paths and files, and how deep they lie.
    """
    asked = [_Asked.of(path) for path in missing]
    if sum(path is not None for path in asked) < _FEWEST_LINKS:
        return (None,) * len(missing)
    vault = _Files(files, _ends(path for path in asked if path))
    guesses = _guesses(asked, vault)
    explained: dict[str, dict[int, str]] = {}
    begin: Counter[str] = Counter()
    for place, path in enumerate(asked):
        for old, rest in path.parts() if path else ():
            if old in guesses:
                begin[old] += 1
                file = vault.at(_joined(path_key(guesses[old].new), rest))
                if file is not None:
                    explained.setdefault(old, {})[place] = file
    answers: list[RenamedFolder | None] = [None] * len(missing)
    for old in sorted(explained, key=lambda old: (-len(explained[old]), old)):
        # What a folder around this one explains already is not told again.
        places = [place for place in explained[old] if answers[place] is None]
        found = {explained[old][place] for place in places}
        if len(places) < _FEWEST_LINKS or len(found) < _FEWEST_FILES:
            continue
        if 2 * len(explained[old]) > begin[old]:
            is_written = not any(missing[place].is_relative for place in places)
            guess = guesses[old]
            for place in places:
                answers[place] = RenamedFolder(guess.old, guess.new, is_written)
    return tuple(answers)


class _Asked(NamedTuple):
    """A missing path with a folder in it. segments: as written. key: as paths are compared."""

    segments: tuple[str, ...]
    key: str

    @classmethod
    def of(cls, path: MissingPath) -> _Asked | None:
        key = path_key(path.path)
        segments = tuple(path.path.split("/"))
        is_inside = len(segments) > 1 and ".." not in segments and "" not in segments
        return cls(segments, key) if is_inside and key.count("/") == len(segments) - 1 else None

    def parts(self) -> Iterator[tuple[str, str]]:
        """The path parted at each of its "/", in the form in which paths are compared."""
        cut = self.key.find("/")
        while cut > 0:
            yield self.key[:cut], self.key[cut + 1 :]
            cut = self.key.find("/", cut + 1)


def _ends(asked: Iterable[_Asked]) -> dict[str, list[str]]:
    """A place for the files that end in each end of the paths, with or without ".md" behind."""
    ends: dict[str, list[str]] = {}
    for path in asked:
        for name in (path.key, path.key + ".md"):
            for end in _tails(name):
                ends.setdefault(end, [])
    return ends


def _tails(path: str) -> Iterator[str]:
    """The last segment of a path, the last two, and so on."""
    cut = path.rfind("/")
    while cut >= 0:
        yield path[cut + 1 :]
        cut = path.rfind("/", 0, cut)
    yield path


class _Files:
    """The files of the vault, by the ends of their paths that are asked for."""

    def __init__(self, files: Iterable[str], ends: dict[str, list[str]]) -> None:
        self._keys: set[str] = set()
        self._ends = ends
        self.folders = {""}
        for file in files:
            key = path_key(file)
            self._keys.add(key)
            cut = key.rfind("/")
            while cut > 0 and key[:cut] not in self.folders:
                self.folders.add(key[:cut])
                cut = key.rfind("/", 0, cut)
            for end in _tails(key):
                found = ends.get(end)
                if found is None:
                    break  # no longer end of it is asked for either
                if len(found) <= _MOST_MEANT:
                    found.append(file)

    def at(self, key: str) -> str | None:
        """The key of the file at this path, with or without ".md", else None."""
        return next((name for name in (key, key + ".md") if name in self._keys), None)

    def meant(self, path: _Asked) -> tuple[int, Sequence[str]]:
        """The files that share the longest end with a path, and how many segments it has."""
        best: tuple[int, Sequence[str]] = (0, ())
        for name in (path.key, path.key + ".md"):
            for length, end in enumerate(_tails(name), start=1):
                if not self._ends[end]:
                    break
                best = (length, self._ends[end])
            if best[0]:
                break  # Obsidian adds ".md" only to what no file is named
        return best


def _guesses(asked: Iterable[_Asked | None], vault: _Files) -> Mapping[str, RenamedFolder]:
    """By the old folder: the one that most of its links seem to mean; not if two are as likely."""
    votes: dict[str, Counter[str]] = {}
    written: dict[str, str] = {}
    for path in asked:
        if path is None:
            continue
        length, files = vault.meant(path)
        if not 1 <= len(files) <= _MOST_MEANT:
            continue
        for file in files:
            change = _change(path.segments, file.split("/"), length, vault.folders)
            if change is not None:
                key = path_key(change.old)
                written.setdefault(key, change.old)
                votes.setdefault(key, Counter())[change.new] += 1
    guesses: dict[str, RenamedFolder] = {}
    for old, counts in votes.items():
        (new, most), *others = counts.most_common(2)
        if not others or others[0][1] < most:
            guesses[old] = RenamedFolder(written[old], new)
    return guesses


def _change(
    asked: Sequence[str], found: Sequence[str], shared: int, folders: set[str]
) -> RenamedFolder | None:
    """What changed from one path to the other, up to a folder that is no longer there.

    shared: how many segments at the end are the same. Where only a part of a folder was moved, it
    is still there; then the name of the part belongs to what changed.
    """
    for kept in range(shared, 0, -1):
        old = "/".join(asked[: len(asked) - kept])
        if path_key(old) not in folders:
            return RenamedFolder(old, "/".join(found[: len(found) - kept]))
    return None


def _joined(folder: str, rest: str) -> str:
    return f"{folder}/{rest}" if folder else rest
